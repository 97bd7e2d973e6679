"""What the text stage costs in a market of any size: some of its parts, as a build in parts does.

`python -m benchmarks.text_stage [--listings N] [--of P] [--parts K]` draws the market of N
listings, takes K of each P openings by a hash of their numbers, writes their texts as a raw night,
and builds the text stage in K parts, gates included: the tables split by `text_id`, with those
above them. So a part holds as many texts, of as many companies, as one of P parts of all N
listings. `--of 1` builds all of it without parts.

What is printed first is the CPU time of the process: parts, staging, splitting, seeds, suites and
dbt. The parts are measured by themselves, too, to show how much they differ; dbt builds two tables
at a time in this process, so that a part also counts what runs beside it. Not here: crawling, other
stages, publishing (`scale`).
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.settings import Settings
from orchestration.simulator import vendor_formats
from orchestration.simulator.draws import Bools, Ints, bits
from orchestration.simulator.market_in_chunks import in_chunks, of_openings, owned
from orchestration.simulator.posting_boards import board, by_company
from orchestration.simulator.sequence import draw_firms
from orchestration.simulator.vendor_formats import _schema_org
from orchestration.warehouse.build import build_tables
from orchestration.warehouse.dbt_project import Project
from orchestration.warehouse.outcome import Outcome
from orchestration.warehouse.partitioned import key_of

SEED = 1
NIGHT = date(2026, 11, 2)
POSTINGS = pa.schema(
    [
        ("content_id", pa.string()),
        ("text_id", pa.string()),
        ("description_html", pa.string()),
        ("pay_text", pa.string()),
        ("pays", pa.list_(pa.string())),
    ]
)
"""The columns of a raw night that this stage reads."""
ROW_GROUP = 2_048
"""Rows as in a raw night."""


def listings_of(size: int, of: int, parts: int) -> Iterator[tuple[str, str]]:
    """The number and the HTML of the listings of `parts` of each `of` openings."""

    def is_chosen(opening: Ints) -> Bools:
        return np.asarray(bits(SEED, "part", opening) % np.uint64(of) < parts)

    firm = draw_firms(SEED, size)
    vendors = {
        name: replace(vendor, form=_schema_org.FORM, plain=False)
        for name, vendor in vendor_formats.of_market().items()
    }
    software, noise = (
        of_openings(owned(SEED, firm, 0, 0, size, noise=noise), is_chosen)
        for noise in (False, True)
    )
    chunks = in_chunks(SEED, firm, software, noise)
    for posted, _ in by_company(SEED, firm, vendors, chunks):
        for owner, postings in posted:
            around = board(SEED, owner.company)
            for posting in postings:
                yield str(posting.number), _schema_org.text(around, posting)


def write_night(raw: Path, size: int, of: int, parts: int) -> tuple[int, int]:
    """Write the texts as the postings of a night; the number of listings and of characters."""
    folder = raw / "simulated" / f"night={NIGHT}"
    folder.mkdir(parents=True)
    count = characters = 0
    rows: list[tuple[str, str]] = []
    with pq.ParquetWriter(folder / "postings.parquet", POSTINGS, compression="zstd") as writer:
        for row in listings_of(size, of, parts):
            rows.append(row)
            count, characters = count + 1, characters + len(row[1])
            if len(rows) == ROW_GROUP:
                writer.write_table(_table(rows))
                rows = []
        writer.write_table(_table(rows))
    return count, characters


def _table(rows: list[tuple[str, str]]) -> pa.Table:
    ids = [hashlib.md5(html.encode(), usedforsecurity=False).hexdigest() for _, html in rows]
    none = [None] * len(rows)
    columns = [[number for number, _ in rows], ids, [html for _, html in rows], none, none]
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, POSTINGS, strict=True)], POSTINGS)


def text_stage(project: Project) -> list[str]:
    """The tables that are split by text, and everything above them."""
    tables: set[str] = set()
    waiting = [table for table in project.nodes if key_of(project, table) == "text_id"]
    while waiting:
        table = waiting.pop()
        if table not in tables:
            tables.add(table)
            waiting += project.parents(table)
    return [table for table in project.in_order if table in tables]


def cpu_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def peak_gib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def of_parts(outcomes: list[Outcome], parts: int) -> list[float]:
    """The CPU seconds of each part, over all tables."""
    return [
        sum(result.cpu_seconds for o in outcomes for result in o.parts if result.part == part)
        for part in range(parts)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--listings", type=int, default=10_000_000)
    parser.add_argument("--of", type=int, default=64, help="parts of a build of all (64)")
    parser.add_argument("--parts", type=int, default=3, help="parts that are measured (3)")
    parser.add_argument("--memory", default="4GB", help="HIRING_LEDGER_MEMORY (4GB)")
    parsed = parser.parse_args()
    size, of, parts = parsed.listings, parsed.of, min(parsed.parts, parsed.of)
    with tempfile.TemporaryDirectory(prefix="text-stage-") as folder:
        home = Path(folder)
        begun = cpu_seconds()
        count, characters = write_night(home / "raw", size, of, parts)
        print(
            f"{count:,} listings, {characters / 1e6:.0f} MB of HTML, from {parts} of {of} parts of "
            f"{size:,}: {cpu_seconds() - begun:.0f} CPU s to simulate, {peak_gib():.2f} GiB",
            flush=True,
        )
        project = Project.load()
        settings = Settings(home, contact="", partitions=str(parts), memory=parsed.memory)
        begun, started = cpu_seconds(), time.perf_counter()
        outcomes = list(build_tables(project, settings, NIGHT, text_stage(project), "measured"))
        total, wall = cpu_seconds() - begun, time.perf_counter() - started
    print(f"text stage: {total:.1f} CPU s, {wall:.0f} s, {peak_gib():.2f} GiB at most")
    print(f"all: {1000 * total / count:.3f} CPU s per 1,000 listings")
    if parts == 1:
        return
    each = [1000 * seconds * parts / count for seconds in of_parts(outcomes, parts)]
    listed = ", ".join(f"{seconds:.3f}" for seconds in each)
    print(
        f"each part, with what ran beside it: {listed} CPU s per 1,000 listings, mean "
        f"{statistics.mean(each):.3f}, standard deviation {statistics.stdev(each):.3f}"
    )


if __name__ == "__main__":
    main()
