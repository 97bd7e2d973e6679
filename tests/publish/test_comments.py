"""The database of a release says itself what its tables and columns are."""

from __future__ import annotations

from pathlib import Path

import duckdb

from orchestration.publish import comments

NODE = {"description": "One row per dog's bone.\n", "columns": {"a": {"description": "It's; --a"}}}


def test_comments_keep_quotes_and_marks() -> None:
    with duckdb.connect() as db:
        db.execute('create table t ("a" int)')
        db.execute(";".join(comments.statements("t", NODE)))
        assert db.execute("select comment from duckdb_tables()").fetchall() == [
            ("One row per dog's bone.",)
        ]
        assert db.execute("select comment from duckdb_columns() where not internal").fetchall() == [
            ("It's; --a",)
        ]


def test_every_table_and_column_of_a_release_has_a_comment(sample_home: Path) -> None:
    with duckdb.connect(str(sample_home / "current" / "marts.duckdb"), read_only=True) as db:
        tables = db.execute(
            "select schema_name || '.' || table_name, comment from duckdb_tables()"
        ).fetchall()
        columns = db.execute(
            "select schema_name || '.' || table_name || '.' || column_name, comment "
            "from duckdb_columns() where not internal"
        ).fetchall()
    assert len(tables) > 30
    assert len(columns) > 500
    assert [name for name, comment in [*tables, *columns] if not comment] == []
