"""Accepting a source's night: validate what was crawled, then publish the folder atomically.

Here: the raw gate. A night that fails a check goes to quarantine whole, and the source's last
accepted night is carried forward. Not here: what is checked (`expectations/raw.py`), and how a
night is compared with earlier ones (`history_gate`).
"""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from orchestration.crawl import history_gate
from orchestration.crawl.night_crawl import NightCrawl
from orchestration.plain_text import sql_literal
from orchestration.storage import atomic, integrity, set_aside
from orchestration.storage.bounded import bounded_connection
from orchestration.storage.raw_nights import BoardResult
from orchestration.validation import validate
from orchestration.validation.validate import Check

PROGRESS = logging.getLogger("orchestration.progress")
TABLES = ("postings", "sightings", "set_aside", "boards")


@dataclass(frozen=True)
class CrawledNight:
    """What one source's crawl left in a folder that nobody reads yet."""

    ats: str
    folder: Path
    results: list[BoardResult]


@dataclass(frozen=True)
class SourceOutcome:
    """How a source's night ended. `counts`: rows by table, boards by outcome."""

    ats: str
    is_accepted: bool
    checks: list[Check]
    counts: dict[str, int]


def accept_or_quarantine(
    crawled: Sequence[CrawledNight], crawl: NightCrawl, accepted: Collection[str] = ()
) -> Iterator[SourceOutcome]:
    """Validate the nights of several sources; move each to raw/ or to quarantine/.

    The figures of the sources in `accepted` need not be near those of their earlier nights.
    """
    folders = {one.ats: one.folder for one in crawled}
    held = history_gate.measure(folders, crawl.earlier, accepted)
    found, measured = validate_folders(folders), validate_measures(folders)
    for one in crawled:
        checks = found[one.ats] + measured[one.ats]
        is_accepted = not any(check.is_failure for check in checks)
        if is_accepted:
            history_gate.hold_back(one.folder, one.results, held[one.ats])
        target = (crawl.raw_night if is_accepted else crawl.quarantined_night)(one.ats)
        text = json.dumps([check.as_dict() for check in checks], indent=1, default=str)
        (one.folder / "checks.json").write_text(text, "utf-8")
        integrity.write_checksums(one.folder)
        if not is_accepted:
            atomic.remove_directory(target)
        atomic.publish_directory(one.folder, target)
        for check in checks:
            if check.is_failure:
                PROGRESS.error("gate raw/%s failed: %s: %s", one.ats, check.name, check.detail)
            elif check.is_warning:
                PROGRESS.warning("gate raw/%s warns: %s", one.ats, check.detail)
        counts = row_counts(target)
        outcomes = Counter(result.outcome for result in one.results)
        counts |= {f"boards_{outcome}": count for outcome, count in sorted(outcomes.items())}
        ending = "accepted" if is_accepted else "QUARANTINED"
        PROGRESS.info(
            "%-15s %s: %s",
            one.ats,
            ending,
            ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in counts.items()),
            extra={
                "facts": {
                    "event": f"source {ending.lower()}",
                    "source": one.ats,
                    "rows": counts.get("sightings"),
                    **counts,
                }
            },
        )
        yield SourceOutcome(one.ats, is_accepted, checks, counts)


def validate_folders(folders: Mapping[str, Path]) -> dict[str, list[Check]]:
    """The checks of each source's folder, by source.

    All sources are validated as one table first, since a suite has a fixed cost. Where that does
    not pass, each is validated by itself, so that a failure is that of one source.
    """
    if len(folders) > 1 and (checks := _validate_together(folders)):
        return checks
    return {ats: _validate([folder]) for ats, folder in folders.items()}


def _validate_together(folders: Mapping[str, Path]) -> dict[str, list[Check]] | None:
    """The checks of all sources as one table; None unless all pass and every source has boards."""
    counts = {ats: row_counts(folder) for ats, folder in folders.items()}
    if any(count["boards"] == 0 for count in counts.values()):
        return None
    for ats, count in set_aside.count_fields(folders).items():
        counts[ats]["set_aside_shares"] = count
    checks = _validate(list(folders.values()))
    if not all(check.passed for check in checks):
        return None
    tables = _table_of_each_check()
    return {
        ats: [
            replace(check, detail=str(counts[ats][table]))
            if check.name.startswith("table_row_count") and table in counts[ats]
            else check
            for table, check in zip(tables, checks, strict=True)
        ]
        for ats in folders
    }


def _table_of_each_check() -> list[str]:
    suites = validate.suites()
    return [name for name in (*TABLES, "set_aside_shares") for _ in suites[f"raw/{name}"]]


def _validate(folders: list[Path]) -> list[Check]:
    """Every raw suite on the files of some folders, read as one table each, which is in the files:
    a copy in memory would take 1 KB a posting."""
    suites = validate.suites()
    checks: list[Check] = []
    with bounded_connection(folders[0]) as db:
        for name in TABLES:
            columns = "* exclude (payload, description_html)" if name == "postings" else "*"
            files = ", ".join(sql_literal(str(folder / f"{name}.parquet")) for folder in folders)
            db.execute(f"create view {name} as select {columns} from read_parquet([{files}])")
            checks += validate.run_suite(db, name, suites[f"raw/{name}"])
        set_aside.count_shares(db)
        checks += validate.run_suite(db, "set_aside_shares", suites["raw/set_aside_shares"])
    return checks


def validate_measures(folders: Mapping[str, Path]) -> dict[str, list[Check]]:
    """The checks of each source's measures, by source.

    Those that are within their limits are validated as one table, each other by itself.
    """
    suite = validate.suites()["raw/measures"]
    files = {ats: str(folder / history_gate.FILE) for ats, folder in folders.items()}
    checks: dict[str, list[Check]] = {}
    with duckdb.connect() as db:
        db.read_parquet(list(files.values())).create("every_measure")
        near = (
            "ats not in (select ats from every_measure "
            "where failure_text is not null or warning_text is not null)"
        )
        counted = dict(
            db.execute(
                f"select ats, count(*) from every_measure where {near} group by ats"
            ).fetchall()
        )
        if counted:
            db.execute(f"create table measures as from every_measure where {near}")
            together = validate.run_suite(db, "measures", suite)
            for ats, count in counted.items():
                first, *others = together
                checks[ats] = [replace(first, detail=str(count)), *others]
        for ats in folders.keys() - counted.keys():
            which = "create or replace table measures as from every_measure where ats = ?"
            db.execute(which, [ats])
            checks[ats] = validate.run_suite(db, "measures", suite)
    return checks


def row_counts(folder: Path) -> dict[str, int]:
    """Rows by table, from the footers of the Parquet files."""
    return {
        name: pq.read_metadata(folder / f"{name}.parquet").num_rows
        for name in TABLES
        if (folder / f"{name}.parquet").exists()  # set_aside is younger than the others
    }
