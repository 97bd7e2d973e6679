"""One night of one source, from boards to Parquet in a folder of its own; nothing is judged here.

The folder gets `postings.parquet` (content not stored on an earlier night), `sightings.parquet`
(every posting seen) and `boards.parquet` (how each board ended). Mail addresses and phone numbers
are taken out of every text before it is hashed or written.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.boards import Board
from orchestration.sources._http import Client, Failed, NotModified, Refused, Reserved
from orchestration.sources._listing import (
    Incomplete,
    Listing,
    NotFound,
    Posting,
    Source,
    Unreadable,
)

LOG = logging.getLogger(__name__)
BATCH = 2_000  # postings held in memory before they are written

PLACE = pa.struct([(name, pa.string()) for name in ("text", "city", "region", "country")])
PAY = pa.struct(
    [("minimum", pa.float64()), ("maximum", pa.float64())]
    + [(name, pa.string()) for name in ("currency", "interval", "kind", "title")]
)
CRAWLED = pa.schema(
    [(name, pa.string()) for name in ("ats", "board", "native_id", "title", "url", "company")]
    + [("description_html", pa.string()), ("places", pa.list_(PLACE)), ("workplace", pa.string())]
    + [("is_remote", pa.bool_())]
    + [(n, pa.string()) for n in ("employment_type", "department", "team", "level", "language")]
    + [("opening_id", pa.string()), ("pays", pa.list_(PAY)), ("pay_text", pa.string())]
    + [(n, pa.timestamp("us", tz="UTC")) for n in ("published_at", "updated_at")]
    + [("payload", pa.string())]
)
BOARDS = pa.schema(
    [(n, pa.string()) for n in ("ats", "board", "company", "outcome", "reason", "origin")]
    + [(n, pa.int64()) for n in ("listing_count", "unreadable_count", "request_count")]
    + [(n, pa.string()) for n in ("etag", "last_modified")]
    + [("fetched_at", pa.timestamp("us", tz="UTC"))]
)


@dataclass
class BoardResult:
    """How one board ended: complete, partial, failed, not_modified or skipped, with the reason."""

    ats: str
    board: str
    company: str | None
    origin: str
    outcome: str = "complete"
    reason: str | None = None
    listing_count: int = 0
    unreadable_count: int = 0
    request_count: int = 0
    etag: str | None = None
    last_modified: str | None = None
    fetched_at: datetime = field(default_factory=lambda: datetime.now(UTC))


def _rows(
    source: Source, board: Board, postings: Iterable[Posting], result: BoardResult
) -> Iterator[dict[str, Any]]:
    """Each readable listing of a board as a row; an unreadable one costs a line in the log."""
    seen: set[str] = set()
    for posting in postings:
        try:
            listing: Listing | None = source.read(posting, board.board)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            result.unreadable_count += 1
            problem = f"{type(error).__name__}: {str(error)[:120]}"
            LOG.warning("%s/%s: a posting cannot be read: %s", board.ats, board.board, problem)
            continue
        if listing is None or listing.native_id in seen:
            continue
        seen.add(listing.native_id)
        result.listing_count += 1
        yield {
            "ats": board.ats,
            "board": board.board,
            **asdict(listing),
            "payload": json.dumps(posting, ensure_ascii=False, separators=(",", ":")),
        }


def crawl_board(
    source: Source,
    board: Board,
    client: Client,
    origin: str,
    before: Mapping[str, str | None],
    write: Callable[[list[dict[str, Any]]], None],
) -> BoardResult:
    """Ask one board and hand its rows to `write`; every failure becomes the board's outcome.

    `before` holds the validators (`etag`, `last_modified`) of the board's last whole answer.
    """
    result = BoardResult(board.ats, board.board, board.company, origin)
    session = client.session(etag=before.get("etag"), last_modified=before.get("last_modified"))
    batch: list[dict[str, Any]] = []
    try:
        for row in _rows(source, board, source.postings(board.board, session), result):
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
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        # A body that is JSON but not in the vendor's shape breaks in the source's own indexing.
        result.outcome = "partial" if result.listing_count else "failed"
        result.reason = f"unexpected shape: {type(error).__name__}: {str(error)[:120]}"
    if result.outcome == "complete" and result.unreadable_count:
        result.outcome = "partial"
        result.reason = f"{result.unreadable_count} postings could not be read"
    write(batch)
    result.request_count = session.request_count
    if result.outcome in ("complete", "not_modified"):
        held = before if result.outcome == "not_modified" else {}  # of this content alone
        result.etag = session.etag or held.get("etag")
        result.last_modified = session.last_modified or held.get("last_modified")
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
    validators = _validators(accepted, night)
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
            before = validators.get(board.board, {})
            result = crawl_board(source, board, client, origin, before, write)
            progress(result)
            return result

        results = list(workers.map(ask, boards))
    rows = sorted((asdict(result) for result in results), key=lambda row: row["board"])
    pq.write_table(pa.Table.from_pylist(rows, BOARDS), folder / "boards.parquet")
    settle(folder, accepted, night)
    crawled.unlink()
    return results


def _validators(accepted: Path, night: date) -> dict[str, dict[str, str | None]]:
    """ETag and Last-Modified per board, from the newest earlier night that has them."""
    earlier = _earlier(accepted, night, "boards")
    if not earlier:
        return {}
    rows = duckdb.execute(
        "select board, arg_max_null(etag, filename), arg_max_null(last_modified, filename) "
        "from read_parquet($files, filename = true) "
        "where outcome in ('complete', 'not_modified') group by board",
        {"files": earlier},
    ).fetchall()
    return {board: {"etag": etag, "last_modified": modified} for board, etag, modified in rows}


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
    published = [f.name for f in CRAWLED if f.name not in ("updated_at", "payload")]
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
            f"select md5(to_json(struct_pack({', '.join(f'{n} := {n}' for n in published)}))"
            "::varchar) as content_id, md5(description_html) as text_id, * from r",
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
        new = "from crawled where content_id not in (from stored) order by board, native_id"
        db.sql(new).write_parquet(
            str(folder / "postings.parquet"), compression="zstd", row_group_size=2_048
        )
        db.sql("from sightings order by board, native_id").write_parquet(
            str(folder / "sightings.parquet"), compression="zstd"
        )
