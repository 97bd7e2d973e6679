"""Building tables: waves of one `dbt build` each, and the suite of every table between them.

A wave holds the tables whose parents are all accepted for this night: in this run or before. So a
table that fails a check stops its descendants, in this run and in any rerun, and nothing else. A
table whose rows are up to date is not built, one whose checks are up to date too is not checked.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date

import duckdb

from orchestration.settings import Settings
from orchestration.validation import results, validate
from orchestration.validation.results import TableResult
from orchestration.validation.validate import Check
from orchestration.warehouse.dbt_project import Project
from orchestration.warehouse.dbt_runner import NodeResult, build_nodes
from orchestration.warehouse.fingerprints import Fingerprints

PROGRESS = logging.getLogger("orchestration.progress")
_COLUMNS = """
select column_name, data_type from duckdb_columns()
where database_name = current_database() and schema_name = ? and table_name = ?
order by column_index
"""
BUILT, CHECKED, UNCHANGED = "built", "checked", "unchanged"


class TableBlocked(Exception):
    """A table that failed a check, or that depends on one that did."""


class WarehouseInUse(RuntimeError):
    """Another program has the warehouse open; the message is one line."""


@dataclass(frozen=True)
class Outcome:
    """What was done with one table, and its result. `action`: built, checked or unchanged."""

    result: TableResult
    action: str
    seconds: float
    columns: Mapping[str, str] = field(default_factory=dict)
    """DuckDB's type of each column; empty for a table that is unchanged or was not built."""


