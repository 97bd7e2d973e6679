"""The record of a value or posting that is set aside, and a night's table of those records.

Not here: which values are set aside (`crawl.sanitize`). The share that a source may reach is data
(`set_aside_limits.csv`); the suite `raw/set_aside_shares` checks it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from orchestration.settings import DBT_PROJECT

LIMITS = DBT_PROJECT / "seeds" / "set_aside_limits.csv"
VALUE_LENGTH = 200
RECORD_TYPE = pa.struct([(name, pa.string()) for name in ("field", "rule", "value_text")])
COLUMNS = ("ats", "board", "native_id", "content_id", "field", "rule", "value_text")

_RANGES = (
    (0x00, 0x08),
    (0x0B, 0x0C),  # vertical tab, form feed
    (0x0E, 0x1F),
    (0x7F, 0x9F),  # delete and the C1 controls, with next line (85)
    (0xAD, 0xAD),  # soft hyphen
    (0x200B, 0x200B),  # zero width space; not the joiners, which Persian and emoji need
    (0x202A, 0x202E),  # bidi embeddings and overrides
    (0x2060, 0x206F),  # word joiner, bidi isolates
    (0xE000, 0xF8FF),  # private use
    (0xFEFF, 0xFEFF),
    (0xFFF9, 0xFFFB),
    (0xFFFE, 0xFFFF),
    (0xF0000, 0x10FFFF),  # private use
)
INVISIBLE = "[" + "".join(rf"\x{{{a:X}}}-\x{{{b:X}}}" for a, b in _RANGES) + "]"
"""Invisible characters, which a page, a terminal or our SQL may take for control marks (RE2)."""
INVISIBLE_IN_PYTHON = re.compile(
    "[" + "".join(f"{re.escape(chr(a))}-{re.escape(chr(b))}" for a, b in _RANGES) + "\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class SetAsideRecord:
    """A value that was set aside: its field (`posting` for a whole posting), the rule, the
    value."""

    field: str
    rule: str
    value_text: str


class PostingSetAside(ValueError):
    """Raised for a posting that is set aside whole."""

    def __init__(self, rule: str, value: str) -> None:
        super().__init__(f"{rule}: {printable(value)[:80]}")
        self.rule = rule
        self.value = value


def set_aside_record(field: str, rule: str, value: object) -> SetAsideRecord:
    """A record. Its value is cut to twice `VALUE_LENGTH`: redaction may need the text after the
    cut."""
    return SetAsideRecord(field, rule, printable(value))


def printable(value: object) -> str:
    """A value as text with invisible characters escaped, at most `2 * VALUE_LENGTH` characters."""
    text = value if isinstance(value, str) else repr(value)
    return _escape_invisible(text[: 2 * VALUE_LENGTH])[: 2 * VALUE_LENGTH]


def _escape_invisible(text: str) -> str:
    visible = INVISIBLE_IN_PYTHON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return visible.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def write_set_aside(db: duckdb.DuckDBPyConnection, folder: Path, earlier: str | None) -> None:
    """Write `set_aside.parquet` from the table `crawled` of an open connection.

    Records of a held content, and of a board that answered "not modified", are copied from the
    earlier night that read it. `earlier`: SQL of the records of those nights.
    """
    db.execute(
        "create table aside as "
        "select ats, board, native_id, "
        "if(title is null and held_content_id is null, null, content_id) as content_id, "
        f"one.field, one.rule, left(one.value_text, {VALUE_LENGTH}) as value_text "
        "from (select *, unnest(set_aside) as one from crawled)"
    )
    if earlier:
        copied = (
            f"insert into aside select {', '.join(f's.{c}' for c in COLUMNS)} "
            f"from {earlier} as s semi join"
        )
        held = "select board, native_id, held_content_id as content_id from crawled"
        db.execute(f"{copied} ({held}) using (board, native_id, content_id)")
        db.execute(f"{copied} unchanged using (board, night)")
    columns = ", ".join(COLUMNS)
    db.sql(  # postings without an id are not the same posting, so they stay apart
        f"select distinct {columns} from aside where native_id is not null "
        f"union all select {columns} from aside where native_id is null order by {columns}"
    ).write_parquet(str(folder / "set_aside.parquet"), compression="zstd")


SHARES = """
with limits as (
    select * from read_csv($limits, header = true, all_varchar = true) where layer = 'raw'
),
boards as (
    select ats, board, count(*) as posting_count
    from (
        select ats, board, native_id from sightings
        union all
        select ats, board, native_id from set_aside where field = 'posting'
    )
    group by all
),
counts as (
    select ats, board, field,
        count(distinct native_id) + count(*) filter (where native_id is null) as set_aside_count
    from set_aside
    group by all
),
worst as (
    select ats, field, arg_max(board, (set_aside_count, board)) as board
    from counts
    group by all
),
others as (
    select worst.ats, worst.field, worst.board as worst_board,
        coalesce(sum(counts.set_aside_count), 0)::bigint as set_aside_count,
        coalesce(sum(boards.posting_count), 0)::bigint as posting_count
    from worst
    left join boards on boards.ats = worst.ats and boards.board <> worst.board
    left join counts on counts.ats = boards.ats and counts.board = boards.board
        and counts.field = worst.field
    group by all
)
select others.*,
    coalesce(others.set_aside_count / nullif(others.posting_count, 0), 0) as set_aside_share,
    limits.max_share::double as max_share,
    limits.min_count::bigint as min_count
from others
left join limits on limits.ats in (others.ats, '*') and limits.field in (others.field, '*')
qualify row_number() over (
    partition by others.ats, others.field order by limits.field = '*', limits.ats = '*'
) = 1
"""
"""One row per ats and field with a record: the share set aside on all boards but the worst, and its
limit. The worst board is left out so that no single board can quarantine its source."""


def count_shares(db: duckdb.DuckDBPyConnection, limits: Path = LIMITS) -> None:
    """Create `set_aside_shares` beside the tables `sightings` and `set_aside` of a night."""
    db.execute(f"create table set_aside_shares as {SHARES}", {"limits": str(limits)})


def count_fields(folders: Mapping[str, Path]) -> dict[str, int]:
    """The rows of `set_aside_shares` by source: the number of its fields with a record."""
    files = [str(folder / "set_aside.parquet") for folder in folders.values()]
    with duckdb.connect() as db:
        counts = "select ats, count(distinct field) from read_parquet($files) group by ats"
        found = dict(db.execute(counts, {"files": files}).fetchall())
    return {ats: found.get(ats, 0) for ats in folders}


def posting_set_aside_row(
    field: str, rule: str, value: object, native_id: str | None
) -> dict[str, Any]:
    """The row of a posting, or of its detail page, that is set aside whole."""
    return {"native_id": native_id, "set_aside": [set_aside_record(field, rule, value)]}
