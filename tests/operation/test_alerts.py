"""Alerts reach a webhook and a mailbox on loopback, and no message shows where they go."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from orchestration.cli import refresh
from orchestration.cli.main import main
from orchestration.crawl.data_source import DataSource
from orchestration.defs import sensors
from orchestration.defs.alerts import TELLS_ITSELF
from orchestration.defs.run_night import NightRun
from orchestration.operation import alerts
from orchestration.operation.source_states import SourceState
from orchestration.operation.status import status
from orchestration.settings import Settings
from tests.operation.conftest import NIGHTS, quarantine
from tests.operation.targets import mail_server, webhook
from tests.paths import ROOT
from tests.serving.ports import free_port

NIGHT = date.fromisoformat(NIGHTS[2])


def test_a_webhook_gets_title_lines_and_place(settings: Settings) -> None:
    with webhook() as hook:
        told = alerts.failure("night 2026-11-05", ["gate core/a: 3 rows\x1b[31m", "a" * 1000])
        assert alerts.send(replace(settings, alert_urls=(hook.url,)), told) == 1
    (got,) = hook.got
    assert got["title"] == "Hiring Ledger: night 2026-11-05 failed"
    assert got["type"] == "failure"
    first, second, where = got["message"].split("\n")
    assert first == "gate core/a: 3 rows[31m"
    assert len(second) == alerts.LONGEST
    assert where.endswith(f":{settings.home}")


def test_mail_is_sent(settings: Settings) -> None:
    with mail_server() as (port, got):
        url = f"mailto://127.0.0.1:{port}/?from=ledger@example.org&to=ops@example.org&mode=insecure"
        told = alerts.failure("night 2026-11-05", ["no space is left"])
        assert alerts.send(replace(settings, alert_urls=(url,)), told) == 1
    (mail,) = got
    assert "ops@example.org" in str(mail["To"])
    assert "night 2026-11-05 failed" in str(mail["Subject"])
    assert "no space is left" in mail.as_string()


def test_a_target_that_fails_keeps_an_alert_from_no_other_and_is_not_shown(
    settings: Settings, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    secret = "s3cretpassword"
    bad = (f"json://127.0.0.1:{free_port()}/{secret}", f"nosuch://{secret}", f"{secret}")
    with caplog.at_level(logging.DEBUG), webhook() as hook:
        urls = (*bad, hook.url)
        assert alerts.send(replace(settings, alert_urls=urls), alerts.failure("x", ["y"])) == 1
    assert len(hook.got) == 1
    warnings = [r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING]
    assert warnings == [
        "alert target 1 of 4: it did not take the alert",
        "alert target 2 of 4: it is no URL that Apprise reads",
        "alert target 3 of 4: it is no URL that Apprise reads",
    ]
    out, err = capfd.readouterr()
    shown = [r.getMessage() for r in caplog.records if r.name.startswith(("orchestr", "apprise"))]
    assert secret not in out + err + "".join(shown) + repr(replace(settings, alert_urls=urls))


def test_without_a_target_apprise_is_not_imported(settings: Settings) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom orchestration.operation import alerts\n"
        "from orchestration.settings import Settings\n"
        "assert alerts.send(Settings(Path('/x'), ''), alerts.failure('x', ['y'])) == 0\n"
        "assert 'apprise' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_targets_come_from_a_variable_and_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "targets"
    file.write_text("# the on-call phone\njson://b\n\n  json://c json://d\n")
    monkeypatch.setenv("HIRING_LEDGER_ALERTS", "json://a")
    monkeypatch.setenv("HIRING_LEDGER_ALERTS_FILE", str(file))
    expected = ("json://a", "json://b", "json://c", "json://d")
    assert Settings.from_environment().alert_urls == expected


# --- what is told


def test_coverage_names_what_a_night_is_without_and_a_lost_source_once() -> None:
    states = [
        SourceState("a", "complete", NIGHT),
        SourceState("b", "partial", NIGHT, 10, 1, ("x failed: 503",)),
        SourceState("c", "quarantined", date(2026, 11, 3), reasons=("volume: 12 of 4,012",)),
        SourceState("d", "carried forward", date(2026, 11, 1)),
        SourceState("e", "missing", NIGHT - timedelta(days=8)),
        SourceState("f", "missing", NIGHT - timedelta(days=9)),
    ]
    told = alerts.coverage(NIGHT, states, 7)
    assert told is not None
    assert [line.split()[0] for line in told.lines] == ["c", "d", "e"]
    assert "volume: 12 of 4,012" in told.lines[0]
    assert alerts.coverage(NIGHT, states[:2], 7) is None


def test_a_long_alert_is_cut(settings: Settings) -> None:
    with webhook() as hook:
        told = alerts.failure("x", [f"gate core/t{n}" for n in range(40)])
        alerts.send(replace(settings, alert_urls=(hook.url,)), told)
    assert "and 30 more" in hook.got[0]["message"]


def test_status_tells_when_it_is_not_healthy(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with webhook() as hook:
        monkeypatch.setenv("HIRING_LEDGER_ALERTS", hook.url)
        monkeypatch.setenv("HIRING_LEDGER_HOME", "")
        command = ["status", "--alert", "--home", str(settings.home)]
        assert main(command) == 0
        assert hook.got == []
        make_stale(settings)
        assert main(command) == 1
    (got,) = hook.got
    assert "stale: 2026-11-05-0123abcd was published 40 h ago" in got["message"]
    assert hook.secret not in "".join(capsys.readouterr())


def make_stale(settings: Settings) -> None:
    before = (datetime.now(UTC) - timedelta(hours=40)).timestamp()
    os.utime(settings.current, (before, before), follow_symlinks=False)


# --- refresh, as from cron


def test_a_refresh_that_ends_with_an_error_is_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The data directory holds the sample: live boards are another data source."""
    monkeypatch.setenv("HIRING_LEDGER_HOME", str(settings.home))
    monkeypatch.setenv("DAGSTER_HOME", str(settings.home / "dagster"))
    with webhook() as hook:
        monkeypatch.setenv("HIRING_LEDGER_ALERTS", hook.url)
        with pytest.raises(ValueError, match="holds listings of sample"):
            refresh.refresh(DataSource("live"), None, None, None, lambda _: None)
    (got,) = hook.got
    assert got["title"] == "Hiring Ledger: refresh of the last night failed"
    assert "holds listings of sample" in got["message"]


