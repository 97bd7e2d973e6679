"""`hiring-ledger status`: what is shown of a data directory, and when it is not healthy."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from orchestration.cli.main import main
from orchestration.operation.nights import last_due_night, missed_nights, next_due
from orchestration.operation.status import status
from orchestration.settings import Settings
from orchestration.storage import atomic
from tests.operation.conftest import NIGHTS, add_night, add_result, quarantine


def show(settings: Settings, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    code = main(["status", "--home", str(settings.home), *options])
    return code, capsys.readouterr().out


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in os.environ if n.startswith("HIRING_LEDGER_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HIRING_LEDGER_HOME", "")


def test_a_healthy_data_directory_fits_on_one_screen(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = show(settings, capsys)
    assert code == 0
    assert f"{settings.home}: healthy" in out
    assert "2026-11-05-0123abcd, published" in out
    assert "3 stored, 1 missed: 2026-11-04" in out
    assert "2: 2 complete" in out
    assert "1 of 1 tables, 0 failed, 0 warned" in out
    assert "7 values by 2 rules" in out
    assert "warehouse" in out.split("disk")[1]
    assert len(out.splitlines()) < 24
    assert max(map(len, out.splitlines())) <= 200


def test_json_has_the_same(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = show(settings, capsys, "--json")
    found = json.loads(out)
    assert code == 0
    assert found["is_healthy"] is True
    assert found["missed"] == ["2026-11-04"]
    assert [s["state"] for s in found["sources"]] == ["complete", "complete"]
    assert sum(found["disk"].values()) > 0


def test_a_stale_release_is_not_healthy(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (datetime.now(UTC) - timedelta(hours=40)).timestamp()
    os.utime(settings.current, (before, before), follow_symlinks=False)
    code, out = show(settings, capsys)
    assert code == 1
    assert "NOT HEALTHY" in out
    assert "stale: 2026-11-05-0123abcd was published 40 h ago; the limit is 36 h" in out
    assert status(replace(settings, stale_hours=41)).is_healthy


def test_a_blocked_table_is_not_healthy(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    add_result(settings, passed=False)
    code, out = show(settings, capsys)
    assert code == 1
    assert "blocked: core/a of 2026-11-05 (not_null: 2 rows)" in out
    add_result(settings, passed=True)
    assert show(settings, capsys)[0] == 0


def test_each_source_has_its_state_and_reason(settings: Settings) -> None:
    quarantine(settings, "lever", NIGHTS[2])
    shutil.rmtree(settings.raw / "greenhouse" / f"night={NIGHTS[2]}")
    add_night(settings.raw, "ashby", NIGHTS[2], "failed")
    add_night(settings.raw, "gone", "2026-10-20")
    found = status(settings)
    assert {s.ats: s.state for s in found.sources} == {
        "ashby": "partial",
        "gone": "missing",
        "greenhouse": "carried forward",
        "lever": "quarantined",
    }
    told = "\n".join(found.coverage)
    assert "ashby partial, 1 of 1 boards: x failed: 503 Service Unavailable" in told
    assert "greenhouse carried forward, last accepted 2026-11-03" in told
    assert "lever quarantined, last accepted 2026-11-03: expect_table_row_count" in told
    assert "12 of 4,012 listings" in told
    assert found.checks is not None
    assert len(found.checks.warned) == 1
    assert found.is_healthy  # a source less is told of, and nothing is blocked


def test_while_a_run_is_at_work_the_warehouse_is_left_alone(settings: Settings) -> None:
    add_result(settings, passed=False)
    with atomic.exclusive_lock(settings.lock, "refresh"):
        found = status(settings)
    assert found.running == f"process {os.getpid()}"
    assert found.checks is None
    assert found.is_healthy
    assert status(settings).running is None


def test_a_night_that_is_stored_and_not_published_is_not_healthy(settings: Settings) -> None:
    add_night(settings.raw, "lever", "2026-11-06")
    (problem,) = status(settings).problems
    assert problem == "not published: the night 2026-11-06 is stored, but current is not of it"


@pytest.mark.parametrize("how", ["garbage", "lost release", "no link"])
def test_no_readable_release_is_not_healthy(settings: Settings, how: str) -> None:
    if how == "garbage":
        (settings.current / "manifest.json").write_text("{")
    elif how == "lost release":
        shutil.rmtree(settings.current.resolve())
    else:
        settings.current.unlink()
    problems = status(settings).problems
    assert problems[0].startswith(
        "there is no release yet" if how == "no link" else "current leads to no readable release"
    )


def test_a_warehouse_that_cannot_be_read_is_not_healthy(settings: Settings) -> None:
    settings.warehouse.write_text("no database" * 1000)
    (problem,) = status(settings).problems
    assert str(settings.warehouse) in problem


def test_no_data_directory_is_an_error_and_is_not_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["status", "--home", str(tmp_path / "none")]) == 1
    assert "is not a data directory" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_status_changes_no_file(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    before = {p: p.read_bytes() for p in settings.home.rglob("*") if p.is_file()}
    show(settings, capsys)
    assert {p: p.read_bytes() for p in settings.home.rglob("*") if p.is_file()} == before


# --- clocks


def test_a_clock_that_was_ahead_is_named(settings: Settings) -> None:
    (settings.home / "origin.json").write_text('{"kind": "live", "path": null}')
    problems = status(settings, datetime(2026, 11, 3, 12, tzinfo=UTC)).problems
    assert any("in the future: check the clock" in problem for problem in problems)
    assert any("2026-11-05 has not begun" in problem for problem in problems)


def test_a_machine_asleep_for_a_week_has_missed_nights_until_today(settings: Settings) -> None:
    (settings.home / "origin.json").write_text('{"kind": "live", "path": null}')
    now = datetime(2026, 11, 12, 16, tzinfo=UTC)
    missed = [night.isoformat() for night in status(settings, now).missed]
    assert missed == ["2026-11-04", *(f"2026-11-{day:02d}" for day in range(6, 13))]
    assert "2026-11-12" not in map(str, status(settings, now.replace(hour=3)).missed)


def test_missed_nights_lie_between_stored_ones() -> None:
    assert missed_nights([]) == []
    days = [date(2026, 11, day) for day in (2, 3, 6)]
    assert missed_nights(days) == [date(2026, 11, 4), date(2026, 11, 5)]


def test_the_next_night_is_due_in_the_zone_of_the_schedule() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    settings = Settings(Path("/x"), "", schedule=time(3, 30), timezone=berlin)
    assert next_due(settings, datetime(2026, 7, 1, 1, 0, tzinfo=UTC)).astimezone(UTC) == datetime(
        2026, 7, 1, 1, 30, tzinfo=UTC
    )
    assert next_due(settings, datetime(2026, 7, 1, 1, 30, tzinfo=UTC)).astimezone(UTC) == datetime(
        2026, 7, 2, 1, 30, tzinfo=UTC
    )
    assert last_due_night(settings, datetime(2026, 7, 1, 14, 0, tzinfo=UTC)) == date(2026, 7, 1)
    assert last_due_night(settings, datetime(2026, 7, 1, 12, 0, tzinfo=UTC)) == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("SCHEDULE", "25:00", "is not a time like 02:00"),
        ("TIMEZONE", "Mars/Olympus", "is not a time zone like Europe/Berlin"),
        ("TIMEZONE", "../../etc/passwd", "is not a time zone"),
        ("STALE_HOURS", "0", "set a number from 1"),
        ("KEEP_RELEASES", "0", "set a number from 1"),
        ("ALERTS_FILE", "/none", "cannot be read"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(
    name: str, value: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"HIRING_LEDGER_{name}", value)
    with pytest.raises(ValueError, match=rf"HIRING_LEDGER_{name}.*{message}"):
        Settings.from_environment()
