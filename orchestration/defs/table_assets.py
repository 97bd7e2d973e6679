"""An asset per dbt model and seed; one op builds those that are selected (`warehouse.build`)."""

from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg

from orchestration.defs import automation, labels, retries, table_metadata
from orchestration.defs.checks import as_failure, suite_check, suite_result
from orchestration.defs.partitions import night_of
from orchestration.defs.reference_assets import PLACES
from orchestration.defs.resources import Compute, DataDirectory
from orchestration.warehouse.build import build_tables
from orchestration.warehouse.dbt_project import Project
from orchestration.warehouse.fingerprints import Fingerprints
from orchestration.warehouse.lineage_cache import LineageCache, open_cache
from orchestration.warehouse.outcome import Outcome
from orchestration.warehouse.table_facts import FactsReader, TableFacts

POOL = "duckdb"


def asset(
    project: Project, sources: list[dg.AssetKey], reference: Mapping[str, dg.AssetKey]
) -> dg.AssetsDefinition:
    """All tables; dbt's raw sources are the raw assets that fill them."""
    tests = {table: project.tests(table) for table in project.nodes}
    code = Fingerprints(project, raw={}, suites={}).code

    @dg.multi_asset(
        name="warehouse",
        specs=[_spec(project, table, sources, reference, code(table)) for table in project.nodes],
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
        context: dg.AssetExecutionContext, data_directory: DataDirectory, compute: Compute
    ) -> Iterator[Any]:
        settings = compute.applied_to(data_directory.settings)
        night = night_of(context, settings)
        chosen = {"/".join(key.path) for key in context.selected_asset_keys}
        checks = context.selected_asset_check_keys
        # Checks that are executed without their tables, as the UI offers it.
        alone = {"/".join(check.asset_key.path) for check in checks} - chosen
        run_id = context.run.run_id
        reader = FactsReader(settings, [t for t in project.nodes if t.startswith("marts/")])
        lineages = open_cache(project, settings)
        with as_failure(), retries.while_in_use(context), lineages as lineage:
            for outcome in build_tables(project, settings, night, chosen | alone, run_id, alone):
                table = outcome.result.table
                if table in chosen:
                    yield _materialization(outcome, reader.of(outcome), lineage)
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
    code_version: str,
) -> dg.AssetSpec:
    node = project.nodes[table]
    deps = [dg.AssetDep(_key(parent)) for parent in project.parents(table)]
    for raw in project.raw_tables(table):
        deps += [_newest_night(key) for key in ([reference[raw]] if raw in reference else sources)]
    return dg.AssetSpec(
        _key(table),
        deps=deps,
        description=node["description"],
        metadata=table_metadata.of_definition(table, node),
        group_name=table.split("/")[0],
        owners=labels.owners(project, node),
        tags=labels.table_tags(table, node),
        kinds={"dbt", "duckdb"},
        code_version=code_version,
        automation_condition=automation.WHEN_OUT_OF_DATE,
        skippable=True,  # a table that depends on one that failed a check is not built
    )


def _newest_night(key: dg.AssetKey) -> dg.AssetDep:
    """A raw asset. Dagster does not compare the versions of all nights with those that a table was
    built from, only those of one night."""
    if key.path[-1] in PLACES:
        return dg.AssetDep(key)
    return dg.AssetDep(key, partition_mapping=dg.LastPartitionMapping())


def _check_key(result: dg.AssetCheckResult) -> dg.AssetCheckKey:
    assert result.asset_key is not None
    assert result.check_name is not None
    return dg.AssetCheckKey(result.asset_key, result.check_name)


def _materialization(
    outcome: Outcome, facts: TableFacts, lineage: LineageCache
) -> dg.MaterializeResult[Any]:
    result = outcome.result
    sources = lineage.of_table(result.table, result.code_fingerprint) if facts.types else {}
    return dg.MaterializeResult(
        _key(result.table),
        metadata=table_metadata.of_rows(outcome, facts, sources),
        data_version=dg.DataVersion(result.rows_fingerprint),
    )


def _check_results(outcome: Outcome, tests: list[str]) -> Iterator[dg.AssetCheckResult]:
    """The result of the suite, and of each data test that ran."""
    key = _key(outcome.result.table)
    by_name = {check.name: check for check in outcome.result.checks}
    yield suite_result(key, [c for c in outcome.result.checks if c.name not in tests])
    for test in tests:
        if test in by_name:
            yield dg.AssetCheckResult(
                asset_key=key,
                check_name=test,
                passed=by_name[test].passed,
                metadata={"detail": by_name[test].detail},
            )
