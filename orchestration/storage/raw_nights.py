"""The files of a source's nights: their columns, how rows are written, and the state they hold.

A night has five files. `postings.parquet`: content that no earlier night stored.
`sightings.parquet`: every posting seen. `details.parquet`: every detail page requested, its state,
and the content read from it. `set_aside.parquet`: every value and posting that was set aside.
`boards.parquet`: how each board ended. Mail addresses and phone numbers are removed from every text
before it is hashed or written (`redaction`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.sources._toolkit.listing import Listing
from orchestration.storage import set_aside
from orchestration.storage.earlier_nights import Compacted, earlier_files, earlier_rows, nightly
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


@dataclass(frozen=True, slots=True)
class DetailState:
    """The state of a posting's detail page after its last request.

    `brief_id` is a hash of the posting's fields in the list at that time. `detail` is "read",
    "none" (the page holds no posting) or "missing" (no readable answer). `content_id` is the
    content of the last readable answer, also for an older `brief_id`. A page that is not read is
    due again on the next night, then after pauses that double.
    """

    brief_id: str
    content_id: str | None = None
    detail: str = "read"
    requested_on: date = date.min
    is_due: bool = False


@dataclass(frozen=True)
class CrawlState:
    """What earlier nights stored of a board: the validators and the number of listings of its last
    complete answer, the nights on which it failed since it last answered, and the state of each
    posting's detail page by native id."""

    etag: str | None = None
    last_modified: str | None = None
    listing_count: int = 0
    failed_night_count: int = 0
    details: Mapping[str, DetailState] = field(default_factory=dict)


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
    redacted = _redacted({row["reason"] for row in rows if row["reason"] is not None})
    for row in rows:
        row["reason"] = redacted.get(row["reason"])
    pq.write_table(pa.Table.from_pylist(rows, BOARDS), file, compression="zstd")


def read_board_results(file: Path) -> list[BoardResult]:
    """What `write_board_results` has written."""
    return [BoardResult(**row) for row in pq.read_table(file).to_pylist()]


def _redacted(reasons: Collection[str]) -> dict[str, str]:
    """Each reason as it may be stored. Without one, DuckDB need not compile the patterns, which
    takes 0.2 s."""
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


def load_crawl_state(
    accepted: Path, night: date, compacted: Sequence[Compacted] = ()
) -> dict[str, CrawlState]:
    """The state that the nights before `night` hold, by board."""
    stored = earlier_rows(accepted, night, "boards", compacted)
    if not stored:
        return {}
    with duckdb.connect() as db:  # a separate connection, because sources are crawled in threads
        boards = db.execute(
            _BOARD_STATES.format(boards=stored), {"confirm": TO_BE_CONFIRMED}
        ).fetchall()
        requested: dict[str, dict[str, DetailState]] = {}
        for board, native_id, *known in db.execute(
            _DETAIL_STATES.format(requested=_requested(accepted, night, compacted)),
            {"night": night.isoformat()},
        ).fetchall():
            requested.setdefault(board, {})[native_id] = DetailState(*known)
    return {
        board: CrawlState(etag, modified, count or 0, failed, requested.get(board, {}))
        for board, etag, modified, count, failed in boards
    }


# Zero listings count only when a second night confirmed them.
_BOARD_STATES = """
with nights as (
    select *,
        outcome in ('complete', 'not_modified') or coalesce(suffix(reason, $confirm), false)
            as is_whole,
        max(night) filter (where outcome not in ('failed', 'skipped')) over (partition by board)
            as last_answer
    from {boards}
)
select board,
    arg_max_null(etag, night) filter (where is_whole),
    arg_max_null(last_modified, night) filter (where is_whole),
    arg_max(listing_count, night) filter (where is_whole and outcome <> 'not_modified'),
    count(*) filter (where outcome = 'failed' and (last_answer is null or night > last_answer))
from nights
group by board
"""


# Old nights have no `details` file; there `brief_id` is a column of postings.
_DETAIL_STATES = """
with requested as (
    select null::varchar as detail where false
    union all by name
    {requested}
),
pages as (
    select board, native_id, brief_id, content_id, night, coalesce(detail, 'read') as detail
    from requested
    where brief_id is not null
),
newest as (
    select board, native_id, arg_max(brief_id, night) as brief_id,
        arg_max_null(content_id, night) filter (where detail <> 'missing') as content_id
    from pages
    group by all
)
select board, native_id, brief_id, any_value(newest.content_id),
    arg_max(detail, night), max(night),
    arg_max(detail, night) <> 'read'
    and $night::date - max(night) >= max(night) - min(night)
from newest
inner join pages using (board, native_id, brief_id)
group by all
"""


def _requested(accepted: Path, night: date, compacted: Sequence[Compacted]) -> str:
    """SQL of the detail pages that earlier nights requested."""
    postings = earlier_files(accepted, night, "postings", compacted)
    older = [path for path in postings if not Path(path).with_name("details.parquet").exists()]
    parts = [f"select * from {nightly(older)}"] if older else []
    if rows := earlier_rows(accepted, night, "details", compacted):
        parts.append(f"select * from {rows}")
    return " union all by name ".join(parts)
