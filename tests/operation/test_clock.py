"""Clocks set back or forward, and machines that slept: no night is invented, none is hidden."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from orchestration.crawl.data_source import DataSource, DataSourceError, require_newest_night
from orchestration.crawl.night import crawl_sources
from orchestration.crawl.night_crawl import NightCrawl
from orchestration.defs.jobs import nightly_job, nightly_schedule
from orchestration.publish import release
from orchestration.settings import Settings
from tests.operation.conftest import add_night, add_release

LIVE = DataSource("live")
TODAY = datetime.now(UTC).date()


@pytest.fixture
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    settings = Settings(tmp_path / "live", contact="")
    settings.home.mkdir()
    (settings.home / "origin.json").write_text('{"kind": "live", "path": null}')
    monkeypatch.setenv("HIRING_LEDGER_HOME", str(settings.home))
    return settings


def test_a_clock_that_was_set_back_crawls_no_live_night(live: Settings) -> None:
    newest = TODAY + timedelta(days=7)  # as seen by a clock that is a week behind
    add_night(live.raw, "lever", newest.isoformat())
    with pytest.raises(DataSourceError, match=f"the night {newest} is stored: set the clock right"):
        require_newest_night(live, LIVE, TODAY)
    require_newest_night(live, LIVE, newest)
    require_newest_night(live, DataSource("sample"), TODAY)  # it can answer for any night


def test_a_run_of_the_ui_is_held_to_the_same(live: Settings) -> None:
    from orchestration.crawl.boards import Board
    from orchestration.http.client import Client
    from orchestration.sources import all_sources

    add_night(live.raw, "lever", (TODAY + timedelta(days=7)).isoformat())
    lever = {"lever": all_sources()["lever"]}
    with Client("") as client, pytest.raises(DataSourceError, match="set the clock right"):
        crawl = NightCrawl(live, TODAY, LIVE, [Board("lever", "x", "X")], client)
        list(crawl_sources(lever, crawl))
    assert not live.raw_night("lever", TODAY).exists()


def test_a_release_of_a_night_that_has_not_begun_holds_back_no_other(settings: Settings) -> None:
    ahead = (TODAY + timedelta(days=30)).isoformat()
    assert release._current_night(settings) == "2026-11-05"
    add_release(settings, f"{ahead}-0123abcd")
    assert release._current_night(settings) == ""


# --- the schedule


def ticks(settings: Settings, *times: datetime) -> list[dg.RunRequest | dg.SkipReason]:
    schedule = nightly_schedule(settings)

    @dg.asset(partitions_def=dg.DailyPartitionsDefinition("2026-01-01", end_offset=1))
    def thing() -> None: ...

    definitions = dg.Definitions(assets=[thing], jobs=[nightly_job()], schedules=[schedule])
    made = []
    for when in times:
        context = dg.build_schedule_context(
            scheduled_execution_time=when, repository_def=definitions.get_repository_def()
        )
        found = schedule.evaluate_tick(context)
        made += list(found.run_requests or []) or [dg.SkipReason(found.skip_message)]
    return made


def test_after_a_week_asleep_the_live_nights_that_are_over_are_skipped(live: Settings) -> None:
    """Dagster's daemon repeats the ticks that it missed."""
    days = [TODAY - timedelta(days=n) for n in (5, 4, 3, 2, 1, 0)]
    made = ticks(live, *(datetime(d.year, d.month, d.day, 2, tzinfo=UTC) for d in days))
    *skipped, last = made
    assert all("this night stays missing" in str(s.skip_message) for s in skipped)  # type: ignore[union-attr]
    assert isinstance(last, dg.RunRequest)
    assert last.partition_key == TODAY.isoformat()


def test_a_recording_answers_for_nights_that_are_over(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIRING_LEDGER_HOME", str(settings.home))
    (made,) = ticks(settings, datetime(2026, 11, 6, 2, tzinfo=UTC))
    assert isinstance(made, dg.RunRequest)
    assert made.run_key == "2026-11-06"


def test_the_schedule_has_a_time_and_a_zone_and_its_night_is_that_of_utc(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIRING_LEDGER_HOME", str(settings.home))
    monkeypatch.setenv("HIRING_LEDGER_SCHEDULE", "04:30")
    monkeypatch.setenv("HIRING_LEDGER_TIMEZONE", "Asia/Tokyo")
    zoned = Settings.from_environment()
    schedule = nightly_schedule(zoned)
    assert schedule.cron_schedule == "30 4 * * *"
    assert schedule.execution_timezone == "Asia/Tokyo"
    (made,) = ticks(zoned, datetime(2026, 11, 7, 4, 30, tzinfo=zoned.timezone))
    assert isinstance(made, dg.RunRequest)
    assert made.partition_key == date(2026, 11, 6).isoformat()
