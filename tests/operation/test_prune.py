"""`hiring-ledger prune`: what goes, what stays, and that a stop in it loses nothing."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from orchestration.operation import prune as pruning
from orchestration.operation.prune import prune
from orchestration.publish import retention
from orchestration.settings import Settings
from orchestration.storage import atomic, integrity, release_manifest
from orchestration.warehouse.fingerprints import raw_content
from tests.operation.conftest import NIGHTS, add_release, quarantine
from tests.storage.damage import scribble


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def brief(settings: Settings) -> Settings:
    """Payloads stay for two days: those of the first two of the three nights go."""
    return replace(settings, keep_payload_days=2)


def test_payloads_of_old_nights_go_and_the_rest_of_each_row_stays(brief: Settings) -> None:
    file = brief.raw / "lever" / f"night={NIGHTS[0]}" / "postings.parquet"
    before, known = pq.read_table(file), raw_content(brief.raw, NIGHTS[2])
    gone = list(prune(brief, dry_run=False))
    assert [one.what for one in gone] == [
        f"2 payloads of raw/{ats}/night={NIGHTS[0]}" for ats in ("greenhouse", "lever")
    ]
    assert all(one.size > 0 for one in gone)
    after = pq.read_table(file)
    assert after.column("payload").to_pylist() == [None, None]
    assert after.drop(["payload"]).to_pylist() == before.drop(["payload"]).to_pylist()
    assert after.schema.names == before.schema.names
    assert raw_content(brief.raw, NIGHTS[2]) == known  # so no table is built again
    assert list(integrity.find_raw_damage(brief, deep=True)) == []
    assert not integrity.repair(brief, deep=True)
    assert list(prune(brief, dry_run=False)) == []


def test_a_dry_run_says_the_same_and_changes_nothing(brief: Settings) -> None:
    before = contents(brief.home)
    said = list(prune(brief, dry_run=True))
    assert contents(brief.home) == before
    assert said == list(prune(brief, dry_run=False))


def test_age_counts_from_the_newest_night_and_zero_keeps_all(settings: Settings) -> None:
    """With the default of a year nothing goes, whatever the clock says."""
    assert list(prune(settings, dry_run=True)) == []
    assert list(prune(replace(settings, keep_payload_days=0), dry_run=True)) == []
    assert len(list(prune(replace(settings, keep_payload_days=3), dry_run=True))) == 2
    assert len(list(prune(replace(settings, keep_payload_days=4), dry_run=True))) == 0


def test_quarantined_nights_lose_their_payloads_too(brief: Settings) -> None:
    quarantine(brief, "lever", NIGHTS[0])
    assert f"2 payloads of quarantine/lever/night={NIGHTS[0]}" in [
        one.what for one in prune(brief, dry_run=False)
    ]


def test_a_damaged_night_is_left_as_it_is(brief: Settings) -> None:
    """New checksums would hide the damage."""
    folder = brief.raw / "lever" / f"night={NIGHTS[0]}"
    scribble(folder / "sightings.parquet")
    before = contents(folder)
    found = {one.what: one.damage for one in prune(brief, dry_run=False)}
    assert "sightings.parquet does not have the contents" in str(
        found[f"2 payloads of raw/lever/night={NIGHTS[0]}"]
    )
    assert contents(folder) == before


class Stopped(BaseException):
    """A kill, as far as files can tell: nothing after it runs."""


@pytest.mark.parametrize("moment", range(5))
def test_a_stop_while_a_night_is_replaced_loses_nothing(
    brief: Settings, moment: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before each of the two renames, after them, amid the deletion, and before all of it."""
    folder = brief.raw / "lever" / f"night={NIGHTS[0]}"
    before, calls = raw_content(brief.raw, NIGHTS[2]), iter(range(100))
    rename, delete = Path.rename, atomic.delete

    def counted_rename(self: Path, target: Path) -> Path:
        if "lever" in str(self) and next(calls) == moment:
            raise Stopped
        return rename(self, target)

    def stopped_deletion(path: Path) -> None:
        if path.name.endswith(".old") and "lever" in str(path):
            if moment == 2:
                raise Stopped
            if moment == 3:
                (path / "boards.parquet").unlink()
                raise Stopped
        delete(path)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", counted_rename)
        patched.setattr(atomic, "delete", stopped_deletion)
        if moment == 4:
            patched.setattr(pruning.shutil, "copytree", lambda *_: (_ for _ in ()).throw(Stopped))
        with pytest.raises(Stopped):
            list(prune(brief, dry_run=False))
    integrity.repair(brief, deep=True)
    assert folder.is_dir()
    assert not list((brief.raw / "lever").glob(".*"))
    assert raw_content(brief.raw, NIGHTS[2]) == before
    assert list(integrity.find_raw_damage(brief, deep=True)) == []
    list(prune(brief, dry_run=False))
    payloads = pq.read_table(folder / "postings.parquet").column("payload").to_pylist()
    assert payloads == [None, None]


# --- releases


def test_the_newest_releases_and_the_last_of_every_month_stay(settings: Settings) -> None:
    nights = ["2026-09-29", "2026-09-30", "2026-10-01", "2026-10-30", "2026-10-31", "2026-11-01"]
    for number, night in enumerate(nights):
        folder = add_release(settings, f"{night}-aaaaaaa{number}", current=False)
        os.utime(folder, (number + 1, number + 1))
    gone = retention.superfluous(replace(settings, keep_releases=1))
    assert [path.name[:10] for path in gone] == ["2026-09-29", "2026-10-01", "2026-10-30"]
    assert retention.superfluous(settings) == []
    said = [one.what for one in prune(replace(settings, keep_releases=1), dry_run=False)]
    assert said == [f"release {path.name}" for path in gone]
    assert not any(path.exists() for path in gone)
    assert release_manifest.find_release_damage(settings.current) is None


def test_of_two_releases_of_the_last_night_of_a_month_the_newer_one_stays(
    settings: Settings,
) -> None:
    for number, name in enumerate(["2026-10-31-bbbbbbbb", "2026-10-31-aaaaaaaa", "2026-10-30-c"]):
        os.utime(add_release(settings, name, current=False), (number + 1, number + 1))
    kept = replace(settings, keep_releases=1)
    assert [p.name for p in retention.superfluous(kept)] == ["2026-10-31-bbbbbbbb"]


def test_the_record_of_checksums_names_what_was_accepted(brief: Settings) -> None:
    folder = brief.raw / "lever" / f"night={NIGHTS[0]}"
    before = atomic.sha256(folder / "postings.parquet")
    list(prune(brief, dry_run=False))
    sums = json.loads((folder / integrity.CHECKSUMS).read_text("utf-8"))
    assert sums["postings.parquet"]["accepted_sha256"] == before
    assert sums["postings.parquet"]["sha256"] == atomic.sha256(folder / "postings.parquet")
    assert integrity.accepted_checksums(folder)["postings.parquet"] == before
