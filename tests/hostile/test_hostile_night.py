"""A night with 2,000 hostile postings is published, shows what it set aside, and changes no other
row.

Not in the fast suite: run `make hostile`, with GOOD=DIR to add them to another recording.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import duckdb
import pytest

from tests.command import run_command
from tests.conftest import SAMPLE_NIGHT
from tests.hostile.vendor_formats import add_boards, copy_recording

pytestmark = pytest.mark.hostile
COUNT = int(os.environ.get("HOSTILE_COUNT", "2000"))
OF_A_LISTING = (
    "fct_listings",
    "fct_listing_technologies",
    "fct_listing_pay_ranges",
    "fct_listing_places",
    "fct_listing_countries",
    "fct_listing_evidence",
)


def refresh(recording: Path, home: Path) -> Path:
    """The release of a recording's night; the command must exit with 0."""
    arguments = ["--home", str(home), "--recording", str(recording), "--night", SAMPLE_NIGHT]
    assert "Traceback" not in run_command("refresh", *arguments)
    return home / "current"


@pytest.fixture(scope="module")
def good(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The recording that the hostile boards are added to."""
    if given := os.environ.get("HOSTILE_GOOD"):
        return Path(given).absolute()
    home: Path = request.getfixturevalue("sample_home")
    return home / "sample" / SAMPLE_NIGHT


@pytest.fixture(scope="module")
def without(
    good: Path, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    if "HOSTILE_GOOD" in os.environ:
        return refresh(good, tmp_path_factory.mktemp("without") / "home")
    home: Path = request.getfixturevalue("sample_home")
    return home / "current"


@pytest.fixture(scope="module")
def hostile(good: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    recording = copy_recording(good, folder / "recording")
    add_boards(recording, COUNT, seed=int(os.environ.get("HOSTILE_SEED", "1")))
    return refresh(recording, folder / "home")


@pytest.mark.parametrize("table", OF_A_LISTING)
def test_the_good_listings_are_the_same_without_hostile_ones(
    table: str, hostile: Path, without: Path
) -> None:
    with duckdb.connect() as db:
        for name, release in (("hostile", hostile), ("without", without)):
            db.execute(f"attach '{release / 'marts.duckdb'}' as {name} (read_only)")
        good = f"from hostile.core.{table} where listing_id not like '%:hostile%'"
        assert db.sql(f"{good} except all from without.core.{table}").fetchall() == []
        assert db.sql(f"from without.core.{table} except all {good}").fetchall() == []
        assert db.sql(f"select count(*) from without.core.{table}").fetchall()[0][0] > 100


def test_each_hostile_posting_is_a_listing_or_was_set_aside(hostile: Path) -> None:
    with duckdb.connect(str(hostile / "marts.duckdb"), read_only=True) as db:
        listed = "select count(*) from core.fct_listings where listing_id like '%:hostile%'"
        set_aside = (
            "select count(*) from core.fct_set_aside "
            "where board like 'hostile%' and field = 'posting'"
        )
        counts = [db.sql(query).fetchall()[0][0] for query in (listed, set_aside)]
        assert sum(counts) == COUNT
        assert min(counts) > 0


def test_the_release_shows_what_was_set_aside(hostile: Path) -> None:
    manifest = json.loads((hostile / "manifest.json").read_text("utf-8"))
    records = {(row["field"], row["rule"]) for row in manifest["set_aside"]}
    page = (hostile / "quality" / "index.html").read_text("utf-8")
    assert len(records) > 10
    assert [rule for _, rule in records if f"<code>{rule}</code></td>" not in page] == []


def test_no_control_character_and_no_address_reaches_a_page(hostile: Path) -> None:
    for page in ("report", "quality"):
        text = (hostile / page / "index.html").read_text("utf-8")
        assert [hex(ord(c)) for c in set(text) if ord(c) < 32 and c not in "\n\t"] == []
        assert "corp.example" not in text
