"""A data directory whose `origin.json` is lost is known by its raw nights."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from orchestration.crawl import data_source
from orchestration.crawl.data_source import DataSource, DataSourceError
from orchestration.crawl.night import unrecoverable_sources
from orchestration.settings import Settings
from tests.storage.conftest import NIGHTS

LOST = ["{", "", "[]", "null", '{"kind": "recording", "path": null}', '{"kind": "x", "path": null}']


@pytest.mark.parametrize("text", [*LOST, None])
def test_a_lost_data_source_is_named_and_written_again_by_the_same_one(
    settings: Settings, tmp_path: Path, text: str | None
) -> None:
    file = settings.home / "origin.json"
    if text is not None:
        file.write_text(text)
    with pytest.raises(
        DataSourceError, match=r"origin\.json .*holds nights of recording nights: run"
    ):
        data_source.load_data_source(settings)
    with pytest.raises(DataSourceError, match=r"origin\.json"):
        data_source.bind_data_source(settings, DataSource("live"))
    same = DataSource("recording", tmp_path / "nights")
    assert data_source.bind_data_source(settings, same) == same
    assert data_source.load_data_source(settings) == same


def test_a_new_data_directory_has_no_data_source(tmp_path: Path) -> None:
    assert data_source.load_data_source(Settings(tmp_path, contact="")) is None


def test_a_quarantined_past_night_of_live_boards_is_unrecoverable(settings: Settings) -> None:
    """Live boards cannot be crawled for a past night; a recording can."""
    (settings.quarantine / "lever" / "night=2026-11-05").mkdir(parents=True)
    past, ats_names = date(2026, 11, 5), ["greenhouse", "lever"]
    assert unrecoverable_sources(DataSource("live"), settings, past, ats_names) == ["lever"]
    assert unrecoverable_sources(DataSource("sample"), settings, past, ats_names) == []


def test_a_source_added_since_does_not_stop_a_stored_night(settings: Settings) -> None:
    """Nothing of another past night was collected, so it is still an error to ask for it."""
    stored, other = date.fromisoformat(NIGHTS[0]), date(2026, 10, 1)
    names = ("greenhouse", "lever", "ashby")
    assert unrecoverable_sources(DataSource("live"), settings, stored, names) == ["ashby"]
    assert unrecoverable_sources(DataSource("live"), settings, other, names) == []
