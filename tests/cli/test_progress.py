"""Progress: one line per source in a pipe, bars on a terminal, nothing lost in either."""

from __future__ import annotations

import io
import logging
import re
from typing import Any

import pytest

from orchestration.cli import progress
from tests.paths import ROOT

LOG = logging.getLogger(progress.LOGGER)
CRAWLED = "%-15s %d/%d boards, %d listings"
BUILT = "%-50s %9d rows  %2d checks  %5.1f s"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def crawl(ats: str, boards: int) -> None:
    """The records of a source while it is crawled."""
    for done in range(10, boards + 1, 10):
        LOG.info(CRAWLED, ats, done, boards, 2 * done)


@pytest.mark.parametrize("record", [CRAWLED, BUILT])
def test_the_pipeline_logs_in_the_forms_that_bars_read(record: str) -> None:
    """When a message changes, change it here and in `cli/progress.py` as well."""
    files = [*ROOT.glob("orchestration/*/*.py")]
    assert any(f'"{record}"' in file.read_text("utf-8") for file in files)


def test_a_pipe_gets_one_line_per_source(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr("sys.stdout", out)
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    progress.log_to_stdout()
    crawl("lever", 30)
    LOG.info("%-12s %s: %s", "lever", "accepted", "boards 30")
    LOG.info("%-12s %s: %s", "icims_classic", "accepted", "boards 5")
    LOG.error("board lever/b1 failed")
    lines = out.getvalue().splitlines()
    assert len(lines) == 3
    assert lines[2] == "board lever/b1 failed"
    assert {line.index("accepted") for line in lines[:2]} == {len("smartrecruiters ")}


def test_a_terminal_gets_bars_and_the_other_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    out: Any = Terminal()
    monkeypatch.setattr("sys.stdout", out)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    progress.log_to_stdout()
    with progress.bars_on_terminal() as stop:
        crawl("lever", 30)
        crawl("gem", 10)
        LOG.info("%-12s %s: %s", "lever", "accepted", "boards 30 \x1b[2J")
        LOG.info(BUILT, "core/fct_listings", 9, 3, 0.1)
        stop()
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", out.getvalue())
    last = shown[shown.rindex("Boards") :]
    assert "40/40" in last and "80 listings" in last
    assert f"1/{progress._table_count()}" in last and "core/fct_listings" in last
    assert "lever           accepted: boards 30 [2J" in shown
    assert out.getvalue().count("\x1b[?25l") == out.getvalue().count("\x1b[?25h")
    assert "2J" not in re.findall(r"\x1b\[([0-9;?]*[A-Za-z])", out.getvalue())
