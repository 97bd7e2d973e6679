"""Running a table's Great Expectations suite.

A suite is a list of expectations under the table's name in `expectations`. No rule about a table is
here. Great Expectations takes seconds to import, so it is imported when needed.
"""

from __future__ import annotations

import json
import logging
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import LazyLoader, find_spec, module_from_spec
from threading import Lock
from types import ModuleType
from typing import TYPE_CHECKING, Any
from unittest.mock import patch
from uuid import uuid4

import duckdb

from orchestration.validation.merged import ROW_COUNT, merged

if TYPE_CHECKING:
    from great_expectations.expectations import Expectation

    from orchestration.validation.gx_duckdb import LentConnection

_ONE_AT_A_TIME = Lock()
"""Great Expectations keeps its data sources in one context."""
FAILURE, WARNING = "failure", "warning"


@dataclass(frozen=True)
class Check:
    """The result of one expectation or dbt test. `unexpected_count` null: not counted.

    `kind` is row (one posting could fail it, so values that fail it are set aside before) or table.
    `severity` is failure, or warning for one that blocks nothing.
    """

    name: str
    passed: bool
    detail: str
    unexpected_count: int | None = None
    kind: str = "table"
    severity: str = FAILURE

    @property
    def is_failure(self) -> bool:
        """Whether it did not pass, and blocks."""
        return not self.passed and self.severity == FAILURE

    @property
    def is_warning(self) -> bool:
        """Whether it did not pass, and blocks nothing."""
        return not self.passed and self.severity == WARNING

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return self.__dict__.copy()


def _load_when_used(name: str) -> None:
    """Postpone the import of a module until something in it is used.

    Great Expectations imports scipy.stats, which takes 1.5 of its 5.3 s, for a metric that no suite
    here has.
    """
    if name in sys.modules:  # asked first, because `find_spec` uses the module that is there
        return
    spec = find_spec(name)
    if spec is None or spec.loader is None:
        return
    spec.loader = LazyLoader(spec.loader)
    sys.modules[name] = module = module_from_spec(spec)
    spec.loader.exec_module(module)
    module.__class__ = _without_file(type(module))
    package, _, last = name.rpartition(".")
    setattr(sys.modules[package], last, module)


def _without_file(waiting: type[ModuleType]) -> type[ModuleType]:
    """The class of a module that is not loaded yet, without the attribute `__file__`.

    `inspect.stack`, which dbt calls for each command, asks every module for its file, and that
    would load it.
    """

    def ask(self: Any, name: str) -> Any:
        if name == "__file__":
            raise AttributeError(name)
        return waiting.__getattribute__(self, name)

    return type("WaitingModule", (waiting,), {"__getattribute__": ask})


def suites() -> dict[str, list[Expectation]]:
    """Every suite by table name (schema/table), over all layers."""
    _load_when_used("scipy.stats")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from expectations import core, intermediate, marts, raw, seeds, staging
    merged: dict[str, list[Expectation]] = {}
    for module in (raw, seeds, staging, intermediate, core, marts):
        merged |= module.SUITES
    return merged


def suites_as_text() -> dict[str, str]:
    """Every suite as JSON, by table name. The text changes with every change of the suite."""
    return {
        table: json.dumps([e.configuration.to_json_dict() for e in suite], sort_keys=True)
        for table, suite in suites().items()
    }


@cache
def _context() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import great_expectations as gx
    for name in ("", ".data_context.types.base"):  # their imports set the level INFO
        logging.getLogger(f"great_expectations{name}").setLevel(logging.WARNING)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    # An ephemeral context keeps nothing, yet writes its configuration as YAML four times a table.
    context._save_project_config = lambda *_: None
    return context


@contextmanager
def _configurations_made_once() -> Iterator[None]:
    """While the block runs, the configuration of an expectation is made once.

    Great Expectations asks each expectation some sixty times for it, which takes a third of a run.
    """
    from great_expectations.expectations.expectation import Expectation

    make = Expectation.configuration.fget
    made: dict[int, tuple[Any, Any]] = {}

    def configuration(self: Any) -> Any:
        if id(self) not in made:
            made[id(self)] = (self, make(self))  # kept with its owner, so that no id comes twice
        return made[id(self)][1]

    with patch.object(Expectation, "configuration", property(configuration)):
        yield


