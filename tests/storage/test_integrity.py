"""Damage in a home is found, named in one line, and set aside; the rest stays as it is."""

from __future__ import annotations

import json
import logging
import os
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration.cli import refresh
from orchestration.crawl import boards, data_source
from orchestration.crawl.data_source import DataSource, DataSourceError
from orchestration.crawl.night import unrecoverable_sources
from orchestration.publish import release
from orchestration.recordings.recording import Recording
from orchestration.settings import Settings
from orchestration.storage import atomic, integrity
from orchestration.warehouse import build

NIGHTS = ("2026-11-02", "2026-11-03", "2026-11-04")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home of two sources and three nights: lever's content comes with the first and the last."""
    made = Settings(tmp_path / "home", contact="")
    for ats in ("greenhouse", "lever"):
        for night, stored, seen in (
            (NIGHTS[0], ["a", "b"], ["a", "b"]),
            (NIGHTS[1], [], ["b"]),
            (NIGHTS[2], ["c"], ["c"]),
        ):
            folder = made.raw / ats / f"night={night}"
            folder.mkdir(parents=True)
            for name, rows in (("postings", stored), ("sightings", seen)):
                table = pa.table({"content_id": pa.array(rows, pa.string())})
                pq.write_table(table, folder / f"{name}.parquet")
            told = pa.table({"board": ["x"], "origin": ["recording nights"]})
            pq.write_table(told, folder / "boards.parquet")
            pq.write_table(pa.table({"board": ["x"]}), folder / "details.parquet")
            (folder / "checks.json").write_text("[]")
            integrity.write_checksums(folder)
    return made


def nights(settings: Settings, ats: str) -> list[str]:
    return sorted(p.name.removeprefix("night=") for p in (settings.raw / ats).glob("night=*"))


def cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def scribble(file: Path) -> None:
    """Other bytes, the same size and time."""
    facts = file.stat()
    content = bytearray(file.read_bytes())
    content[len(content) // 3] ^= 0xFF
    file.write_bytes(content)
    os.utime(file, ns=(facts.st_atime_ns, facts.st_mtime_ns))


def garbage(file: Path) -> None:
    file.write_text("{gar")


def lose(file: Path) -> None:
    file.unlink()


def empty(file: Path) -> None:
    file.write_bytes(b"")


FILES = [
    "postings.parquet",
    "sightings.parquet",
    "boards.parquet",
    "details.parquet",
    "checks.json",
]


@pytest.mark.parametrize("how", [cut, garbage, lose, empty])
@pytest.mark.parametrize("name", FILES)
def test_a_damaged_night_is_quarantined_and_named(
    settings: Settings, caplog: pytest.LogCaptureFixture, name: str, how: Callable[[Path], None]
) -> None:
    file = settings.raw / "lever" / f"night={NIGHTS[2]}" / name
    if how is cut and name == "checks.json":
        file.write_text("[1, 2, 3]")
    how(file)
    with caplog.at_level(logging.WARNING):
        assert integrity.repair(settings, deep=False)
    assert nights(settings, "lever") == list(NIGHTS[:2])
    assert nights(settings, "greenhouse") == list(NIGHTS)
    assert (settings.quarantine / "lever" / f"night={NIGHTS[2]}").is_dir()
    (line,) = caplog.messages
    assert str(file) in line
    assert "collected again" in line
    assert "\n" not in line
    assert not integrity.repair(settings, deep=True)


@pytest.mark.parametrize("name", FILES)
def test_damage_that_keeps_the_size_is_found_by_reading(settings: Settings, name: str) -> None:
    file = settings.raw / "lever" / f"night={NIGHTS[2]}" / name
    file.write_text("[12345]") if name == "checks.json" else None
    integrity.write_checksums(file.parent) if name == "checks.json" else None
    scribble(file)
    assert integrity.repair(settings, deep=True)
    assert nights(settings, "lever") == list(NIGHTS[:2])


@pytest.mark.parametrize("how", [cut, garbage, lose, empty])
@pytest.mark.parametrize("name", [f for f in FILES if f != "details.parquet"])
def test_nights_from_before_there_were_checksums_are_looked_at_too(
    settings: Settings, name: str, how: Callable[[Path], None]
) -> None:
    for file in settings.raw.rglob(integrity.CHECKSUMS):
        file.unlink()
    assert not integrity.repair(settings, deep=True)
    file = settings.raw / "lever" / f"night={NIGHTS[2]}" / name
    how(file)
    assert integrity.repair(settings, deep=False)
    assert nights(settings, "lever") == list(NIGHTS[:2])


def test_nights_that_lean_on_a_lost_one_go_with_it(settings: Settings) -> None:
    """The second night shows a posting whose content lay in the first; the third stands alone."""
    cut(settings.raw / "lever" / f"night={NIGHTS[0]}" / "postings.parquet")
    assert integrity.repair(settings, deep=False)
    assert nights(settings, "lever") == [NIGHTS[2]]
    assert nights(settings, "greenhouse") == list(NIGHTS)


def test_a_reference_table_is_set_aside(settings: Settings) -> None:
    for path in ("countries/countries.parquet", f"companies/night={NIGHTS[0]}/companies.parquet"):
        file = settings.raw / path
        file.parent.mkdir(parents=True)
        pq.write_table(pa.table({"a": [1]}), file)
        cut(file)
    assert integrity.repair(settings, deep=False)
    assert not list(settings.raw.glob("co*/**/*.parquet"))


def test_a_whole_home_stays_as_it_is(settings: Settings) -> None:
    before = {p: p.read_bytes() for p in settings.home.rglob("*") if p.is_file()}
    assert not integrity.repair(settings, deep=True)
    assert {p: p.read_bytes() for p in settings.home.rglob("*") if p.is_file()} == before


# --- the warehouse


@pytest.fixture
def built(settings: Settings) -> Path:
    with duckdb.connect(str(settings.warehouse)) as db:
        db.execute("create schema core")
        db.execute("create table core.a as select md5(range::varchar) from range(100000)")
    return settings.warehouse


def header(file: Path) -> None:
    with file.open("r+b") as open_file:
        open_file.seek(4096)
        open_file.write(os.urandom(8192))


def another_version(file: Path) -> None:
    with file.open("r+b") as open_file:
        open_file.seek(12)
        open_file.write((99).to_bytes(8, "little"))


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize("how", [garbage, empty, header, another_version, a_folder])
def test_a_damaged_warehouse_is_set_aside(
    settings: Settings, built: Path, caplog: pytest.LogCaptureFixture, how: Callable[[Path], None]
) -> None:
    how(built)
    built.with_name("warehouse.duckdb.wal").write_bytes(b"")
    with caplog.at_level(logging.WARNING):
        assert integrity.repair(settings, deep=False)
    (line,) = caplog.messages
    assert str(built) in line
    assert "made again" in line
    assert not built.exists()
    assert (settings.home / "warehouse.duckdb.damaged").exists()
    build.open_warehouse(settings).close()


@pytest.mark.parametrize("how", [cut, scribble])
def test_damage_amid_a_warehouse_is_found_by_reading(
    settings: Settings, built: Path, how: Callable[[Path], None]
) -> None:
    how(built)
    assert integrity.repair(settings, deep=True)
    assert not built.exists()


def test_a_log_without_its_warehouse_goes(settings: Settings) -> None:
    (stale := settings.home / "warehouse.duckdb.wal").write_bytes(b"of another file")
    integrity.repair(settings, deep=False)
    assert not stale.exists()


def test_a_warehouse_in_use_is_not_damaged(
    settings: Settings, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = f'IO Error: Could not set lock on file "{built}": Conflicting lock is held in x (PID 7).'

    def busy(*_: object) -> None:
        raise duckdb.IOException(said)

    with monkeypatch.context() as patched:
        patched.setattr(duckdb, "connect", busy)
        assert not integrity.repair(settings, deep=True)
        with pytest.raises(RuntimeError, match="is open in another program: close it"):
            build.open_warehouse(settings)
    assert built.exists()


# --- the release


@pytest.fixture
def published(settings: Settings) -> Path:
    folder = settings.releases / "2026-11-02-0123abcd"
    (folder / "report").mkdir(parents=True)
    (folder / "report" / "index.html").write_text("<html></html>")
    (folder / "marts.duckdb").write_bytes(os.urandom(1000))
    integrity.write_manifest(folder, {"night": "2026-11-02", "release_id": folder.name, "rows": 7})
    release._swap(settings, folder)
    assert integrity.find_release_damage(settings.current) is None
    return folder


@pytest.mark.parametrize("how", [cut, scribble, garbage, lose, empty])
@pytest.mark.parametrize("name", ["manifest.json", "marts.duckdb", "report/index.html"])
def test_a_damaged_release_is_noticed(
    settings: Settings, published: Path, name: str, how: Callable[[Path], None]
) -> None:
    how(published / name)
    assert str(published / name) in str(integrity.find_release_damage(published))
    assert release._current_night(settings) == ""


@pytest.mark.parametrize("text", ["[]", "null", "7", "{}", '{"files": {}, "manifest_sha256": "0"}'])
def test_a_manifest_of_another_form_is_damage(published: Path, text: str) -> None:
    (published / "manifest.json").write_text(text)
    assert "manifest.json" in str(integrity.find_release_damage(published))


def test_a_number_changed_in_a_manifest_is_noticed(published: Path) -> None:
    manifest = json.loads((published / "manifest.json").read_text())
    (published / "manifest.json").write_text(json.dumps(manifest | {"rows": 8}))
    assert "is not what was published" in str(integrity.find_release_damage(published))


def test_a_current_that_leads_nowhere_is_none(settings: Settings, published: Path) -> None:
    atomic.remove_directory(published)
    assert release._current_night(settings) == ""


# --- the origin


LOST = ["{", "", "[]", "null", '{"kind": "recording", "path": null}', '{"kind": "x", "path": null}']


@pytest.mark.parametrize("text", [*LOST, None])
def test_a_lost_origin_is_named_and_written_anew_by_the_same(
    settings: Settings, tmp_path: Path, text: str | None
) -> None:
    file = settings.home / "origin.json"
    if text is not None:
        file.write_text(text)
    with pytest.raises(
        DataSourceError, match=r"origin\.json .*holds nights of recording nights: run"
    ):
        data_source.load_data_source(settings)
    with pytest.raises(DataSourceError, match=r"origin\.json"):
        data_source.bind_data_source(settings, DataSource("live"))
    same = DataSource("recording", tmp_path / "nights")
    assert data_source.bind_data_source(settings, same) == same
    assert data_source.load_data_source(settings) == same


def test_a_new_home_has_no_origin(tmp_path: Path) -> None:
    assert data_source.load_data_source(Settings(tmp_path, contact="")) is None


def test_the_lost_night_of_a_live_home_is_carried_forward(settings: Settings) -> None:
    """Live boards cannot be asked for a night that is over; a recording can."""
    (settings.quarantine / "lever" / "night=2026-11-05").mkdir(parents=True)
    over, asked = date(2026, 11, 5), ["greenhouse", "lever"]
    assert unrecoverable_sources(DataSource("live"), settings, over, asked) == ["lever"]
    assert unrecoverable_sources(DataSource("sample"), settings, over, asked) == []


# --- a full disk


def test_a_full_disk_is_known_by_what_its_errors_say(tmp_path: Path) -> None:
    errors: list[BaseException] = []
    try:
        Path("/dev/full").write_text("x" * 10)
    except OSError as error:
        errors.append(error)
    with sqlite3.connect(tmp_path / "small.db") as db:
        db.execute("create table a (b)")
        db.execute("pragma max_page_count = 2")
        try:
            db.execute("insert into a values (zeroblob(100000))")
        except sqlite3.OperationalError as error:
            errors.append(error)
    db.close()
    wrapped = RuntimeError("a step failed")
    wrapped.__cause__ = errors[0]
    assert [atomic.is_disk_full(e) for e in (*errors, wrapped)] == [True, True, True]
    assert atomic.is_disk_full("IO Error: Could not write file: No space left on device")
    assert not atomic.is_disk_full(ValueError("full of sense"))
    assert not atomic.is_disk_full(FileNotFoundError("x"))


def test_a_full_disk_is_told_in_one_line(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise sqlite3.OperationalError("database or disk is full\n[SQL: a page of it]")

    monkeypatch.setenv("HIRING_LEDGER_HOME", str(settings.home))
    monkeypatch.setattr(refresh, "_refresh", full)
    with pytest.raises(RuntimeError) as told:
        refresh.refresh(DataSource("sample"), None, None, None, lambda _: None)
    assert str(told.value).startswith(f"no space is left for {settings.home}: ")
    assert "\n" not in str(told.value)


# --- lists of boards


def test_a_board_that_is_listed_twice_is_asked_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    lines = "board,company\nacme,\nother,Other\nacme,Acme\nacme,Acme Two\n"
    (tmp_path / "lever.csv").write_text(lines)
    with caplog.at_level(logging.WARNING):
        loaded = boards.load_boards("lever", tmp_path)
    assert [(b.board, b.company) for b in loaded] == [("acme", "Acme"), ("other", "Other")]
    assert caplog.messages == [f"{tmp_path / 'lever.csv'}: lever/acme is listed twice: merged"] * 2


def test_a_board_that_a_recording_lists_twice_is_asked_once(tmp_path: Path) -> None:
    (tmp_path / "index.jsonl").write_text("")
    (tmp_path / "boards.csv").write_text("ats,board,company\nlever,acme,\nlever,acme,Acme\n")
    assert len(Recording.load(tmp_path).boards) == 2
    settings = Settings(tmp_path / "home", contact="")
    with data_source.open_crawl_context(
        DataSource("recording", tmp_path), settings, date(2026, 11, 2)
    ) as field:
        assert [(b.ats, b.board, b.company) for b in field.boards] == [("lever", "acme", "Acme")]
