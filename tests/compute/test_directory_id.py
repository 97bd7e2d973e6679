"""The folder of a data directory in a shared place is its own, whatever its path."""

from __future__ import annotations

from pathlib import Path

from orchestration.directory_id import FILE, directory_id
from orchestration.settings import Settings


def test_directories_of_one_path_on_two_machines_have_folders_of_their_own(tmp_path: Path) -> None:
    home, elsewhere = tmp_path / "data", tmp_path / "of another machine"
    first = Settings(home, "", parts_folder="s3://bucket/folder")
    folder = first.parts_bucket
    assert (
        folder
        == first.parts_bucket
        == Settings(home, "", parts_folder="s3://bucket/folder").parts_bucket
    )
    home.rename(elsewhere)
    assert Settings(home, "", parts_folder="s3://bucket/folder").parts_bucket != folder
    moved = Settings(elsewhere, "", parts_folder=str(tmp_path / "shared"))
    assert moved.parts.name == folder.rpartition("/")[2]


def test_an_identifier_that_cannot_be_read_is_made_again(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"../../etc\xff\n")
    made = directory_id(tmp_path)
    assert len(made) == 12
    assert directory_id(tmp_path) == made
    assert [file.name for file in tmp_path.iterdir()] == [FILE]
