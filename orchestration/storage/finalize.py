"""Turns the lines of a crawled night into the files of `raw_nights`: redacted, hashed and split."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import orjson
import pyarrow as pa

from orchestration.storage import raw_nights, set_aside
from orchestration.storage.earlier_nights import EarlierNights
from orchestration.storage.redaction import has_sign, redaction_query

_WORDS = r"'^(?:\s|<[\pL/!?][^>]*>|<\s|&#?\w+;|[^\pL\pN<&])*(?:[\pL\pN]|<\pN|&\w+[^\w;])'"
_UNESCAPED = "replace(replace(replace({}, '&amp;', '&'), '&lt;', '<'), '&gt;', '>')"
HAS_WORDS = (
    "regexp_matches(if(length(description_html) < 1000 "
    r"or regexp_matches(description_html, '^\s*&(amp;)*lt;'), "
    f"{_UNESCAPED.format('description_html')}, description_html), {_WORDS})"
)
"""SQL: whether a description has a word, and not only markup and blanks."""
BROKEN = orjson.dumps(
    {"set_aside": [{"field": "posting", "rule": "unreadable", "value_text": "no text is left"}]}
).decode()

REDACTED = ("texts", "payload")
SMALL = 2**21
"""Bytes of a crawl up to which one thread is faster than two."""


def _sql_type(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        return f"{_sql_type(kind.value_type)}[]"
    if pa.types.is_struct(kind):
        return f"struct({', '.join(f'{f.name} {_sql_type(f.type)}' for f in kind)})"
    plain = {"string": "varchar", "double": "double", "bool": "boolean"}
    return plain.get(str(kind), "timestamptz")


def _json_shape(kind: pa.DataType) -> Any:
    if pa.types.is_list(kind):
        return [_json_shape(kind.value_type)]
    if pa.types.is_struct(kind):
        return {f.name: _json_shape(f.type) for f in kind}
    return _sql_type(kind)


def finalize_night(
    folder: Path,
    ats: str,
    earlier: EarlierNights,
    crawled: Sequence[Path],
    *,
    is_small: bool = False,
) -> None:
    """Write the Parquet files of a source's night from files of crawled lines, plain or compressed:
    postings (only new content), sightings (every posting seen), details and set_aside. `is_small`:
    of fewer than `SMALL` bytes."""
    names = ("boards", "postings", "sightings", "set_aside")
    rows = {name: earlier.rows(ats, name) for name in names}
    # Each thread compiles the patterns of the redaction, 20 ms a column.
    threads = "set threads = 1" if is_small else ""
    with duckdb.connect() as db:
        db.execute(f"set TimeZone = 'UTC'; set preserve_insertion_order = false; {threads}")
        _load_redacted(db, [str(file) for file in crawled], is_small)
        _parse_and_hash(db)
        _find_sightings(db, folder, rows)
        _find_stored(db, folder, rows["postings"])
        _write(db, folder)
        set_aside.write_set_aside(db, folder, rows["set_aside"])


# Each step below is a table, since the next step uses its columns many times.


def _load_redacted(db: duckdb.DuckDBPyConnection, files: list[str], is_small: bool) -> None:
    """Create `redacted`: the crawled rows, their texts still as one JSON object each."""
    outside = [f for f in raw_nights.CRAWLED if f.name not in raw_nights.TEXTS]
    types = ", ".join(f"{f.name}: '{_sql_type(f.type)}'" for f in outside) + ", texts: 'json'"
    options = f"format = 'newline_delimited', maximum_object_size = {2**28}, columns = {{{types}}}"
    with_json = f"(select * replace (texts::varchar as texts) from read_json($crawled, {options}))"
    if not is_small:
        source = redaction_query(with_json, REDACTED)
        db.execute(f"create table redacted as from {source}", {"crawled": files})
        return
    # Compiling the steps takes longer than to look whether a text needs them.
    db.execute(f"create table found as from {with_json}", {"crawled": files})
    signs = ", ".join(f"coalesce(bool_or({has_sign(c)}), false)" for c in REDACTED)
    (needed,) = db.execute(f"select {signs} from found").fetchall()
    columns = [c for c, is_needed in zip(REDACTED, needed, strict=True) if is_needed]
    source = redaction_query("found", columns) if columns else "found"
    db.execute(f"create table redacted as from {source}; drop table found")


def _parse_and_hash(db: duckdb.DuckDBPyConnection) -> None:
    """Create `crawled` of `redacted`: a column for each text, and the ids of content and text."""
    shape = orjson.dumps(
        {name: _json_shape(raw_nights.CRAWLED.field(name).type) for name in raw_nights.TEXTS}
    ).decode()
    parsed = f"from_json(coalesce(texts, $broken), '{shape}')"
    db.execute(
        f"create table parsed as select *, {parsed} as parsed from redacted", {"broken": BROKEN}
    )
    db.execute("drop table redacted")
    published = [f.name for f in raw_nights.CRAWLED if f.name not in raw_nights.NOT_CONTENT]
    content = ", ".join(f"{name} := {name}" for name in published)
    db.execute(
        "create table crawled as "
        "with r as (select * exclude (texts, parsed), unnest(parsed) from parsed) "
        f"select coalesce(held_content_id, md5(to_json(struct_pack({content}))::varchar)) "
        f"as content_id, if({HAS_WORDS}, md5(description_html), null) as text_id, "
        "if(text_id is null, null, length(description_html)) as text_length, * from r"
    )
    db.execute("drop table parsed")


def _find_sightings(
    db: duckdb.DuckDBPyConnection, folder: Path, earlier: Mapping[str, str | None]
) -> None:
    """Create `sightings`, and `unchanged`: the boards that answered "not modified", which show the
    listings of their last complete night."""
    db.execute(
        "create table sightings as select ats, board, native_id, content_id from crawled "
        "where title is not null or held_content_id is not null"
    )
    db.execute("create table unchanged (board varchar, night date)")
    if earlier["boards"] and earlier["sightings"]:
        db.execute(
            f"insert into unchanged select board, max(night) from {earlier['boards']} "
            "semi join (from read_parquet($night_boards) where outcome = 'not_modified') "
            "using (board) "
            "where outcome in ('complete', 'not_modified') group by board",
            {"night_boards": str(folder / "boards.parquet")},
        )
        db.execute(
            "insert into sightings select s.ats, s.board, s.native_id, s.content_id "
            f"from {earlier['sightings']} as s "
            "semi join unchanged using (board, night) "
            "anti join crawled using (ats, board, native_id)"
        )


def _find_stored(db: duckdb.DuckDBPyConnection, folder: Path, earlier: str | None) -> None:
    """Create `stored`, the content that earlier nights hold of these boards."""
    db.execute("create table stored (content_id varchar)")
    if earlier:
        db.execute(
            f"insert into stored select content_id from {earlier} "
            "semi join (from read_parquet($night_boards)) using (board)",
            {"night_boards": str(folder / "boards.parquet")},
        )


def _write(db: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write postings, details and sightings."""
    new = (
        "select * exclude (brief_id, detail, held_content_id, set_aside) from crawled "
        "where title is not null and content_id not in (from stored) order by board, native_id"
    )
    file = str(folder / "postings.parquet")
    rows = raw_nights.POSTING_ROWS
    db.sql(new).write_parquet(file, compression="zstd", row_group_size=rows)
    details = (
        "select ats, board, native_id, brief_id, detail, if(detail = 'read', content_id, null) "
        "as content_id from crawled where detail is not null order by board, native_id"
    )
    db.sql(details).write_parquet(str(folder / "details.parquet"), compression="zstd")
    db.sql("from sightings order by board, native_id").write_parquet(
        str(folder / "sightings.parquet"), compression="zstd"
    )
