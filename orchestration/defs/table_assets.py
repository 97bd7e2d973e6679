"""An asset per dbt model and seed; one op builds those that are selected (`warehouse.build`)."""

from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg

from orchestration.defs.checks import SUITE, as_failure, as_table, suite_check
from orchestration.defs.partitions import night_of
from orchestration.defs.resources import DataDirectory
from orchestration.settings import DBT_PROJECT
from orchestration.warehouse.build import Outcome, build_tables
from orchestration.warehouse.dbt_project import Project

POOL = "duckdb"


def asset(
    project: Project, sources: list[dg.AssetKey], reference: Mapping[str, dg.AssetKey]
) -> dg.AssetsDefinition:
    """All tables; dbt's raw sources are the raw assets that fill them."""
    tests = {table: project.tests(table) for table in project.nodes}

    @dg.multi_asset(
        name="warehouse",
        specs=[_spec(project, table, sources, reference) for table in project.nodes],
        check_specs=[
            spec
            for table in project.nodes
            for spec in (
                suite_check(_key(table), blocking=True),
                *(
                    dg.AssetCheckSpec(
                        test, asset=_key(table), blocking=True, description="dbt data test"
                    )
                    for test in tests[table]
                ),
            )
        ],
        can_subset=True,
        pool=POOL,
    )
    def warehouse(
        context: dg.AssetExecutionContext, data_directory: DataDirectory
    ) -> Iterator[Any]:
        settings = data_directory.settings
        night = night_of(context, settings)
        chosen = {"/".join(key.path) for key in context.selected_asset_keys}
        checks = context.selected_asset_check_keys
        # Checks that are executed without their tables, as the UI offers it.
        alone = {"/".join(check.asset_key.path) for check in checks} - chosen
        run_id = context.run.run_id
        with as_failure():
            for outcome in build_tables(project, settings, night, chosen | alone, run_id, alone):
                table = outcome.result.table
                if table in chosen:
                    yield _materialization(outcome, project.nodes[table])
                for result in _check_results(outcome, tests[table]):
                    if _check_key(result) in checks:
                        yield result

    return warehouse


def _key(table: str) -> dg.AssetKey:
    return dg.AssetKey(table.split("/"))


def _spec(
    project: Project,
    table: str,
    sources: list[dg.AssetKey],
    reference: Mapping[str, dg.AssetKey],
) -> dg.AssetSpec:
    deps = [_key(parent) for parent in project.parents(table)]
    for raw in project.raw_tables(table):
        deps += [reference[raw]] if raw in reference else sources
    return dg.AssetSpec(
        _key(table),
        deps=deps,
        description=project.nodes[table]["description"],
        metadata=_definition_metadata(table, project.nodes[table]),
        group_name=table.split("/")[0],
        kinds={"dbt", "duckdb"},
        skippable=True,  # a table that depends on one that failed a check is not built
    )


def _check_key(result: dg.AssetCheckResult) -> dg.AssetCheckKey:
    assert result.asset_key is not None
    assert result.check_name is not None
    return dg.AssetCheckKey(result.asset_key, result.check_name)


def _materialization(outcome: Outcome, node: Mapping[str, Any]) -> dg.MaterializeResult[Any]:
    metadata: dict[str, Any] = {
        "dagster/row_count": outcome.result.row_count,
        "seconds": outcome.seconds,
        "action": outcome.action,
    }
    if outcome.columns:
        metadata |= _columns(node, outcome.columns)
    return dg.MaterializeResult(_key(outcome.result.table), metadata=metadata)


def _check_results(outcome: Outcome, tests: list[str]) -> Iterator[dg.AssetCheckResult]:
    """The result of the suite, and of each data test that ran."""
    key = _key(outcome.result.table)
    by_name = {check.name: check for check in outcome.result.checks}
    suite = [check for check in outcome.result.checks if check.name not in tests]
    yield dg.AssetCheckResult(
        asset_key=key,
        check_name=SUITE,
        passed=all(check.passed for check in suite),
        metadata={"checks": as_table(suite)},
    )
    for test in tests:
        if test in by_name:
            yield dg.AssetCheckResult(
                asset_key=key,
                check_name=test,
                passed=by_name[test].passed,
                metadata={"detail": by_name[test].detail},
            )


def _definition_metadata(table: str, node: Mapping[str, Any]) -> dict[str, Any]:
    """What Dagster shows of a table before it is built."""
    path = node["original_file_path"]
    source = dg.LocalFileCodeReference(file_path=str(DBT_PROJECT / path), label=path)
    return {
        "dagster/table_name": f"warehouse.{table.replace('/', '.')}",
        "dagster/code_references": dg.CodeReferencesMetadataValue(code_references=[source]),
        **_columns(node, {}),
    }


def _columns(node: Mapping[str, Any], types: Mapping[str, str]) -> dict[str, Any]:
    """The columns as Dagster shows them: described as in dbt, typed as in DuckDB."""
    described = {name: column["description"] for name, column in node["columns"].items()}
    columns = [
        dg.TableColumn(name, types.get(name, "?"), description=described.get(name))
        for name in (types or described)
    ]
    return {"dagster/column_schema": dg.TableSchema(columns)}
