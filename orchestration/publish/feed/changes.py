"""The changes between two releases: which listings came, left and changed, with their words.

Read from core tables of both releases, so a mirror that applies them has the open listings of the
second one, whatever the reason of a change is. The columns are described in docs/change-feed.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pyarrow as pa

from orchestration.publish import databases

KINDS = ("opened", "relisted", "reopened", "closed", "repriced", "edited", "reread")
_ESCAPED = "<\u0085\u2028\u2029"
_OPEN = """
create table {name} as
select listings.listing_id, listings.board_id, listings.company_id, listings.url,
    versions.content_id, versions.title, map {{
        'title': versions.title, 'text': versions.text_id, 'pay': versions.pay_text,
        'workplace': versions.workplace_text, 'places': versions.places_text,
        'position': versions.position_text, 'closing date': versions.closes_at::varchar
    }} as words
from {name}_release.core.fct_listings as listings
inner join {name}_release.core.fct_listing_versions as versions using (listing_id)
qualify versions.version_number = max(versions.version_number) over (partition by listing_id)
"""
_KNOWN = "create table known as select distinct listing_id from old_release.core.fct_listing_spans"
_NOTHING = "create table old as from new limit 0; create table known as select listing_id from old"
_CHANGES = """
with spans as (
    from new_release.core.fct_listing_spans
    qualify span_number = max(span_number) over (partition by listing_id)
),

entered as (
    select new.listing_id, new.board_id, new.company_id, relistings.closed_listing_id,
        case
            when known.listing_id is not null or spans.is_reopened then 'reopened'
            when relistings.listing_id is not null then 'relisted'
            else 'opened'
        end as change,
        null as reason, new.title, new.url, null as old_words,
        map_from_entries(list_filter(map_entries(new.words), word -> word.value is not null))
            as new_words,
        spans.opened_after_date, spans.opened_date
    from new
    anti join old using (listing_id)
    left join spans using (listing_id)
    left join known using (listing_id)
    left join new_release.core.fct_relistings as relistings using (listing_id)
),

gone as (
    select old.listing_id, old.board_id, old.company_id, null as closed_listing_id,
        'closed' as change,
        case
            when boards.board_id is null or spans.listing_id is null then 'withdrawn'
            when spans.span_state in ('missing', 'closed') then 'missing'
            when spans.span_state = 'lapsed' then 'board lapsed'
            else 'past its closing date'
        end as reason, old.title, old.url, null as old_words, null as new_words,
        spans.opened_after_date, spans.opened_date
    from old
    anti join new using (listing_id)
    left join spans using (listing_id)
    left join new_release.core.dim_boards as boards on old.board_id = boards.board_id
),

fields as (
    select new.listing_id, old.content_id = new.content_id as is_same_content, field.key as field,
        old.words[field.key] as old_word, field.value as new_word
    from new
    inner join old using (listing_id)
    cross join unnest(map_entries(new.words)) as fields (field)
    where old.words[field.key] is distinct from field.value
),

-- Other words of the same content: the rules of reading have changed.
changed as (
    select listing_id,
        case when is_same_content then 'reread' when field = 'pay' then 'repriced' else 'edited' end
            as change,
        map_from_entries(list((field, old_word) order by field)) as old_words,
        map_from_entries(list((field, new_word) order by field)) as new_words
    from fields
    group by all
)

from entered
union all by name from gone
union all by name
select new.listing_id, new.board_id, new.company_id, null as closed_listing_id, changed.change,
    null as reason, new.title, new.url, changed.old_words, changed.new_words,
    spans.opened_after_date, spans.opened_date
from changed
inner join new using (listing_id)
left join spans using (listing_id)
order by listing_id, change
"""


def between(old: Path | None, new: Path) -> tuple[pa.Table, list[str]]:
    """The changes from one release folder to another, and the ids of the open listings of the
    second one, both in order. Without a release before it every open listing is a change."""
    # Threads would share out rows by chance.
    with closing(databases.connect(threads=1)) as db:
        for name, folder in (("new", new), ("old", old)):
            if folder is not None:
                databases.attach(db, folder / "marts.duckdb", f"{name}_release")
                db.execute(_OPEN.format(name=name))
        db.execute(_KNOWN if old else _NOTHING)
        open_ids = db.execute("select listing_id from new order by listing_id").fetchall()
        return db.execute(_CHANGES).to_arrow_table(), [listing for (listing,) in open_ids]


def json_lines(changes: pa.Table) -> Iterator[str]:
    """Each change as one line of JSON without its nulls. Words of postings can end no line and open
    no tag: JSON escapes most that could, and `_ESCAPED` the rest."""
    members = ", ".join(f"""'"{name}": ' || to_json({name})""" for name in changes.column_names)
    line = f"'{{' || concat_ws(', ', {members}) || '}}' || chr(10)"
    for character in _ESCAPED:
        line = f"replace({line}, chr({ord(character)}), '\\u{ord(character):04x}')"
    # Threads would share out rows by chance.
    with closing(databases.connect(threads=1)) as db:
        for batch in (
            db.from_arrow(changes).select(duckdb.SQLExpression(line)).to_arrow_reader(10_000)
        ):
            yield from batch.column(0).to_pylist()
