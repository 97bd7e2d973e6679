"""The reference tables as assets. A table that fails a check does not replace the accepted one."""

import logging
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.crawl.data_source import (
    DataSource,
    bind_data_source,
    load_data_source,
    open_crawl_context,
)
from orchestration.defs.checks import SUITE, as_table, suite_check
from orchestration.defs.partitions import NIGHTS
from orchestration.reference import exchange_rates
from orchestration.reference.tables import PACKAGED, companies, version, write
from orchestration.settings import Settings
from orchestration.sources._toolkit.errors import NotAnswered, NotFound, Unreadable
from orchestration.validation import validate

PROGRESS = logging.getLogger("orchestration.progress")


def keys() -> dict[str, dg.AssetKey]:
    """The asset keys of the reference tables, by table."""
    return {name: dg.AssetKey(["raw", name]) for name in ("companies", *PACKAGED)}


def assets() -> list[dg.AssetsDefinition]:
    """The reference tables as assets; one whose package is unchanged stays as it is."""
    return [_companies_asset(), _packaged_asset()]


def _accept(name: str, path: Path, table: pa.Table) -> Iterator[Any]:
    """Judge a reference table in memory; when it is refused, the one that stands stays."""
    with duckdb.connect() as db:
        db.register("given", table)
        db.execute(f"create table {name} as from given")
        checks = validate.run_suite(db, name, validate.suites()[f"raw/{name}"])
    failed = [check for check in checks if not check.passed]
    if failed:
        PROGRESS.error("gate raw/%s refused: %s: %s", name, failed[0].name, failed[0].detail)
        if not path.exists():
            raise dg.Failure(f"raw/{name} was refused, and there is no earlier one")
    else:
        write(table, path)
    yield dg.MaterializeResult(keys()[name], metadata={"rows": table.num_rows})
    yield dg.AssetCheckResult(
        asset_key=keys()[name],
        check_name=SUITE,
        passed=not failed,
        severity=dg.AssetCheckSeverity.WARN,  # the one that stands is an accepted one
        metadata={"checks": as_table(checks)},
    )


def _stands(key: dg.AssetKey) -> Iterator[Any]:
    """What is there already was accepted when it came."""
    yield dg.MaterializeResult(key)
    yield dg.AssetCheckResult(asset_key=key, check_name=SUITE, passed=True)


def _companies_asset() -> dg.AssetsDefinition:
    key = keys()["companies"]

    @dg.multi_asset(
        name="raw_companies",
        specs=[
            dg.AssetSpec(
                key,
                group_name="raw",
                kinds={"python", "parquet"},
                description="Industries, size and country of companies, with evidence.",
            )
        ],
        check_specs=[suite_check(key)],
        partitions_def=NIGHTS,
        required_resource_keys={"home"},
    )
    def raw_companies(context: dg.AssetExecutionContext) -> Iterator[Any]:
        settings = Settings.from_environment()
        night = date.fromisoformat(context.partition_key)
        path = settings.raw_night("companies", night) / "companies.parquet"
        if path.exists():
            yield from _stands(key)
            return
        origin = bind_data_source(settings, load_data_source(settings) or DataSource("live"))
        with open_crawl_context(origin, settings, night) as field:
            table = companies(field.companies, field.opted_out_companies)
        yield from _accept("companies", path, table)

    return raw_companies


def _packaged_asset() -> dg.AssetsDefinition:
    packaged = {name: keys()[name] for name in PACKAGED}

    @dg.multi_asset(
        name="raw_reference",
        specs=[
            dg.AssetSpec(
                key,
                group_name="raw",
                kinds={"python", "parquet"},
                description=(PACKAGED[name].__doc__ or "").split("\n")[0],
            )
            for name, key in packaged.items()
        ],
        check_specs=[suite_check(key) for key in packaged.values()],
        partitions_def=NIGHTS,
        required_resource_keys={"home"},
        can_subset=True,
    )
    def raw_reference(context: dg.AssetExecutionContext) -> Iterator[Any]:
        settings = Settings.from_environment()
        night = date.fromisoformat(context.partition_key)
        for name, key in packaged.items():
            if key not in context.selected_asset_keys:
                continue
            path = settings.raw / name / f"{name}.parquet"
            asked = asked_rates(settings, night) if name == "exchange_rates" else []
            newest = [file.parent.name for file in asked[-1:]]
            stamp = path.with_name("-".join(["version", version(name), *newest]))
            if path.exists() and stamp.exists():
                yield from _stands(key)
                continue
            table = PACKAGED[name]()
            if asked:
                table = exchange_rates.merge([table, *map(pq.read_table, asked)])
            for event in _accept(name, path, table):
                if isinstance(event, dg.AssetCheckResult) and event.passed:
                    stamp.touch()
                yield event

    return raw_reference


def asked_rates(settings: Settings, night: date) -> list[Path]:
    """The rates asked for on the nights up to this one, which is asked for now if it was not."""
    asked = settings.raw_night("exchange_rates", night) / "asked.parquet"
    if not asked.exists():
        origin = bind_data_source(settings, load_data_source(settings) or DataSource("live"))
        try:
            with open_crawl_context(origin, settings, night) as field:
                write(exchange_rates.fetch(field.client.session()), asked)
        except (NotAnswered, Unreadable) as error:
            if origin.kind == "live" or not isinstance(error, NotFound):
                PROGRESS.warning("exchange rates: those that stand are used: %s", error)
    nights = sorted((settings.raw / "exchange_rates").glob("night=*/asked.parquet"))
    return [path for path in nights if path.parent.name <= asked.parent.name]
