"""What is on the sheets when a page is printed, read from the PDF with poppler.

How a page looks on paper is in `test_paper`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.browser import needs_browser, started

POPPLER = shutil.which("pdftotext")
pytestmark = [
    needs_browser,
    pytest.mark.skipif(POPPLER is None, reason="poppler is not installed"),
]
WIDTH = 842
"""Points of an A4 page on its side."""
MARGIN = 34
"""Points: 12 mm."""
PAGES = (
    "index.html",
    "report/index.html",
    "explore/technology/python.html",
    "explore/company/openai.html",
    "explore/country/us.html",
    "coverage/index.html",
    "methodology/index.html",
    "quality/index.html",
    "passports/technology/python.html",
)
SAID = """() => [...document.querySelectorAll(
  'main td, main th, main dt, main dd, main figcaption')].flatMap(cell => {
    const found = [], texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      if (!texts.currentNode.parentElement.closest('code, svg')) found.push(texts.currentNode.data);
    }
    return found;
  })"""
"""The texts of tables and lists, but for ids, which may be broken anywhere."""
HEADS = "() => [...document.querySelectorAll('main thead tr')].map(e => e.textContent)"
WORD = re.compile(
    r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</word>'
)


class Word(NamedTuple):
    """A word on a sheet, with the edges of its box in points."""

    left: float
    right: float
    bottom: float
    text: str


def parts(text: str) -> list[str]:
    """What no line break splits."""
    return re.findall(r"[A-Za-z0-9]+", text)


def sheets(pdf: Path) -> list[list[Word]]:
    """The words on each sheet of a PDF."""
    found = subprocess.run(
        [str(POPPLER), "-bbox", str(pdf), "-"], check=True, capture_output=True, text=True
    )
    return [
        [
            Word(float(left), float(right), float(bottom), text)
            for left, right, bottom, text in WORD.findall(sheet)
        ]
        for sheet in found.stdout.split("<page ")[1:]
    ]


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    with started() as browser:
        yield browser.new_page()


@pytest.mark.parametrize("name", PAGES)
def test_a_printed_page_has_every_cell_within_its_margins(
    sample_home: Path, tmp_path: Path, page: Any, name: str
) -> None:
    page.goto((sample_home / "current" / name).resolve().as_uri())
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    printed = sheets(tmp_path / "page.pdf")
    words = [word for sheet in printed for word in sheet]
    assert [w for w in words if w.left < MARGIN - 1 or w.right > WIDTH - MARGIN + 1] == []
    said = Counter(part for text in page.evaluate(SAID) for part in parts(text))
    assert sum(said.values()) > 100
    assert said - Counter(part for word in words for part in parts(word.text)) == Counter()
    heads = [set(parts(head)) for head in page.evaluate(HEADS)]
    for number, sheet in enumerate(printed[:-1], 1):
        lowest = max(word.bottom for word in sheet)
        last = {part for w in sheet if w.bottom > lowest - 4 for part in parts(w.text)}
        is_head = len(last) > 2 and any(last <= head for head in heads)
        assert not is_head, f"sheet {number} ends with a head"
