"""The files beside the report page: what they hold, and that two builds write the same bytes."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

from orchestration.publish import report
from orchestration.publish.report import figure_files, parts
from tests.publish.page_reader import Reader, words
from tests.publish.small_release import MANIFEST, ROWS, release, salaries


def test_a_panel_has_its_files_and_says_how_to_cite_it(
    page: Callable[..., str], tmp_path: Path
) -> None:
    text = page(ROWS, MANIFEST)
    links = {str(a["href"]) for a in Reader(text).of("a") if "download" in a}
    assert links == {p.name for p in tmp_path.iterdir()} - {"index.html"}
    lines = (tmp_path / "ai-salary-stack.csv").read_text("utf-8").splitlines()
    rows = list(csv.DictReader(lines))
    pytorch = next(row for row in rows if row["Technology"] == "PyTorch")
    assert pytorch["mean_salary_usd"] == "218936.4", "as the mart has it, not rounded"
    assert pytorch["segment_id"] == "technology=pytorch"
    figure_id = "technology=pytorch/mean_salary_usd/report"
    assert pytorch["mean_salary_usd_figure_id"] == figure_id
    assert f'data-figure="{figure_id}"' in text
    panel = text.partition('<section id="ai-salary-stack"')[2].partition("</section>")[0]
    cited = "Salary by AI technology, as of 2 January 2026. Release 2026-01-02-abcd1234"
    assert cited in words(panel)


def test_a_suppressed_value_is_in_no_file_and_no_chart(
    page: Callable[..., str], tmp_path: Path
) -> None:
    rows = [*ROWS, _suppressed()]
    made = release(tmp_path / "marts.duckdb", rows)
    out = tmp_path / "out"
    out.mkdir()
    report.render(made, out, MANIFEST)
    files = {p.name: p.read_text("utf-8") for p in out.iterdir() if p.suffix != ".png"}
    assert "Gaming" in files["salary-by-industry.csv"]
    assert "Hidden" in files["salary-by-industry.csv"]
    assert not [name for name, text in files.items() if "777" in text]
    assert "Hidden:" not in files["index.html"], "the words of a chart name each of its rows"


def _suppressed() -> tuple[str, dict[str, Any]]:
    hidden = salaries("industry=hidden", 5, 3, 777_777)
    return "mart_salary_by_industry", {**hidden, "industry": "hidden"}


def test_the_files_of_a_table_hold_no_formula(tmp_path: Path) -> None:
    table = parts.table("t", "Company", (), [{"label": "=cmd()"}])
    assert list(figure_files.csv_rows(table)) == [["Company", "segment_id"], ["'=cmd()", ""]]


def test_two_builds_have_the_same_bytes(releases: dict[bool, Path], tmp_path: Path) -> None:
    built = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        report.render(releases[True], tmp_path / name, MANIFEST)
        built.append({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()})
    assert built[0] == built[1]
    assert len(built[0]) > 10
