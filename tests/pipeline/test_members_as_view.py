"""A release whose members are a view has the figures and members of one with a table."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from orchestration.operation.verify import DAMAGE, verify
from orchestration.plain_text import sql_literal
from orchestration.publish.release_reader import Release, describe_table
from orchestration.settings import Settings
from tests.command import run_command
from tests.pipeline.test_partitioned_build import copy_of_raw

pytestmark = pytest.mark.night
MEMBERS = "core.fct_segment_listings"


def unequal(one: Path, other: Path) -> list[str]:
    """The published tables whose rows differ between two releases, in either direction."""
    with duckdb.connect() as database:
        for name, home in (("one", one), ("other", other)):
            file = str(home / "current" / "marts.duckdb")
            database.execute(f"attach {sql_literal(file)} as {name} (read_only)")
        tables = database.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = 'one'"
        ).fetchall()
        assert ("core", "fct_segment_listings") in tables
        found = []
        for schema, name in tables:
            a, b = (f'{side}."{schema}"."{name}"' for side in ("one", "other"))
            (rows,) = database.execute(
                f"select (select count(*) from (from {a} except all from {b})) + "
                f"(select count(*) from (from {b} except all from {a}))"
            ).fetchone() or (None,)
            if rows != 0:
                found.append(f"{schema}.{name}")
    return found


def test_members_are_a_view_beyond_the_setting(sample_home: Path, tmp_path: Path) -> None:
    home = copy_of_raw(sample_home, tmp_path / "home")
    run_command("refresh", "--home", str(home), HIRING_LEDGER_STORED_MEMBERS="1999")
    assert unequal(sample_home, home) == []
    with duckdb.connect(str(home / "current" / "marts.duckdb"), read_only=True) as release:
        views = release.execute(
            "select schema_name || '.' || view_name, comment from duckdb_views() where not internal"
        ).fetchall()
    assert [name for name, _ in views] == [MEMBERS]
    assert views[0][1].startswith("One row per segment and software listing")
    files = {path.stem for path in (home / "current" / "parquet").rglob("*.parquet")}
    assert {"fct_segments", "dim_fine_segments"} <= files
    assert "fct_segment_listings" not in files
    figure = ("explain", "technology=go/mean_salary_usd/report", "--json", "--home")
    said, stored = (json.loads(run_command(*figure, str(at))) for at in (home, sample_home))
    assert len(said["members"]) > 10
    assert said["members"] == stored["members"]
    assert said["figure"] == stored["figure"]
    assert describe_table(Release(home / "current"), MEMBERS)[0]["column_name"] == "segment_id"
    with pytest.raises(ValueError, match=f"{MEMBERS}, ") as refused:
        describe_table(Release(home / "current"), "core.no_such_table")
    assert "seeds." not in str(refused.value), "what the view reads is no table of the release"
    assert [f.line for f in verify(Settings(home, "")) if f.kind == DAMAGE] == []

    run_command("refresh", "--home", str(home))
    again, before = (at / "current" / "marts.duckdb" for at in (home, sample_home))
    assert again.read_bytes() == before.read_bytes()
