"""What a night costs after a year: CPU seconds, disk, and the decision that nothing is to be done.

`python -m benchmarks.year [--listings N]` crawls one simulated night and repeats it on each of the
364 days before, as nights on which nothing was new. It prints the CPU seconds of the next two
nights: the first of them also compacts the year, once. Then it prints the seconds and CPU seconds
of three `refresh` that find nothing to do, the number of raw files, and what raw nights and their
copies take on disk.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

import duckdb

from benchmarks.nights import run
from orchestration.operation.disk import in_words, size_of
from orchestration.storage.integrity import CHECKSUMS, write_checksums

LAST = date(2026, 11, 2)
DAYS = 364
PARTS = ("raw", "compacted")


def repeat(night: Path, days: int) -> None:
    """Move a raw night of a source to `days` before, and repeat it without new content after it."""
    last = date.fromisoformat(night.name.removeprefix("night="))
    first = night.with_name(f"night={last - timedelta(days)}")
    night.rename(first)
    postings = first / "postings.parquet"
    for day in range(days):
        later = night.with_name(f"night={last - timedelta(day)}")
        shutil.copytree(first, later)
        if postings.exists():
            duckdb.read_parquet(str(postings)).limit(0).write_parquet(
                str(later / "postings.parquet")
            )
            (later / CHECKSUMS).unlink()  # checksums do not list themselves
            write_checksums(later)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--listings", type=int, default=2_000)
    parsed = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="year-"))
    home, recording = work / "home", work / "recording"
    for number in range(3):
        night = (LAST + timedelta(number)).isoformat()
        shutil.rmtree(recording, ignore_errors=True)
        begin = str(number * parsed.listings * 3 // 100)
        run("simulate", "--listings", str(parsed.listings), "--night", night, "--first", begin,
            "--out", str(recording))  # fmt: skip
        refresh = ("refresh", "--recording", str(recording), "--night", night, "--home", str(home))
        cpu = run(*refresh)[1]
        sizes = ", ".join(f"{part} {in_words(size_of(home / part))}" for part in PARTS)
        print(f"{night}: {cpu:.1f} CPU s; {sizes}", flush=True)
        if number == 0:
            for folder in (home / "raw").glob(f"*/night={night}"):
                repeat(folder, DAYS)
            origin = home / "origin.json"
            first = (LAST - timedelta(DAYS)).isoformat()
            text = json.dumps(json.loads(origin.read_text("utf-8")) | {"first_night": first})
            origin.write_text(text, "utf-8")
    files = sum(1 for _ in (home / "raw").rglob("*.parquet"))
    found = [run(*refresh) for _ in range(3)]
    decisions = ", ".join(f"{seconds:.2f} s ({cpu:.2f} CPU s)" for seconds, cpu, *_ in found)
    print(f"{files:,} raw files of {DAYS + 3} nights; nothing to do: {decisions}")
    shutil.rmtree(work)


if __name__ == "__main__":
    main()
