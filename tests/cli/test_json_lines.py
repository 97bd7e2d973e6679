"""The log as JSON: one object a line on stderr, and nothing on stdout."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from orchestration.cli import json_lines
from orchestration.cli.main import main
from orchestration.cli.output import say
from orchestration.validation.results import TableResult
from orchestration.validation.validate import Check
from orchestration.warehouse import running_table
from tests.conftest import SAMPLE_NIGHT


@pytest.fixture(autouse=True)
def back_to_text(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("HIRING_LEDGER_HOME", "")
    before = logging.getLogger().handlers[:]
    yield
    json_lines.stop()
    logging.getLogger().handlers = before


def objects(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_each_event_has_its_facts(capsys: pytest.CaptureFixture[str]) -> None:
    from datetime import date

    json_lines.start()
    json_lines.of_night(SAMPLE_NIGHT)
    night = date.fromisoformat(SAMPLE_NIGHT)
    for passed in (True, False):
        checks = [Check("not_null", passed, "3 rows\x1b[31m")]
        result = TableResult("core/a", night, "", "", "", passed, 1234, checks)
        running_table.log_result(result, 0.456)
    say("published\na release")
    say("")
    json_lines.emit("run ended", exit_code=0, seconds=12.3)
    out, err = capsys.readouterr()
    assert out == ""
    built, blocked, message, ended = objects(err)
    assert built | {"at": None, "message": None} == {
        "at": None,
        "level": "info",
        "event": "table built",
        "night": SAMPLE_NIGHT,
        "table": "core/a",
        "rows": 1234,
        "checks": 1,
        "seconds": 0.46,
        "message": None,
    }
    assert (blocked["event"], blocked["level"]) == ("table blocked", "error")
    assert "\x1b" not in err
    assert message["message"] == "published a release"
    assert (ended["event"], ended["exit_code"], ended["seconds"]) == ("run ended", 0, 12.3)


def test_an_error_of_refresh_is_an_object(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HIRING_LEDGER_LOG", "json")
    arguments = ["refresh", "--source", "nosuch", "--home", str(tmp_path / "home")]
    assert main(arguments) == 1
    out, err = capsys.readouterr()
    assert out == ""
    (error,) = objects(err)
    assert (error["event"], error["level"], error["night"]) == ("error", "error", SAMPLE_NIGHT)
    assert error["message"].startswith("no such source: nosuch; there are ")


def test_other_commands_stay_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HIRING_LEDGER_LOG", "json")
    assert main(["status", "--home", str(tmp_path / "none")]) == 1
    assert capsys.readouterr().err.startswith("hiring-ledger: ")


def test_another_form_is_an_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HIRING_LEDGER_LOG", "xml")
    assert main(["refresh"]) == 1
    assert "HIRING_LEDGER_LOG is neither text nor json: xml" in capsys.readouterr().err
