"""How long nights take: the sample, 64 listings, N simulated listings, and the night after.

`python -m benchmarks.nights [--listings N] [--keep DIR]` prints seconds, CPU seconds, peak memory
and, for the text work, the ratio to a plain scan of the same Parquet. 64 listings show what does
not depend on the data; 3 % of the listings of the night after are new. The crawl is timed apart,
because live it waits for the boards.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb

BIN = Path(sys.executable).parent
TEXT_WORK = (
    "int_text__blocks", "int_text__lines", "int_technologies__line_names",
    "int_technologies__line_matches", "int_technologies__boilerplate", "int_technologies__mentions",
    "int_workplace__texts", "int_pay__line_amounts", "int_pay__line_cues",
    "int_pay__line_intervals", "int_pay__line_ranges", "int_pay__text_ranges",
)  # fmt: skip


def run(*arguments: str, **settings: str) -> tuple[float, float, float, str]:
    """Seconds, CPU seconds, peak GiB and output of one `hiring-ledger` command, with settings as
    variables of its environment."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("DAGSTER", "HIRING"))}
    started = time.perf_counter()
    process = subprocess.Popen(
        [str(BIN / "hiring-ledger"), *arguments], stdout=subprocess.PIPE, text=True,
        env=clean | settings,
    )  # fmt: skip
    output = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{arguments[0]} failed:\n{output[-2000:]}")
    cpu = usage.ru_utime + usage.ru_stime
    return time.perf_counter() - started, cpu, usage.ru_maxrss / 2**20, output


def crawl_seconds(output: str) -> float:
    """What the log says the collection took."""
    found = re.search(r"^collected in ([\d.]+) s$", output, re.M)
    return float(found[1]) if found else 0.0


def scan(home: Path, night: str) -> tuple[float, float]:
    """Seconds and MB of one plain pass over a night's descriptions."""
    files = f"{home}/raw/*/night={night}/postings.parquet"
    query = f"select sum(length(description_html)) from read_parquet('{files}')"
    with duckdb.connect() as db:
        started = time.perf_counter()
        row = db.execute(query).fetchone()
        return time.perf_counter() - started, (row[0] if row else 0) / 1e6


def text_seconds(home: Path, night: str) -> float:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as db:
        row = db.execute(
            "select sum(seconds) from validation.results where as_of_date = ? "
            "and split_part(table_name, '/', 2) in (select unnest(?))",
            [night, list(TEXT_WORK)],
        ).fetchone()
    return float(row[0]) if row else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--listings", type=int, default=77_480)
    parser.add_argument("--keep", type=Path, help="work here and keep it")
    parsed = parser.parse_args()
    work = parsed.keep or Path(tempfile.mkdtemp(prefix="nights-"))
    rows: list[tuple[Any, ...]] = []

    for name, size in (("sample, everything", 2_000), ("64 listings, everything", 64)):
        small = work / f"recording-{size}"
        given = ("--recording", str(small), "--night", "2026-11-02") if size != 2_000 else ()
        if given:
            run("simulate", "--listings", str(size), "--out", str(small))
        home = work / f"home-{size}"
        seconds, cpu, memory, output = run("refresh", "--home", str(home), *given)
        rows.append((name, seconds, crawl_seconds(output), cpu, memory))
        if not given:
            seconds, cpu, memory, output = run("refresh", "--home", str(home))
            rows.append(("the sample again, nothing changed", seconds, 0.0, cpu, memory))

    new = round(parsed.listings * 0.03)
    home = work / "home"
    first: float | None = None
    # One path for both nights, since a data directory is bound to one data source.
    recording = work / "recording"
    for number, night in enumerate(("2026-11-02", "2026-11-03")):
        recording_of_night = work / night
        begin = str(number * new)
        listings = str(parsed.listings)
        run("simulate", "--listings", listings, "--first", begin, "--night", night,
            "--out", str(recording_of_night))  # fmt: skip
        recording.unlink(missing_ok=True)
        recording.symlink_to(recording_of_night)
        seconds, cpu, memory, output = run(
            "refresh", "--recording", str(recording), "--night", night, "--home", str(home)
        )
        crawl = crawl_seconds(output)
        name = f"{parsed.listings:,} listings" + (", 3 % new" if number else "")
        rows.append((name, seconds, crawl, cpu, memory))
        if first is None:
            first = seconds - crawl
            took, size_mb = scan(home, night)
            text = text_seconds(home, night)

    print(f"{'night':36s} {'total s':>8s} {'crawl s':>8s} {'rest s':>8s} {'CPU s':>8s} {'GiB':>6s}")
    for name, seconds, crawl, cpu, memory in rows:
        rest = seconds - crawl
        print(f"{name:36s} {seconds:8.1f} {crawl:8.1f} {rest:8.1f} {cpu:8.1f} {memory:6.2f}")
    second = rows[-1][1] - rows[-1][2]
    print(f"second night / first, crawl excluded: {second / first:.0%}")
    print(
        f"text work, gates included: {text:.1f} s for {size_mb:.0f} MB of HTML "
        f"({size_mb / text:.0f} MB/s), {text / took:.0f} times a plain scan ({took:.2f} s)"
    )


if __name__ == "__main__":
    main()
