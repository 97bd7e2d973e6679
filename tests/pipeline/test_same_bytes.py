"""The same inputs give the same bytes: in another folder, later, with other threads, and again.

A second sample is built in another folder with one thread. Then the night after it, then its first
night again without its release.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.command import run_command
from tests.conftest import SAMPLE_NIGHT

pytestmark = pytest.mark.night
NEXT_NIGHT = "2026-11-03"


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def different(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return [name for name in sorted({*one, *other}) if one.get(name) != other.get(name)]


def test_two_builds_are_one_release(sample_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "a folder of another length" / "home"
    run_command("refresh", "--home", str(home), threads=1)
    release = (home / "current").resolve()
    published = contents(release)
    assert release.name == (sample_home / "current").resolve().name
    assert different(published, contents(sample_home / "current")) == []
    assert different(contents(home / "raw"), contents(sample_home / "raw")) == []

    run_command("refresh", "--home", str(home), "--night", NEXT_NIGHT, threads=2)
    later = (home / "current").resolve()
    shutil.rmtree(release)
    run_command("refresh", "--home", str(home), "--night", SAMPLE_NIGHT, threads=2)
    assert different(contents(release), published) == []
    assert (home / "current").resolve() == later
