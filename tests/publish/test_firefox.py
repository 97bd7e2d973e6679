"""Pages in Firefox: it draws them, with text and colours, from disk and without a network."""

from __future__ import annotations

import os
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest

from orchestration.publish.report import pictures

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
pytestmark = pytest.mark.skipif(FIREFOX is None, reason="Firefox is not installed")
WIDTH, HEIGHT = 1440, 1200
BLANK = "<!doctype html><title>blank</title><body></body>"


def drawn_rows(page: Path, folder: Path) -> int:
    """How many rows of pixels differ from the row above, or within the row."""
    picture, profile = folder / "page.png", folder / "profile"
    profile.mkdir()
    subprocess.run(
        [
            str(FIREFOX),
            *("--headless", "--no-remote", "--profile", str(profile)),
            *(f"--window-size={WIDTH},{HEIGHT}", "--screenshot", str(picture), page.as_uri()),
        ],
        env={**os.environ, "HOME": str(folder)},
        check=True,
        capture_output=True,
        timeout=600,
    )
    chunks = list(pictures._chunks(picture.read_bytes()))
    data = zlib.decompress(b"".join(content for kind, content in chunks if kind == b"IDAT"))
    length = 1 + 4 * WIDTH  # the filter of the row, and four bytes a pixel
    assert len(data) == length * HEIGHT
    rows = (data[at + 5 : at + length] for at in range(0, len(data), length))
    # A filter leaves the same bytes for each pixel of a row of one colour, but for the first.
    return sum(row != row[:4] * (len(row) // 4) for row in rows)


def test_a_blank_page_has_nothing(tmp_path: Path) -> None:
    page = tmp_path / "blank.html"
    page.write_text(BLANK, "utf-8")
    assert drawn_rows(page, tmp_path) == 0


@pytest.mark.parametrize(
    "name",
    ["report/index.html", "explore/technology/python.html", "passports/technology/python.html"],
)
def test_a_page_is_drawn(site: Path, tmp_path: Path, name: str) -> None:
    assert drawn_rows(site / name, tmp_path) > HEIGHT // 8
