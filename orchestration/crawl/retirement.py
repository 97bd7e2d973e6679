"""Boards that are gone for good: which have been gone for many nights, and the list of the retired.

`retired_boards.csv` in a data directory has a row per retirement. A night does not request a
retired board; `boards check` does, and notes the day of its return. Nothing is ever removed:
neither a row, nor a night in `raw/`. A board is gone where its address is not found (404 or 410),
or where its vendor says that it has no such board (`GONE` of a source).
"""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, fields, replace
from datetime import date
from pathlib import Path

import duckdb

from orchestration import plain_text
from orchestration.crawl.boards import BoardStatus, gone_pattern
from orchestration.settings import Settings
from orchestration.storage import atomic

FILE = "retired_boards.csv"
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Retirement:
    """One retirement: the first of the `gone_night_count` nights on which the board was gone, the
    day of the check that retired it, the answer on that day, and the day on which it answered
    again."""

    ats: str
    board: str
    first_gone_on: date
    gone_night_count: int
    retired_on: date
    reason: str
    returned_on: date | None = None

    @property
    def label(self) -> str:
        """Why a night does not request the board."""
        return f"retired on {self.retired_on}, gone on {self.gone_night_count} nights"


COLUMNS = tuple(field.name for field in fields(Retirement))


def load(home: Path) -> list[Retirement]:
    """The retirements of a data directory, in order. Raises ValueError with the file and line."""
    file = home / FILE
    if not file.is_file():
        return []
    rows = csv.DictReader(io.StringIO(file.read_text("utf-8-sig"), newline=""))
    if tuple(rows.fieldnames or COLUMNS) != COLUMNS:
        raise ValueError(f"{FILE} line 1: the header must be {','.join(COLUMNS)}")
    found = []
    for row in rows:
        try:
            found.append(_parsed({key: plain_text.uncell(row[key] or "") for key in COLUMNS}))
        except ValueError as error:
            raise ValueError(f"{FILE} line {rows.line_num}: {error}") from error
    return found


def _parsed(row: Mapping[str, str]) -> Retirement:
    days = {key: date.fromisoformat(row[key]) for key in ("first_gone_on", "retired_on")}
    back = date.fromisoformat(row["returned_on"]) if row["returned_on"] else None
    return Retirement(
        row["ats"], row["board"], gone_night_count=int(row["gone_night_count"]),
        reason=row["reason"], returned_on=back, **days,
    )  # fmt: skip


def _save(home: Path, rows: Iterable[Retirement]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(map(plain_text.cell, astuple(row)) for row in rows)
    atomic.write_text(home / FILE, out.getvalue())


def retired(rows: Iterable[Retirement]) -> dict[Key, str]:
    """The boards that are retired now, with the reason."""
    now = {(row.ats, row.board): row for row in rows}  # the last row of a board counts
    return {key: row.label for key, row in now.items() if row.returned_on is None}


_GONE_NIGHTS = """
with nights as (
    select board, outcome, reason, night,
        max(night) filter (where outcome not in ('failed', 'skipped')) over (partition by board)
            as last_answer_on
    from read_parquet(
        $files, hive_partitioning = true, hive_types = {'night': date}, union_by_name = true
    )
)
select board, count(*), min(night)
from nights
where outcome = 'failed' and regexp_matches(reason, $gone)
    and (last_answer_on is null or night > last_answer_on)
group by board
"""


def gone_nights(settings: Settings, ats: str) -> dict[str, tuple[int, date]]:
    """The nights on which each board of a source was gone since it last answered: how many, and the
    first of them."""
    files = sorted(map(str, (settings.raw / ats).glob("night=*/boards.parquet")))
    if not files:
        return {}
    with duckdb.connect() as db:
        rows = db.execute(_GONE_NIGHTS, {"files": files, "gone": gone_pattern(ats)}).fetchall()
    return {board: (count, first) for board, count, first in rows}


def review(
    checked: Iterable[BoardStatus], settings: Settings, today: date
) -> Iterator[tuple[BoardStatus, str | None]]:
    """Each checked board, and what follows for it: retired, returned, or None.

    A board is retired when the check finds it gone and it was gone on as many nights as the
    settings say since it last answered; 0 nights is never. The list is written after each change.
    """
    rows, nights = load(settings.home), functools.cache(functools.partial(gone_nights, settings))
    least = settings.retire_after_nights
    for status in checked:
        key, answers = (status.ats, status.board), status.status in ("live", "empty")
        is_retired = key in retired(rows)
        what = None
        if is_retired and answers:
            back = [(row.ats, row.board) == key and row.returned_on is None for row in rows]
            rows = [
                replace(row, returned_on=today) if came else row
                for row, came in zip(rows, back, strict=True)
            ]
            what = f"returned: it is requested again ({FILE})"
        elif status.status == "gone" and not is_retired and least:
            count, first = nights(status.ats).get(status.board, (0, today))
            if count >= least:
                new = Retirement(*key, first, count, today, status.reason or "gone")
                rows, what = [*rows, new], f"{new.label}: no longer requested ({FILE})"
        if what:
            _save(settings.home, rows)
        yield status, what
