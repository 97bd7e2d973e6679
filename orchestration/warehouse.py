"""One Dagster op per dbt model and seed: build it, run its dbt tests and its suite, keep a verdict.

A table is built only from parents whose last verdict, for this night and these inputs, was to
accept them: in this run and in any rerun. An accepted table whose inputs have not changed stays.
"""

import json
import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date
from typing import Any

import dagster as dg
import duckdb

from orchestration import gates
from orchestration.project import Project, dbt, files_hash, raw_fingerprints
from orchestration.settings import PROJECT, Settings

PROGRESS = logging.getLogger("orchestration.progress")
POOL = "duckdb"


class Refused(dg.Failure):
    """A gate refused a table, or a parent of it was refused: nothing below it is built."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, allow_retries=False)
        self.reason = reason


def open_warehouse(settings: Settings) -> duckdb.DuckDBPyConnection:
    """The workshop, for the one process that writes it."""
    settings.home.mkdir(parents=True, exist_ok=True)
    try:
        connection = duckdb.connect(str(settings.warehouse))
    except duckdb.IOException as error:
        if "set lock" not in str(error):
            raise
        raise RuntimeError(
            f"{settings.warehouse} is open in another program: close it and run this again "
            f"({' '.join(str(error).split())[:200]})"
        ) from error
    connection.execute("set TimeZone = 'UTC'")
    return connection


def expected_fingerprints(project: Project, settings: Settings, night: date) -> dict[str, str]:
    """What each table's fingerprint is when it is up to date for a night."""
    raw = raw_fingerprints(settings, night.isoformat())
    suites = files_hash(PROJECT / "expectations")
    return {table: project.inputs_fingerprint(table, raw, suites) for table in project.nodes}


def assets(
    project: Project, sources: list[dg.AssetKey], reference: Mapping[str, dg.AssetKey], nights: Any
) -> list[dg.AssetsDefinition]:
    """An asset per model and seed; raw dbt sources become the raw assets that fill them."""
    return [_asset(project, table, sources, reference, nights) for table in project.nodes]


