"""Fingerprints of the inputs of each table, which show whether the table is up to date.

The fingerprint of a table's *rows* covers its SQL, the macros and variables that the SQL uses, its
seeds, its parents and the raw content below them. The fingerprint of its *checks* covers its suite
and its data tests. If only a suite changes, the table is validated again and not built.
Fingerprints cover no file times, so the same inputs have the same fingerprints on every machine.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib import metadata
from pathlib import Path
from typing import Any

import orjson
import yaml  # type: ignore[import-untyped]

from orchestration.settings import DBT_PROJECT, PROJECT, Settings
from orchestration.storage import atomic, ledger
from orchestration.storage.integrity import accepted_checksums
from orchestration.validation import validate
from orchestration.warehouse import dbt_runner
from orchestration.warehouse.dbt_project import Project, files_hash, fingerprint

ENGINES = ("dbt-core", "dbt-duckdb", "duckdb")
RUN_VARIABLES = ("night", "raw", "compacted", "rules_id")
"""Variables of a run. The raw content and its night are in the fingerprint instead of them, and the
code of the tables above instead of `rules_id`."""
FIGURES = ("core/fct_figures", "core/fct_board_figures")
"""The tables that the ledger of published figures keeps."""
UNRELATED = (
    "access",
    "contract",
    "docs",
    "enabled",
    "group",
    "meta",
    "persist_docs",
    "post-hook",
    "tags",
)
"""Keys of a node's configuration that affect no row. What a contract says is in its checksum."""
_VARIABLE = re.compile(r"""\bvar\(\s*['"](\w+)['"]""")
SUITES_READ = ("expectations", "dbt_project/seeds", "dbt_project/dbt_project.yml")


@dataclass(frozen=True, eq=False)
class Fingerprints:
    """The fingerprints of every table for one night.

    `raw` has a fingerprint per raw table and file of the ledger, `suites` one per table name.
    """

    project: Project
    raw: Mapping[str, str]
    suites: Mapping[str, str]

    @classmethod
    def of_night(cls, project: Project, settings: Settings, night: str) -> Fingerprints:
        """Reads the state of the raw store once."""
        raw = raw_content(settings.raw, night) | ledger_content(settings, night)
        return cls(project, raw, suite_fingerprints())

    @cached_property
    def rules_id(self) -> str:
        """Changes with the code and seeds that published figures are computed by."""
        return fingerprint(*map(self.code, FIGURES))

    @cache  # noqa: B019 - lives as long as a run
    def code(self, table: str) -> str:
        """Changes with the code and seeds that a table is made by, those above it included."""
        return fingerprint(
            self._own_code(self.project.nodes[table]),
            *(self.code(parent) for parent in sorted(self.project.parents(table))),
        )

    @cache  # noqa: B019
    def rows(self, table: str) -> str:
        """Changes with anything that could change a table's rows."""
        above = sorted(self.project.raw_above(table))
        return fingerprint(self.code(table), *(self.raw.get(name, "none yet") for name in above))

    @cache  # noqa: B019
    def checks(self, table: str) -> str:
        """Changes with a table's suite and its data tests."""
        tests = (
            fingerprint(
                self._own_code(test),
                json.dumps([test.get("test_metadata"), test.get("column_name")], sort_keys=True),
            )
            for test in self.project.data_tests[table]
        )
        return fingerprint(self.suites.get(table, "no suite"), *sorted(tests))

    def _own_code(self, node: Mapping[str, Any]) -> str:
        """A node's SQL or seed file, configuration, contract, macros and variables."""
        config = {k: v for k, v in node["config"].items() if k not in UNRELATED}
        macros = self._macros(node)
        text = node.get("raw_code", "") + "".join(macros)
        variables = sorted(set(_VARIABLE.findall(text)) - set(RUN_VARIABLES))
        return fingerprint(
            node["checksum"]["checksum"],
            node.get("raw_code", ""),
            json.dumps(config, sort_keys=True, default=str),
            *([checksum] if (checksum := node.get("contract", {}).get("checksum")) else []),
            *macros,
            *(f"{name}={self._variables.get(name)}" for name in variables),
            self._engines,
        )

    def _macros(self, node: Mapping[str, Any]) -> list[str]:
        """The SQL of the project's own macros that a node uses, also through each other."""
        macros = self.project.manifest["macros"]
        found: dict[str, str] = {}
        waiting = list(node["depends_on"]["macros"])
        while waiting:
            name = waiting.pop()
            macro = macros.get(name)
            if macro and name not in found and macro["package_name"] == node["package_name"]:
                found[name] = macro["macro_sql"]
                waiting += macro["depends_on"]["macros"]
        return [found[name] for name in sorted(found)]

    @cached_property
    def _variables(self) -> dict[str, Any]:
        project = yaml.safe_load((DBT_PROJECT / "dbt_project.yml").read_text("utf-8"))
        return dict(project.get("vars", {}))

    @cached_property
    def _engines(self) -> str:
        return " ".join(f"{name}={metadata.version(name)}" for name in ENGINES)


def raw_content(raw: Path, night: str) -> dict[str, str]:
    """A fingerprint per raw table, of the content of its accepted files up to a night.

    A table of nights changes with the night; a reference table changes only with its file. The
    checksums of a night were written when it was accepted, so no data is read: 34 sources and 365
    nights take half a second.
    """
    found: dict[str, list[str]] = {}
    for folder in sorted(raw.glob("*/night=*"), key=str):
        if folder.name <= f"night={night}":
            place = f"{folder.parent.name}/{folder.name}"
            for name, content in accepted_checksums(folder).items():
                table = name.removesuffix(".parquet")
                if table != name:
                    found.setdefault(table, [night]).append(f"{place}:{content}")
    for file in sorted(raw.glob("*/*.parquet")):
        found.setdefault(file.stem, []).append(atomic.sha256(file))
    return {name: fingerprint(*seen) for name, seen in found.items()}


def ledger_content(settings: Settings, night: str) -> dict[str, str]:
    """A fingerprint per file of the ledger, of the editions that the tables of a night read."""
    found: dict[str, list[str]] = {}
    for edition in ledger.known_on(settings, date.fromisoformat(night)):
        place = edition.folder.relative_to(settings.figures)
        for name, content in accepted_checksums(edition.folder).items():
            found.setdefault(name.removesuffix(".parquet"), []).append(f"{place}:{content}")
    return {name: fingerprint(*seen) for name, seen in found.items()}


def suite_fingerprints() -> dict[str, str]:
    """A fingerprint per suite, by table name.

    Cached beside the dbt manifest until a file that defines suites changes, because importing Great
    Expectations takes seconds.
    """
    stamp = fingerprint(
        files_hash(*(PROJECT / name for name in SUITES_READ)),
        metadata.version("great-expectations"),
    )
    file = dbt_runner.TARGET / f"suites-{stamp}.json"
    try:
        return dict(orjson.loads(file.read_bytes()))
    except (OSError, ValueError):
        pass
    made = {table: fingerprint(text) for table, text in validate.suites_as_text().items()}
    file.parent.mkdir(parents=True, exist_ok=True)
    for old in file.parent.glob("suites-*.json"):
        old.unlink(missing_ok=True)
    atomic.write_text(file, json.dumps(made))
    return made
