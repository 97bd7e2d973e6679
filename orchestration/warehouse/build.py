"""Building tables: waves of one `dbt build` each, and the suite of every table between them.

A wave holds the tables whose parents are all accepted for this night: in this run or before. So a
table that fails a check stops its descendants, in this run and in any rerun, and nothing else. A
table whose rows are up to date is not built, one whose checks are up to date too is not checked.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date

import duckdb

from orchestration.settings import Settings
from orchestration.validation import results, validate
from orchestration.validation.results import TableResult
from orchestration.validation.validate import Check
from orchestration.warehouse.dbt_project import Project
from orchestration.warehouse.dbt_runner import build_nodes
from orchestration.warehouse.fingerprints import Fingerprints

PROGRESS = logging.getLogger("orchestration.progress")
BUILT, CHECKED, UNCHANGED = "built", "checked", "unchanged"


class TableBlocked(Exception):
    """A table that failed a check, or that depends on one that did."""


@dataclass(frozen=True)
class Outcome:
    """What was done with one table, and its result. `action`: built, checked or unchanged."""

    result: TableResult
    action: str
    seconds: float


def open_warehouse(settings: Settings) -> duckdb.DuckDBPyConnection:
    """The warehouse, for the one process that writes it.

    Raises RuntimeError when another program has it open.
    """
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


def first_failure(checks: list[Check]) -> str:
    """The first failed check of a table, in one line."""
    failed = [c for c in checks if not c.passed]
    more = f" (and {len(failed) - 1} more)" if len(failed) > 1 else ""
    count = f", {failed[0].unexpected_count} rows" if failed[0].unexpected_count else ""
    return f"{failed[0].name}: {failed[0].detail}{count}{more}"


def is_current(result: TableResult | None, fingerprints: Fingerprints) -> bool:
    """Whether a result is of the rows and checks that a table has for this night."""
    return (
        result is not None
        and result.rows_fingerprint == fingerprints.rows(result.table)
        and result.checks_fingerprint == fingerprints.checks(result.table)
    )


def require_accepted(
    table: str, known: dict[str, TableResult], fingerprints: Fingerprints, night: date
) -> None:
    """Raise `TableBlocked` unless a table was built for this night and passed its checks."""
    result = known.get(table)
    if result is None or not is_current(result, fingerprints):
        raise TableBlocked(f"{table} is not built for {night}; build it first")
    if not result.is_accepted:
        raise TableBlocked(f"{table} failed a check: {first_failure(result.checks)}")


def build_tables(
    project: Project, settings: Settings, night: date, tables: Collection[str], run_id: str
) -> Iterator[Outcome]:
    """Bring tables up to date for a night, parents first; an outcome for each that is not blocked.

    Raises `TableBlocked` at the end, naming each table that failed a check and each that was not
    built because of its parents.
    """
    fingerprints = Fingerprints.of_night(project, settings, night.isoformat())
    with closing(open_warehouse(settings)) as warehouse:
        _drop_unknown(warehouse, project)
        known = results.latest(warehouse)
    accepted = {t for t, r in known.items() if r.is_accepted and is_current(r, fingerprints)}
    waiting = [table for table in project.in_order if table in tables]
    for table in [t for t in waiting if t in accepted]:
        waiting.remove(table)
        yield Outcome(known[table], UNCHANGED, 0.0)
    failures: list[str] = []
    while wave := [t for t in waiting if accepted.issuperset(project.parents(t))]:
        waiting = [t for t in waiting if t not in wave]
        for outcome in _run_wave(project, settings, fingerprints, night, wave, known, run_id):
            known[outcome.result.table] = outcome.result
            if outcome.result.is_accepted:
                accepted.add(outcome.result.table)
            else:
                failures.append(
                    f"gate {outcome.result.table}: {first_failure(outcome.result.checks)}"
                )
            yield outcome
    for table in waiting:
        for parent in project.parents(table):
            try:
                require_accepted(parent, known, fingerprints, night)
            except TableBlocked as reason:
                if parent not in tables:
                    failures.append(f"{table} is not built: {reason}")
                break
    if failures:
        raise TableBlocked("\n".join(failures))


def _run_wave(
    project: Project,
    settings: Settings,
    fingerprints: Fingerprints,
    night: date,
    wave: list[str],
    known: dict[str, TableResult],
    run_id: str,
) -> Iterator[Outcome]:
    """Build what is not up to date of a wave, run its data tests, then its suites."""
    started = time.perf_counter()
    checks = _run_dbt(project, settings, fingerprints, night, wave, known)
    share = (time.perf_counter() - started) / len(wave)  # dbt runs a wave as one
    suites = validate.suites()
    with closing(open_warehouse(settings)) as warehouse:
        for table in wave:
            begun = time.perf_counter()
            found, rows = checks[table], 0
            if all(check.passed for check in found):
                name = table.replace("/", ".")
                counted = warehouse.execute(f"select count(*) from {name}").fetchone()
                rows = counted[0] if counted else 0
                found += validate.run_suite(warehouse, name, suites[table])
            result = TableResult(
                table=table,
                night=night,
                rows_fingerprint=fingerprints.rows(table),
                code_fingerprint=fingerprints.code(table),
                checks_fingerprint=fingerprints.checks(table),
                is_accepted=all(check.passed for check in found),
                row_count=rows,
                checks=found,
            )
            seconds = share + time.perf_counter() - begun
            results.record(warehouse, result, seconds, run_id)
            if result.is_accepted:
                PROGRESS.info(
                    "%-50s %9d rows  %2d checks  %5.1f s", table, rows, len(found), seconds
                )
            else:
                PROGRESS.error("gate %s failed: %s", table, first_failure(found))
            action = BUILT if _needs_build(known.get(table), table, fingerprints) else CHECKED
            yield Outcome(result, action, seconds)


def _needs_build(last: TableResult | None, table: str, fingerprints: Fingerprints) -> bool:
    """Not where the rows are up to date and passed: then only the checks have changed."""
    return last is None or not last.is_accepted or last.rows_fingerprint != fingerprints.rows(table)


def _run_dbt(
    project: Project,
    settings: Settings,
    fingerprints: Fingerprints,
    night: date,
    wave: list[str],
    known: dict[str, TableResult],
) -> dict[str, list[Check]]:
    """A check per data test of each table, and one for a build that failed."""
    # An incremental table holds rows of earlier code: after a change of code it starts empty.
    fresh: list[str] = []
    onwards: list[str] = []
    for table in wave:
        last = known.get(table)
        names = project.tests(table)
        if _needs_build(last, table, fingerprints):
            names = [table.split("/")[1], *names]
        is_same_code = (
            last is not None
            and last.is_accepted
            and last.code_fingerprint == fingerprints.code(table)
        )
        (onwards if is_same_code else fresh).extend(names)
    checks: dict[str, list[Check]] = {table: [] for table in wave}
    tests = {t["unique_id"]: t for table in wave for t in project.data_tests[table]}
    ran = set()
    for names, full_refresh in ((fresh, True), (onwards, False)):
        if not names:
            continue
        for node in build_nodes(names, settings, night, project.parsed, full_refresh=full_refresh):
            ran.add(node.unique_id)
            if test := tests.get(node.unique_id):
                if not node.was_skipped:
                    table = project.table_of[test["attached_node"]]
                    check = Check(test["name"], node.passed, node.message, node.failures)
                    checks[table].append(check)
            elif not node.passed:
                message = _advice(node.message, settings)
                checks[project.table_of[node.unique_id]].insert(
                    0, Check("dbt build", False, message)
                )
    if missing := tests.keys() - ran:
        raise RuntimeError(f"dbt ran no {', '.join(sorted(missing))}")
    return checks


def _advice(message: str, settings: Settings) -> str:
    """dbt's message of a failed build, and which variable to set where memory is too small."""
    if "Out of Memory" not in message:
        return message
    return (
        f"does not fit into {settings.memory_limit} with {settings.thread_count} threads: set "
        f"HIRING_LEDGER_MEMORY higher or HIRING_LEDGER_THREADS lower ({message[:120]})"
    )


def _drop_unknown(warehouse: duckdb.DuckDBPyConnection, project: Project) -> None:
    """Drop tables that the project no longer has: a renamed model must not leave its old rows."""
    found = warehouse.execute(
        "select schema_name, table_name, 'table' from duckdb_tables() "
        "where database_name = current_database() and schema_name <> 'validation' union all "
        "select schema_name, view_name, 'view' from duckdb_views() "
        "where database_name = current_database() and not internal"
    ).fetchall()
    unknown = [row for row in found if f"{row[0]}/{row[1]}" not in project.nodes]
    for schema, table, kind in unknown:
        warehouse.execute(f'drop {kind} "{schema}"."{table}"')
    if unknown:
        PROGRESS.info("%d tables that the project no longer has were dropped", len(unknown))
