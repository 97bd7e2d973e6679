"""The ledger of published figures: the editions of each night, in the order of their publication.

An edition holds the headline figures of a night as one release published them, and the sums of its
boards. It is a folder `as_of_date=<night>/known_date=<date>/edition=<number>/` with checksums. The
first edition of a night is what was known then, the newest what is known now. Publishing adds
editions; nothing changes or removes one. Not here: which tables are kept (`publish.editions`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.plain_text import sql_literal
from orchestration.settings import Settings
from orchestration.storage import atomic, integrity
from orchestration.storage.night_folders import night_of

LEVELS = ("as_of_date", "known_date", "edition")
ABOUT = pa.schema([(name, pa.string()) for name in ("release_id", "code_version", "rules_id")])
"""The row of `editions.parquet`."""


@dataclass(frozen=True, order=True)
class Edition:
    """One edition, ordered by night and number. `known_date` is the newest night that was collected
    when it was published."""

    night: date
    number: int
    known_date: date
    folder: Path

    @property
    def release_id(self) -> str:
        """The release that published it."""
        return str(pq.read_table(self.folder / "editions.parquet")["release_id"][0])


def editions(settings: Settings, night: date | None = None) -> list[Edition]:
    """The editions of a night, or of all nights."""
    pattern = integrity.EDITIONS
    if night:
        pattern = pattern.replace("*", night.isoformat(), 1)
    return sorted(map(_edition, settings.figures.glob(pattern)))


def newest(settings: Settings, night: date) -> Edition | None:
    """The last edition of a night: its figures as known now."""
    return max(editions(settings, night), default=None)


def known_on(settings: Settings, night: date) -> list[Edition]:
    """What the tables of a night read: editions of the nights before it that were known on it."""
    return [e for e in editions(settings) if e.night < night and e.known_date <= night]


def collected_nights(settings: Settings) -> list[date]:
    """The nights on which at least one source was collected, oldest first."""
    folders = {file.parent for file in settings.raw.glob("*/night=*/boards.parquet")}
    return sorted({night for folder in folders if (night := night_of(folder))})


def add(
    settings: Settings, night: date, about: Mapping[str, str], database: Path, tables: list[str]
) -> Edition:
    """Add an edition with some tables (schema.table) of a release's database.

    The number follows that of the last edition. `known_date` never goes back, so that what was
    known on a date is always a first part of the editions.
    """
    before = newest(settings, night)
    known = max([night, *collected_nights(settings), *([before.known_date] if before else [])])
    names = (night.isoformat(), known.isoformat(), str(before.number + 1 if before else 1))
    target = settings.figures.joinpath(*map("=".join, zip(LEVELS, names, strict=True)))
    aside = settings.figures / ".edition.next"
    atomic.delete(aside)
    aside.mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist([dict(about)], ABOUT), aside / "editions.parquet")
    with duckdb.connect(config={"threads": 1}) as db:  # threads would share out rows by chance
        db.execute(f"attach {sql_literal(str(database))} as release (read_only)")
        for table in tables:
            rows = db.sql(f"select * exclude (as_of_date) from release.{table} order by all")
            name = table.partition(".fct_")[2]
            rows.write_parquet(str(aside / f"{name}.parquet"), compression="zstd")
    integrity.write_checksums(aside)
    atomic.publish_directory(aside, target)
    return _edition(target)


def _edition(folder: Path) -> Edition:
    night, known, number = (part.partition("=")[2] for part in folder.parts[-len(LEVELS) :])
    return Edition(date.fromisoformat(night), int(number), date.fromisoformat(known), folder)
