"""One night of one source, from boards to Parquet in a folder of its own; nothing is judged here.

The folder gets `postings.parquet` (content not stored on an earlier night), `sightings.parquet`
(every posting seen) and `boards.parquet` (how each board ended). Mail addresses and phone numbers
are taken out of every text before it is hashed or written.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from hashlib import md5
from pathlib import Path
from typing import Any

import duckdb
import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.boards import Board
from orchestration.sources._http import Client, Failed, NotModified, Refused, Reserved, Session
from orchestration.sources._listing import (
    Incomplete,
    NotAnswered,
    NotFound,
    Pace,
    Posting,
    Source,
    Spent,
    Unreadable,
)

LOG = logging.getLogger(__name__)
LOSSES = (KeyError, TypeError, ValueError, AttributeError)
BATCH = 2_000  # postings held in memory before they are written

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
    + [(name, pa.string()) for name in ("payload", "brief_id", "held_content_id")]
)
NOT_CONTENT = ("updated_at", "payload", "brief_id", "held_content_id")
"""Columns that do not make a posting another one: boards bump `updated_at` in bulk."""
BOARDS = pa.schema(
    [(n, pa.string()) for n in ("ats", "board", "company", "outcome", "reason", "origin")]
    + [
        (n, pa.int64())
        for n in ("listing_count", "unreadable_count", "pending_count", "request_count")
    ]
    + [(n, pa.string()) for n in ("etag", "last_modified")]
    + [("fetched_at", pa.timestamp("us", tz="UTC"))]
)


@dataclass
class BoardResult:
    """How one board ended: complete, partial, failed, not_modified or skipped, with the reason.

    `pending_count` is how many postings still want the answer of their own page.
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
    fetched_at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True)
class Before:
    """What earlier nights know of a board: the validators of its last whole answer, how many
    postings it showed then, and of each posting stored with its detail (brief_id, content_id)."""

    etag: str | None = None
    last_modified: str | None = None
    listing_count: int = 0
    held: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def _rows(
    source: Source, board: Board, session: Session, before: Before, result: BoardResult
) -> Iterator[dict[str, Any]]:
    """Each readable listing of a board as a row; an unreadable one costs a line in the log."""
    seen: set[str] = set()
    detail = getattr(source, "detail", None)
    for posting in source.postings(board.board, session):
        try:
            listing = source.read(posting, board.board)
            if listing is None or listing.native_id in seen:
                continue
            seen.add(listing.native_id)
            row: dict[str, Any] = {"ats": board.ats, "board": board.board}
            row |= {"native_id": listing.native_id, "held_content_id": None, "brief_id": None}
            if detail is not None:
                brief_id = md5(repr(listing).encode(), usedforsecurity=False).hexdigest()
                held_brief, held_content = before.held.get(listing.native_id, (None, None))
                if held_brief != brief_id:
                    whole = _detailed(detail, posting, board, session, result)
                    read = source.read(whole, board.board) if whole is not None else listing
                    if read is None:
                        continue
                    if whole is not None:
                        posting, listing, held_content = whole, read, None
                        row["brief_id"] = brief_id
                row["held_content_id"] = held_content
                if not listing.title and held_content is None:
                    continue  # nothing is known of it but its address
        except LOSSES as error:
            result.unreadable_count += 1
            problem = f"{type(error).__name__}: {str(error)[:120]}"
            LOG.warning("%s/%s: a posting cannot be read: %s", board.ats, board.board, problem)
            continue
        result.listing_count += 1
        if row["held_content_id"] is None:
            row |= asdict(listing) | {"native_id": row["native_id"]}
            row["payload"] = orjson.dumps(posting).decode()
        yield row


def _detailed(
    detail: Callable[..., Posting],
    posting: Posting,
    board: Board,
    session: Session,
    result: BoardResult,
) -> Posting | None:
    """A posting with the answer of its own page; None, and counted, when that is for later."""
    try:
        return detail(posting, board.board, session.detail)
    except (NotAnswered, Unreadable, *LOSSES) as error:
        result.pending_count += 1
        if not isinstance(error, Spent) and result.reason is None:
            result.reason = f"a detail is missing: {str(error)[:160]}"
        return None


