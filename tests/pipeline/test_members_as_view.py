"""A release whose members are a view has the figures and members of one with a table."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from orchestration.operation.verify import DAMAGE, verify
from orchestration.publish.release_reader import Release, describe_table
from orchestration.settings import Settings
from tests.command import run_command
from tests.pipeline.test_partitioned_build import copy_of_raw, unequal

pytestmark = pytest.mark.night
MEMBERS = "core.fct_segment_listings"


def tables(release: Path) -> list[str]:
    """The tables of a release (schema/table), a table of members among them."""
    with duckdb.connect(str(release / "marts.duckdb"), read_only=True) as database:
        rows = database.execute("select schema_name || '/' || table_name from duckdb_tables()")
        found = [name for (name,) in rows.fetchall()]
    assert "core/fct_segment_listings" in found
    return found


def test_members_are_a_view_beyond_the_setting(sample_home: Path, tmp_path: Path) -> None:
    home = copy_of_raw(sample_home, tmp_path / "home")
    run_command("refresh", "--home", str(home), HIRING_LEDGER_STORED_MEMBERS="1999")
    current, stored_in = home / "current", sample_home / "current"
    assert unequal(stored_in, current, "marts.duckdb", tables(stored_in)) == []
    with duckdb.connect(str(current / "marts.duckdb"), read_only=True) as release:
        views = release.execute(
            "select schema_name || '.' || view_name, comment from duckdb_views() where not internal"
        ).fetchall()
    assert [name for name, _ in views] == [MEMBERS]
    assert views[0][1].startswith("One row per segment and software listing")
    files = {path.stem for path in (current / "parquet").rglob("*.parquet")}
    assert {"fct_segments", "dim_fine_segments"} <= files
    assert "fct_segment_listings" not in files
    figure = ("explain", "technology=go/mean_salary_usd/report", "--json", "--home")
    said, stored = (json.loads(run_command(*figure, str(at))) for at in (home, sample_home))
    assert len(said["members"]) > 10
    assert said["members"] == stored["members"]
    assert said["figure"] == stored["figure"]
    assert describe_table(Release(current), MEMBERS)[0]["column_name"] == "segment_id"
    with pytest.raises(ValueError, match=f"{MEMBERS}, ") as refused:
        describe_table(Release(current), "core.no_such_table")
    assert "seeds." not in str(refused.value), "what the view reads is no table of the release"
    assert [f.line for f in verify(Settings(home, "")) if f.kind == DAMAGE] == []

    run_command("refresh", "--home", str(home))
    again, before = ((at / "marts.duckdb").read_bytes() for at in (current, stored_in))
    assert again == before
