"""What a build in parts costs: CPU and memory per 1,000 listings for several numbers of parts.

`python -m benchmarks.scale [--listings N] [--parts 1 auto ...] [--compute local] [--keep DIR]`
simulates and crawls a night once, and then builds it from its raw answers for each number of parts,
publishing included. CPU is that of the command and, on Ray, of the workers as well, which the parts
report themselves (`workers`). Memory is the peak of one process: of the command, and of one worker.
`after s` are the seconds of everything that follows the understanding of listings: figures, marts
and publishing. A build that failed is shown as such.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import tempfile
from contextlib import closing
from pathlib import Path

import duckdb

from benchmarks.nights import run

NIGHT = "2026-11-02"
PARTS = re.compile(r"^\S+ +\d+ parts +([\d.]+) CPU s +(\d+) MiB at most$", re.M)
UNDERSTOOD = (
    "core/fct_listings", "core/fct_listing_technologies", "core/fct_listing_places",
    "core/fct_listing_countries",
)  # fmt: skip
"""What figures are computed from."""


def seconds_after(home: Path) -> float:
    """Seconds from the last table that figures are computed from to the release."""
    with closing(duckdb.connect(str(home / "warehouse.duckdb"), read_only=True)) as db:
        row = db.execute(
            "select max(epoch(validated_at)) from validation.results "
            "where table_name in (select unnest(?))",
            [list(UNDERSTOOD)],
        ).fetchone()
    return (home / "current").lstat().st_mtime - (row[0] if row else 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--listings", type=int, default=20_000)
    parser.add_argument("--parts", nargs="+", default=["1", "2", "7"])
    parser.add_argument("--compute", choices=("local", "ray"), default="local")
    parser.add_argument("--keep", type=Path, help="work here and keep it; what is there is used")
    parsed = parser.parse_args()
    work = parsed.keep or Path(tempfile.mkdtemp(prefix="scale-"))
    recording, first = work / "recording", work / "first"
    refresh = ("refresh", "--recording", str(recording), "--night", NIGHT, "--home")
    if not (first / "raw").is_dir():
        shutil.rmtree(recording, ignore_errors=True)
        size = ("--listings", str(parsed.listings), "--night", NIGHT)
        _, cpu, memory, _ = run("simulate", *size, "--out", str(recording))
        print(f"simulation: {cpu:.0f} CPU s, {memory:.1f} GiB", flush=True)
        _, cpu, memory, _ = run(*refresh, str(first))
        print(f"crawl and build of {parsed.listings} listings: {cpu:.0f} CPU s, {memory:.1f} GiB")
    columns = ("parts", "CPU s", "workers", "s/1,000", "after s", "GiB", "worker")
    print(" ".join(f"{name:>7s}" for name in columns))
    names = set()
    for parts in parsed.parts:
        home = work / f"parts-{parts}"
        shutil.copytree(first / "raw", home / "raw")
        shutil.copyfile(first / "origin.json", home / "origin.json")
        settings = {"HIRING_LEDGER_PARTITIONS": parts, "HIRING_LEDGER_COMPUTE": parsed.compute}
        try:
            _, cpu, memory, output = run(*refresh, str(home), **settings)
        except SystemExit as error:
            print(f"{parts:>7s} failed: {str(error).splitlines()[-1]}", flush=True)
            continue
        found = PARTS.findall(output)
        of_workers = sum(float(seconds) for seconds, _ in found) if parsed.compute == "ray" else 0
        peak = max((int(mib) for _, mib in found), default=0) if parsed.compute == "ray" else 0
        per_thousand = 1000 * (cpu + of_workers) / parsed.listings
        print(
            f"{parts:>7s} {cpu:7.0f} {of_workers:7.0f} {per_thousand:7.2f} "
            f"{seconds_after(home):7.0f} {memory:7.1f} {peak / 1024:7.2f}",
            flush=True,
        )
        names.add((home / "current").resolve().name)
        shutil.rmtree(home)
    print("all gave one release" if len(names) == 1 else f"releases differ: {sorted(names)}")
    print(f"machine: {os.cpu_count()} cores")
    if not parsed.keep:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
