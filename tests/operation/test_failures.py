"""What nights do about a full disk, lost files and a changed recording. Each builds nights."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration.recordings.recording import Recording
from orchestration.simulator import simulate
from tests.command import run_command
from tests.conftest import SAMPLE_NIGHT
from tests.paths import ROOT
from tests.pipeline.test_same_bytes import NEXT_NIGHT, contents, different

pytestmark = pytest.mark.recovery


def failing(*arguments: str) -> tuple[int, str, str]:
    """A run that does not succeed: exit code, output, errors."""
    command = [sys.executable, "-m", "orchestration.cli.main", *arguments]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DAGSTER", "HIRING"))}
    run = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    return run.returncode, run.stdout, run.stderr


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, 60 MB; a night of the sample needs 120."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root can mount a disk")
    mount = ["mount", "-t", "tmpfs", "-o", "size=60m", "tmpfs", str(folder)]
    mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    if mounted.returncode:  # as in a container without the right to
        pytest.skip(f"no disk can be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_publishes_nothing_and_the_next_run_goes_on(
    small_disk: Path, sample_home: Path
) -> None:
    home = small_disk / "home"
    code, _, errors = failing("refresh", "--home", str(home))
    assert code == 1
    assert errors == f"hiring-ledger: no space is left for {home}: free some and run this again\n"
    assert not (home / "current").exists()
    assert "Traceback" not in errors
    subprocess.run(["mount", "-o", "remount,size=600m", str(small_disk)], check=True)
    run_command("refresh", "--home", str(home))
    assert different(contents(home / "current"), contents(sample_home / "current")) == []
    assert "is whole: 0 damaged" in run_command("verify", "--home", str(home))


def test_a_run_ends_in_one_line_where_dagster_cannot_write_its_events(tmp_path: Path) -> None:
    """Its dbt build is ended, and the next run goes on."""
    home, said = tmp_path / "home", tmp_path / "said"
    command = [sys.executable, "-m", "orchestration.cli.main", "refresh", "--home", str(home)]
    with (
        said.open("w") as output,
        subprocess.Popen(
            command, cwd=ROOT, stdout=output, stderr=subprocess.PIPE, text=True
        ) as run,
    ):
        while "core/dim_nights" not in said.read_text() and run.poll() is None:
            time.sleep(0.1)
        for file in (home / "dagster" / "history" / "runs").iterdir():
            if not file.name.endswith("-shm"):  # SQLite has it in memory: the kernel ends a reader
                file.write_text("garbage")
        _, errors = run.communicate(timeout=60)
    assert run.returncode == 1
    assert "Traceback" not in errors
    last = errors.splitlines()[-1]  # after what Dagster says itself
    assert last.startswith("hiring-ledger: Dagster's storage failed (")
    assert not (home / "current").exists()
    run_command("refresh", "--home", str(home))
    assert (home / "current").exists()


def test_lost_files_are_made_again(copied_home: Path) -> None:
    """A warehouse of garbage; a night that later ones refer to; then that night itself."""
    home, first = copied_home, contents(copied_home / "current")
    name = (home / "current").resolve().name
    (home / "warehouse.duckdb").write_bytes(b"no database" * 1000)
    said = run_command("refresh", "--home", str(home), "--night", NEXT_NIGHT)
    assert "warehouse.duckdb is damaged" in said
    assert (home / "warehouse.duckdb.damaged").exists()

    shutil.rmtree(home / "raw" / "greenhouse" / f"night={SAMPLE_NIGHT}")
    code, said, _ = failing("verify", "--home", str(home))
    assert code == 1
    assert f"night={NEXT_NIGHT} shows postings that no night up to it holds" in said
    said = run_command("refresh", "--home", str(home), "--night", NEXT_NIGHT)
    assert f"greenhouse/night={NEXT_NIGHT} refers to postings of a night that is gone" in said
    assert "running again without the damaged files" in said
    assert (home / "current").resolve().name.startswith(NEXT_NIGHT)

    shutil.rmtree(home / "releases" / name)
    said = run_command("refresh", "--home", str(home), "--night", SAMPLE_NIGHT)
    assert f"current stays on the later {NEXT_NIGHT}" in said
    assert different(contents(home / "releases" / name), first) == []


def test_a_recording_that_was_changed_changes_no_night_that_is_stored(tmp_path: Path) -> None:
    recording, home = tmp_path / "recording", tmp_path / "home"
    simulate(recording, 60)
    command = ["refresh", "--recording", str(recording), "--home", str(home)]
    run_command(*command)
    before = contents(home / "raw"), contents(home / "current")
    exchanges = Recording.load(recording).exchanges.values()
    rows = [json.loads(line) for line in (recording / "index.jsonl").read_text().splitlines()]
    assert len(rows) == len(exchanges) > 0
    for number, (row, exchange) in enumerate(zip(rows, exchanges, strict=True)):
        changed = exchange.content.replace(b"Engineer", b"Gardener")
        row.update(body=f"bodies/{number}.gz", body_range=None)
        (recording / row["body"]).write_bytes(gzip.compress(changed))
    changed_index = "".join(json.dumps(row) + "\n" for row in rows)
    (recording / "index.jsonl").write_text(changed_index)
    assert "nothing to do" in run_command(*command)
    assert (contents(home / "raw"), contents(home / "current")) == before
    shutil.rmtree(recording)
    code, _, errors = failing(*command)
    assert code == 1
    assert str(recording) in errors
    simulate(tmp_path / "another", 60)
    code, _, errors = failing(
        "refresh", "--recording", str(tmp_path / "another"), "--home", str(home)
    )
    assert code == 1
    assert "holds listings of recording recording; choose another data directory" in errors
    assert (contents(home / "raw"), contents(home / "current")) == before
