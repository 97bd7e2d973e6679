"""What a source's night measures of each board: counts, filled fields and medians of its listings.

`board_measures.parquet` of a night has a row per board, measure and category: `amount` of `n`. A
count is an amount of listings, a share an amount of `n`, a median an amount over `n` values. They
are computed from the raw files of the night and of the nights before it, so a night has the same
ones whenever it is measured. Not here: what is usual, and what is too far from it
(`validation.history`); and what is measured at once (`portions`).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from orchestration.plain_text import sql_literal
from orchestration.storage.earlier_nights import EarlierNights, compacted_rows
from orchestration.storage.portions import portions
from orchestration.storage.raw_nights import TO_BE_CONFIRMED

FILE = "board_measures.parquet"
COLUMNS = ("ats", "board", "measure", "category", "amount", "n")

_SEEN_BEFORE = """
    union all
    select ats, board, native_id, content_id
    from read_parquet($seen_before, hive_partitioning = false) {some_boards}
"""
_MEASURED = """
with boards as (from read_parquet($boards, union_by_name = true) {some_boards}),
sightings as (from read_parquet($sightings, hive_partitioning = false) {some_boards}),
set_aside as (from read_parquet($set_aside, hive_partitioning = false) {some_boards}),
-- A list without a posting counts while it waits to be confirmed; once confirmed it is no news.
answered as (
    select ats, board from boards
    where reason like '%{to_be_confirmed}'
        or (outcome in ('complete', 'not_modified')
            and (ats, board) in (select (ats, board) from sightings))
),
stored as (
    select null::bigint as text_length where false  -- older nights have no such column
    union all by name
    select content_id, title, text_id, text_length, places, pays, pay_text, workplace, is_remote,
        published_at
    from ({stored}) {some_boards}
),
seen_before as (
    select null::varchar as ats, null::varchar as board, null::varchar as native_id,
        null::varchar as content_id
    where false  -- of a first night there is no file
    {seen_before}
),
contents as (
    select distinct on (content_id) *,
        coalesce(is_remote,
            regexp_matches(workplace, '(?i)remot|tele|home|wfh|anywhere')) as says_remote
    from stored
    where content_id in (select content_id from sightings union select content_id from seen_before)
    order by content_id, text_length nulls last
),
listings as (
    select answered.ats, answered.board, sightings.native_id, contents.* exclude (content_id)
    from answered
    left join sightings on answered.ats = sightings.ats and answered.board = sightings.board
    left join contents on sightings.content_id = contents.content_id
),
-- The listings of the last accepted night, on boards that have answered on this one.
kept as (
    select seen_before.ats, seen_before.board, sightings.native_id,
        before.says_remote = now.says_remote as has_same_flag
    from seen_before
    semi join answered using (ats, board)
    left join sightings using (ats, board, native_id)
    left join contents as before on seen_before.content_id = before.content_id
    left join contents as now on sightings.content_id = now.content_id
),
counts as (
    select ats, board, unnest([
        {{m: 'listings', a: count(native_id), n: count(native_id)}},
        {{m: 'with_text', a: count(text_id), n: count(native_id)}},
        {{m: 'with_place', a: count_if(len(places) > 0), n: count(native_id)}},
        {{m: 'with_pay', a: count_if(len(pays) > 0 or pay_text is not null), n: count(native_id)}},
        {{m: 'with_currency',
          a: count_if(len(pays) > 0 and len(list_filter(pays, lambda p: p.currency is null)) = 0),
          n: count_if(len(pays) > 0)}},
        {{m: 'with_published_date', a: count(published_at), n: count(native_id)}},
        {{m: 'with_workplace', a: count(coalesce(workplace, is_remote::varchar)),
          n: count(native_id)}},
        {{m: 'remote', a: count_if(says_remote), n: count(says_remote)}},
        {{m: 'future_dates', a: count_if(published_at >= $night::date + interval 2 day),
          n: count(published_at)}},
        {{m: 'distinct_titles', a: count(distinct title), n: count(native_id)}},
        {{m: 'distinct_texts', a: count(distinct text_id), n: count(text_id)}}
    ], recursive := true)
    from listings group by ats, board
),
pays as (
    select ats, board, unnest(pays, recursive := true) from listings
),
medians as (
    select ats, board, 'text_length' as m, '' as category, median(text_length) as a,
        count(text_length) as n
    from listings group by ats, board
    union all
    -- Words of a vendor for a period, and codes; any other text is no category of its own.
    select ats, board, 'median_pay',
        case when currency is null then 'no currency'
            when regexp_full_match(currency, '[A-Za-z]{{3}}') then upper(currency)
            else 'other currency' end
        || case when "interval" is null then ''
            when regexp_full_match("interval", '[A-Za-z0-9_ -]{{1,20}}')
                then ' ' || lower("interval")
            else ' other period' end,
        median(coalesce((minimum + maximum) / 2, minimum, maximum)), count(*)
    from pays where coalesce(minimum, maximum) > 0 group by all
),
postings as (
    select ats, board, native_id, false as is_set_aside from sightings
    union all
    select ats, board, native_id, true from set_aside where field = 'posting'
),
source_counts as (
    select ats, board, unnest([
        {{m: 'kept_listings', a: count(native_id), n: count(*)}},
        {{m: 'kept_flags', a: count_if(has_same_flag), n: count(has_same_flag)}}
    ], recursive := true)
    from kept group by ats, board
    union all
    select ats, board, 'set_aside' as m, count_if(is_set_aside) as a, count(*) as n
    from postings group by ats, board
    union all
    select ats, board, 'complete_boards', (outcome in ('complete', 'not_modified'))::int, 1
    from boards where outcome <> 'skipped'
)
select ats, board, m as measure, category, round(a::double, 4) as amount, n::bigint as n
from (
    select ats, board, m, '' as category, a, n from counts
    union all select ats, board, m, category, a, n from medians
    union all select ats, board, m, '', a, n from source_counts
)
where a is not null
"""


def measure_boards(
    db: duckdb.DuckDBPyConnection, folders: Mapping[str, Path], earlier: EarlierNights
) -> None:
    """Create the table `measured` of a night in some folders, by source.

    Its sightings also refer to contents of the `earlier` nights.
    """
    into = "create table measured as"
    for portion, some_boards in portions(db, folders):
        query, files = _query(portion, some_boards, earlier)
        db.execute(f"{into} {query}", {**files, "night": earlier.night.isoformat()})
        into = "insert into measured"


def _query(
    folders: Mapping[str, Path], some_boards: str, earlier: EarlierNights
) -> tuple[str, dict[str, list[str]]]:
    """SQL that measures some boards of the nights in some folders, and the files it reads."""
    files = {
        name: [str(folder / f"{name}.parquet") for folder in folders.values()]
        for name in ("boards", "sightings", "set_aside", "postings")
    }
    files["seen_before"] = []
    for ats in folders:
        files["postings"] += earlier.files_not_compacted(ats, "postings")
        files["seen_before"] += earlier.files(ats, "sightings")[-1:]
    before = _SEEN_BEFORE.format(some_boards=some_boards) if files["seen_before"] else ""
    stored = "from read_parquet($postings, hive_partitioning = false, union_by_name = true)"
    if earlier.compacted:
        sources = ", ".join(map(sql_literal, folders))
        held = f"{compacted_rows(earlier.compacted, 'postings')} where ats in ({sources})"
        stored = f"{stored} union all by name {held}"
    query = _MEASURED.format(
        seen_before=before, to_be_confirmed=TO_BE_CONFIRMED, stored=stored, some_boards=some_boards
    )
    return query, {name: found for name, found in files.items() if found}
