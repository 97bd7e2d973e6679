"""Ways to damage a file."""

from __future__ import annotations

import os
from pathlib import Path


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
