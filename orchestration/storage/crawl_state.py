"""What a crawl knows of its boards from earlier nights: validators, counts, states of detail pages.

Not here: the files of those nights (`raw_nights`, `earlier_nights`).
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import duckdb

from orchestration.storage.bounded import bounded_connection
from orchestration.storage.earlier_nights import EarlierNights, nightly
from orchestration.storage.raw_nights import TO_BE_CONFIRMED

ROWS = 10_000
"""States of detail pages that are copied at once."""


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


class CrawlStates(Mapping[str, CrawlState]):
    """The state of each board that earlier nights know, from any thread.

    The states of detail pages are on disk, in a database of SQLite that goes with its connection:
    400 bytes a posting would be a gigabyte for a large source. They are read board by board.
    """

    def __init__(self) -> None:
        self._boards: dict[str, CrawlState] = {}
        self._lock = threading.Lock()
        self._details = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        self._details.execute(
            "create table details (board text, native_id text, brief_id text, content_id text, "
            "detail text, requested_on text, is_due integer)"
        )

    def __getitem__(self, board: str) -> CrawlState:
        return replace(self._boards[board], details=self._details_of(board))

    def __iter__(self) -> Iterator[str]:
        return iter(self._boards)

    def __len__(self) -> int:
        return len(self._boards)

    def close(self) -> None:
        """Remove what is on disk."""
        self._details.close()

    def _details_of(self, board: str) -> dict[str, DetailState]:
        query = (
            "select native_id, brief_id, content_id, detail, requested_on, is_due "
            "from details where board = ?"
        )
        with self._lock:
            rows = self._details.execute(query, (board,)).fetchall()
        return {
            native_id: DetailState(brief, content, detail, date.fromisoformat(on), bool(is_due))
            for native_id, brief, content, detail, on, is_due in rows
        }

    def load_boards(self, db: duckdb.DuckDBPyConnection, query: str) -> None:
        """Load all but the details from a query of `_BOARD_STATES`."""
        rows = db.execute(query, {"confirm": TO_BE_CONFIRMED}).fetchall()
        for board, etag, modified, count, failed in rows:
            self._boards[board] = CrawlState(etag, modified, count or 0, failed)

    def load_details(self, db: duckdb.DuckDBPyConnection, query: str, night: date) -> None:
        """Load the states of detail pages from a query of `_DETAIL_STATES`."""
        found = db.execute(query, {"night": night.isoformat()})
        self._details.execute("begin")
        while rows := found.fetchmany(ROWS):
            self._details.executemany("insert into details values (?, ?, ?, ?, ?, ?, ?)", rows)
        self._details.execute("create index by_board on details (board)")
        self._details.execute("commit")


def load_crawl_state(ats: str, earlier: EarlierNights, folder: Path) -> CrawlStates:
    """The state that the earlier nights of a source hold, by board; the caller closes it. `folder`
    is a place for what does not fit into memory meanwhile."""
    states = CrawlStates()
    if stored := earlier.rows(ats, "boards"):
        # A separate connection, because sources are crawled in threads.
        with bounded_connection(folder) as db:
            states.load_boards(db, _BOARD_STATES.format(boards=stored))
            query = _DETAIL_STATES.format(requested=_requested(ats, earlier))
            states.load_details(db, query, earlier.night)
    return states


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
    arg_max(detail, night), max(night)::varchar,
    arg_max(detail, night) <> 'read'
    and $night::date - max(night) >= max(night) - min(night)
from newest
inner join pages using (board, native_id, brief_id)
group by all
"""


def _requested(ats: str, earlier: EarlierNights) -> str:
    """SQL of the detail pages that earlier nights requested."""
    postings = earlier.files_not_compacted(ats, "postings")
    older = [path for path in postings if not Path(path).with_name("details.parquet").exists()]
    parts = [f"select * from {nightly(older)}"] if older else []
    if rows := earlier.rows(ats, "details"):
        parts.append(f"select * from {rows}")
    return " union all by name ".join(parts)
