"""The queries of docs/analyst.md and the cells of the notebook, on a release."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.paths import ROOT

PAGE = (ROOT / "docs" / "analyst.md").read_text("utf-8")
NOTEBOOK = ROOT / "docs" / "analyst.ipynb"
QUERY = re.compile(r"^## (\d+)\. (.+?)\n\n```sql\n(.+?)\n```\n\nColumns: (.+?)\n", re.M | re.S)
QUERIES = [(title, sql, re.findall(r"`([^`]+)`", named)) for _, title, sql, named in
           QUERY.findall(PAGE)]  # fmt: skip


@pytest.fixture(scope="module")
def release(sample_home: Path) -> Path:
    return (sample_home / "current").resolve()


def test_there_are_twenty_questions() -> None:
    numbers = [int(number) for number, *_ in QUERY.findall(PAGE)]
    assert numbers == list(range(1, 21))
    assert PAGE.count("```sql") == 20
    assert len({title for title, *_ in QUERIES}) == 20


@pytest.mark.parametrize(("title", "sql", "columns"), QUERIES, ids=[t for t, *_ in QUERIES])
def test_a_query_answers(release: Path, title: str, sql: str, columns: list[str]) -> None:
    with duckdb.connect(str(release / "marts.duckdb"), read_only=True) as db:
        found = db.execute(sql)
        assert [column[0] for column in found.description or []] == columns
        rows = found.fetchall()
    assert rows
    assert any(name.endswith("_count") for name in columns)  # every number has its n
    assert any(value is not None for row in rows for value in row[1:])
    is_ordered = len(rows) == 1 or "order by" in sql
    assert is_ordered, "the same question has the same answer"


def test_the_notebook_runs(
    release: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its cells in order, as Jupyter runs them: the last expression of a cell is shown."""
    notebook: dict[str, Any] = json.loads(NOTEBOOK.read_text("utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    cells = notebook["cells"]
    assert len({cell["id"] for cell in cells}) == len(cells)
    monkeypatch.setenv("HIRING_LEDGER_RELEASE", str(release))
    names: dict[str, Any] = {}
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert len(code) >= 5
    for source in code:
        exec(compile(source, NOTEBOOK.name, "exec"), names)
    shown = capsys.readouterr().out
    assert "2026-11-02" in shown
    assert "invented" in shown  # whoever runs it on the sample reads so
    assert "technology=pytorch/median_salary_usd/report" in shown
    for cell in cells:
        if cell["cell_type"] == "code":  # results of some release are no documentation
            assert (cell["outputs"], cell["execution_count"]) == ([], None)
    names["db"].close()