def open_warehouse(settings: Settings) -> duckdb.DuckDBPyConnection:
    """The warehouse, for the one process that writes it.

    Raises WarehouseInUse when another program has it open.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    try:
        connection = duckdb.connect(str(settings.warehouse))
    except duckdb.IOException as error:
        if "set lock" not in str(error):
            raise
        raise WarehouseInUse(
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
    project: Project,
    settings: Settings,
    night: date,
    tables: Collection[str],
    run_id: str,
    recheck: Collection[str] = (),
) -> Iterator[Outcome]:
    """Bring tables up to date for a night, parents first; an outcome for each that is not blocked.

    The tables in `recheck` are checked again even if nothing has changed. Raises `TableBlocked` at
    the end, naming each table that failed a check or was not built because of its parents.
    """
    fingerprints = Fingerprints.of_night(project, settings, night.isoformat())
    with closing(open_warehouse(settings)) as warehouse:
        _drop_unknown(warehouse, project)
        known = results.latest(warehouse)
    yield from _Build(project, settings, fingerprints, night, run_id, known).run(tables, recheck)


@dataclass(frozen=True)
class _Build:
    """One build. `known` has the last result of each table, those of this build included."""

    project: Project
    settings: Settings
    fingerprints: Fingerprints
    night: date
    run_id: str
    known: dict[str, TableResult]

    def run(self, tables: Collection[str], recheck: Collection[str]) -> Iterator[Outcome]:
        """See `build_tables`."""
        accepted: set[str] = set()
        failures: list[str] = []
        waiting = self.project.in_order
        while wave := [t for t in waiting if accepted.issuperset(self.project.parents(t))]:
            waiting = [t for t in waiting if t not in wave]
            unchanged = [t for t in wave if t not in recheck and self._is_accepted(t)]
            accepted.update(unchanged)
            for table in unchanged:
                if table in tables:
                    yield Outcome(self.known[table], UNCHANGED, 0.0)
            changed = [t for t in wave if t in tables and t not in accepted]
            for outcome in self._run_wave(changed) if changed else ():
                result = outcome.result
                self.known[result.table] = result
                if result.is_accepted:
                    accepted.add(result.table)
                else:
                    failures.append(f"gate {result.table}: {first_failure(result.checks)}")
                yield outcome
        waiting = [table for table in waiting if table in tables]
        failures += [reason for t in waiting if (reason := self._missing_parent(t, tables))]
        if failures:
            raise TableBlocked("\n".join(failures))

    def _is_accepted(self, table: str) -> bool:
        result = self.known.get(table)
        return result is not None and result.is_accepted and is_current(result, self.fingerprints)

    def _missing_parent(self, table: str, tables: Collection[str]) -> str | None:
        """Why a table is not built, where that is not a failure of this build."""
        for parent in self.project.parents(table):
            try:
                require_accepted(parent, self.known, self.fingerprints, self.night)
            except TableBlocked as reason:
                return None if parent in tables else f"{table} is not built: {reason}"
        return None

    def _run_wave(self, wave: list[str]) -> Iterator[Outcome]:
        """Build what is not up to date of a wave, run its data tests, then its suites."""
        started = time.perf_counter()
        to_build = {table for table in wave if self._needs_build(table)}
        checks = self._run_dbt(wave, to_build)
        share = (time.perf_counter() - started) / len(wave)  # dbt runs a wave as one
        suites = validate.suites()
        with closing(open_warehouse(self.settings)) as warehouse:
            for table in wave:
                begun = time.perf_counter()
                found, rows, columns = checks[table], 0, {}
                if all(check.passed for check in found):
                    name = table.replace("/", ".")
                    columns = dict(warehouse.execute(_COLUMNS, table.split("/")).fetchall())
                    counted = warehouse.execute(f"select count(*) from {name}").fetchone()
                    rows = counted[0] if counted else 0
                    found += validate.run_suite(warehouse, name, suites[table])
                result = TableResult(
                    table=table,
                    night=self.night,
                    rows_fingerprint=self.fingerprints.rows(table),
                    code_fingerprint=self.fingerprints.code(table),
                    checks_fingerprint=self.fingerprints.checks(table),
                    is_accepted=all(check.passed for check in found),
                    row_count=rows,
                    checks=found,
                )
                seconds = share + time.perf_counter() - begun
                results.record(warehouse, result, seconds, self.run_id)
                _log(result, seconds)
                action = BUILT if table in to_build else CHECKED
                yield Outcome(result, action, seconds, columns)

    def _needs_build(self, table: str) -> bool:
        """Not where the rows are up to date and passed: then only the checks have changed."""
        last = self.known.get(table)
        return (
            last is None
            or not last.is_accepted
            or last.rows_fingerprint != self.fingerprints.rows(table)
        )

    def _run_dbt(self, wave: list[str], to_build: Collection[str]) -> dict[str, list[Check]]:
        """A check per data test of each table, and one for a build that failed."""
        fresh: list[str] = []
        onwards: list[str] = []
        for table in wave:
            # An incremental table holds what its code of then made: other code starts anew.
            last = self.known.get(table)
            code = last.code_fingerprint if last is not None and last.is_accepted else None
            is_same_code = code == self.fingerprints.code(table)
            names = [table.split("/")[1]] if table in to_build else []
            (onwards if is_same_code else fresh).extend([*names, *self.project.tests(table)])
        checks: dict[str, list[Check]] = {table: [] for table in wave}
        tests = {t["unique_id"]: t for table in wave for t in self.project.data_tests[table]}
        ran = set()
        for names, full_refresh in ((fresh, True), (onwards, False)):
            for node in self._dbt_build(names, full_refresh):
                ran.add(node.unique_id)
                if test := tests.get(node.unique_id):
                    if not node.was_skipped:
                        table = self.project.table_of[test["attached_node"]]
                        check = Check(test["name"], node.passed, node.message, node.failures)
                        checks[table].append(check)
                elif not node.passed:
                    failed = Check("dbt build", False, _advice(node.message, self.settings))
                    checks[self.project.table_of[node.unique_id]].insert(0, failed)
        if missing := tests.keys() - ran:
            raise RuntimeError(f"dbt ran no {', '.join(sorted(missing))}")
        return checks

    def _dbt_build(self, names: list[str], full_refresh: bool) -> list[NodeResult]:
        if not names:
            return []
        parsed = self.project.parsed
        return build_nodes(names, self.settings, self.night, parsed, full_refresh=full_refresh)


def _log(result: TableResult, seconds: float) -> None:
    if result.is_accepted:
        facts = (result.table, result.row_count, len(result.checks), seconds)
        PROGRESS.info("%-50s %9d rows  %2d checks  %5.1f s", *facts)
    else:
        PROGRESS.error("gate %s failed: %s", result.table, first_failure(result.checks))


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
