"""The command line as a user meets it: exit codes, errors, options, help and completion."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from orchestration.cli import main as cli
from orchestration.cli.main import main
from orchestration.crawl.boards import Board
from orchestration.crawl.data_source import DataSource
from tests.paths import ROOT


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """`--home` sets the variable, so each test puts it back."""
    monkeypatch.setenv("HIRING_LEDGER_HOME", "")
    for name in [n for n in os.environ if n.startswith("HIRING_INDEX_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def nights(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """The nights that `refresh` would run."""
    runs: list[tuple[Any, ...]] = []

    def refresh(*arguments: Any) -> int:
        runs.append(arguments[:4])
        return 2

    monkeypatch.setattr("orchestration.cli.refresh.refresh", refresh)
    return runs


WRONG = {
    "unknown command": ["publish"],
    "unknown option": ["refresh", "--fast"],
    "unknown subcommand": ["boards", "delete"],
    "missing argument": ["explain"],
    "missing option": ["simulate"],
    "missing value": ["refresh", "--night"],
    "not a date": ["refresh", "--night", "2026-13-01"],
    "not a number": ["ui", "--port", "http"],
    "not a port": ["docs", "--port", "70000"],
    "too many words": ["refresh", "--source", "lever", "ashby"],
    "two data sources": ["refresh", "--live", "--recording", "x"],
    "recording of no crawl": ["refresh", "--save-recording", "x"],
    "nights with a crawl": ["refresh", "--live", "--nights", "2026-11-01..2026-11-02"],
    "nights without an end": ["refresh", "--nights", "2026-11-01.."],
    "nights in reverse": ["refresh", "--nights", "2026-11-02..2026-11-01"],
    "unknown shell": ["completion", "tcsh"],
    "no file": ["boards", "import", "missing.csv"],
    "unknown source of a list": ["boards", "list", "--source", "nosuch"],
    "unknown source of a check": ["boards", "check", "--source", "nosuch"],
    "unknown source of a shard": ["crawl", "1/2", "--source", "nosuch"],
    "folder that is in use": ["simulate", "--out", "tests"],
}


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
def test_an_error_is_one_line_and_exit_code_1(arguments: list[str], capsys: Any) -> None:
    """Click would exit with 2, which means a failed check."""
    assert main(arguments) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert err.startswith("hiring-ledger: ")


def test_a_usage_error_names_the_help_of_its_command(capsys: Any) -> None:
    main(["boards", "list", "--fast"])
    assert capsys.readouterr().err == (
        "hiring-ledger: No such option '--fast'. See `hiring-ledger boards list --help`.\n"
    )


def test_no_command_prints_the_help(capsys: Any) -> None:
    assert main([]) == 1
    assert "Usage: hiring-ledger" in capsys.readouterr().err


def test_version_and_help_exit_with_0(capsys: Any) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("hiring-ledger 0.")
    for command in cli.COMMANDS:
        assert main([command, "--help"]) == 0
        assert f"Usage: hiring-ledger {command}" in capsys.readouterr().out


def test_refresh_takes_the_data_source_the_night_and_the_sources(
    nights: list[tuple[Any, ...]], tmp_path: Path
) -> None:
    sources = ["--source", "lever, ashby", "--source", "gem"]
    assert main(["refresh", "--night", "2026-11-02", *sources, "--home", str(tmp_path)]) == 2
    assert main(["refresh", "--live", "--save-recording", "new"]) == 2
    assert main(["refresh", "--recording", str(tmp_path)]) == 2
    assert nights == [
        (DataSource("sample"), date(2026, 11, 2), ["lever", "ashby", "gem"], None),
        (DataSource("live"), None, None, Path("new")),
        (DataSource("recording", tmp_path), None, None, None),
    ]
    assert os.environ["HIRING_LEDGER_HOME"] == str(tmp_path)


def test_nights_are_those_that_are_stored_and_then_the_newest(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Any
) -> None:
    """Oldest first, missed ones named; nothing is crawled, and the worst exit code counts."""
    runs: list[tuple[date, bool]] = []

    def refresh(source: DataSource, night: date, *_: Any, is_stored: bool) -> int:
        assert source == DataSource("sample")
        runs.append((night, is_stored))
        return 2 if night == date(2026, 11, 4) else 0

    monkeypatch.setattr("orchestration.cli.backfill.refresh", refresh)
    for night in ("2026-11-01", "2026-11-02", "2026-11-04", "2026-11-07"):
        folder = tmp_path / "raw" / "lever" / f"night={night}"
        folder.mkdir(parents=True)
        (folder / "boards.parquet").touch()
    (tmp_path / "origin.json").write_text('{"kind": "sample", "path": null}')
    home = ["--home", str(tmp_path)]
    assert main(["refresh", "--nights", "2026-11-02..2026-11-05", *home]) == 2
    assert runs == [(date(2026, 11, day), True) for day in (2, 4, 7)]
    assert "no board was crawled on them: 2026-11-03\n" in capsys.readouterr().out
    assert main(["refresh", "--nights", "2026-11-05", *home]) == 1
    assert capsys.readouterr().err.startswith(
        f"hiring-ledger: {tmp_path} stores no night from 2026-11-05 to 2026-11-05; it has from "
    )


def test_a_variable_of_the_former_name_is_an_error(
    monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setenv("HIRING_INDEX_DETAIL_BUDGET", "9")
    monkeypatch.delenv("HIRING_LEDGER_DETAIL_BUDGET", raising=False)
    assert main(["sources"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "HIRING_INDEX_DETAIL_BUDGET" in err and "HIRING_LEDGER_DETAIL_BUDGET" in err
    monkeypatch.setenv("HIRING_LEDGER_DETAIL_BUDGET", "9")
    assert main(["sources"]) == 0


def test_boards_are_listed_by_source_and_counted_on_stderr(
    monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    boards = [Board("ashby", "a"), Board("gem", "b"), Board("lever", "c"), Board("lever", "d")]
    monkeypatch.setattr("orchestration.crawl.boards.load_boards", lambda: boards)
    assert main(["boards", "list", "--source", "lever,gem"]) == 0
    out, err = capsys.readouterr()
    header = "ats,board,company,origin,licence,since"
    assert out.splitlines() == [header, "gem,b,,,,", "lever,c,,,,", "lever,d,,,,"]
    assert err == "3 boards of 2 sources\n"


def test_sources_are_a_table_on_a_terminal_and_csv_on_request(
    monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert main(["sources"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["ats", "decision", "boards", "endpoint", "reason"]
    assert any(line.startswith("smartrecruiters ") for line in lines)
    assert main(["sources", "--csv"]) == 0
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert "robots" in rows[0]


def test_help_imports_no_pipeline() -> None:
    """Help and completion answer at once: no Dagster, dbt, DuckDB or Great Expectations."""
    heavy = ("dagster", "dbt", "duckdb", "great_expectations", "pyarrow", "requests", "rich")
    script = (
        "import sys\nfrom orchestration.cli.main import main\nmain(['--help'])\n"
        f"print('imported:', sorted(set(sys.modules) & set({heavy!r})))"
    )
    started = time.process_time()
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT,
                         check=True)  # fmt: skip
    assert run.stdout.endswith("imported: []\n")
    assert time.process_time() - started < 2


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_name_the_command(shell: str, capsys: Any) -> None:
    assert main(["completion", shell]) == 0
    assert cli.COMPLETE_VARIABLE in capsys.readouterr().out


def test_sources_are_completed() -> None:
    words = {"COMP_WORDS": "hiring-ledger refresh --source gr", "COMP_CWORD": "3"}
    environment = {**os.environ, **words, cli.COMPLETE_VARIABLE: "bash_complete"}
    command = [sys.executable, "-m", "orchestration.cli.main"]
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment,
                         check=False)  # fmt: skip
    assert run.stdout.split() == ["plain,greenhouse", "plain,greeting"]
