"""The files of a source's nights: their columns, and how rows are written.

A night has five files. `postings.parquet`: content that no earlier night stored.
`sightings.parquet`: every posting seen. `details.parquet`: every detail page requested, its state,
and the content read from it. `set_aside.parquet`: every value and posting that was set aside.
`boards.parquet`: how each board ended. Mail addresses and phone numbers are removed from every text
before it is hashed or written (`redaction`). Not here: what a crawl reads of earlier nights
(`crawl_state`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.sources._toolkit.listing import Listing
from orchestration.storage import set_aside
from orchestration.storage.redaction import redaction_query

PLACE = pa.struct([(name, pa.string()) for name in ("text", "city", "region", "country")])
PAY = pa.struct(
    [("minimum", pa.float64()), ("maximum", pa.float64())]
    + [(name, pa.string()) for name in ("currency", "interval", "kind", "title", "place")]
)
CRAWLED = pa.schema(
    [(name, pa.string()) for name in ("ats", "board", "native_id", "title", "url", "company")]
    + [("description_html", pa.string())]
    + [(name, pa.list_(PLACE)) for name in ("places", "applicant_places")]
    + [("workplace", pa.string()), ("is_remote", pa.bool_())]
    + [(n, pa.string()) for n in ("employment_type", "department", "team", "level", "language")]
    + [("opening_id", pa.string()), ("pays", pa.list_(PAY)), ("pay_text", pa.string())]
    + [(n, pa.timestamp("us", tz="UTC")) for n in ("published_at", "updated_at", "closes_at")]
    + [(name, pa.string()) for name in ("payload", "brief_id", "detail", "held_content_id")]
    + [("set_aside", pa.list_(set_aside.RECORD_TYPE))]
)
TEXTS = tuple(
    field.name
    for field in CRAWLED
    if not str(field.type).startswith(("bool", "timestamp"))
    and field.name not in ("ats", "board", "native_id", "opening_id", "url", "payload")
    and field.name not in ("brief_id", "detail", "held_content_id")
)
"""Columns with text of the posting: one JSON object per line, redacted together."""
NOT_CONTENT = ("updated_at", "payload", "brief_id", "detail", "held_content_id", "set_aside")
"""Columns that are not part of the content id: boards change `updated_at` of all postings at
once."""
BOARDS = pa.schema(
    [(n, pa.string()) for n in ("ats", "board", "company", "outcome", "reason", "origin")]
    + [
        (n, pa.int64())
        for n in ("listing_count", "unreadable_count", "pending_count", "request_count")
    ]
    + [(n, pa.string()) for n in ("etag", "last_modified", "recorded_first", "recorded_last")]
    + [("is_opted_out", pa.bool_())]
    + [("fetched_at", pa.timestamp("us", tz="UTC"))]
)

POSTING_ROWS = 2_048
"""Rows of a row group of postings: their texts are long."""
TO_BE_CONFIRMED = "to be confirmed"
"""The end of the reason of a board that lost all its postings: the next night decides."""
_IN_TEXTS = frozenset(TEXTS)
_FIELDS = tuple(field.name for field in fields(Listing))


def utc_now() -> datetime:
    """The time at which live boards answer."""
    return datetime.now(UTC)


@dataclass(slots=True)
class BoardResult:
    """How one board ended: complete, partial, failed, not_modified or skipped, with the reason.

    `pending_count` is the number of postings whose detail page is not read yet. `recorded_first`
    and `recorded_last` are the first and last day of its answers, when they come from a recording.
    """

    ats: str
    board: str
    company: str | None
    origin: str
    outcome: str = "complete"
    reason: str | None = None
    listing_count: int = 0
    unreadable_count: int = 0
    pending_count: int = 0
    request_count: int = 0
    etag: str | None = None
    last_modified: str | None = None
    recorded_first: str | None = None
    recorded_last: str | None = None
    is_opted_out: bool = False
    fetched_at: datetime = field(default_factory=utc_now)


def listing_row(listing: Listing) -> dict[str, Any]:
    """A listing as a row of `CRAWLED`. `dataclasses.asdict` copies deeply and takes ten times as
    long."""
    return {name: getattr(listing, name) for name in _FIELDS}


def fix_row_surrogates(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row whose surrogates, which UTF-8 cannot hold, are joined to pairs or replaced."""
    return {name: _fix_surrogates(value) for name, value in row.items()}


def _fix_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list | tuple):
        return [_fix_surrogates(item) for item in value]
    if is_dataclass(value):
        return {f.name: _fix_surrogates(getattr(value, f.name)) for f in fields(value)}
    return value


def write_board_results(results: Iterable[BoardResult], file: Path) -> None:
    """Write one row per board. Reasons quote answers, so they are redacted too."""
    rows = sorted((asdict(result) for result in results), key=lambda row: row["board"])
    redacted = _redacted(frozenset(row["reason"] for row in rows if row["reason"] is not None))
    for row in rows:
        row["reason"] = redacted.get(row["reason"])
    pq.write_table(pa.Table.from_pylist(rows, BOARDS), file, compression="zstd")


def read_board_results(file: Path) -> list[BoardResult]:
    """What `write_board_results` has written."""
    return [BoardResult(**row) for row in pq.read_table(file).to_pylist()]


@lru_cache(maxsize=64)
def _redacted(reasons: frozenset[str]) -> dict[str, str]:
    """Each reason as it may be stored. DuckDB compiles the patterns for each query, so nothing is
    asked without a reason, nor twice for the reasons of a source, which are written several
    times."""
    if not reasons:
        return {}
    found = pa.table({"reason": list(reasons), "text": list(map(set_aside.printable, reasons))})
    with duckdb.connect() as db:
        db.register("found", found)
        texts = "(select reason, to_json(text)::varchar as text from found)"
        redacted = redaction_query(texts, ["text"])
        rows = db.execute(f"select reason, from_json(text, '\"VARCHAR\"') from {redacted}")
        return dict(rows.fetchall())


def is_listing_row(row: Mapping[str, Any]) -> bool:
    """Whether a row is that of a listing; others hold only the state of a detail page."""
    return "title" in row or "held_content_id" in row


def json_lines(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Rows of `CRAWLED` as lines of JSON, which DuckDB parses in parallel."""
    return b"".join(
        orjson.dumps(_with_texts_object(row), option=orjson.OPT_APPEND_NEWLINE) for row in rows
    )


def _with_texts_object(row: Mapping[str, Any]) -> dict[str, Any]:
    texts = {name: value for name, value in row.items() if name in _IN_TEXTS}
    return {**{name: v for name, v in row.items() if name not in _IN_TEXTS}, "texts": texts}
