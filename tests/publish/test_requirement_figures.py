"""Stated requirements as figures: their passports, their SQL, and their panel of the report."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.cli.main import main
from orchestration.publish import bundle, figure, report, requirement_figures
from orchestration.publish.report import addresses
from orchestration.settings import Settings
from tests.publish.figure_reader import figures_of_one_group, wrong
from tests.publish.page_reader import row_of, words
from tests.publish.small_release import MANIFEST, ROWS, release
from tests.publish.small_rows import requirements

STATED = "index/experience_3_to_4_years_share/report"


def figures(home: Path) -> list[dict[str, Any]]:
    """Rows of `mart_requirements_by_segment`, as figures."""
    bases = list(requirement_figures.REQUIREMENTS)
    return figures_of_one_group(home, f"list_contains({bases}, base)")


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.night)])
def test_the_sql_of_a_requirement_gives_what_is_published(sample_home: Path, every: bool) -> None:
    """The largest figure of each measure: of all listings, of levels and of countries. In `make
    nights` every figure with a value."""
    chosen = [row for row in figures(sample_home) if row["value"] is not None]
    if not every:
        by_size = sorted(chosen, key=lambda row: int(row["unit_count"]))
        chosen = list({(row["measure"], row["dimension"]): row for row in by_size}.values())
    assert {row["base"] for row in chosen} == set(requirement_figures.REQUIREMENTS)
    assert {row["dimension"] for row in chosen} == {"index", "seniority", "country"}
    assert wrong(sample_home, chosen) == []


def test_figures_of_requirements_have_the_columns_of_estimates(sample_home: Path) -> None:
    with duckdb.connect(str(sample_home / "current" / "marts.duckdb"), read_only=True) as db:
        estimates = dict.fromkeys(db.sql("from core.fct_estimates limit 0").columns)
        columns = db.sql(f"from ({requirement_figures.FIGURES}) limit 0").columns
    own = {"answer_count", "answer_company_count"}
    assert set(columns) == set(estimates) - {"standard_error"} | own


def test_explain_knows_a_requirement(
    sample_home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIRING_LEDGER_HOME", "")
    assert main(["explain", STATED, "--home", str(sample_home)]) == 0
    printed = capsys.readouterr().out
    (row,) = (row for row in figures(sample_home) if row["figure_id"] == STATED)
    said = "Share that states “Years of experience: 3 to 4 years”, of those whose text was read;"
    assert printed.startswith(f"{STATED}\n{said}")
    assert f"value          {100 * row['value']:.1f} %" in printed
    assert f"n              {row['unit_count']:,} listings" in printed


def test_a_suppressed_requirement_has_its_reason(sample_home: Path) -> None:
    row = next(row for row in figures(sample_home) if row["value"] is None)
    passport = figure.passport(Settings(sample_home, contact=""), row["figure_id"])
    assert passport.figure["status_reason"]
    assert len(passport.members) == row["unit_count"]


def test_a_bundle_of_a_requirement_has_the_answers(sample_home: Path, tmp_path: Path) -> None:
    folder = bundle.write(Settings(sample_home, contact=""), STATED, tmp_path / "bundle")
    (row,) = (row for row in figures(sample_home) if row["figure_id"] == STATED)
    with duckdb.connect() as db:
        found = db.execute(
            "select count(*), count(*) filter (where answer = '3 to 4 years') from read_parquet(?)",
            [str(folder / "members.parquet")],
        ).fetchone()
    assert found is not None
    assert found[0] == row["unit_count"]
    assert found[1] / found[0] == pytest.approx(row["value"], abs=1e-6)


def test_the_panel_of_a_release_leads_to_its_passports(sample_home: Path) -> None:
    site = sample_home / "current"
    page = (site / "report" / "index.html").read_text("utf-8")
    assert f'href="../{addresses.passport(STATED)}"' in page
    address, _, anchor = addresses.passport(STATED).partition("#")
    passports = (site / address).read_text("utf-8")
    said = words(passports.partition(f'id="{anchor}"')[2].partition("</div>")[0])
    (row,) = (row for row in figures(sample_home) if row["figure_id"] == STATED)
    assert f"Value {100 * row['value']:.1f}%" in said
    assert "from core.fct_segment_listings" in said


def test_the_panel_has_shares_with_sample_interval_and_status(tmp_path: Path) -> None:
    made = release(tmp_path / "marts.duckdb", ROWS)
    report.render(made, tmp_path, MANIFEST)
    text = (tmp_path / "index.html").read_text("utf-8")
    panel = 'id="stated-requirements"'
    said = words(text[text.index(panel) :].partition("</section>")[0])
    assert ("Of the 40 software listings whose text was read, 20% require a degree; ") in said
    assert "Visa sponsorship: offered 20% 10% to 30% 8 8 40 12" in said
    assert "Visa sponsorship: offered: 20%, n 8 of 40." in said, "the words of the chart"
    senior = row_of(text, "seniority=senior", panel)
    assert senior.startswith("Senior low sample 20% 10% to 30%")
    lead = row_of(text, "seniority=lead", panel)
    assert lead == f"Lead {'suppressed ' * 10}10 4"
    with (tmp_path / "stated-requirements-2.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    suppressed = next(row for row in rows if row["Level"] == "Lead")
    assert suppressed["publish_status"] == "suppressed"
    assert suppressed["degree_required_answer_share"] == ""
    key = "degree_required_answer_share_figure_id"
    assert suppressed[key] == "seniority=lead/degree_required_share/report"


@pytest.mark.parametrize(
    ("n", "companies", "said"),
    [
        (20, 11, "Of the 20 software listings whose text was read (low sample), "),
        (
            10,
            4,
            "The shares are suppressed. Sample: 10 software listings whose text was read, fewer "
            "than 20 roles.",
        ),
        (None, 0, "No software listing has a text that was read."),
    ],
)
def test_the_first_sentence_says_the_status(
    tmp_path: Path, n: int | None, companies: int, said: str
) -> None:
    of_all = (
        [("mart_requirements_by_segment", r) for r in requirements("index", n, companies)]
        if n
        else []
    )
    others = [row for row in ROWS if row[0] != "mart_requirements_by_segment"]
    made = release(tmp_path / "marts.duckdb", [*others, *of_all])
    report.render(made, tmp_path, MANIFEST)
    assert said in words((tmp_path / "index.html").read_text("utf-8"))
