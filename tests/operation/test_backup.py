"""`backup` copies what is new, `restore` gives it back whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from orchestration.cli.main import main
from orchestration.operation import backup
from orchestration.operation.backup import back_up, restore, snapshots
from orchestration.operation.verify import DAMAGE, verify
from orchestration.settings import Settings
from tests.operation.conftest import NIGHTS, add_night, quarantine
from tests.storage.damage import cut, garbage, scribble


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "copy"


@pytest.fixture
def other(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "other", contact="")


def kept(home: Path) -> dict[str, bytes]:
    """What cannot be rebuilt."""
    roots = [home / name for name in backup.KEPT if name != "published"]
    files = [file for root in roots for file in ([root] if root.is_file() else root.rglob("*"))]
    return {str(f.relative_to(home)): f.read_bytes() for f in files if f.is_file()}


def test_what_was_copied_is_restored_and_proved_whole(
    settings: Settings, target: Path, other: Settings
) -> None:
    quarantine(settings, "lever", NIGHTS[2])
    (settings.home / "opt_outs.csv").write_text("ats,board,company,since\nlever,x,,2026-11-01\n")
    (settings.home / "figures").mkdir()
    (settings.home / "figures" / "ledger.parquet").write_bytes(b"figures")
    (settings.current / "quality").mkdir(exist_ok=True)
    (settings.current / "quality" / "measures.parquet").write_bytes(b"measures")
    done = back_up(settings, target, keep=5)
    assert done.snapshot == f"000001-{NIGHTS[2]}"
    assert restore(other, target, None) == (done.snapshot, done.files)
    assert kept(other.home) == kept(settings.home)
    manifest, measures = sorted(other.published.iterdir())
    assert (measures.name, measures.read_bytes()) == ("measures.parquet", b"measures")
    release = settings.current.resolve()
    assert manifest.name == f"{release.name}.json"
    assert manifest.read_bytes() == (release / "manifest.json").read_bytes()
    assert [f.line for f in verify(other) if f.kind == DAMAGE] == []


def test_a_second_backup_copies_only_what_is_new(settings: Settings, target: Path) -> None:
    first = back_up(settings, target, keep=5)
    assert first.new_files > 0
    again = back_up(settings, target, keep=5)
    assert (again.snapshot, again.new_files, again.new_bytes) == (first.snapshot, 0, 0)
    add_night(settings.raw, "lever", "2026-11-06")
    third = back_up(settings, target, keep=5)
    assert snapshots(target) == [first.snapshot, third.snapshot]
    assert third.snapshot == "000002-2026-11-06"
    assert 0 < third.new_files <= 7 < third.files


def test_old_snapshots_go_with_what_only_they_had(
    settings: Settings, target: Path, other: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    (settings.home / "opt_outs.csv").write_text("ats,board,company,since\nlever,x,,2026-11-01\n")
    back_up(settings, target, keep=1)
    (settings.home / "opt_outs.csv").write_text("ats,board,company,since\nlever,y,,2026-11-01\n")
    with caplog.at_level("INFO"):
        back_up(settings, target, keep=1)
    assert len(snapshots(target)) == 1
    assert any("removed 1 snapshots, and 1 contents" in line for line in caplog.messages)
    restore(other, target, None)
    assert ",y," in "".join((other.home / "opt_outs.csv").read_text().split("lever"))


def test_an_older_snapshot_can_be_restored(
    settings: Settings, target: Path, other: Settings
) -> None:
    before = kept(settings.home)
    first = back_up(settings, target, keep=5)
    add_night(settings.raw, "lever", "2026-11-06")
    back_up(settings, target, keep=5)
    restore(other, target, first.snapshot)
    assert kept(other.home) == before


@pytest.mark.parametrize("how", [cut, scribble, garbage])
def test_a_damaged_copy_restores_nothing(
    settings: Settings, target: Path, other: Settings, how: object
) -> None:
    back_up(settings, target, keep=5)
    objects = [p for p in (target / "objects").rglob("*") if p.is_file()]
    how(max(objects, key=lambda p: p.stat().st_size))  # type: ignore[operator]
    with pytest.raises(RuntimeError, match="is damaged; nothing was restored"):
        restore(other, target, None)
    assert not other.home.exists()
    assert not list(other.home.parent.glob(".*.restored"))


def test_a_changed_snapshot_is_found(settings: Settings, target: Path, other: Settings) -> None:
    back_up(settings, target, keep=5)
    (file,) = (target / "snapshots").iterdir()
    listing = json.loads(file.read_text())
    listing["files"].pop("origin.json")
    file.write_text(json.dumps(listing))
    with pytest.raises(RuntimeError, match="its checksum is another one"):
        restore(other, target, None)


@pytest.mark.parametrize("path", ["../evil", "/etc/evil", "raw/../../evil", "current/x", ""])
def test_a_path_that_leaves_the_directory_is_rejected(
    settings: Settings, target: Path, other: Settings, path: str
) -> None:
    back_up(settings, target, keep=5)
    (file,) = (target / "snapshots").iterdir()
    files = json.loads(file.read_text())["files"]
    files[path] = files["origin.json"]
    listing = {"files": files, "sha256": backup._listing_sum(files)}
    file.write_text(json.dumps(listing))
    with pytest.raises(RuntimeError, match="a snapshot names the path"):
        restore(other, target, None)
    assert not (other.home.parent / "evil").exists()


def test_a_directory_with_files_is_not_overwritten(
    settings: Settings, target: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    back_up(settings, target, keep=5)
    assert main(["restore", str(target), "--home", str(settings.home)]) == 1
    assert "is not empty; restore to a new directory" in capsys.readouterr().err


def test_a_damaged_night_does_not_become_the_newest_copy(settings: Settings, target: Path) -> None:
    file = settings.raw / "lever" / f"night={NIGHTS[0]}" / "boards.parquet"
    intact = file.read_bytes()
    for how in (cut, scribble):
        how(file)
        with pytest.raises(RuntimeError, match=r"boards\.parquet (has|does not have)"):
            back_up(settings, target, keep=5)
        file.write_bytes(intact)
    assert snapshots(target) == []
    back_up(settings, target, keep=5)


def test_a_target_of_something_else_is_left_alone(settings: Settings, tmp_path: Path) -> None:
    for place, message in (
        (settings.home / "copy", "must not be inside each other"),
        (settings.home.parent, "must not be inside each other"),
    ):
        with pytest.raises(RuntimeError, match=message):
            back_up(settings, place, keep=5)
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(b"x")
    with pytest.raises(RuntimeError, match="is not empty and holds no backup"):
        back_up(settings, tmp_path / "photos", keep=5)
    back_up(settings, tmp_path / "copy", keep=5)
    (settings.home / "origin.json").write_text('{"kind": "live", "path": null}')
    with pytest.raises(RuntimeError, match="holds copies of sample, not of live"):
        back_up(settings, tmp_path / "copy", keep=5)


def test_a_backup_that_is_stopped_leaves_the_snapshot_before_it_whole(
    settings: Settings, target: Path, other: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept(settings.home)
    first = back_up(settings, target, keep=5)
    add_night(settings.raw, "lever", "2026-11-06")
    copy, count = backup._copy, iter(range(100))

    def stopped(source: Path, to: Path) -> str:
        if next(count) == 3:
            to.write_bytes(b"half")
            raise KeyboardInterrupt
        return copy(source, to)

    with monkeypatch.context() as patched:
        patched.setattr(backup, "_copy", stopped)
        with pytest.raises(KeyboardInterrupt):
            back_up(settings, target, keep=5)
    assert snapshots(target) == [first.snapshot]
    restore(other, target, None)
    assert kept(other.home) == before
    assert back_up(settings, target, keep=5).snapshot == "000002-2026-11-06"
    assert not list((target / "objects").rglob(".*"))
