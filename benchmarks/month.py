"""What a night costs after many: CPU seconds, disk, and the decision that nothing is to be done.

`python -m benchmarks.month [--listings N] [--nights N]` runs simulated nights; on each
3 % of the listings close and as many open. It prints the CPU seconds of each night, crawl and
replay server included, the size of the directory, and the seconds of a second `refresh` that finds
nothing to do. At the end it builds the last night twice more from its raw answers, without a crawl:
once after the night before it, and once from all raw nights in a directory without a warehouse.
Both give the release of that night; the first relative to the second is what following change
saves.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

from benchmarks.nights import run

FIRST = date(2026, 9, 1)  # so that the last night is over


def size_mb(folder: Path) -> float:
    """Megabytes of the files of a folder."""
    return sum(f.lstat().st_size for f in folder.rglob("*") if not f.is_symlink()) / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--listings", type=int, default=20_000)
    parser.add_argument("--nights", type=int, default=30)
    parsed = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="month-"))
    home, recording, new = work / "home", work / "recording", round(parsed.listings * 0.03)
    print(
        f"{'night':10s} {'CPU s':>7s} {'nothing s':>9s} {'raw MB':>7s} {'home MB':>8s}", flush=True
    )
    before, full = work / "before", work / "full"
    for number in range(parsed.nights):
        if number == parsed.nights - 1:
            shutil.copytree(home, before, symlinks=True)
        night = (FIRST + timedelta(number)).isoformat()
        shutil.rmtree(recording, ignore_errors=True)
        run("simulate", "--listings", str(parsed.listings), "--first", str(number * new),
            "--night", night, "--out", str(recording))  # fmt: skip
        refresh = ("refresh", "--recording", str(recording), "--night", night, "--home")
        cpu = run(*refresh, str(home))[1]
        nothing = run(*refresh, str(home))[0]
        sizes = size_mb(home / "raw"), size_mb(home)
        print(f"{night} {cpu:7.1f} {nothing:9.1f} {sizes[0]:7.0f} {sizes[1]:8.0f}", flush=True)
    for folder in (home / "raw").glob(f"*/night={night}"):
        shutil.copytree(folder, before / folder.relative_to(home))
    left_out = shutil.ignore_patterns("warehouse.duckdb*", "current", f"{night}-*")
    shutil.copytree(home, full, symlinks=True, ignore=left_out)
    after, anew = (run(*refresh, str(folder))[1] for folder in (before, full))
    print(f"without a crawl: the last night {after:.1f} CPU s, a full build of it {anew:.1f} CPU s")
    print(f"the last night costs {after / anew:.0%} of a full build")
    releases = {(folder / "current").resolve().name for folder in (home, before, full)}
    print(f"releases of it: {', '.join(sorted(releases))}")
    shutil.rmtree(work)


if __name__ == "__main__":
    main()
