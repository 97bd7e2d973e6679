"""Published tables, as DuckDB and Parquet: the same rows, the same bytes, in whatever order."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import duckdb
import pytest

from orchestration.publish import published_tables
from orchestration.publish.open_data import parquet_files

ONE_THREAD: dict[str, str | bool | int | float | list[str]] = {"threads": 1}
ROWS = """
select
    md5(i::varchar) as listing_id,
    if(i % 7 = 0, null, 'Engineer of ' || (i % 900)) as title,
    [x for x in [i % 3, i % 5] if x > 0] as numbers,
    if(i % 2 = 0, null, {'low': i * 1.1, 'high': null::double}) as pay,
    if(i % 11 = 0, null, i % 3 = 0) as is_remote,
    if(i % 5 = 0, null, i / 7) as mean_usd,
    date '2026-01-01' + (i % 300)::int as seen_date
from range(5000) as given(i)
"""


def written(folder: Path, order: str, threads: int) -> dict[str, bytes]:
    """The files of two tables whose rows a warehouse holds in some order."""
    folder.mkdir()
    with duckdb.connect(str(folder / "warehouse.duckdb"), config={"threads": threads}) as db:
        for schema, table in (("marts", "mart_one"), ("core", "fct_one")):
            db.execute(f"create schema {schema}")
            db.execute(f"create table {schema}.{table} as from ({ROWS}) order by {order}")
    release = folder / "release"
    release.mkdir()
    tables = ["marts/mart_one", "core/fct_one"]
    said = [f"comment on table {published_tables.relation(t)} is 'It''s {t}'" for t in tables]
    published_tables.write(folder / "warehouse.duckdb", "1GB", tables, release, said)
    with duckdb.connect(str(release / "marts.duckdb"), read_only=True, config=ONE_THREAD) as db:
        parquet_files.write(db, tables, release, threads)
    files = sorted(path for path in release.rglob("*") if path.is_file())
    return {path.relative_to(release).as_posix(): path.read_bytes() for path in files}


def test_the_order_of_rows_and_the_folder_change_no_byte(tmp_path: Path) -> None:
    one = written(tmp_path / "one", "listing_id", 1)
    other = written(tmp_path / "a longer name", "hash(seen_date), title", 2)
    assert list(one) == [
        "marts.duckdb",
        "parquet/core/fct_one.parquet",
        "parquet/mart_one.parquet",
    ]
    assert [name for name in one if one[name] != other[name]] == []


def test_every_row_is_written(tmp_path: Path) -> None:
    written(tmp_path / "one", "listing_id", 1)
    with duckdb.connect() as db:
        release = tmp_path / "one" / "release"
        db.execute(f"attach '{release / 'marts.duckdb'}' as marts (read_only)")
        parquet = [f"'{file}'" for file in sorted(release.rglob("*.parquet"))]
        assert len(parquet) == 2
        for table in ("marts.mart_one", "marts.core.fct_one", *parquet):
            for rows in (f"from ({ROWS}) except all from {table}", f"select count(*) from {table}"):
                expected = [(5000,)] if "count" in rows else []
                assert db.execute(rows).fetchall() == expected
        comments = db.execute("select comment from duckdb_tables() order by all").fetchall()
        assert comments == [("It's core/fct_one",), ("It's marts/mart_one",)]


def test_a_failure_is_named_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"tables of .* cannot be written: .*missing.duckdb"):
        published_tables.write(tmp_path / "missing.duckdb", "1GB", ["core/fct_one"], tmp_path)


def test_a_missing_table_is_named_in_one_line(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    duckdb.connect(str(warehouse)).close()

    with pytest.raises(RuntimeError, match=r"Catalog Error: .*fct_gone"):
        published_tables.write(warehouse, "1GB", ["core/fct_gone"], tmp_path)


def test_a_canceled_release_ends_the_process_that_writes_it(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(warehouse)) as db:
        db.execute("create schema core")
        endless = "select count(*) from range(100000000) a, range(100000) b where a.range % 7 = 3"
        db.execute(f"create view core.fct_endless as {endless}")

    def interrupt() -> None:
        while not (tmp_path / "marts.duckdb").exists():
            time.sleep(0.05)
        published_tables.interrupt()

    threading.Thread(target=interrupt, daemon=True).start()
    with pytest.raises(RuntimeError, match=r"cannot be written: exit code -9"):
        published_tables.write(warehouse, "1GB", ["core/fct_endless"], tmp_path)
