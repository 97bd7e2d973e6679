"""Compares the nights of some sources with their earlier nights, before they are accepted.

A board whose figures are too far from usual is held back: its answer is partial, and its sightings
are kept beside the night's, until such an answer comes on `CONFIRMING_NIGHTS` nights in a row. A
source whose figures are too far on most boards is quarantined by the suite `raw/measures`, until
the operator accepts its night. Not here: the figures (`storage.measures`), and what is too far
(`validation.history`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.compute as pc
import pyarrow.parquet as pq

from orchestration.storage import measures, raw_nights
from orchestration.storage.bounded import bounded_connection
from orchestration.storage.earlier_nights import EarlierNights
from orchestration.storage.raw_nights import BoardResult
from orchestration.validation import history

FILE = "measures.parquet"
HELD_SIGHTINGS = "held_sightings.parquet"
CONFIRMING_NIGHTS = 3
"""The answers in a row at one new level after which a board is believed."""
MEASURED_FROM = 10
"""Boards of fewer listings are too small for a figure of their own."""


@dataclass(frozen=True)
class HeldBoard:
    """A board that is held back, with the figures that are too far from usual."""

    board: str
    reason: str


def measure(
    folders: Mapping[str, Path], earlier: EarlierNights, accepted: Collection[str] = ()
) -> dict[str, list[HeldBoard]]:
    """Write the measures of each folder and their comparison; the boards to hold back, by source.

    All sources are measured and compared together. The figures of the sources in `accepted` are
    accepted as they are: they become a new level, and nothing of them fails.
    """
    with bounded_connection(next(iter(folders.values()))) as db:
        measures.measure_boards(db, folders, earlier)
        _load_history(db, folders, earlier)
        _find_held(db, accepted)
        if db.table("held").fetchone():
            history.compare(db, "measures", "ats", "source", "still_measured", "history")
        _accept(db, accepted)
        _mention_held(db)
        _write(db, folders)
        rows = db.execute("select ats, board, reason from held order by all").fetchall()
    held: dict[str, list[HeldBoard]] = {ats: [] for ats in folders}
    for ats, board, reason in rows:
        held[ats].append(HeldBoard(board, reason))
    return held


_EARLIER = """
create table earlier as
select night::date as night, ats, board, measure, category, amount, n, is_held, is_new_level
from read_parquet($files, hive_partitioning = true, hive_types = {'night': date})
"""
_NO_EARLIER = """
create table earlier as
select null::date as night, *, false as is_held, false as is_new_level from measured where false
"""
_HISTORY = """
create table history as
with levels as (
    select ats, board, max(night) filter (where is_new_level) as since
    from earlier group by ats, board
)
select earlier.* from earlier join levels using (ats, board)
where not is_held and night >= coalesce(since, date '1970-01-01')
"""


def _load_history(
    db: duckdb.DuckDBPyConnection, folders: Mapping[str, Path], earlier: EarlierNights
) -> None:
    """Create `earlier`, the measures of the last accepted nights, and `history`: those at the
    present level of each board."""
    name = measures.FILE.removesuffix(".parquet")
    files = [file for ats in folders for file in earlier.files(ats, name)[-history.NIGHTS :]]
    db.execute(_EARLIER, {"files": files}) if files else db.execute(_NO_EARLIER)
    db.execute(_HISTORY)


_BEYOND = """
create table beyond as
select ats, board, string_agg(failure_text, '; ' order by measure, category) as reason
from board_measures where failure_text is not null
group by ats, board
"""
_HELD_HISTORY = """
create table held_history as
with answers as (
    select ats, board, night, is_held,
        row_number() over (partition by ats, board order by night desc) as answers_ago
    from earlier where measure = 'listings'
),
waiting as (
    select ats, board from answers where answers_ago < $nights
    group by ats, board having count(*) = $nights - 1 and bool_and(is_held)
)
select earlier.*, answers_ago from earlier
join answers using (ats, board, night)
join waiting using (ats, board)
join beyond using (ats, board)
where answers_ago < $nights
"""
# A board is confirmed when it is near each of its own held answers.
_CONFIRMED = "create table confirmed as select distinct ats, board from held_history"
_NOT_CONFIRMED = """
delete from confirmed
where (ats, board) in (select (ats, board) from confirming where failure_text is not null)
"""
# A few boards that are beyond their limits are held back, and the others are the source. Where most
# are, and the source is too, it is the source.
_HELD = """
create table held as
with sizes as (
    select ats, count(distinct board) as board_count,
        count(distinct board) filter (
            where measure = 'listings' and usual is not null and greatest(figure, usual) > $least
        ) as measured_count
    from board_measures group by ats
),
candidates as (
    from beyond anti join confirmed using (ats, board)
    where ats not in (select unnest($accepted::varchar[]))
),
candidate_counts as (select ats, count(*) as candidate_count from candidates group by ats)
select candidates.*
from candidates join sizes using (ats) join candidate_counts using (ats)
where candidate_count * 2 <= measured_count
    or (candidate_count = 1 and board_count > 1)
    or ats not in (select ats from measures where failure_text is not null)
