"""Owners, tags and links of every asset."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from orchestration.defs import labels
from orchestration.defs.assembly import build_definitions
from orchestration.settings import Settings
from orchestration.warehouse.dbt_project import Project


@pytest.fixture(scope="module")
def specs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dg.AssetSpec]:
    home = tmp_path_factory.mktemp("home")
    found = build_definitions(Settings(home, contact="")).resolve_all_asset_specs()
    return {spec.key.to_user_string(): spec for spec in found}


def test_every_asset_has_an_owner_a_layer_and_a_topic(specs: dict[str, dg.AssetSpec]) -> None:
    assert len(specs) > 150
    for key, spec in specs.items():
        assert spec.owners, key
        assert spec.tags["layer"] == key.split("/")[0], key
        assert spec.tags["topic"], key


@pytest.mark.parametrize(
    ("table", "topic"),
    [
        ("marts/mart_salary_by_technology", "salary"),
        ("marts/mart_set_aside_by_source", "set_aside"),
        ("intermediate/int_pay__annualised", "pay"),
        ("core/fct_listings", "listings"),
        ("seeds/technologies", "rules"),
        ("staging/stg_exchange_rates", "exchange_rates"),
    ],
)
def test_the_topic_of_a_table(specs: dict[str, dg.AssetSpec], table: str, topic: str) -> None:
    assert specs[table].tags["topic"] == topic


def test_every_table_has_a_version_of_its_code_and_a_page(specs: dict[str, dg.AssetSpec]) -> None:
    for table in Project.load().nodes:
        assert specs[table].code_version, table
        assert specs[table].automation_condition is not None, table
        assert table.split("/")[1] in specs[table].metadata["docs"].value


def test_the_release_is_due_every_night(specs: dict[str, dg.AssetSpec]) -> None:
    policy = specs["release/current"].freshness_policy
    assert isinstance(policy, dg.FreshnessPolicy)
    links = [v.value for v in specs["release/current"].metadata.values() if hasattr(v, "value")]
    assert "http://127.0.0.1:8080/report/" in links


@pytest.mark.parametrize(
    ("owner", "meta", "expected"),
    [
        ({"name": "Pay", "email": "pay@example.org"}, {}, "pay@example.org"),
        ({"name": "Pay"}, {}, "team:Pay"),
        ({"name": "Pay"}, {"owner": "Ada"}, "team:Ada"),
        ({}, {}, f"team:{labels.MAINTAINERS}"),
    ],
)
def test_the_owner_is_that_of_the_dbt_group(
    owner: dict[str, str], meta: dict[str, str], expected: str
) -> None:
    manifest: dict[str, Any] = {"groups": {"group.p.pay": {"name": "pay", "owner": owner}}}
    node = {"config": {"group": "pay", "meta": meta}}
    assert labels.owners(Project(manifest), node) == [expected]


def test_what_is_off_by_default_is_what_requests_runs(tmp_path: Path) -> None:
    """Sensors that only look are on; the schedule and the rebuilding sensor wait for a person."""
    definitions = build_definitions(Settings(tmp_path, contact=""))
    on = {s.name: s.default_status.value for s in definitions.sensors or ()}
    assert on == {
        "dead_runs": "RUNNING",
        "failed_runs": "RUNNING",
        "incomplete_nights": "RUNNING",
        "rebuild_out_of_date_tables": "STOPPED",
        "stale_release": "RUNNING",
    }
