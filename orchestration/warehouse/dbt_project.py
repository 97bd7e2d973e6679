"""The dbt project as seen from Python: its manifest, and what each table depends on.

The manifest is parsed when a file of the project has changed, never by Dagster's development
switch, so that every entry point sees the same graph at the same cost.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from orchestration.settings import DBT_PROJECT, PROJECT, Settings

TARGET = DBT_PROJECT / "target"
BUILT = ("model", "seed")
WATCHED = (".sql", ".yml", ".csv")


def prepare_environment() -> None:
    """No telemetry, whatever started this process."""
    os.environ.setdefault("DO_NOT_TRACK", "1")
    os.environ.setdefault("DBT_SEND_ANONYMOUS_USAGE_STATS", "false")


def fingerprint(*parts: str | bytes) -> str:
    """Sixteen hex digits that change when any part does."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() if isinstance(part, str) else part)
        digest.update(b"\0")
    return digest.hexdigest()[:16]


def files_hash(*roots: Path) -> str:
    """One hash over the names and contents of all source files below some folders."""
    files = [
        file
        for root in roots
        for file in ([root] if root.is_file() else sorted(root.rglob("*")))
        if file.is_file() and "__pycache__" not in file.parts and "target" not in file.parts
    ]
    return fingerprint(*(x for f in files for x in (str(f.relative_to(PROJECT)), f.read_bytes())))


def dbt(
    arguments: list[str],
    settings: Settings | None = None,
    manifest: Any = None,
    target: Path | None = None,
) -> Any:
    """Run one dbt command in this process; its result object. Raises only if dbt itself breaks.

    What it writes goes to `target`, else to the home of `settings`.
    """
    prepare_environment()
    from dbt.cli.main import dbtRunner

    _reuse_query_header()
    home = target or (settings.work / "dbt" if settings else TARGET)
    if settings:
        os.environ["HIRING_LEDGER_WAREHOUSE"] = str(settings.warehouse)
        os.environ["HIRING_LEDGER_MEMORY"] = settings.memory_limit
        os.environ["HIRING_LEDGER_THREADS"] = str(settings.thread_count)
    common = ["--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)]
    common += ["--target-path", str(home), "--log-path", str(home), "--log-level", "none"]
    common += ["--log-level-file", "none"]
    return dbtRunner(manifest=manifest).invoke([*arguments, *common])


def _reuse_query_header() -> None:
    """Let dbt make the context of its query comment once a manifest, not once a command.

    A private hook: it is half of what a command on one small table takes (0.13 of 0.24 s).
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


@dataclass(frozen=True, eq=False)
class Project:
    """A parsed dbt project. `nodes` are its models and seeds by table name (schema/table)."""

    manifest: Mapping[str, Any]

    @classmethod
    @cache
    def load(cls) -> Project:
        """The project as it is on disk, parsed if need be."""
        stamp, manifest = TARGET / "manifest.hash", TARGET / "manifest.json"
        current = files_hash(DBT_PROJECT)
        if not (manifest.exists() and stamp.exists() and stamp.read_text() == current):
            TARGET.mkdir(parents=True, exist_ok=True)
            # Aside, since two runs on two homes may parse at once.
            with TemporaryDirectory(dir=TARGET) as aside:
                outcome = dbt(["parse", "--no-partial-parse"], target=Path(aside))
                if not outcome.success:
                    raise RuntimeError(f"the dbt project does not parse: {outcome.exception}")
                (Path(aside) / manifest.name).replace(manifest)
            stamp.write_text(current)
        try:
            return cls(json.loads(manifest.read_text("utf-8")))
        except ValueError as error:
            stamp.unlink()  # a stop cut it short: the next run parses anew
            raise RuntimeError(f"{manifest} is damaged ({error}): run this again") from error

    @cached_property
    def nodes(self) -> dict[str, dict[str, Any]]:
        built = [n for n in self.manifest["nodes"].values() if n["resource_type"] in BUILT]
        return {f"{n['schema']}/{n['name']}": n for n in built}

    @cached_property
    def _tables(self) -> dict[str, str]:
        return {node["unique_id"]: table for table, node in self.nodes.items()}

    @cached_property
    def _tests(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for node in self.manifest["nodes"].values():
            if node["resource_type"] == "test" and node.get("attached_node") in self._tables:
                found.setdefault(self._tables[node["attached_node"]], []).append(node)
        return found

    def tests(self, table: str) -> list[str]:
        """The names of a table's dbt data tests."""
        return [test["name"] for test in self._tests.get(table, [])]

    def parents(self, table: str) -> list[str]:
        """The models and seeds a table is built from, and those its tests compare it with."""
        nodes = [self.nodes[table], *self._tests.get(table, [])]
        ids = [i for n in nodes for i in n.get("depends_on", {}).get("nodes", [])]
        found = dict.fromkeys(self._tables[i] for i in ids if i in self._tables)
        return [parent for parent in found if parent != table]

    def raw_tables(self, table: str) -> list[str]:
        """The raw tables a table reads itself."""
        ids = self.nodes[table].get("depends_on", {}).get("nodes", [])
        return [i.split(".")[-1] for i in ids if i.startswith("source.")]

    @cached_property
    def _macros(self) -> str:
        return files_hash(DBT_PROJECT / "macros", DBT_PROJECT / "dbt_project.yml")

    @cache  # noqa: B019 - a Project lives as long as the process
    def code_fingerprint(self, table: str) -> str:
        """Changes when the code or the seeds that a table is made by change, upstream included."""
        own = self.nodes[table]["checksum"]["checksum"]
        upstream = [self.code_fingerprint(p) for p in self.parents(table)]
        return fingerprint(own, self._macros, *upstream)

    @cache  # noqa: B019
    def raw_above(self, table: str) -> frozenset[str]:
        """The raw tables that a table comes from; none for what comes from seeds alone."""
        own = frozenset(self.raw_tables(table))
        return own.union(*(self.raw_above(parent) for parent in self.parents(table)))

    def inputs_fingerprint(self, table: str, raw: Mapping[str, str], gates: str) -> str:
        """Changes when anything that could change a table's rows or its verdict changes."""
        above = (raw.get(name, "none yet") for name in sorted(self.raw_above(table)))
        return fingerprint(self.code_fingerprint(table), *above, gates)


def raw_fingerprints(settings: Settings, night: str) -> dict[str, str]:
    """For each raw table what changes when its accepted files up to a night change.

    A table of nights changes with the night, a reference table only with its file.
    """
    found: dict[str, list[str]] = {}
    for file in sorted(settings.raw.rglob("*.parquet")):
        of_night = file.parent.name.startswith("night=")
        if of_night and file.parent.name > f"night={night}":
            continue
        facts = file.stat()
        seen = f"{file.relative_to(settings.raw)}:{facts.st_size}:{facts.st_mtime_ns}"
        found.setdefault(file.stem, [night] if of_night else []).append(seen)
    return {name: fingerprint(*seen) for name, seen in found.items()}
