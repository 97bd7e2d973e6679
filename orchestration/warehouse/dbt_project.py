"""The dbt project as Python sees it: its manifest, its tables, and how they depend on each other.

The manifest is parsed when a file of the project has changed, never by Dagster's development
switch, so that every entry point sees the same graph at the same cost.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from orchestration.settings import DBT_PROJECT, PROJECT
from orchestration.warehouse import dbt_runner

BUILT = ("model", "seed")
PUBLISHED_LAYERS = ("core", "marts")


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


@dataclass(frozen=True, eq=False)
class Project:
    """A parsed dbt project. `nodes` are its models and seeds by table name (schema/table)."""

    manifest: Mapping[str, Any]

    @classmethod
    @cache
    def load(cls) -> Project:
        """The project as it is on disk, parsed if need be."""
        target = dbt_runner.TARGET
        stamp, manifest = target / "manifest.hash", target / "manifest.json"
        current = files_hash(DBT_PROJECT)
        if not (manifest.exists() and stamp.exists() and stamp.read_text() == current):
            target.mkdir(parents=True, exist_ok=True)
            # In a separate folder, since runs on two data directories may parse at the same time.
            with TemporaryDirectory(dir=target) as aside:
                outcome = dbt_runner.dbt(["parse", "--no-partial-parse"], target=Path(aside))
                if not outcome.success:
                    raise RuntimeError(f"the dbt project does not parse: {outcome.exception}")
                (Path(aside) / manifest.name).replace(manifest)
            stamp.write_text(current)
        try:
            return cls(json.loads(manifest.read_text("utf-8")))
        except ValueError as error:
            stamp.unlink()  # an interrupted run left half a file: the next run parses again
            raise RuntimeError(f"{manifest} is damaged ({error}): run this again") from error

    @cached_property
    def nodes(self) -> dict[str, dict[str, Any]]:
        """Models and seeds by table name (schema/table), sorted: dbt finds files in any order."""
        built = [n for n in self.manifest["nodes"].values() if n["resource_type"] in BUILT]
        return dict(sorted((f"{n['schema']}/{n['name']}", n) for n in built))

    @cached_property
    def published(self) -> list[str]:
        """The tables that a release holds: core and marts, unless a table says otherwise."""
        return [
            table
            for table, node in self.nodes.items()
            if table.split("/")[0] in PUBLISHED_LAYERS
            and node["config"]["meta"].get("is_published", True)
        ]

    @property
    def views_when_large(self) -> list[str]:
        """The tables that are views where there are very many listings."""
        return [
            table
            for table, node in self.nodes.items()
            if node["config"]["meta"].get("is_view_when_large", False)
        ]

    @cached_property
    def parsed(self) -> Any:
        """The manifest as dbt's own object, which spares each dbt command the parsing.

        dbt starts a table after the data tests of its parents only where it depends on all that
        they read. So a table depends here also on what the tests of its parents compare with.
        """
        from dbt.contracts.graph.manifest import Manifest

        parsed = Manifest.from_dict(dict(self.manifest))
        for node in parsed.nodes.values():
            if node.resource_type == "model":
                tested = (self.table_of.get(parent) for parent in node.depends_on.nodes)
                above = {p for table in tested if table for p in self.parents(table)}
                ids = {self.nodes[table]["unique_id"] for table in above}
                node.depends_on.nodes += sorted(ids.difference(node.depends_on.nodes))
        parsed.build_flat_graph()  # `graph` in macros; dbt does so only where it parses
        return parsed

    @cached_property
    def table_of(self) -> dict[str, str]:
        """Table names by dbt's unique id."""
        return {node["unique_id"]: table for table, node in self.nodes.items()}

    @cached_property
    def data_tests(self) -> dict[str, list[dict[str, Any]]]:
        """The data tests of each table. ValueError for one that stands beside no table."""
        found: dict[str, list[dict[str, Any]]] = {table: [] for table in self.nodes}
        for _, node in sorted(self.manifest["nodes"].items()):
            if node["resource_type"] == "test":
                if node.get("attached_node") not in self.table_of:
                    raise ValueError(f"{node['name']}: write it as `data_tests` of one table")
                found[self.table_of[node["attached_node"]]].append(node)
        return found

    def tests(self, table: str) -> list[str]:
        """The names of a table's data tests."""
        return [test["name"] for test in self.data_tests[table]]

    @cache  # noqa: B019 - a Project lives as long as the process
    def parents(self, table: str) -> list[str]:
        """The models and seeds a table is built from, and those its tests compare it with."""
        nodes = [self.nodes[table], *self.data_tests[table]]
        ids = [i for n in nodes for i in n.get("depends_on", {}).get("nodes", [])]
        found = dict.fromkeys(self.table_of[i] for i in ids if i in self.table_of)
        return [parent for parent in found if parent != table]

    def reads(self, table: str) -> list[str]:
        """The models and seeds that the SQL of a table names."""
        ids = self.nodes[table].get("depends_on", {}).get("nodes", [])
        return [self.table_of[i] for i in ids if i in self.table_of]

    def contract(self, table: str) -> tuple[tuple[str, str], ...]:
        """Name and type of each column of an enforced contract; none where there is no contract."""
        node = self.nodes[table]
        if not node["config"].get("contract", {}).get("enforced"):
            return ()
        return tuple((c["name"], c["data_type"]) for c in node["columns"].values())

    def source_tables(self, table: str) -> list[str]:
        """The files a table reads itself (source/table): raw/postings, ledger/figures and so on."""
        ids = self.nodes[table].get("depends_on", {}).get("nodes", [])
        return ["/".join(i.split(".")[-2:]) for i in ids if i.startswith("source.")]

    def raw_tables(self, table: str) -> list[str]:
        """The raw tables a table reads itself."""
        read = [source_table.split("/") for source_table in self.source_tables(table)]
        return [name for source, name in read if source == "raw"]

    @cache  # noqa: B019
    def raw_above(self, table: str) -> frozenset[str]:
        """The raw tables and files of the ledger that a table is built from; none for a table built
        only from seeds."""
        own = frozenset(name.split("/")[1] for name in self.source_tables(table))
        return own.union(*(self.raw_above(parent) for parent in self.parents(table)))

    @cached_property
    def in_order(self) -> list[str]:
        """All tables, each after its parents."""
        ordered: dict[str, None] = {}

        def add(table: str) -> None:
            for parent in self.parents(table):
                if parent not in ordered:
                    add(parent)
            ordered[table] = None

        for table in self.nodes:
            if table not in ordered:
                add(table)
        return list(ordered)
