"""Fixtures of the tests of pages: the report of a small release, and of an empty one."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from orchestration.publish import report
from orchestration.publish.report import pictures, vega
from tests.publish.small_release import ROWS, release
from tests.publish.small_site import small_site


@pytest.fixture(scope="session")
def site(shared: Callable[..., Path]) -> Path:
    """The pages of a small release. Read them, never change them."""

    def make(folder: Path) -> None:
        folder.mkdir()
        small_site(folder)

    return shared("small site", make)


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Path]:
    """One release with rows and one without."""
    folder = tmp_path_factory.mktemp("releases")
    for name in ("full", "empty"):
        (folder / name).mkdir()
    return {
        True: release(folder / "full" / "marts.duckdb", ROWS),
        False: release(folder / "empty" / "marts.duckdb", []),
    }


_draw, _picture = cache(vega.draw), cache(pictures.png)


@pytest.fixture
def drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A chart that an earlier test of this process has drawn is not drawn again: a drawing depends
    on its chart alone (`test_the_same_chart_has_the_same_bytes`), and takes a tenth of a second."""
    monkeypatch.setattr(vega, "draw", _draw)
    monkeypatch.setattr(pictures, "png", _picture)


@pytest.fixture
def page(releases: dict[bool, Path], tmp_path: Path, drawn_once: None) -> Callable[..., str]:
    """Render a release's page with a manifest."""

    def made(rows: list[tuple[str, dict[str, Any]]], manifest: dict[str, Any]) -> str:
        report.render(releases[bool(rows)], tmp_path, manifest)
        assert {p.suffix for p in tmp_path.iterdir()} <= {".html", ".svg", ".png", ".csv"}
        return (tmp_path / "index.html").read_text("utf-8")

    return made
