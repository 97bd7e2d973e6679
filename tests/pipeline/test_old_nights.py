"""Old nights built again: the bytes published then, and under new rules what is known now.

A small simulated market on four nights, one of them missed; then a copy of the project with another
rule builds one of them again.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration.settings import Settings
from orchestration.simulator import simulate
from orchestration.storage import ledger
from tests.command import run_command
from tests.paths import ROOT
from tests.pipeline.test_same_bytes import contents, different

pytestmark = pytest.mark.recovery
NIGHTS = tuple(date(2026, 11, day) for day in (7, 8, 10, 11))
MISSED = date(2026, 11, 9)
OPENED = 10
"""Listings that open, and close, from one night to the next."""


def release_of(home: Path, night: date) -> Path:
    (found,) = home.glob(f"releases/{night}-*")
    return found


def rows(home: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home / "current" / "marts.duckdb"), read_only=True) as db:
        return db.execute(query).fetchall()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with a release of each night. Each night has a recording of its own."""
    folder = tmp_path_factory.mktemp("old")
    for number, night in enumerate(NIGHTS):
        shutil.rmtree(folder / "market", ignore_errors=True)
        simulate(folder / "market", 200, first=number * OPENED, night=night)
        recording = ["--recording", str(folder / "market")]
        run_command("refresh", *recording, "--home", str(folder / "home"))
    return folder / "home"


def test_an_old_night_has_the_bytes_that_were_published_then(home: Path) -> None:
    """From the raw nights alone: the recording is gone, and so are the releases of three nights."""
    published = {night: contents(release_of(home, night)) for night in NIGHTS}
    names = {night: release_of(home, night).name for night in NIGHTS}
    # The last night was built from a copy of the first three; what it replaces was built before it.
    assert [path.name for path in home.glob("compacted/*")] == ["nights=2026-11-01..2026-11-10"]
    editions = ledger.editions(Settings(home, contact=""))
    newest = (home / "current").resolve()
    shutil.rmtree(home.parent / "market")
    for night in NIGHTS[:-1]:
        shutil.rmtree(release_of(home, night))
    output = run_command(
        "refresh", "--nights", f"{NIGHTS[0]}..{NIGHTS[-2]}", "--home", str(home), threads=1
    )
    assert f"no board was crawled on them: {MISSED}" in output
    assert "nothing to do" in output, "the newest night has read the same editions as before"
    for night in NIGHTS:
        assert release_of(home, night).name == names[night]
        assert different(contents(release_of(home, night)), published[night]) == []
    assert ledger.editions(Settings(home, contact="")) == editions
    assert [edition.number for edition in editions] == [1, 1, 1, 1]
    assert (home / "current").resolve() == newest


def test_a_new_rule_gives_a_further_edition_beside_the_old_one(home: Path, tmp_path: Path) -> None:
    """In a copy of the project in which every pay counts a tenth more."""
    night, before = NIGHTS[1], contents(release_of(home, NIGHTS[1]))
    project = tmp_path / "project"
    for name in ("orchestration", "dbt_project", "expectations"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("target"))
    shutil.copy(ROOT / "pyproject.toml", project)
    rule = project / "dbt_project/models/intermediate/pay/int_pay__annualised.sql"
    counted, text = "if(reasons.exclusion_reason is null, annual_amounts", rule.read_text("utf-8")
    assert text.count(counted) == 3
    rule.write_text(text.replace(counted, counted.replace("annual", "1.1 * annual")))
    then = rows(home, "select mean_salary_usd from mart_totals_by_night")[0][0]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DAGSTER", "HIRING"))}
    command = [sys.executable, "-m", "orchestration.cli.main", "refresh", "--nights", f"{night}"]
    run = subprocess.run(
        [*command, "--home", str(home)],
        cwd=project,
        env={**environment, "PYTHONPATH": str(project)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, (run.stdout + run.stderr)[-4_000:]
    assert [e.number for e in ledger.editions(Settings(home, contact=""), night)] == [1, 2]
    known = rows(
        home,
        "select known_then_value, known_now_value, edition_count, has_rule_change "
        "from mart_figures_by_night where segment_id = 'index' and measure = 'mean_salary_usd' "
        f"and as_of_date = date '{night}'",
    )
    ((value_then, value_now, count, is_changed),) = known
    assert value_now == pytest.approx(1.1 * value_then)
    assert (count, is_changed) == (2, True)
    mean = rows(home, "select mean_salary_usd from mart_totals_by_night")[0][0]
    assert mean == pytest.approx(1.1 * then)
    chains = rows(
        home,
        "select as_of_date, link_state from mart_matched_index_by_night "
        "where measure = 'mean_salary_usd' order by as_of_date",
    )
    # The night built again is linked to the one before by the old rules; the last night has the
    # new ones, and the night before it has not.
    assert chains == [
        (NIGHTS[0], "first night"),
        (NIGHTS[1], "linked"),
        (NIGHTS[2], "linked"),
        (NIGHTS[3], "rules changed"),
    ]
    assert rows(
        home,
        "select night_state from mart_editions_by_night where as_of_date = "
        f"date '{MISSED}' and crawled_board_count is null",
    ) == [("missed",)]
    old = next(f for f in home.glob(f"releases/{night}-*") if different(contents(f), before) == [])
    shown = run_command("compare", old.name, str(night), "--home", str(home))
    assert "edition 1 of 2" in shown
    assert "edition 2 of 2" in shown
    assert "the change is a revision, not a trend" in shown
    manifest = json.loads((home / "current" / "manifest.json").read_text("utf-8"))
    assert manifest["night"] == str(NIGHTS[-1])
