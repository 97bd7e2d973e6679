"""After payloads are gone, and from a restored copy, a night gives the release that it gave."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command import run_command
from tests.conftest import SAMPLE_NIGHT
from tests.pipeline.test_same_bytes import NEXT_NIGHT, contents, different

pytestmark = pytest.mark.recovery


def test_a_pruned_and_restored_directory_gives_the_same_releases(
    copied_home: Path, tmp_path: Path
) -> None:
    published = contents(copied_home / "current")
    name = (copied_home / "current").resolve().name
    command = ("refresh", "--home", str(copied_home), "--night", NEXT_NIGHT)
    log = [
        json.loads(line) for line in run_command(*command, HIRING_LEDGER_LOG="json").splitlines()
    ]
    events = [one["event"] for one in log]
    assert {one["night"] for one in log} == {NEXT_NIGHT}
    assert (events[0], events.count("table built") > 100) == ("run started", True)
    assert {"source accepted", "published", "run ended"} <= set(events)
    said = run_command(
        "prune", "--home", str(copied_home), "--dry-run", HIRING_LEDGER_KEEP_PAYLOAD_DAYS="1"
    )
    assert "would remove" in said
    said = run_command("prune", "--home", str(copied_home), HIRING_LEDGER_KEEP_PAYLOAD_DAYS="1")
    assert f"payloads of raw/greenhouse/night={SAMPLE_NIGHT}, " in said
    assert "is whole: 0 damaged" in run_command("verify", "--home", str(copied_home))
    again = run_command("refresh", "--home", str(copied_home), "--night", NEXT_NIGHT)
    assert "nothing to do" in again

    copy, home = tmp_path / "copy", tmp_path / "restored" / "home"
    run_command("backup", str(copy), "--home", str(copied_home))
    run_command("restore", str(copy), "--home", str(home))
    run_command("refresh", "--home", str(home), "--night", SAMPLE_NIGHT)
    assert (home / "current").resolve().name == name
    assert different(contents(home / "current"), published) == []
    assert "is whole: 0 damaged" in run_command("verify", "--home", str(home))
