"""The page at the root of a release: it leads to every page and file, and escapes what it shows."""

from pathlib import Path
from typing import Any

import pytest

from orchestration.publish import index_page
from tests.publish.page_reader import Reader, words
from tests.publish.small_release import EMPTY, MANIFEST


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a release before its index page."""
    (tmp_path / "marts.duckdb").write_bytes(b"0" * 1_500_000)
    (tmp_path / "parquet").mkdir()
    for name in ("mart_b", "mart_a"):
        (tmp_path / "parquet" / f"{name}.parquet").touch()
    return tmp_path


def page(folder: Path, manifest: dict[str, Any]) -> str:
    index_page.render(folder, manifest)
    return (folder / "index.html").read_text("utf-8")


def test_the_index_page_links_to_every_page_and_file(folder: Path) -> None:
    text = page(folder, MANIFEST)
    assert [link["href"] for link in Reader(text).of("a")] == [
        "report/index.html",
        "coverage/index.html",
        "quality/index.html",
        "docs/index.html",
        "marts.duckdb",
        "api/index.html",
        "datapackage.json",
        "data_dictionary.csv",
        "measures.csv",
        "release_notes.md",
        "CITATION.cff",
        "calendar.ics",
        "releases.atom",
        "changes/chain.jsonl",
        "changes/changes.parquet",
        "changes/changes.jsonl",
        "manifest.json",
        "parquet/mart_a.parquet",
        "parquet/mart_b.parquet",
    ]
    shown = words(text)
    assert "as of 2 January 2026" in shown
    assert "70 listings of 1 applicant tracking systems" in shown
    assert "1.5 MB" in shown


def test_an_empty_release_has_an_index_page(folder: Path) -> None:
    assert "0 listings of 0 applicant tracking systems" in words(page(folder, EMPTY))


def test_text_is_escaped_and_nothing_is_loaded(folder: Path) -> None:
    text = page(folder, {**MANIFEST, "notice": "<img src=x>", "release_id": "<script>"})
    reader = Reader(text)
    assert "&lt;img src=x&gt;" in text
    assert not reader.of("script", "img", "form", "iframe")
    assert [a["href"] for a in reader.of("link")] == ["data:,"]
    policy = next(a["content"] for a in reader.of("meta") if a.get("http-equiv"))
    assert policy is not None
    assert "unsafe" not in policy
