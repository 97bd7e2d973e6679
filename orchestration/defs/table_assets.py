"""An asset per dbt model and seed: one op builds the table, runs its dbt tests and its suite."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import dagster as dg

from orchestration.defs.checks import SUITE, as_failure, as_table, suite_check
from orchestration.defs.partitions import NIGHTS
from orchestration.settings import Settings
from orchestration.warehouse.build import build_table, first_failure
from orchestration.warehouse.dbt_project import Project

POOL = "duckdb"


def assets(
    project: Project, sources: list[dg.AssetKey], reference: Mapping[str, dg.AssetKey]
) -> list[dg.AssetsDefinition]:
    """An asset per model and seed; raw dbt sources become the raw assets that fill them."""
    return [_asset(project, table, sources, reference) for table in project.nodes]


def _asset(
    project: Project,
    table: str,
    sources: list[dg.AssetKey],
    reference: Mapping[str, dg.AssetKey],
) -> dg.AssetsDefinition:
    node = project.nodes[table]
    schema, name = table.split("/")
    key = dg.AssetKey([schema, name])
    deps = [dg.AssetKey(parent.split("/")) for parent in project.parents(table)]
    for raw in project.raw_tables(table):
        deps += [reference[raw]] if raw in reference else sources
    tests = project.tests(table)
    specs = [suite_check(key, blocking=True)]
    specs += [
        dg.AssetCheckSpec(test, asset=key, blocking=True, description="dbt data test")
        for test in tests
    ]

    @dg.multi_asset(
        name=f"{schema}__{name}",
        specs=[
            dg.AssetSpec(
                key,
                deps=deps,
                description=node["description"],
                metadata=_columns(node),
                group_name=schema,
                kinds={"dbt", "duckdb"},
            )
        ],
        check_specs=specs,
        partitions_def=NIGHTS,
        pool=POOL,
        required_resource_keys={"home"},
    )
    def build(context: dg.AssetExecutionContext) -> Iterator[Any]:
        settings = Settings.from_environment()
        night = date.fromisoformat(context.partition_key)
        with as_failure():
            verdict, fresh, seconds = build_table(
                project, table, settings, night, context.run.run_id
            )
        detail = {c.name: c for c in verdict.checks}
        metadata = {"dagster/row_count": verdict.row_count, "seconds": seconds, "rebuilt": fresh}
        yield dg.MaterializeResult(key, metadata=metadata)
        suite = [c for c in verdict.checks if c.name not in tests]
        yield dg.AssetCheckResult(
            asset_key=key,
            check_name=SUITE,
            passed=all(c.passed for c in suite),
            metadata={"checks": as_table(suite)},
        )
        for test in tests:
            said = detail.get(test)
            yield dg.AssetCheckResult(
                asset_key=key,
                check_name=test,
                passed=said.passed if said else False,
                metadata={"detail": said.detail if said else "the test did not run"},
            )
        if not verdict.is_accepted:
            reason = f"gate {table}: {first_failure(verdict.checks)}"
            raise dg.Failure(reason, allow_retries=False)

    return build


def _columns(node: Mapping[str, Any]) -> dict[str, Any]:
    """The columns a table is documented with, as Dagster shows them."""
    columns = [
        dg.TableColumn(name, description=column["description"])
        for name, column in node["columns"].items()
    ]
    return {"dagster/column_schema": dg.TableSchema(columns)}
