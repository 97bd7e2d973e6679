"""Building tables: one `dbt build` of those that have changed, with a gate at each of them.

dbt runs the suite of a table after it has built it, and skips what is below a failed suite or
data test. So a table that fails a check stops its descendants, in this run and in any rerun, and
nothing else. A table whose rows are up to date is not built; one whose checks are up to date too is
not checked.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date

import duckdb

from orchestration.settings import Settings
from orchestration.storage import compaction
from orchestration.storage.earlier_nights import Compacted
from orchestration.validation import results
from orchestration.validation.results import TableResult
from orchestration.validation.validate import Check
from orchestration.warehouse import measures
from orchestration.warehouse.database import (
    drop_unknown_tables,
    open_warehouse,
    stored_otherwise,
    views_without_files,
)
from orchestration.warehouse.dbt_project import Project
from orchestration.warehouse.dbt_runner import NodeResult, build_nodes
from orchestration.warehouse.fingerprints import Fingerprints
from orchestration.warehouse.outcome import (
    BUILT,
    CHECKED,
    UNCHANGED,
    Outcome,
    TableBlocked,
    is_current,
    require_accepted,
)
from orchestration.warehouse.partitioned import PartitionedBuild
from orchestration.warehouse.running_table import RunningTable, advice, first_failure, log_result


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
    compacted = compaction.up_to(compaction.compact(settings, night), night)
    with closing(open_warehouse(settings)) as warehouse:
        drop_unknown_tables(warehouse, project)
        partitioned = PartitionedBuild.prepare(project, settings, warehouse)
        lost = {
            *partitioned.lost,
            *views_without_files(warehouse, compacted),
            *stored_otherwise(warehouse, project.views_when_large, settings.stored_members),
        }
        latest = results.latest(warehouse)
        measures.prepare(warehouse, settings)
    known = {table: result for table, result in latest.items() if table not in lost}
    with closing(partitioned):
        build = _Build(
            *(project, partitioned.settings, fingerprints, night, run_id, known, compacted),
            partitioned,
        )
        yield from build.run(tables, recheck)


@dataclass(frozen=True)
class _Build:
    """One build. `known` has the last result of each table, those of this build included."""

    project: Project
    settings: Settings
    fingerprints: Fingerprints
    night: date
    run_id: str
    known: dict[str, TableResult]
    compacted: list[Compacted]
    partitioned: PartitionedBuild

    def run(self, tables: Collection[str], recheck: Collection[str]) -> Iterator[Outcome]:
        """See `build_tables`."""
        to_check = [
            t for t in self.project.in_order if t in tables and self._needs_check(t, recheck)
        ]
        outcomes = {outcome.result.table: outcome for outcome in self._check(to_check)}
        to_build = self._plan({*tables}.difference(outcomes))
        settled = {t for t in self.project.in_order if t in outcomes or self._is_accepted(t)}
        accepted: set[str] = set()

        def ready() -> Iterator[Outcome]:
            """Each outcome comes after those of the tables above it, which Dagster requires, and of
            those that its tests compare it with, whose own tests may end after these."""
            for table in [t for t in self.project.in_order if t in settled]:
                if accepted.issuperset(self.project.parents(table)):
                    settled.remove(table)
                    if self._is_accepted(table):
                        accepted.add(table)
                    if table in tables:
                        yield outcomes.get(table) or Outcome(self.known[table], UNCHANGED, 0.0)

        yield from ready()
        for outcome in self._build(to_build):
            outcomes[outcome.result.table] = outcome
            settled.add(outcome.result.table)
            yield from ready()
        reasons = [
            reason
            for table in self.project.in_order
            if table in tables and table not in accepted
            for reason in self._reason(table, tables)
        ]
        if reasons:
            raise TableBlocked("\n".join(reasons))

    def _plan(self, tables: Collection[str]) -> list[str]:
        """Those of some tables to build, each after its parents, which are accepted or built."""
        to_build: list[str] = []
        ready: set[str] = set()
        for table in self.project.in_order:
            if ready.issuperset(self.project.parents(table)):
                if self._is_accepted(table):
                    ready.add(table)
                elif table in tables:
                    ready.add(table)
                    to_build.append(table)
        return to_build

    def _is_accepted(self, table: str) -> bool:
        result = self.known.get(table)
        return result is not None and result.is_accepted and is_current(result, self.fingerprints)

    def _needs_check(self, table: str, recheck: Collection[str]) -> bool:
        """Where the rows are up to date and passed, and checks have changed or are asked for."""
        last = self.known.get(table)
        return (
            last is not None
            and last.is_accepted
            and last.rows_fingerprint == self.fingerprints.rows(table)
            and (table in recheck or not self._is_accepted(table))
        )

    def _reason(self, table: str, tables: Collection[str]) -> list[str]:
        """Why a table is not accepted; nothing where a table above it says so."""
        for parent in self.project.parents(table):
            try:
                require_accepted(parent, self.known, self.fingerprints, self.night)
            except TableBlocked as reason:
                return [] if parent in tables else [f"{table} is not built: {reason}"]
        return [f"gate {table}: {first_failure(self.known[table].checks)}"]

    def _check(self, tables: list[str]) -> Iterator[Outcome]:
        """Run the data tests and the suites of tables whose rows are up to date."""
        running = {table: RunningTable() for table in tables}
        tests = [test["unique_id"] for table in tables for test in self.project.data_tests[table]]
        for node in self._run_dbt(tests, {}):
            self._add_test(running[self._table_of(node)], node)
        if tables:
            with closing(open_warehouse(self.settings)) as warehouse:
                for table, state in running.items():
                    begun = time.perf_counter()
                    if not state.has_failed:
                        state.run_suite(warehouse, table)
                    state.seconds += time.perf_counter() - begun
                    yield self._end(warehouse, table, state, CHECKED)

    def _build(self, tables: list[str]) -> Iterator[Outcome]:
        """Build tables, parents first, each with its checks. Nothing below a failure is built."""
        from orchestration.warehouse import suite_plugin

        ids = {table: self.project.nodes[table]["unique_id"] for table in tables}
        tests = {t: [test["unique_id"] for test in self.project.data_tests[t]] for t in tables}
        running = {table: RunningTable({ids[table], *tests[table]}) for table in tables}
        for table in tables:
            config = self.project.parsed.nodes[ids[table]].config
            config.full_refresh = not self._can_continue(table)
            self.partitioned.configure(table, config)
        self.partitioned.start(tables)
        nodes = [node for state in running.values() for node in state.waiting]
        with ExitStack() as opened:
            warehouse = None
            for node in self._run_dbt(nodes, running):
                warehouse = warehouse or opened.enter_context(suite_plugin.cursor())
                table = self._table_of(node)
                state = running[table]
                state.waiting.discard(node.unique_id)
                if node.unique_id != ids[table]:
                    self._add_test(state, node)
                else:
                    self._add_build(state, node)
                if not state.waiting:
                    yield self._end(warehouse, table, state, BUILT)
        for table, state in running.items():
            if state.waiting and all(map(self._is_accepted, self.project.parents(table))):
                raise RuntimeError(f"dbt ran no {', '.join(sorted(state.waiting))}")

    def _can_continue(self, table: str) -> bool:
        """Whether an incremental table holds only what this code made of nights up to this one.

        If not, it is built anew.
        """
        last = self.known.get(table)
        return (
            last is not None
            and last.is_accepted
            and last.code_fingerprint == self.fingerprints.code(table)
            and last.night <= self.night
            and self.partitioned.can_continue(table)
        )

    def _add_build(self, state: RunningTable, node: NodeResult) -> None:
        """Add what dbt says of a table's build; its suite has run already."""
        state.seconds += node.seconds
        if not node.passed and not state.has_failed:
            reason = advice(node.message, self.settings)
            state.checks.append(Check("dbt build", False, reason))
        if state.has_failed:
            state.waiting.clear()  # dbt skips the data tests

    def _add_test(self, state: RunningTable, node: NodeResult) -> None:
        name = self.project.manifest["nodes"][node.unique_id]["name"]
        state.seconds += node.seconds
        state.checks.append(Check(name, node.passed, node.message, node.failures))

    def _run_dbt(
        self, nodes: list[str], running: Mapping[str, RunningTable]
    ) -> Iterator[NodeResult]:
        """Build and test some nodes, by their ids; the suite of each table when it is built."""
        if not nodes:
            return

        def gate(warehouse: duckdb.DuckDBPyConnection, table: str) -> None:
            running[table].run_suite(warehouse, table)
            if running[table].has_failed:
                raise TableBlocked(first_failure(running[table].checks))

        rules_id = self.fingerprints.rules_id
        parsed = self.project.parsed
        yield from build_nodes(
            *(nodes, self.settings, self.night, rules_id, parsed, gate),
            *(self.partitioned.build, self.compacted, self.partitioned.cancel),
        )

    def _table_of(self, node: NodeResult) -> str:
        found = self.project.manifest["nodes"][node.unique_id]
        return self.project.table_of[found.get("attached_node") or node.unique_id]

    def _end(
        self, warehouse: duckdb.DuckDBPyConnection, table: str, state: RunningTable, action: str
    ) -> Outcome:
        """Record and log the result of a table: its suite, then its data tests in their order."""
        if table == measures.MEASURED and not state.has_failed:
            state.checks.append(measures.record(warehouse, self.night))
        order = {name: place for place, name in enumerate(self.project.tests(table))}
        result = TableResult(
            table=table,
            night=self.night,
            rows_fingerprint=self.fingerprints.rows(table),
            code_fingerprint=self.fingerprints.code(table),
            checks_fingerprint=self.fingerprints.checks(table),
            is_accepted=not state.has_failed,
            row_count=state.row_count,
            checks=sorted(state.checks, key=lambda check: order.get(check.name, -1)),
        )
        self.known[table] = result
        results.record(warehouse, result, state.seconds, self.run_id)
        log_result(result, state.seconds)
        parts = self.partitioned.results.get(table, ())
        return Outcome(result, action, state.seconds, state.columns, parts)
