"""A blocked table stops its descendants, in its run and in any rerun, and nothing else.

The refusal is provoked on the night after the sample's, by one more expectation in a suite; the
night before it must stay published, and mending must let the night through.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration.cli import refresh as command
from orchestration.crawl.data_source import DataSource
from orchestration.settings import Settings
from orchestration.simulator import vendor_formats
from orchestration.validation import results, validate
from orchestration.warehouse import build
from orchestration.warehouse.database import open_warehouse
from orchestration.warehouse.dbt_project import Project

SECOND = date(2026, 11, 3)
pytestmark = pytest.mark.night
BLOCKED = "intermediate/int_pay__text_ranges"


@pytest.fixture
def settings(copied_home: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("HIRING_LEDGER_HOME", str(copied_home))
    monkeypatch.setenv("DAGSTER_HOME", str(copied_home / "dagster"))
    return Settings.from_environment()


def block(monkeypatch: pytest.MonkeyPatch, table: str) -> None:
    """Add an expectation to a table's suite that no table passes."""
    suites = validate.suites()
    from expectations._rules import never

    demanding = {**suites, table: [*suites[table], never("any row at all", "true")]}
    monkeypatch.setattr(validate, "suites", lambda: demanding)


def built(settings: Settings, night: date) -> dict[str, bool]:
    """Each table whose last result is of this night, and whether it was accepted."""
    with closing(open_warehouse(settings)) as connection:
        known = results.latest(connection)
    return {table: result.is_accepted for table, result in known.items() if result.night == night}


def descendants(project: Project, table: str) -> set[str]:
    below: set[str] = set()
    for candidate in project.nodes:
        seen, waiting = set(), [candidate]
        while waiting:
            parent = waiting.pop()
            if parent not in seen:
                seen.add(parent)
                waiting += project.parents(parent)
        if table in seen - {candidate}:
            below.add(candidate)
    return below


def refresh(say: Callable[[str], None]) -> int:
    return command.refresh(DataSource("sample"), SECOND, None, None, say)


def test_a_blocked_table_stops_its_descendants_and_nothing_else(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    project = Project.load()
    before = settings.current.resolve()
    analyst = duckdb.connect(str(before / "marts.duckdb"), read_only=True)
    count = "select listing_count from mart_totals_by_night"
    first_count = analyst.execute(count).fetchone()

    with monkeypatch.context() as patched:
        block(patched, BLOCKED)
        assert refresh(said.append) == command.NOT_PUBLISHED

        accepted_by_table = built(settings, SECOND)
        below = descendants(project, BLOCKED)
        from_raw = {t for t in project.nodes if "sightings" in project.raw_above(t)}
        assert accepted_by_table[BLOCKED] is False
        assert "intermediate/int_pay__listing_ranges" in below
        assert not below & accepted_by_table.keys(), "a descendant was built on a blocked table"
        assert from_raw - below - {BLOCKED} <= accepted_by_table.keys(), "a sibling was stopped"
        assert [t for t, accepted in accepted_by_table.items() if not accepted] == [BLOCKED]
        assert settings.current.resolve() == before
        assert any("any row at all" in line for line in said)

        # The descendant alone, as somebody would rerun it from the UI.
        import dagster as dg

        from orchestration.definitions import defs

        with dg.DagsterInstance.get() as instance:
            rerun = defs.resolve_job_def("nightly").execute_in_process(
                instance=instance,
                partition_key=SECOND.isoformat(),
                asset_selection=[dg.AssetKey(["intermediate", "int_pay__listing_ranges"])],
                raise_on_error=False,
            )
        assert not rerun.success
        assert not below & built(settings, SECOND).keys()
        chosen = ["intermediate/int_pay__listing_ranges"]
        with pytest.raises(build.TableBlocked, match="int_pay__text_ranges failed a check"):
            list(build.build_tables(project, settings, SECOND, chosen, "by hand"))

    # Mended, the same night goes through; the analyst's connection still reads the old one.
    assert refresh(said.append) == command.PUBLISHED
    assert settings.current.resolve() != before
    assert analyst.execute(count).fetchone() == first_count
    analyst.close()
    with duckdb.connect(str(settings.current / "marts.duckdb"), read_only=True) as new:
        night, listings = new.execute(
            "select as_of_date, listing_count from mart_totals_by_night"
        ).fetchall()[0]
        seen = new.execute(
            "select count(*) filter (where first_seen_date = ?) from core.fct_listings "
            "where is_software",
            [SECOND],
        ).fetchone()
    assert (night, listings) == (SECOND, first_count[0] if first_count else 0)
    assert seen == (60,), "sixty listings open from one sample night to the next"


def test_a_blocked_source_is_quarantined_and_carried_forward(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All sources share the raw suites, so all are carried forward from the night before."""
    said: list[str] = []
    block(monkeypatch, "raw/sightings")
    assert refresh(said.append) == command.PUBLISHED
    assert (settings.quarantine / "lever" / f"night={SECOND}" / "checks.json").exists()
    assert not (settings.raw / "lever" / f"night={SECOND}").exists()
    manifest = json.loads((settings.current / "manifest.json").read_text("utf-8"))
    assert manifest["stale_sources"] == sorted(vendor_formats.of_market())


def test_nothing_is_published_from_a_table_of_another_night(settings: Settings) -> None:
    from orchestration.publish import release

    with pytest.raises(build.TableBlocked, match="is not built for 2026-11-04"):
        release.publish(Project.load(), settings, date(2026, 11, 4))