def crawl_board(
    source: Source,
    board: Board,
    client: Client,
    origin: str,
    before: Before,
    write: Callable[[list[dict[str, Any]]], None],
) -> BoardResult:
    """Ask one board and hand its rows to `write`; every failure becomes the board's outcome."""
    result = BoardResult(board.ats, board.board, board.company, origin)
    pace = getattr(source, "PACE", Pace())
    session = client.session(before.etag, before.last_modified, vendor=board.ats, pace=pace)
    if client.recorder is not None:
        before = Before()  # a recording is made whole
    batch: list[dict[str, Any]] = []
    try:
        for row in _rows(source, board, session, before, result):
            batch.append(row)
            if len(batch) >= BATCH:
                write(batch)
                batch = []
    except NotModified:
        result.outcome = "not_modified"
    except Incomplete as error:
        result.outcome, result.reason = "partial", str(error)
    except Reserved as error:
        result.outcome, result.reason = "skipped", str(error)
    except (NotFound, Refused, Failed, Unreadable) as error:
        result.outcome = "partial" if result.listing_count else "failed"
        result.reason = str(error)
    except LOSSES as error:
        # A body that is JSON but not in the vendor's shape breaks in the source's own indexing.
        result.outcome = "partial" if result.listing_count else "failed"
        result.reason = f"unexpected shape: {type(error).__name__}: {str(error)[:120]}"
    if result.outcome == "complete" and result.unreadable_count:
        result.outcome = "partial"
        result.reason = f"{result.unreadable_count} postings could not be read"
    if result.outcome == "complete" and not result.listing_count and before.listing_count:
        result.outcome = "partial"
        result.reason = f"no postings, {before.listing_count} the night before: to be confirmed"
    write(batch)
    result.request_count = session.request_count
    if result.outcome == "not_modified":
        result.etag = session.etag or before.etag
        result.last_modified = session.last_modified or before.last_modified
    elif result.outcome == "complete" and not result.pending_count:
        result.etag, result.last_modified = session.etag, session.last_modified
    return result


def crawl(
    source: Source,
    boards: Sequence[Board],
    client: Client,
    *,
    folder: Path,
    accepted: Path,
    night: date,
    origin: str,
    threads: int,
    progress: Callable[[BoardResult], None],
) -> list[BoardResult]:
    """Ask all boards of one source and leave the night's three files in `folder`.

    `accepted` is `raw/<ats>`, whose earlier nights say which content is stored already.
    """
    folder.mkdir(parents=True, exist_ok=True)
    crawled = folder / "crawled.parquet"
    known = _before(accepted, night)
    with (
        pq.ParquetWriter(crawled, CRAWLED, compression="zstd") as writer,
        ThreadPoolExecutor(1) as disk,
        ThreadPoolExecutor(threads, thread_name_prefix=f"{boards[0].ats}") as workers,
    ):

        def save(batch: list[dict[str, Any]]) -> None:
            writer.write_table(pa.Table.from_pylist(batch, CRAWLED))

        def write(batch: list[dict[str, Any]]) -> None:
            if batch:
                disk.submit(save, batch).result()

        def ask(board: Board) -> BoardResult:
            before = known.get(board.board, Before())
            result = crawl_board(source, board, client, origin, before, write)
            progress(result)
            return result

        results = list(workers.map(ask, boards))
    rows = sorted((asdict(result) for result in results), key=lambda row: row["board"])
    pq.write_table(pa.Table.from_pylist(rows, BOARDS), folder / "boards.parquet")
    settle(folder, accepted, night)
    crawled.unlink()
    return results


