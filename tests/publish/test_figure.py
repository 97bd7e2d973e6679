"""The passport of a figure, and the bundle that computes it again."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.cli.main import main
from orchestration.publish import bundle, figure, figure_lines
from orchestration.settings import Settings
from tests.publish.figure_reader import figures_of_one_group, is_same, wrong

MEAN = "technology=python/mean_salary_usd/report"


def figures(home: Path, where: str) -> list[dict[str, Any]]:
    """Rows of `core.fct_estimates`."""
    return figures_of_one_group(
        home, f"list_contains({list(figure.MEASURES)}, measure) and {where}"
    )


SMALLEST_OR_LARGEST = (
    "1 in (row_number() over ({0} order by unit_count, figure_id), "
    "row_number() over ({0} order by unit_count desc, figure_id))"
)


@pytest.mark.parametrize(
    "kinds",
    [
        ("measure, method", "dimension"),
        pytest.param(("dimension, measure, method",), marks=pytest.mark.night),
    ],
)
def test_the_sql_of_a_figure_gives_what_is_published(
    sample_home: Path, kinds: tuple[str, ...]
) -> None:
    """The smallest and largest figure of each measure and method, and of each dimension; in `make
    nights` of each of all three together."""
    chosen = figures(
        sample_home,
        "value is not null qualify "
        + " or ".join(SMALLEST_OR_LARGEST.format(f"partition by {kind}") for kind in kinds),
    )
    assert {row["measure"] for row in chosen} == set(figure.MEASURES)
    assert {row["method"] for row in chosen} == set(figure.METHODS)
    assert len({row["dimension"] for row in chosen}) > 8
    assert wrong(sample_home, chosen) == []


def test_a_passport_says_what_a_figure_rests_on(sample_home: Path) -> None:
    passport = figure.passport(Settings(sample_home, contact=""), MEAN)
    printed = "\n".join(figure_lines.lines(passport))
    row = passport.figure
    assert len(passport.members) == row["unit_count"]
    assert {other["method"] for other in passport.other_methods} == {"robust", "robust pooled"}
    assert passport.rank is not None
    assert f"${row['value']:,.0f}" in printed
    assert f"{row['unit_count']:,} listings" in printed
    assert passport.sql.splitlines()[-1] in printed
    shown = figure_lines.some_members(passport)
    assert len({member["company_id"] for member in shown}) > 1, "not the first by their ids"
    assert all(member["listing_id"] in printed for member in shown)
    assert str(passport.notice) in printed


def test_a_suppressed_figure_shows_its_reason_and_no_value(sample_home: Path) -> None:
    (row, *_) = figures(sample_home, "value is null and unit_count > 5")
    printed = "\n".join(
        figure_lines.lines(figure.passport(Settings(sample_home, contact=""), row["figure_id"]))
    )
    assert row["status_reason"] in printed
    assert "value          suppressed\ninterval       no interval" in printed


def test_explain_takes_figures_as_text_and_as_json(
    sample_home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIRING_LEDGER_HOME", "")
    assert main(["explain", MEAN, "--home", str(sample_home)]) == 0
    assert capsys.readouterr().out.startswith(f"{MEAN}\nMean annual base pay")
    assert main(["explain", MEAN, "--json", "--home", str(sample_home)]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["figure"]["figure_id"] == MEAN
    assert len(facts["members"]) == facts["figure"]["unit_count"]
    assert main(["explain", "x' or 1=1\x1b/n/report", "--home", str(sample_home)]) == 1
    assert capsys.readouterr().err == (
        "hiring-ledger: no figure x' or 1=1/n/report in the release of 2026-11-02; "
        "its api/index.json leads to their ids\n"
    )


def test_a_segment_id_is_bound_as_text(sample_home: Path, tmp_path: Path) -> None:
    """A company may be called anything."""
    hostile = "company=a'); drop table core.fct_listings; --"
    (tmp_path / "current").mkdir()
    for name in ("marts.duckdb", "manifest.json"):
        shutil.copy(sample_home / "current" / name, tmp_path / "current")
    with duckdb.connect(str(tmp_path / "current" / "marts.duckdb")) as db:
        for table in ("fct_segment_listings", "fct_estimates"):
            db.execute(
                f"update core.{table} set segment_id = ? where segment_id = 'company=openai'",
                [hostile],
            )
        figure_id = f"{hostile}/listing_count/report"
        db.execute(
            "update core.fct_estimates set figure_id = ? "
            "where figure_id = 'company=openai/listing_count/report'",
            [figure_id],
        )
    passport = figure.passport(Settings(tmp_path, contact=""), figure_id)
    assert len(passport.members) == passport.figure["unit_count"] > 0


@pytest.mark.parametrize(
    "figure_id",
    [
        MEAN,
        "index/median_salary_usd/robust",
        "index/remote_of_read_share/robust pooled",
        "index/listing_count/report",
    ],
)
def test_a_bundle_computes_the_figure_with_duckdb_alone(
    figure_id: str, sample_home: Path, tmp_path: Path
) -> None:
    folder = bundle.write(Settings(sample_home, contact=""), figure_id, tmp_path / "bundle")
    sums = dict(line.split("  ")[::-1] for line in (folder / "SHA256SUMS").read_text().splitlines())
    assert {path.name for path in folder.iterdir()} == {*sums, "SHA256SUMS"}
    for name, expected in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == expected
    alone = (
        "import duckdb, json, sys; assert 'orchestration' not in sys.modules; "
        "print(json.dumps(duckdb.sql(open('figure.sql').read()).fetchone()))"
    )
    # Isolated, so that neither the project nor its environment can take part.
    printed = subprocess.run(
        [sys.executable, "-I", "-c", alone], cwd=folder, capture_output=True, text=True, check=True
    ).stdout
    (row,) = figures(sample_home, f"figure_id = '{figure_id}'")
    assert is_same(row, tuple(json.loads(printed)))
    facts = json.loads((folder / "passport.json").read_text("utf-8"))
    assert facts["figure"]["value"] == row["value"]


def test_two_bundles_have_the_same_bytes(sample_home: Path, tmp_path: Path) -> None:
    settings = Settings(sample_home, contact="")
    one, two = (bundle.write(settings, MEAN, tmp_path / name) for name in ("one", "two"))
    assert (one / "SHA256SUMS").read_text() == (two / "SHA256SUMS").read_text()


def test_a_suppressed_figure_and_a_full_folder_are_refused(
    sample_home: Path, tmp_path: Path
) -> None:
    settings = Settings(sample_home, contact="")
    (row, *_) = figures(sample_home, "value is null")
    with pytest.raises(ValueError, match="is suppressed: fewer than"):
        bundle.write(settings, row["figure_id"], tmp_path / "new")
    with pytest.raises(ValueError, match="exists already"):
        bundle.write(settings, MEAN, tmp_path)
    assert list(tmp_path.iterdir()) == []
