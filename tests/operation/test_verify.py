"""`hiring-ledger verify` finds each kind of damage, and names what is missing or unknown."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration.cli.main import main
from orchestration.operation.verify import DAMAGE, NOTE, verify
from orchestration.settings import Settings
from orchestration.storage import atomic, integrity
from tests.operation.conftest import NIGHTS, quarantine
from tests.storage.damage import cut, empty, garbage, lose, scribble

MISSING = "the night 2026-11-04 is missing: no source has it"


def lines(settings: Settings, kind: str) -> list[str]:
    return [finding.line for finding in verify(settings) if finding.kind == kind]


def test_a_whole_directory_has_no_damage_and_its_missing_nights_are_named(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lines(settings, DAMAGE) == []
    assert lines(settings, NOTE) == [MISSING]
    monkeypatch.setenv("HIRING_LEDGER_HOME", "")
    assert main(["verify", "--home", str(settings.home)]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out == [f"note   {MISSING}", f"{settings.home} is whole: 0 damaged, 1 notes"]


FILES = [
    f"raw/lever/night={NIGHTS[0]}/postings.parquet",
    f"raw/lever/night={NIGHTS[2]}/sightings.parquet",
    f"raw/lever/night={NIGHTS[2]}/boards.parquet",
    "current/report/index.html",
    "current/manifest.json",
]


@pytest.mark.parametrize("how", [cut, scribble, garbage, lose, empty])
@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_named(
    settings: Settings,
    name: str,
    how: Callable[[Path], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    how(settings.home / name)
    monkeypatch.setenv("HIRING_LEDGER_HOME", "")
    assert main(["verify", "--home", str(settings.home)]) == 1
    said = capsys.readouterr().out.splitlines()
    assert "DAMAGED" in said[-1]
    damaged = [line for line in said if line.startswith(DAMAGE)]
    file = name.replace("current", f"releases/{settings.current.resolve().name}")
    assert any(str(settings.home / file) in line for line in damaged), damaged


def test_a_reference_table_with_other_contents_is_damage(settings: Settings) -> None:
    file = settings.raw / "countries" / "countries.parquet"
    file.parent.mkdir()
    pq.write_table(pa.table({"a": [1]}), file)
    (file.parent / "version-1").write_text(atomic.sha256(file))
    assert lines(settings, DAMAGE) == []
    pq.write_table(pa.table({"a": [2]}), file)
    (line,) = lines(settings, DAMAGE)
    assert line == f"{file} does not have the contents that were accepted"


def test_a_night_whose_postings_are_gone_is_damage(settings: Settings) -> None:
    shutil.rmtree(settings.raw / "lever" / f"night={NIGHTS[0]}")
    shown = [line for line in lines(settings, DAMAGE) if "shows postings that no night" in line]
    assert [Path(line.split()[0]).name for line in shown] == [f"night={n}" for n in NIGHTS[1:]]


@pytest.mark.parametrize("how", [garbage, empty, cut])
def test_a_damaged_warehouse_is_named_and_stays(
    settings: Settings, how: Callable[[Path], None]
) -> None:
    how(settings.warehouse)
    before = settings.warehouse.read_bytes()
    assert any(str(settings.warehouse) in line for line in lines(settings, DAMAGE))
    assert settings.warehouse.read_bytes() == before


def test_a_table_with_other_rows_than_were_checked_is_damage(settings: Settings) -> None:
    with duckdb.connect(str(settings.warehouse)) as db:
        db.execute("insert into core.a values (7)")
    (line,) = lines(settings, DAMAGE)
    assert line == f"{settings.warehouse}: core/a has 4 rows, and 3 were checked"


def test_a_table_that_nobody_checked_is_a_note(settings: Settings) -> None:
    with duckdb.connect(str(settings.warehouse)) as db:
        db.execute("create table core.b as select 1")
    assert any("core/b has no result of its checks" in line for line in lines(settings, NOTE))


@pytest.mark.parametrize("text", ["{", '{"kind": "x"}'])
def test_a_lost_data_source_is_damage(settings: Settings, text: str) -> None:
    (settings.home / "origin.json").write_text(text)
    assert any("origin.json" in line for line in lines(settings, DAMAGE))


def test_opt_outs_that_cannot_be_read_are_damage(settings: Settings) -> None:
    (settings.home / "opt_outs.csv").write_text("ats,board\nlever,x\n")
    assert any("opt_outs.csv" in line for line in lines(settings, DAMAGE))


def test_a_current_link_to_nothing_or_out_of_the_directory_is_damage(
    settings: Settings, tmp_path: Path
) -> None:
    shutil.copytree(settings.current.resolve(), tmp_path / "elsewhere")
    settings.current.unlink()
    assert f"{settings.current} does not exist yet" in lines(settings, NOTE)
    settings.current.symlink_to("releases/gone")
    assert any("leads to a release that does not exist" in x for x in lines(settings, DAMAGE))
    settings.current.unlink()
    settings.current.symlink_to(tmp_path / "elsewhere")
    assert any("leads out of" in x for x in lines(settings, DAMAGE))


def test_a_release_that_differs_from_the_one_published_before_a_restore_is_damage(
    settings: Settings,
) -> None:
    settings.published.mkdir()
    manifest = settings.current.resolve() / "manifest.json"
    known = settings.published / f"{manifest.parent.name}.json"
    shutil.copy(manifest, known)
    assert lines(settings, DAMAGE) == []
    known.write_text(json.dumps({**json.loads(known.read_text()), "night": "2026-11-04"}))
    assert any("is not the one that was published" in line for line in lines(settings, DAMAGE))


def test_unknown_files_are_named(settings: Settings) -> None:
    unknown = [
        settings.home / "notes.txt",
        settings.raw / "lever" / f"night={NIGHTS[0]}" / "copy.parquet",
        settings.current.resolve() / "report" / "extra.html",
    ]
    for file in unknown:
        file.write_text("x")
    noted = lines(settings, NOTE)
    assert all(f"{file} is unknown" in noted for file in unknown)
    assert lines(settings, DAMAGE) == []


def test_a_quarantined_night_is_a_note(settings: Settings) -> None:
    quarantine(settings, "lever", NIGHTS[2])
    assert "the night 2026-11-05 of lever is in quarantine" in lines(settings, NOTE)


def test_verify_changes_nothing(settings: Settings) -> None:
    scribble(settings.raw / "lever" / f"night={NIGHTS[0]}" / "postings.parquet")
    before = {p: p.read_bytes() for p in settings.home.rglob("*") if p.is_file()}
    list(verify(settings))
    assert {p: p.read_bytes() for p in settings.home.rglob("*") if p.is_file()} == before
    assert integrity.repair(settings, deep=True)