def _before(accepted: Path, night: date) -> dict[str, Before]:
    """What the earlier nights of a source know, by board."""
    files = {name: _earlier(accepted, night, name) for name in ("boards", "postings")}
    if not files["boards"]:
        return {}
    # A zero counts as the number before only when it was confirmed.
    boards = duckdb.execute(
        "select board, arg_max_null(etag, filename), arg_max_null(last_modified, filename), "
        "arg_max(listing_count, filename) filter (where outcome = 'complete' or reason like "
        "'%to be confirmed') "
        "from read_parquet($files, filename = true, union_by_name = true) "
        "where outcome in ('complete', 'not_modified') or reason like '%to be confirmed' "
        "group by board",
        {"files": files["boards"]},
    ).fetchall()
    held: dict[str, dict[str, tuple[str, str]]] = {}
    for board, native_id, brief_id, content_id in duckdb.execute(
        "select board, native_id, arg_max(brief_id, filename), arg_max(content_id, filename) "
        "from read_parquet($files, filename = true, union_by_name = true) "
        "where brief_id is not null group by board, native_id",
        {"files": files["postings"]},
    ).fetchall():
        held.setdefault(board, {})[native_id] = (brief_id, content_id)
    return {
        board: Before(etag, modified, count or 0, held.get(board, {}))
        for board, etag, modified, count in boards
    }


def _earlier(accepted: Path, night: date, name: str) -> list[str]:
    paths = accepted.glob(f"night=*/{name}.parquet")
    return sorted(str(p) for p in paths if p.parent.name < f"night={night.isoformat()}")


# Text that identifies or reaches a person. The phone forms are narrow on purpose: pay ranges,
# dates and requisition numbers must survive.
MAIL = r"[A-Za-z0-9._%+-]+(?:@|&#64;|%40)[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
PHONE = (
    r"\+\d{1,3}[ .-]?(?:\(0?\d{1,4}\)[ .-]?)?\d{2,4}(?:[ .-]\d{2,4}){2,4}\b"
    r"|\(\d{3}\) ?\d{3}-\d{4}\b|\b\d{3}[-.]\d{3}[-.]\d{4}\b|\btel:\+?[0-9().%-]{7,}"
)


def settle(folder: Path, accepted: Path, night: date) -> None:
    """Redact, hash and split what was crawled into postings (new content) and sightings (all)."""
    published = [f.name for f in CRAWLED if f.name not in NOT_CONTENT]
    redacted = ("title", "description_html", "pay_text", "payload")
    columns = ", ".join(
        f"regexp_replace(regexp_replace({f.name}, $mail, '[e-mail removed]', 'g'), "
        f"$phone, '[phone removed]', 'g') as {f.name}"
        if f.name in redacted
        else f.name
        for f in CRAWLED
    )
    stored = _earlier(accepted, night, "postings")
    earlier = {name: _earlier(accepted, night, name) for name in ("boards", "sightings")}
    with duckdb.connect() as db:
        db.execute("set TimeZone = 'UTC'; set preserve_insertion_order = false")
        db.execute(
            f"create table crawled as with r as (select {columns} from read_parquet($crawled)) "
            "select coalesce(held_content_id, "
            f"md5(to_json(struct_pack({', '.join(f'{n} := {n}' for n in published)}))::varchar)"
            ") as content_id, md5(description_html) as text_id, * from r",
            {"mail": MAIL, "phone": PHONE, "crawled": str(folder / "crawled.parquet")},
        )
        db.execute(
            "create table sightings as select ats, board, native_id, content_id from crawled"
        )
        if earlier["boards"] and earlier["sightings"]:
            # A board that answered "not modified" shows what it showed when it was last whole.
            db.execute(
                "insert into sightings with whole as ("
                "select board, max(night) as night "
                "from read_parquet($boards, hive_partitioning = true) "
                "where outcome in ('complete', 'not_modified') group by board) "
                "select s.ats, s.board, s.native_id, s.content_id "
                "from read_parquet($sightings, hive_partitioning = true) as s "
                "semi join whole using (board, night) "
                "semi join (from read_parquet($tonight) where outcome = 'not_modified') "
                "using (board)",
                {**earlier, "tonight": str(folder / "boards.parquet")},
            )
        db.execute("create table stored (content_id varchar)")
        if stored:
            db.execute(
                "insert into stored select content_id from read_parquet($files)", {"files": stored}
            )
        new = (
            "select * exclude (held_content_id) from crawled where held_content_id is null "
            "and content_id not in (from stored) order by board, native_id"
        )
        db.sql(new).write_parquet(
            str(folder / "postings.parquet"), compression="zstd", row_group_size=2_048
        )
        db.sql("from sightings order by board, native_id").write_parquet(
            str(folder / "sightings.parquet"), compression="zstd"
        )
