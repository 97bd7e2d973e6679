"""Folders that appear whole and go whole, and files that keep two runs apart."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def flush(folder: Path) -> None:
    """Everything in a folder on disk before anything points to it."""
    for path in [*folder.rglob("*"), folder]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def put(aside: Path, target: Path) -> None:
    """Move a finished folder to where it is read. Raises OSError when something lies there."""
    flush(aside)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        raise FileExistsError(f"{target} is there already")
    aside.rename(target)
    handle = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove(folder: Path) -> None:
    """Take a folder away at once for readers, then in pieces."""
    if not folder.exists():
        return
    going = folder.with_name(f".{folder.name.lstrip('.')}.gone")
    shutil.rmtree(going, ignore_errors=True)
    folder.rename(going)
    shutil.rmtree(going)


@contextmanager
def alone(lock: Path, doing: str) -> Iterator[None]:
    """Hold a lock file; RuntimeError when another process or thread holds it."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise RuntimeError(f"another {doing} is running in {lock.parent}") from error
        yield
