"""Runs dbt commands in this process. Not here: what is built and when (`build`)."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import Thread, get_ident
from typing import TYPE_CHECKING, Any

from orchestration.settings import DBT_PROJECT, Settings
from orchestration.storage.earlier_nights import Compacted

if TYPE_CHECKING:
    from orchestration.warehouse.suite_plugin import Builder, Gate

TARGET = DBT_PROJECT / "target"
DBT_THREADS = 2
"""Tables that are built side by side: one computes in DuckDB while another is validated."""
CHOSEN = "chosen"
"""The tag of the nodes that one build runs."""
_running: list[tuple[Thread, Callable[[], None]]] = []
"""The thread of the dbt build that runs, and what ends it."""
_BROKEN_COLUMN = re.compile(r"^ *\| (\w+) *\| (.*?) *\| (.*?) *\| .*\|$", re.M)
"""A row of dbt's table of columns that break a contract: name, type in the SQL, in the .yml."""


def prepare_environment() -> None:
    """Turn off telemetry of dbt and others, unless the environment sets it."""
    os.environ.setdefault("DO_NOT_TRACK", "1")
    os.environ.setdefault("DBT_SEND_ANONYMOUS_USAGE_STATS", "false")


def dbt(
    arguments: list[str],
    settings: Settings | None = None,
    manifest: Any = None,
    target: Path | None = None,
    on_event: Callable[[Any], None] | None = None,
) -> Any:
    """Run one dbt command and return dbt's result object, also for a command that failed.

    dbt calls `on_event` with each of its events. It writes to `target`, or else to the data
    directory of `settings`.
    """
    prepare_environment()
    from dbt.cli.main import dbtRunner

    folder = target or (settings.work / "dbt" if settings else TARGET)
    if settings:  # dbt's profile reads only environment variables
        os.environ["HIRING_LEDGER_WAREHOUSE"] = str(settings.warehouse)
        os.environ["HIRING_LEDGER_MEMORY"] = settings.memory_limit
        os.environ["HIRING_LEDGER_THREADS"] = str(settings.thread_count)
    common = ["--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)]
    common += ["--target-path", str(folder), "--log-path", str(folder), "--log-level", "none"]
    common += ["--log-level-file", "none"]
    callbacks = [on_event] if on_event else []
    return dbtRunner(manifest=manifest, callbacks=callbacks).invoke([*arguments, *common])


@dataclass(frozen=True)
class NodeResult:
    """How one model, seed or data test ended. `failures`: rows that a test found."""

    unique_id: str
    passed: bool
    message: str
    failures: int | None
    seconds: float


def as_one_line(message: str) -> str:
    """dbt's message in one line; of a failed contract the columns that break it come first."""
    if "enforced contract that failed" in message:
        broken = [
            f"{name} is {found or 'missing'} in the SQL and {promised or 'missing'} in the .yml"
            for name, found, promised in _BROKEN_COLUMN.findall(message)
            if name != "column_name"
        ]
        message = f"contract failed: {'; '.join(broken)} ({message})"
    return " ".join(message.split())[:300]


def build_nodes(
    nodes: Collection[str],
    settings: Settings,
    night: date,
    rules_id: str,
    manifest: Any,
    gate: Gate,
    builder: Builder,
    compacted: Iterable[Compacted] = (),
    cancel: Callable[[], None] = lambda: None,
) -> Iterator[NodeResult]:
    """Build models and seeds and run data tests, by their unique ids, in one `dbt build`.

    dbt calls `gate` after it has built a table, and `builder` for one that is built in parts (see
    `suite_plugin`); what is below a node that failed is skipped. A result comes as soon as its node
    has ended, none for a skipped node. dbt runs in a separate thread, so that it goes on while a
    result is used. `manifest` is dbt's own object (`Manifest.from_dict`); `compacted` holds nights
    up to this one. `cancel` ends what `builder` does when the run is canceled. Raises RuntimeError
    when dbt stops before it runs a node.
    """
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.adapters.factory import get_adapter_by_type

    from orchestration.warehouse import suite_plugin

    _mark(manifest, nodes)
    arguments = _build_arguments(settings, night, rules_id, compacted)
    ended: SimpleQueue[NodeResult | None] = SimpleQueue()
    returned: list[Any] = []

    def run() -> None:
        try:
            on_event = partial(_put_result, ended=ended)
            returned.append(dbt(arguments, settings, manifest, on_event=on_event))
        finally:
            _running.clear()
            ended.put(None)

    def stop() -> None:
        """End dbt soon, without what it would still build."""
        suite_plugin.refuse_all()
        with suppress(KeyError):  # dbt has ended meanwhile
            get_adapter_by_type("duckdb").cancel_open_connections()
        cancel()

    thread = Thread(target=run, name="dbt")
    owner = get_ident()
    with suite_plugin.gated_by(gate, builder):
        try:
            _running.append((thread, stop))
            thread.start()
            while (result := ended.get()) is not None:
                yield result
        except BaseException:  # the run is canceled
            stop()
            raise
        finally:
            # A run that failed in Dagster leaves this generator behind, and the thread that
            # collects it can be one of dbt's own, which cannot wait for itself.
            if get_ident() == owner:
                thread.join()
                DuckDBConnectionManager.close_all_connections()  # or the file stays locked
    if not returned or returned[0].result is None:
        reason = " ".join(str(returned[0].exception).split())[:300] if returned else "an error"
        raise RuntimeError(f"dbt build stopped before it ran a node: {reason}")


def _build_arguments(
    settings: Settings, night: date, rules_id: str, compacted: Iterable[Compacted]
) -> list[str]:
    """The arguments of a `dbt build` of the nodes with the tag `CHOSEN`."""
    variables: dict[str, Any] = {
        "night": night.isoformat(), "raw": str(settings.raw), "rules_id": rules_id,
        "compacted": [
            {"folder": str(one.folder), "first": str(one.first), "last": str(one.last)}
            for one in compacted
        ],
    }  # fmt: skip
    arguments = ["build", "--select", f"tag:{CHOSEN}", "--indirect-selection", "empty"]
    arguments += ["--vars", json.dumps(variables), "--threads", str(DBT_THREADS)]
    # dbt's list of relations is filled before the first table: filled by two threads at work, it
    # can hold a table that one of them is about to rename, and that table then fails.
    return [*arguments, "--no-write-json", "--populate-cache"]


def end_abandoned() -> None:
    """End a dbt command whose results nobody reads any more: Dagster leaves a step in the middle
    where its own storage fails, on a full disk."""
    for thread, stop in list(_running):
        stop()
        thread.join()


def _mark(manifest: Any, nodes: Collection[str]) -> None:
    """Give some nodes the tag `CHOSEN`: dbt compares each name that it selects by with each node,
    which takes 1.6 s for all tables."""
    chosen = set(nodes)
    for unique_id, node in manifest.nodes.items():
        node.tags = [tag for tag in node.tags if tag != CHOSEN]
        if unique_id in chosen:
            node.tags.append(CHOSEN)


def _put_result(event: Any, ended: SimpleQueue[NodeResult | None]) -> None:
    """Pass a node's result on, where the event of dbt is that a node has ended."""
    if event.info.name != "NodeFinished":
        return
    result = event.data.run_result
    if result.status != "skipped":
        is_test = event.data.node_info.resource_type == "test"
        ended.put(
            NodeResult(
                event.data.node_info.unique_id,
                result.status in ("success", "pass"),
                as_one_line(result.message),
                result.num_failures if is_test else None,
                result.execution_time,
            )
        )