def test_a_night_without_a_source_is_told_and_a_night_of_some_sources_is_not(
    settings: Settings,
) -> None:
    quarantine(settings, "lever", NIGHTS[2])
    settings = replace(settings, alert_urls=("json://x",))
    ended = NightRun(True, 10, [], [], [], False)
    told = refresh._alert(settings, NIGHT, ended, None)
    assert told is not None
    assert told.kind == "coverage"
    assert "lever quarantined" in told.lines[0]
    assert refresh._alert(settings, NIGHT, ended, ["greenhouse"]) is None
    blocked = NightRun(False, 10, ["core/a (x)"], [], ["gate core/a: x: 3 rows"], True)
    told = refresh._alert(settings, NIGHT, blocked, None)
    assert told is not None
    assert (told.kind, told.lines) == ("failure", ("gate core/a: x: 3 rows",))


# --- sensors


@pytest.fixture
def hook_of_home(settings: Settings, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("HIRING_LEDGER_HOME", str(settings.home))
    with webhook() as hook:
        monkeypatch.setenv("HIRING_LEDGER_ALERTS", hook.url)
        yield hook


def test_the_sensor_tells_of_a_stale_release_once(settings: Settings, hook_of_home) -> None:  # type: ignore[no-untyped-def]
    with dg.DagsterInstance.ephemeral() as instance:
        context = dg.build_sensor_context(instance)
        sensors.stale_release(context)
        assert hook_of_home.got == []
        make_stale(settings)
        for _ in range(3):
            context = dg.build_sensor_context(instance, cursor=context.cursor)
            sensors.stale_release(context)
    assert len(hook_of_home.got) == 1
    assert not status(settings).is_healthy


@dg.op
def nothing() -> None: ...


@dg.job(executor_def=dg.in_process_executor)
def nightly() -> None:
    nothing()


@pytest.mark.parametrize("itself", [True, False])
def test_the_sensor_tells_of_an_incomplete_night_that_does_not_tell_itself(
    settings: Settings,
    hook_of_home,  # type: ignore[no-untyped-def]
    itself: bool,
) -> None:
    quarantine(settings, "lever", NIGHTS[2])
    tags = {"dagster/partition": NIGHTS[2]} | ({TELLS_ITSELF: "true"} if itself else {})
    with dg.DagsterInstance.ephemeral() as instance:
        found = nightly.execute_in_process(
            instance=instance,
            tags=tags,
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        )
        ended = next(e for e in found.all_events if e.is_job_success)
        context = dg.build_run_status_sensor_context(
            "incomplete_nights", ended, instance, found.dagster_run
        )
        sensors.incomplete_nights(context)
    assert len(hook_of_home.got) == (0 if itself else 1)