def run_suite(
    connection: duckdb.DuckDBPyConnection, table: str, suite: list[Expectation]
) -> list[Check]:
    """Run a suite on a table of an open connection; one check for each expectation.

    Whether the suite holds is asked first, as one expectation. Only where it does not, each
    expectation is run by itself, with the values that break it.
    """
    with _ONE_AT_A_TIME, _batch(connection, table) as batch:
        if _validate(batch, merged(suite), "BOOLEAN_ONLY").success:
            counted = connection.execute(f"select count(*) from {table}").fetchone()
            return [_passed(expectation.configuration, counted) for expectation in suite]
        result = _validate(batch, suite, "SUMMARY")
    if result.success:
        raise RuntimeError(f"{table}: its suite fails as a whole, but no expectation does")
    return [_check(r) for r in result.results]


@cache
def _lent() -> LentConnection:
    from orchestration.validation.gx_duckdb import LentConnection

    return LentConnection()


@cache
def _source() -> Any:
    """The data source of all tables: a new one for each takes longer than to validate a table."""
    from sqlalchemy.pool import StaticPool

    return _context().data_sources.add_sql(
        name="warehouse",
        connection_string="duckdb:///:memory:",
        create_temp_table=False,
        kwargs={"creator": _lent, "poolclass": StaticPool},
    )


@contextmanager
def _batch(connection: duckdb.DuckDBPyConnection, table: str) -> Iterator[Any]:
    """A table of an open connection as Great Expectations sees it."""
    # A new name per call: under an old one Great Expectations may answer from an earlier call.
    name = f"{table}-{uuid4().hex}"
    with _lent().of(connection):
        asset = _source().add_query_asset(name=name, query=f"select * from {table}")
        try:
            yield asset.add_batch_definition_whole_table(name).get_batch()
        finally:
            _source().delete_asset(name)


def _validate(batch: Any, suite: list[Expectation], result_format: str) -> Any:
    import great_expectations as gx

    name = batch.data_asset.name
    given = gx.ExpectationSuite(name=name, expectations=[e.copy() for e in suite])
    with _configurations_made_once():
        result = batch.validate(given, result_format=result_format)
    if len(result.results) != len(suite):
        raise RuntimeError(f"{name}: {len(suite)} expectations, {len(result.results)} results")
    return result


def _label(config: Any) -> str:
    given = {
        k: v for k, v in config.kwargs.items() if k not in ("batch_id", "unexpected_rows_query")
    }
    arguments = f"({', '.join(f'{k}={v}' for k, v in given.items())})" if given else ""
    return str(config.description or config.type.removeprefix("expect_") + arguments)


def _kind(config: Any) -> str:
    return str((config.meta or {}).get("class", "table"))


def _severity(config: Any) -> str:
    """Great Expectations has more degrees; what is not a warning blocks."""
    return WARNING if config.severity == WARNING else FAILURE


def _passed(config: Any, row_count: tuple[int, ...] | None) -> Check:
    """A check that passed, with the row count as its detail, or that no row fails it."""
    if config.type == ROW_COUNT:
        found, count = str(row_count[0] if row_count else 0), None
    else:
        found, count = "no unexpected rows", 0
    return Check(_label(config), True, found, count, _kind(config), _severity(config))


def _check(result: Any) -> Check:
    config = result.expectation_config
    found = result.result or {}
    trouble = [
        e["exception_message"]
        for e in (result.exception_info or {}).values()
        if isinstance(e, dict) and e.get("raised_exception")
    ]
    observed = found.get("observed_value", found.get("partial_unexpected_list", ""))
    if isinstance(observed, list):
        observed = "; ".join(map(str, observed))
    detail = trouble[0] if trouble else str(observed)
    count, passed = found.get("unexpected_count"), bool(result.success)
    return Check(_label(config), passed, detail[:300], count, _kind(config), _severity(config))
