"""Atomic publishing and removal of folders, the run lock, and errors of a full disk."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from orchestration.storage import atomic


def test_an_existing_folder_is_never_replaced(tmp_path: Path) -> None:
    for name in ("aside", "target"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a").write_text(name)
    with pytest.raises(FileExistsError):
        atomic.publish_directory(tmp_path / "aside", tmp_path / "target")
    assert (tmp_path / "target" / "a").read_text() == "target"


def test_a_removed_folder_is_gone_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kill during the removal leaves nothing under the published name."""
    (tmp_path / "target").mkdir()

    def killed(folder: Path, ignore_errors: bool = False) -> None:
        if not ignore_errors:
            raise KeyboardInterrupt

    monkeypatch.setattr(atomic.shutil, "rmtree", killed)  # type: ignore[attr-defined]
    with pytest.raises(KeyboardInterrupt):
        atomic.remove_directory(tmp_path / "target")
    assert not (tmp_path / "target").exists()


def test_the_lock_is_exclusive_between_threads_too(tmp_path: Path) -> None:
    refused: list[RuntimeError] = []

    def second() -> None:
        try:
            with atomic.exclusive_lock(tmp_path / "lock", "refresh"):
                pass
        except RuntimeError as error:
            refused.append(error)

    with atomic.exclusive_lock(tmp_path / "lock", "refresh"):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    assert "another refresh is running" in str(refused[0])
    with atomic.exclusive_lock(tmp_path / "lock", "refresh"):
        pass


def test_a_full_disk_is_recognised_by_its_errors(tmp_path: Path) -> None:
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
