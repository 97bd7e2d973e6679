"""Place texts are resolved with the real gazetteer, through all models of places.

The dbt unit tests of these models use a few names with round weights; what the weights of the real
names decide is tested here.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

Place = tuple[str | None, str | None, str | None, str | None]
"""City, country, region, world region."""
NOWHERE: Place = (None, None, None, None)

EXPECTED: dict[tuple[str, str | None], set[Place]] = {
    ("London, UK", None): {("London", "GB", "ENG", None)},
    ("Toronto, CA", None): {("Toronto", "CA", "08", None)},
    ("Wilmington, DE", None): {("Wilmington", "US", "DE", None)},
    ("US", None): {(None, "US", None, None)},
    ("Bengaluru, India", None): {("Bengaluru", "IN", "19", None)},
    ("Columbus, IN", None): {("Columbus", "US", "IN", None)},
    ("Columbus, IN", "IN"): {(None, "IN", None, None)},
    ("EMEA", None): {(None, None, None, "EMEA")},
    ("APAC", None): {(None, None, None, "APAC")},
    ("Potsdam, DE", None): {("Potsdam", "DE", "11", None), ("Potsdam", "US", "DE", None)},
    ("Valls, T, ES", None): {("Valls", "ES", "56", None)},
    ("USA Irvine CA", None): {("Irvine", "US", "CA", None)},
    ("US-Texas-San Antonio", None): {("San Antonio", "US", "TX", None)},
    ("University", None): {NOWHERE},
    ("Oregon, USA", None): {(None, "US", "OR", None)},
    ("Mexico", None): {(None, "MX", None, None)},
    ("Atlanta, Georgia", None): {("Atlanta", "US", "GA", None)},
    ("Georgia", None): {(None, "GE", None, None), (None, "US", "GA", None)},
    ("Orla, TX", None): {
        (None, "US", "TX", None),
        ("Orla", "IN", "38", None),
        ("Orla", "PL", "81", None),
    },
    ("Bogotá, D.C., COL", None): {("Bogotá", "CO", "34", None)},
    ("United States, Washington, Redmond", None): {("Redmond", "US", "WA", None)},
    ("USA.WA.Redmond", None): {("Redmond", "US", "WA", None)},
    ("DE - Remote", None): {(None, "DE", None, None), (None, "US", "DE", None)},
    ("Remote (EST)", None): {NOWHERE},
    ("SEA", None): {("Seattle", "US", "WA", None)},
    ("東京都, 日本", None): {("Tokyo", "JP", "40", None)},
    ("서울", None): {("Seoul", "KR", "11", None)},
    ("København", None): {("Copenhagen", "DK", "17", None)},
    ("Alemania", None): {(None, "DE", None, None)},
}
MODELS = "fragments comma_lists parts pieces candidates countries resolved"


@pytest.fixture(scope="module")
def resolved(
    sample_home: Path, run_dbt: Callable[..., list[Any]], tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str | None], set[Place]]:
    """What the models make of the texts, on a copy of the sample warehouse."""
    home = tmp_path_factory.mktemp("places")
    file = shutil.copy(sample_home / "warehouse.duckdb", home)
    with duckdb.connect(str(file)) as warehouse:
        warehouse.execute("create table texts (label varchar, country varchar)")
        warehouse.executemany("insert into texts values (?, ?)", [list(key) for key in EXPECTED])
        warehouse.execute(
            "create or replace table staging.stg_listings as select [struct_pack(text := label, "
            "city := null::varchar, region := null::varchar, country := country)] as places "
            "from texts"
        )
    models = [f"int_places__{name}" for name in MODELS.split()]
    results = run_dbt(["run", "--select", *models], home, sample_home / "raw")
    assert [r.message for r in results if r.status != "success"] == []
    found: dict[tuple[str, str | None], set[Place]] = {}
    with duckdb.connect(str(file), read_only=True) as warehouse:
        rows = warehouse.execute(
            "select place.text, place.country, city_name, country_code, region_code, world_region "
            "from intermediate.int_places__resolved"
        ).fetchall()
    for text, country, *place in rows:
        found.setdefault((text, country), set()).add((place[0], place[1], place[2], place[3]))
    return found


@pytest.mark.parametrize("key", EXPECTED, ids=lambda key: f"{key[0]} {key[1] or ''}".strip())
def test_a_place_text_is_resolved(
    key: tuple[str, str | None], resolved: dict[tuple[str, str | None], set[Place]]
) -> None:
    assert resolved[key] == EXPECTED[key]
