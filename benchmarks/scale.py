"""What a build in parts costs: CPU and memory per 1,000 listings for several numbers of parts.

`python -m benchmarks.scale [--listings N] [--parts 1 auto ...] [--compute local]` simulates and
crawls a night once, and then builds it from its raw answers for each number of parts, publishing
included. CPU is that of the command and, on Ray, of the workers as well, which the parts report
themselves (`workers`). Memory is the peak of one process: of the command, and of one worker.
A build that failed is shown as such.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import tempfile
from pathlib import Path

from benchmarks.nights import run

NIGHT = "2026-11-02"
PARTS = re.compile(r"^\S+ +\d+ parts +([\d.]+) CPU s +(\d+) MiB at most$", re.M)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--listings", type=int, default=20_000)
    parser.add_argument("--parts", nargs="+", default=["1", "2", "7"])
    parser.add_argument("--compute", choices=("local", "ray"), default="local")
    parsed = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="scale-"))
    recording, first = work / "recording", work / "first"
    run("simulate", "--listings", str(parsed.listings), "--night", NIGHT, "--out", str(recording))
    refresh = ("refresh", "--recording", str(recording), "--night", NIGHT, "--home")
    _, cpu, memory, _ = run(*refresh, str(first))
    print(f"crawl and build of {parsed.listings} listings: {cpu:.0f} CPU s, {memory:.1f} GiB")
    print(f"{'parts':>5s} {'CPU s':>7s} {'workers':>7s} {'s/1,000':>7s} {'GiB':>5s} {'worker':>7s}")
    names = set()
    for parts in parsed.parts:
        home = work / f"parts-{parts}"
        shutil.copytree(first / "raw", home / "raw")
        shutil.copyfile(first / "origin.json", home / "origin.json")
        settings = {"HIRING_LEDGER_PARTITIONS": parts, "HIRING_LEDGER_COMPUTE": parsed.compute}
        try:
            _, cpu, memory, output = run(*refresh, str(home), **settings)
        except SystemExit as error:
            print(f"{parts:>5s} failed: {str(error).splitlines()[-1]}", flush=True)
            continue
        found = PARTS.findall(output)
        of_workers = sum(float(seconds) for seconds, _ in found) if parsed.compute == "ray" else 0
        peak = max((int(mib) for _, mib in found), default=0) if parsed.compute == "ray" else 0
        per_thousand = 1000 * (cpu + of_workers) / parsed.listings
        print(
            f"{parts:>5s} {cpu:7.0f} {of_workers:7.0f} {per_thousand:7.2f} {memory:5.1f} "
            f"{peak / 1024:7.2f}",
            flush=True,
        )
        names.add((home / "current").resolve().name)
        shutil.rmtree(home)
    print("all gave one release" if len(names) == 1 else f"releases differ: {sorted(names)}")
    print(f"machine: {os.cpu_count()} cores")
    shutil.rmtree(work)


if __name__ == "__main__":
    main()
