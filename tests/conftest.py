"""What several tests share: one sample night, refreshed by the real command, once a session."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home after `hiring-index refresh` on the bundled sample. Read it, never change it."""
    home = tmp_path_factory.mktemp("sample") / "home"
    command = [str(Path(sys.executable).parent / "hiring-index"), "refresh", "--home", str(home)]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DAGSTER", "HIRING"))}
    run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return home


@pytest.fixture
def copied_home(sample_home: Path, tmp_path: Path) -> Path:
    """A copy of the sample home, for a test that changes it."""
    return shutil.copytree(sample_home, tmp_path / "home", symlinks=True)
