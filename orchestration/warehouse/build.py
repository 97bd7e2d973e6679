"""One Dagster op per dbt model and seed: build it, run its dbt tests and its suite, keep a verdict.

A table is built only from parents whose last verdict, for this night and these inputs, was to
accept them: in this run and in any rerun. An accepted table whose inputs have not changed stays.
"""

import json
import logging
import time
from contextlib import closing
from datetime import date
from typing import Any

import duckdb

from orchestration.settings import PROJECT, Settings
from orchestration.validation import results, validate
from orchestration.warehouse.dbt_project import Project, dbt, files_hash, raw_fingerprints

PROGRESS = logging.getLogger("orchestration.progress")


class TableBlocked(Exception):
    """A table that failed a check, or stands above one that did: nothing below it is built."""


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


def first_failure(checks: list[validate.Check]) -> str:
    """The first failed check of a table, in one line."""
    failed = [c for c in checks if not c.passed]
    more = f" (and {len(failed) - 1} more)" if len(failed) > 1 else ""
    count = f", {failed[0].unexpected_count} rows" if failed[0].unexpected_count else ""
    return f"{failed[0].name}: {failed[0].detail}{count}{more}"


def build_table(
    project: Project, table: str, settings: Settings, night: date, run_id: str
) -> tuple[results.Verdict, bool, float]:
    """Bring one table up to date for a night; its verdict, whether it was rebuilt, and seconds.

    Raises `TableBlocked` when a parent was not accepted for this night.
    """
    started = time.perf_counter()
    expected = expected_fingerprints(project, settings, night)
    with closing(open_warehouse(settings)) as warehouse:
        verdicts = results.last_verdicts(warehouse)
        for parent in project.parents(table):
            known = verdicts.get(parent)
            if known is None or known.fingerprint != expected[parent]:
                raise TableBlocked(f"{table}: {parent} is not built for {night}; build it first")
            if not known.is_accepted:
                raise TableBlocked(f"{table}: {parent} was refused: {first_failure(known.checks)}")
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
            checks += validate.judge(warehouse, name, validate.suites()[table])
        accepted = all(check.passed for check in checks)
        verdict = results.Verdict(table, night, expected[table], code, accepted, rows, checks)
        seconds = time.perf_counter() - started
        results.record(warehouse, verdict, seconds, run_id)
    if accepted:
        PROGRESS.info("%-50s %9d rows  %2d checks  %5.1f s", table, rows, len(checks), seconds)
    else:
        PROGRESS.error("gate %s refused: %s", table, first_failure(checks))
    return verdict, True, seconds


def _run_dbt(
    project: Project, table: str, settings: Settings, night: date, anew: bool
) -> list[validate.Check]:
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
        return [validate.Check("dbt build", False, " ".join(str(outcome.exception).split())[:300])]
    checks = []
    for result in outcome.result.results:
        passed = str(result.status) in ("success", "pass")
        message = " ".join(str(result.message or "").split())[:300]
        if result.node.resource_type == "test":
            checks.append(validate.Check(result.node.name, passed, message, result.failures))
        elif not passed:
            checks.insert(0, validate.Check("dbt build", False, _advised(message, settings)))
    return checks


def _advised(message: str, settings: Settings) -> str:
    """What dbt says of a failed build, and what to set where the machine's memory is too small."""
    if "Out of Memory" not in message:
        return message
    return (
        f"does not fit into {settings.memory_limit} with {settings.thread_count} threads: set "
        f"HIRING_LEDGER_MEMORY higher or HIRING_LEDGER_THREADS lower ({message[:120]})"
    )


_PARSED: dict[str, Any] = {}