"""


def _find_held(db: duckdb.DuckDBPyConnection, accepted: Collection[str]) -> None:
    """Create `beyond`, `confirmed`, `held`, and `still_measured`, the boards of the source."""
    nights = {"nights": CONFIRMING_NIGHTS}
    history.compare(db, "board_measures", "ats, board", "board", "measured", "history")
    db.execute(_BEYOND)
    db.execute(_HELD_HISTORY, nights)
    db.execute(_CONFIRMED)
    for answers_ago in range(1, CONFIRMING_NIGHTS) if db.table("confirmed").fetchone() else ():
        held = f"(from held_history where answers_ago = {answers_ago})"
        history.compare(db, "confirming", "ats, board", "board", "measured", held)
        db.execute(_NOT_CONFIRMED)
    db.execute("create view old_level as from measured anti join confirmed using (ats, board)")
    history.compare(db, "measures", "ats", "source", "old_level", "history")
    db.execute(_HELD, {"least": MEASURED_FROM, "accepted": sorted(accepted)})
    db.execute("create table still_measured as from old_level anti join held using (ats, board)")


_ACCEPTED = """
update measures set failure_text = null, is_accepted = true,
    warning_text = failure_text || '; accepted by the operator'
where failure_text is not null and ats in (select unnest($accepted::varchar[]))
"""
# What is accepted or confirmed begins a history of its own.
_NEW_LEVELS = """
create table new_levels as
select ats, board from confirmed
union
select ats, board from beyond where ats in (select unnest($accepted::varchar[]))
union
select ats, board from measured where ats in (select ats from measures where is_accepted)
"""


def _accept(db: duckdb.DuckDBPyConnection, accepted: Collection[str]) -> None:
    """Turn failures of accepted sources into warnings, and create `new_levels`."""
    db.execute("alter table measures add column is_accepted boolean default false")
    db.execute(_ACCEPTED, {"accepted": sorted(accepted)})
    db.execute(_NEW_LEVELS, {"accepted": sorted(accepted)})


_MENTIONED = """
insert into measures by name
select ats, 'held_boards' as measure, '' as category, 'boards held back' as label,
    'count' as figure_kind, count(*)::double as figure, any_value(boards) as n, 0 as night_count,
    false as is_accepted,
    'boards held back ' || count(*) || ' of ' || any_value(boards) || ': '
        || array_to_string(
            list(left(board, 60) || ' (' || reason || ')' order by board)[:3], ', '
        ) as warning_text
from held join (select ats, count(distinct board) as boards from measured group by ats) using (ats)
where ats not in (select ats from measures where failure_text is not null)
group by ats
"""


def _mention_held(db: duckdb.DuckDBPyConnection) -> None:
    """A warning of each source with boards that are held back."""
    db.execute(_MENTIONED)


def _write(db: duckdb.DuckDBPyConnection, folders: Mapping[str, Path]) -> None:
    """Write the measures of each source into the folder of its night."""
    of_boards = (
        f"select {', '.join(measures.COLUMNS)}, "
        "(ats, board) in (select (ats, board) from held) as is_held, "
        "(ats, board) in (select (ats, board) from new_levels) as is_new_level "
        "from measured order by ats, board, measure, category"
    )
    of_sources = "from measures order by ats, measure, category"
    for query, name in ((of_boards, measures.FILE), (of_sources, FILE)):
        table = db.execute(query).to_arrow_table()  # 68 queries would take half a second
        for ats, folder in folders.items():
            rows = table.filter(pc.equal(table["ats"], ats))
            pq.write_table(rows, folder / name, compression="zstd")


def hold_back(folder: Path, results: list[BoardResult], held: Collection[HeldBoard]) -> None:
    """Make the answers of boards partial, and move their sightings to a file of their own.

    Their content stays stored, so that nothing is fetched again when they are confirmed.
    """
    if not held:
        return
    reasons = {one.board: one.reason for one in held}
    for result in results:
        # A board that lost all postings waits by its own rule for the next night.
        if result.board in reasons and result.outcome != "partial":
            result.outcome = "partial"
            result.reason = f"held back: {reasons[result.board]}"
    raw_nights.write_board_results(results, folder / "boards.parquet")
    sightings, others = folder / "sightings.parquet", folder / "other_sightings.parquet"
    given: dict[str, Any] = {"file": str(sightings), "boards": sorted(reasons)}
    with bounded_connection(folder) as db:
        for file, which in ((folder / HELD_SIGHTINGS, ""), (others, "not ")):
            query = (
                "from read_parquet($file, hive_partitioning = false) "
                f"where board {which}in (select unnest($boards::varchar[])) "
                "order by board, native_id"
            )
            db.sql(query, params=given).write_parquet(str(file), compression="zstd")
    others.replace(sightings)
