"""Damage in raw nights is found, named in one line and moved to quarantine."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration.cli import refresh
from orchestration.crawl.data_source import DataSource
from orchestration.settings import Settings
from orchestration.storage import integrity
from tests.storage.conftest import NIGHTS
from tests.storage.damage import cut, empty, garbage, lose, scribble


def nights(settings: Settings, ats: str) -> list[str]:
    return sorted(p.name.removeprefix("night=") for p in (settings.raw / ats).glob("night=*"))


FILES = [
    "postings.parquet",
    "sightings.parquet",
    "boards.parquet",
    "details.parquet",
    "checks.json",
]


@pytest.mark.parametrize("how", [cut, garbage, lose, empty])
@pytest.mark.parametrize("name", FILES)
def test_a_damaged_night_is_quarantined_and_named(
    settings: Settings, caplog: pytest.LogCaptureFixture, name: str, how: Callable[[Path], None]
) -> None:
    file = settings.raw / "lever" / f"night={NIGHTS[2]}" / name
    if how is cut and name == "checks.json":
        file.write_text("[1, 2, 3]")
    how(file)
    with caplog.at_level(logging.WARNING):
        assert integrity.repair(settings, deep=False)
    assert nights(settings, "lever") == list(NIGHTS[:2])
    assert nights(settings, "greenhouse") == list(NIGHTS)
    assert (settings.quarantine / "lever" / f"night={NIGHTS[2]}").is_dir()
    (line,) = caplog.messages
    assert str(file) in line
    assert "crawled again" in line
    assert "\n" not in line
    assert not integrity.repair(settings, deep=True)


@pytest.mark.parametrize("name", FILES)
def test_damage_of_the_same_size_is_found_by_the_deep_check(settings: Settings, name: str) -> None:
    file = settings.raw / "lever" / f"night={NIGHTS[2]}" / name
    file.write_text("[12345]") if name == "checks.json" else None
    integrity.write_checksums(file.parent) if name == "checks.json" else None
    scribble(file)
    assert integrity.repair(settings, deep=True)
    assert nights(settings, "lever") == list(NIGHTS[:2])


@pytest.mark.parametrize("how", [cut, garbage, lose, empty])
@pytest.mark.parametrize("name", [f for f in FILES if f != "details.parquet"])
def test_old_nights_without_checksums_are_checked_by_opening_their_files(
    settings: Settings, name: str, how: Callable[[Path], None]
) -> None:
    for file in settings.raw.rglob(integrity.CHECKSUMS):
        file.unlink()
    assert not integrity.repair(settings, deep=True)
    file = settings.raw / "lever" / f"night={NIGHTS[2]}" / name
    how(file)
    assert integrity.repair(settings, deep=False)
    assert nights(settings, "lever") == list(NIGHTS[:2])


def test_nights_that_depend_on_a_damaged_night_are_quarantined_too(settings: Settings) -> None:
    """The second night refers to content of the first; the third does not."""
    cut(settings.raw / "lever" / f"night={NIGHTS[0]}" / "postings.parquet")
    assert integrity.repair(settings, deep=False)
    assert nights(settings, "lever") == [NIGHTS[2]]
    assert nights(settings, "greenhouse") == list(NIGHTS)


def test_a_damaged_reference_table_is_quarantined(settings: Settings) -> None:
    for path in ("countries/countries.parquet", f"companies/night={NIGHTS[0]}/companies.parquet"):
        file = settings.raw / path
        file.parent.mkdir(parents=True)
        pq.write_table(pa.table({"a": [1]}), file)
        cut(file)
    assert integrity.repair(settings, deep=False)
    assert not list(settings.raw.glob("co*/**/*.parquet"))


def test_an_undamaged_data_directory_is_not_changed(settings: Settings) -> None:
    before = {p: p.read_bytes() for p in settings.home.rglob("*") if p.is_file()}
    assert not integrity.repair(settings, deep=True)
    assert {p: p.read_bytes() for p in settings.home.rglob("*") if p.is_file()} == before


def test_a_full_disk_is_reported_in_one_line(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise sqlite3.OperationalError("database or disk is full\n[SQL: a page of it]")

    monkeypatch.setenv("HIRING_LEDGER_HOME", str(settings.home))
    monkeypatch.setattr(refresh, "_refresh", full)
    with pytest.raises(RuntimeError) as error:
        refresh.refresh(DataSource("sample"), None, None, None, lambda _: None)
    assert str(error.value).startswith(f"no space is left for {settings.home}: ")
    assert "\n" not in str(error.value)
