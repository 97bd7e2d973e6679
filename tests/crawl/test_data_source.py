"""What a data source says of itself: the notice on the pages of a release, and its clock."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from orchestration import simulator
from orchestration.crawl.data_source import DataSource, bind_data_source, load_data_source
from orchestration.crawl.night_crawl import open_night_crawl
from orchestration.settings import Settings


def test_the_sample_has_a_notice_that_its_numbers_are_invented() -> None:
    notice = DataSource("sample").notice or ""
    assert "every number is invented" in notice
    assert set(simulator.NAMED) == {"OpenAI", "Databricks", "Speechify"}
    assert all(name in notice for name in simulator.NAMED)


def test_a_simulated_recording_has_the_notice_too(tmp_path: Path) -> None:
    """Also when its folder is deleted before a later release."""
    market = tmp_path / "market"
    simulator.simulate(market, 30)
    settings = Settings(tmp_path / "home", contact="")
    origin = bind_data_source(settings, DataSource("recording", market))
    market.rename(tmp_path / "elsewhere")
    for found in (load_data_source(settings), bind_data_source(settings, origin)):
        assert found is not None
    later = load_data_source(settings)
    assert later is not None
    assert "every number is invented" in (later.notice or "")
    assert "recording market" in (later.notice or "")


def test_real_boards_have_no_notice_of_invented_numbers(tmp_path: Path) -> None:
    assert DataSource("live").notice is None
    assert "invented" not in (DataSource("recording", tmp_path).notice or "")


def test_a_recording_answers_at_the_start_of_its_night(tmp_path: Path) -> None:
    """The clock of the machine is in no byte of a replayed night."""
    market = tmp_path / "market"
    simulator.simulate(market, 30)
    settings = Settings(tmp_path / "home", contact="")
    night = date(2026, 11, 2)
    with open_night_crawl(DataSource("recording", market), settings, night) as crawl:
        assert crawl.clock() == datetime(2026, 11, 2, tzinfo=UTC)
