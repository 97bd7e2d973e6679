"""Runs dbt commands in this process. Not here: what is built and when (`build`)."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from orchestration.settings import DBT_PROJECT, Settings

TARGET = DBT_PROJECT / "target"
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
) -> Any:
    """Run one dbt command and return dbt's result object, also for a command that failed.

    dbt writes to `target`, or else to the data directory of `settings`.
    """
    prepare_environment()
    from dbt.cli.main import dbtRunner

    _reuse_query_header()
    folder = target or (settings.work / "dbt" if settings else TARGET)
    if settings:  # dbt's profile reads only environment variables
        os.environ["HIRING_LEDGER_WAREHOUSE"] = str(settings.warehouse)
        os.environ["HIRING_LEDGER_MEMORY"] = settings.memory_limit
        os.environ["HIRING_LEDGER_THREADS"] = str(settings.thread_count)
    common = ["--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)]
    common += ["--target-path", str(folder), "--log-path", str(folder), "--log-level", "none"]
    common += ["--log-level-file", "none"]
    return dbtRunner(manifest=manifest).invoke([*arguments, *common])


def _reuse_query_header() -> None:
    """Make dbt compute the context of its query comment once per manifest, not once per command.

    It replaces a private function of dbt, because that takes half of the fixed time of a command
    (0.13 of 0.24 s).
    """
    from dbt.cli import requires

    original = requires.generate_query_header_context
    if hasattr(original, "made"):
        return
    made: dict[int, Any] = {}

    def once(config: Any, manifest: Any) -> Any:
        if id(manifest) not in made:
            made.clear()
            made[id(manifest)] = original(config, manifest)
        return made[id(manifest)]

    once.made = made  # type: ignore[attr-defined]
    requires.generate_query_header_context = once


@dataclass(frozen=True)
class NodeResult:
    """How one model, seed or data test ended. `failures`: rows that a test found."""

    unique_id: str
    passed: bool
    was_skipped: bool
    message: str
    failures: int | None


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
    names: Iterable[str], settings: Settings, night: date, manifest: Any, *, full_refresh: bool
) -> list[NodeResult]:
    """Build models and seeds and run data tests, by their names, in one `dbt build`.

    `manifest` is dbt's own object (`Manifest.from_dict`). Raises RuntimeError when dbt stops
    before it runs a node.
    """
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    variables = {"night": night.isoformat(), "raw": str(settings.raw)}
    arguments = ["build", "--select", *names, "--indirect-selection", "empty"]
    arguments += ["--vars", json.dumps(variables)]
    arguments += ["--no-write-json", "--no-populate-cache"]  # saves half a second per command
    if full_refresh:
        arguments.append("--full-refresh")
    try:
        outcome = dbt(arguments, settings, manifest)
    finally:
        DuckDBConnectionManager.close_all_connections()  # or this process keeps the file locked
    if outcome.result is None:
        reason = " ".join(str(outcome.exception).split())[:300]
        raise RuntimeError(f"dbt build stopped before it ran a node: {reason}")
    return [
        NodeResult(
            result.node.unique_id,
            str(result.status) in ("success", "pass"),
            str(result.status) == "skipped",
            as_one_line(str(result.message or "")),
            result.failures,
        )
        for result in outcome.result.results
    ]
