"""The time from raw text to every inference, without gates, Dagster and the crawl.

`python -m benchmarks.inference --home HOME [--copies N]` builds the staging and intermediate layers
in one dbt command from the newest night of a data directory, from scratch. With copies every
listing appears N times, each with a different text, so that copies have no line in common.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from orchestration.settings import Settings
from orchestration.warehouse.dbt_runner import dbt

GIVEN = ("postings", "sightings", "boards")


def copy(home: Path, night: str, copies: int, out: Path) -> None:
    """The raw night repeated `copies` times, with different ids and texts."""
    for folder in (home / "raw").iterdir():
        if not (folder / f"night={night}" / "postings.parquet").is_file():
            shutil.copytree(folder, out / folder.name)
            continue
        target = out / folder.name / f"night={night}"
        target.mkdir(parents=True)
        source = folder / f"night={night}"
        shutil.copy(source / "boards.parquet", target)
        with duckdb.connect() as db:
            db.execute(
                f"set preserve_insertion_order = false; create table n as from range({copies}) t(n)"
            )
            db.sql(
                "select p.* replace (content_id || n as content_id, text_id || n as text_id, "
                "native_id || '-' || n as native_id, "
                "replace(replace(description_html, '</p>', ' ' || n || '</p>'), '</li>', ' ' || n "
                f"|| '</li>') as description_html) from '{source}/postings.parquet' p, n"
            ).write_parquet(str(target / "postings.parquet"), row_group_size=2_048)
            db.sql(
                "select s.* replace (content_id || n as content_id, "
                f"native_id || '-' || n as native_id) from '{source}/sightings.parquet' s, n"
            ).write_parquet(str(target / "sightings.parquet"))


def measure(raw: Path, night: str, work: Path) -> None:
    """Build the layers and print seconds, size, peak memory."""
    settings = Settings(work, contact="")
    variables = json.dumps({"night": night, "raw": str(raw)})
    only = [
        "--select",
        "resource_type:seed",
        "staging",
        "intermediate",
        "--exclude-resource-type",
        "test",
    ]
    only += ["unit_test", "--vars", variables]
    dbt(["parse", "--vars", variables], settings)
    started = time.perf_counter()
    outcome = dbt(["build", *only], settings)
    seconds = time.perf_counter() - started
    if outcome.exception:
        raise outcome.exception
    if not outcome.success:
        raise SystemExit([r.message for r in outcome.result.results if r.status == "error"])
    slow = sorted(((r.execution_time, r.node.name) for r in outcome.result.results), reverse=True)
    with duckdb.connect() as db:
        files = f"{raw}/*/night=*/postings.parquet"
        query = f"select count(*), sum(length(description_html)) from '{files}'"
        scanned = time.perf_counter()
        count, size = db.execute(query).fetchall()[0]
        scanned = time.perf_counter() - scanned
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"{count:,} listings, {size / 1e6:.0f} MB of HTML: {seconds:.1f} s, {memory:.2f} GiB, "
        f"{size / 1e6 / seconds:.0f} MB/s, {seconds / scanned:.0f} times a plain scan "
        f"({scanned:.2f} s); longest {', '.join(f'{n} {t:.1f} s' for t, n in slow[:6])}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    parsed = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="inference-") as folder:
        work = Path(folder)
        if parsed.measure:
            measure(Path(parsed.measure[0]), parsed.measure[1], work)
            return
        night = max(p.name for p in parsed.home.glob("raw/*/night=*")).removeprefix("night=")
        copy(parsed.home.absolute(), night, parsed.copies, work / "raw")
        command = [sys.executable, "-m", "benchmarks.inference", "--home", str(parsed.home)]
        subprocess.run([*command, "--measure", str(work / "raw"), night], check=True)


if __name__ == "__main__":
    main()
