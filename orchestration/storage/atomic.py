"""Atomic publishing and removal of files and folders, checksums, disk space, and a run lock."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
import stat
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

DISK_FULL_MESSAGES = ("no space left", "disk is full", "disk quota exceeded")
"""The words of Python, DuckDB and SQLite for a full disk."""


def fsync_tree(folder: Path) -> None:
    """Write a folder and everything below it to disk, so that a power cut cannot empty it."""
    # Side by side, because a disk writes what waits for it at once: 388 files in 0.1 s, not 0.9 s.
    with ThreadPoolExecutor(8) as writers:
        list(writers.map(_fsync, folder.rglob("*")))
    _fsync(folder)


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def publish_directory(aside: Path, target: Path) -> None:
    """Move a finished folder to where it is read, by one rename.

    Raises FileExistsError when the target exists.
    """
    fsync_tree(aside)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        raise FileExistsError(f"{target} exists already")
    aside.rename(target)
    _fsync(target.parent)


def write_text(path: Path, text: str) -> None:
    """Write a small file atomically: after a power cut it has its old or its new text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.next")
    aside.write_text(text, "utf-8")
    _fsync(aside)
    aside.replace(path)
    _fsync(path.parent)


def replace_directory(aside: Path, target: Path) -> None:
    """Replace a folder by a finished one beside it, `.<name>.next`, so that a kill at any moment
    leaves one of the two to `finish_replacements`."""
    fsync_tree(aside)
    old = target.with_name(f".{target.name}.old")
    target.rename(old)
    aside.rename(target)
    _fsync(target.parent)
    delete(old)


def finish_replacements(parent: Path) -> None:
    """Finish what `replace_directory` was stopped in; the caller holds the lock."""
    for old in parent.glob(".*.old"):
        target = old.with_name(old.name.removeprefix(".").removesuffix(".old"))
        aside = target.with_name(f".{target.name}.next")
        if not target.exists():
            (aside if aside.exists() else old).rename(target)
        delete(old)
    for unfinished in parent.glob(".*.next"):
        delete(unfinished)


def move_aside(path: Path) -> Path | None:
    """Rename a file or folder so that no reader finds it; the new path, None if it did not
    exist."""
    if not os.path.lexists(path):
        return None
    going = path.with_name(f".{path.name.lstrip('.')}.gone")
    delete(going)
    return path.rename(going)


def delete(path: Path) -> None:
    """Delete a file or folder if it exists; a folder that cannot be deleted whole is left."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def remove_directory(folder: Path) -> None:
    """Remove a folder: by one rename for readers, then file by file."""
    if going := move_aside(folder):
        shutil.rmtree(going)


def checksums(folder: Path) -> dict[str, dict[str, Any]]:
    """Size and SHA-256 of every file below a folder, by path relative to the folder."""
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {
        file.relative_to(folder).as_posix(): {"size": file.stat().st_size, "sha256": sha256(file)}
        for file in files
    }


def sha256(file: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def find_damage(folder: Path, files: Mapping[str, Mapping[str, Any]], *, deep: bool) -> str | None:
    """The first file that does not match its checksum, and how; None when all match.

    Compares sizes, and with `deep` the contents too.
    """
    base = str(folder)
    for name, known in files.items():
        # A year has a hundred thousand files: a Path of each takes a second.
        file = f"{base}/{name}"
        try:
            found = os.stat(file)  # noqa: PTH116
            is_file = stat.S_ISREG(found.st_mode)
        except (FileNotFoundError, NotADirectoryError):
            is_file = False
        if not is_file:
            return f"{file} is missing"
        if found.st_size != known["size"]:
            return f"{file} has {found.st_size} bytes instead of {known['size']}"
        if deep and sha256(Path(file)) != known["sha256"]:
            return f"{file} does not have the contents that were written"
    return None


MIN_FREE_BYTES = 2**20
"""With less free space a run cannot work, and SQLite reports only `disk I/O error`."""


def has_space(folder: Path) -> bool:
    """Whether at least `MIN_FREE_BYTES` are free on the disk of a folder."""
    return shutil.disk_usage(folder).free >= MIN_FREE_BYTES


def is_disk_full(error: BaseException | str | None) -> bool:
    """Whether an error, or its cause, is a full disk."""
    while isinstance(error, BaseException):
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        if any(words in str(error).lower() for words in DISK_FULL_MESSAGES):
            return True
        error = error.__cause__ or error.__context__
    return error is not None and any(words in error.lower() for words in DISK_FULL_MESSAGES)


_HELD: set[Path] = set()


def holds_lock(lock: Path) -> bool:
    """Whether this process holds a lock."""
    return lock.absolute() in _HELD


@contextmanager
def exclusive_lock(lock: Path, doing: str, *, patience: float = 0.0) -> Iterator[None]:
    """Hold a lock file while the block runs.

    Raises RuntimeError when another process or thread still holds it after `patience` seconds. The
    operating system frees the lock when the process ends, also after a kill.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + patience
    with lock.open("a+", encoding="utf-8") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if time.monotonic() < until:
                    time.sleep(0.05)
                    continue
                file.seek(0)
                who = f" (process {pid})" if (pid := file.read(20).strip()).isdigit() else ""
                raise RuntimeError(
                    f"another {doing} is running in {lock.parent}{who}; nothing was changed; wait "
                    "until it ends or stop it, then run this again"
                ) from error
        _HELD.add(lock.absolute())
        try:
            _write_pid(file.fileno())
            yield
        finally:
            _HELD.discard(lock.absolute())


def lock_holder(lock: Path) -> str | None:
    """Who holds a lock, in words; None when it is free. Nothing is locked or written."""
    try:
        with lock.open(encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return f"process {pid}" if (pid := file.read(20).strip()).isdigit() else "a process"
    except FileNotFoundError:
        pass
    return None


def _write_pid(handle: int) -> None:
    """Write the process id into the lock file; the lock is valid without it, so errors are
    ignored."""
    try:
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
    except OSError:
        return