def _asset(
    project: Project,
    table: str,
    sources: list[dg.AssetKey],
    reference: Mapping[str, dg.AssetKey],
    nights: Any,
) -> dg.AssetsDefinition:
    node = project.nodes[table]
    schema, name = table.split("/")
    key = dg.AssetKey([schema, name])
    deps = [dg.AssetKey(parent.split("/")) for parent in project.parents(table)]
    for raw in project.raw_tables(table):
        deps += [reference[raw]] if raw in reference else sources
    tests = project.tests(table)
    specs = [gates.suite_check(key, blocking=True)]
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
        partitions_def=nights,
        pool=POOL,
        required_resource_keys={"home"},
    )
    def build(context: dg.AssetExecutionContext) -> Iterator[Any]:
        settings = Settings.from_environment()
        night = date.fromisoformat(context.partition_key)
        verdict, fresh, seconds = build_table(project, table, settings, night, context.run.run_id)
        detail = {c.name: c for c in verdict.checks}
        metadata = {"dagster/row_count": verdict.row_count, "seconds": seconds, "rebuilt": fresh}
        yield dg.MaterializeResult(key, metadata=metadata)
        suite = [c for c in verdict.checks if c.name not in tests]
        yield dg.AssetCheckResult(
            asset_key=key,
            check_name=gates.SUITE,
            passed=all(c.passed for c in suite),
            metadata={"checks": gates.as_table(suite)},
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
            raise Refused(f"gate {table}: " + first_failure(verdict.checks))

    return build


def _columns(node: Mapping[str, Any]) -> dict[str, Any]:
    """The columns a table is documented with, as Dagster shows them."""
    columns = [
        dg.TableColumn(name, description=column["description"])
        for name, column in node["columns"].items()
    ]
    return {"dagster/column_schema": dg.TableSchema(columns)}


def first_failure(checks: list[gates.Check]) -> str:
    """The first failed check of a table, in one line."""
    failed = [c for c in checks if not c.passed]
    more = f" (and {len(failed) - 1} more)" if len(failed) > 1 else ""
    count = f", {failed[0].unexpected_count} rows" if failed[0].unexpected_count else ""
    return f"{failed[0].name}: {failed[0].detail}{count}{more}"


def build_table(
    project: Project, table: str, settings: Settings, night: date, run_id: str
) -> tuple[gates.Verdict, bool, float]:
    """Bring one table up to date for a night; its verdict, whether it was rebuilt, and seconds.

    Raises `Refused` when a parent was not accepted for this night.
    """
    started = time.perf_counter()
    expected = expected_fingerprints(project, settings, night)
    with closing(open_warehouse(settings)) as warehouse:
        verdicts = gates.last_verdicts(warehouse)
        for parent in project.parents(table):
            known = verdicts.get(parent)
            if known is None or known.fingerprint != expected[parent]:
                raise Refused(f"{table}: {parent} is not built for {night}; build it first")
            if not known.is_accepted:
                raise Refused(f"{table}: {parent} was refused: {first_failure(known.checks)}")
        last = verdicts.get(table)
        if last and last.is_accepted and last.fingerprint == expected[table]:
            return last, False, time.perf_counter() - started
    code = project.code_fingerprint(table)
    # What an incremental table holds was made by its code of then: other code starts anew.
    anew = last is None or not last.is_accepted or last.code_fingerprint != code
    checks = _run_dbt(project, table, settings, night, anew)
    with closing(open_warehouse(settings)) as warehouse:
        rows = 0
        if all(check.passed for check in checks):
            name = table.replace("/", ".")
            found = warehouse.execute(f"select count(*) from {name}").fetchone()
            rows = found[0] if found else 0
            checks += gates.judge(warehouse, name, gates.suites()[table])
        accepted = all(check.passed for check in checks)
        verdict = gates.Verdict(table, night, expected[table], code, accepted, rows, checks)
        seconds = time.perf_counter() - started
        gates.record(warehouse, verdict, seconds, run_id)
    if accepted:
        PROGRESS.info("%-50s %9d rows  %2d checks  %5.1f s", table, rows, len(checks), seconds)
    else:
        PROGRESS.error("gate %s refused: %s", table, first_failure(checks))
    return verdict, True, seconds


def _run_dbt(
    project: Project, table: str, settings: Settings, night: date, anew: bool
) -> list[gates.Check]:
    """Build one table with its data tests; a check per test, and one for a build that failed."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.contracts.graph.manifest import Manifest

    if "parsed" not in _PARSED:
        _PARSED["parsed"] = Manifest.from_dict(dict(project.manifest))
    variables = {"night": night.isoformat(), "raw": str(settings.raw)}
    chosen = [table.split("/")[1], *project.tests(table)]
    arguments = ["build", "--select", *chosen, "--indirect-selection", "empty"]
    arguments += ["--vars", json.dumps(variables)]
    arguments += ["--no-write-json", "--no-populate-cache"]  # half a second a table
    if anew:
        arguments.append("--full-refresh")
    try:
        outcome = dbt(arguments, settings, _PARSED["parsed"])
    finally:
        DuckDBConnectionManager.close_all_connections()  # else the file stays locked here
    if outcome.result is None:
        return [gates.Check("dbt build", False, " ".join(str(outcome.exception).split())[:300])]
    checks = []
    for result in outcome.result.results:
        passed = str(result.status) in ("success", "pass")
        message = " ".join(str(result.message or "").split())[:300]
        if result.node.resource_type == "test":
            checks.append(gates.Check(result.node.name, passed, message, result.failures))
        elif not passed:
            checks.insert(0, gates.Check("dbt build", False, _advised(message, settings)))
    return checks


def _advised(message: str, settings: Settings) -> str:
    """What dbt says of a failed build, and what to set where the machine's memory is too small."""
    if "Out of Memory" not in message:
        return message
    return (
        f"does not fit into {settings.memory_limit} with {settings.thread_count} threads: set "
        f"HIRING_INDEX_MEMORY higher or HIRING_INDEX_THREADS lower ({message[:120]})"
    )


_PARSED: dict[str, Any] = {}
