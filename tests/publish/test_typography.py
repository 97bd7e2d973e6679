"""No line of a page ends inside a number, on a phone; and what the pass over a page changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from orchestration.publish.report import typography
from tests.browser import needs_browser, started

PAGES = (
    "index.html",
    "report/index.html",
    "explore/technology/python.html",
    "coverage/index.html",
    "methodology/index.html",
    "quality/index.html",
    "passports/technology/python.html",
    "passports/index/all.html",
)
SPLIT = r"""
(() => {
  for (const part of document.querySelectorAll("details")) part.open = true;
  const numbers = new RegExp(
    "[+−]\\$\\d[\\d,]*|\\d\\s?%|\\bn\\s(=\\s)?\\d|[≤≥]\\s\\d|to\\s[+−]?\\$\\d[\\d,]*|"
    + "\\d\\s(January|February|March|April|May|June|July|August|September|October|November|"
    + "December)\\b", "g");
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = { split: [], seen: 0 };
  while (texts.nextNode()) {
    const node = texts.currentNode;
    if (node.parentElement.closest("pre, code, script, style, svg")) continue;
    for (const match of node.data.matchAll(numbers)) {
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const boxes = [...range.getClientRects()].filter((box) => box.width > 0);
      if (!boxes.length) continue;
      found.seen += 1;
      const tops = boxes.map((box) => box.top);
      if (Math.max(...tops) - Math.min(...tops) > 5) found.split.push(match[0]);
    }
  }
  return found;
})()
"""
"""The numbers of a page that are on two lines, and how many it has."""
WITHOUT = r"""
(() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    texts.currentNode.data = texts.currentNode.data.replace(/\u00a0/g, " ");
  }
  for (const part of document.querySelectorAll(".nb")) part.style.whiteSpace = "normal";
})()
"""
"""The page as it would be if no number was joined."""


@pytest.fixture(scope="module")
def phone() -> Iterator[Any]:
    """A page of a browser that is as wide as a phone."""
    with started() as browser:
        yield browser.new_page(viewport={"width": 375, "height": 812})


def numbers(phone: Any, file: Path, change: str = "") -> dict[str, Any]:
    """What `SPLIT` finds in a file, after a change of the page."""
    phone.goto(file.resolve().as_uri())
    if change:
        phone.evaluate(change)
    found: dict[str, Any] = phone.evaluate(SPLIT)
    return found


@needs_browser
def test_no_number_of_a_release_is_on_two_lines(phone: Any, sample_home: Path) -> None:
    found = {name: numbers(phone, sample_home / "current" / name) for name in PAGES}
    assert {name: of["split"] for name, of in found.items() if of["split"]} == {}
    assert all(of["seen"] for of in found.values())
    assert sum(of["seen"] for of in found.values()) > 1_000


@needs_browser
def test_no_number_of_a_small_release_is_on_two_lines(phone: Any, site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert {str(page): f for page in pages if (f := numbers(phone, page)["split"])} == {}


@needs_browser
def test_numbers_that_are_not_joined_are_found(phone: Any, sample_home: Path) -> None:
    page = sample_home / "current" / "report" / "index.html"
    assert len(numbers(phone, page, WITHOUT)["split"]) > 3


@needs_browser
def test_a_sign_stays_with_its_currency(phone: Any, tmp_path: Path) -> None:
    """Wherever a line would end: the width of the paragraph is every width of a phone."""
    text = typography.joined(
        "<!doctype html><meta charset=utf-8><style>.nb{white-space:nowrap}</style><body>"
        "<p>The difference is −$1,234, 95 % interval −$20,000 to +$18,000 (n = 1,200, 5 %).</p>"
    )
    page = tmp_path / "page.html"
    page.write_text(text, "utf-8")
    for width in range(120, 375, 7):
        narrow = f"document.querySelector('p').style.width = '{width}px'"
        assert numbers(phone, page, narrow)["split"] == [], width


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a 95 % interval, n 12 or n = 1,200", "a 95% interval, n_12 or n_=_1,200"),
        ("$90K to $110K; 4 % to 5 %", "$90K to_$110K; 4% to_5%"),
        ("2 November 2026, 35.2 MB, ≥ 5", "2_November 2026, 35.2_MB, ≥_5"),
        ("−$5 and +$7,000.", '<span class="nb">−$5</span> and <span class="nb">+$7,000</span>.'),
        ("in 3 to be; an 8 % of", "in 3 to be; an 8% of"),
    ],
)
def test_what_is_joined(text: str, expected: str) -> None:
    shown = expected.replace("_", typography.NO_BREAK)
    assert typography.joined(f"<p>{text}</p>") == f"<p>{shown}</p>"


@pytest.mark.parametrize(
    "page",
    [
        "<pre><code>select 5 % 3 -- n 12, −$5</code></pre>",
        "<code>place=5 %/report</code>",
        '<td data-figure="company=5 % n 12 −$5/report">5</td>',
        "<script>const a = 5 % 3</script><style>.a { width: 5 % }</style>",
        "<svg><text>−$5, n 12</text></svg>",
        "<title>n 12</title>",
        "<bdi>Engineer 80 % - 100 %, n 12</bdi>",
        '<a href="https://a.example" rel="noopener noreferrer nofollow">Engineer 100 %, −$5</a>',
    ],
)
def test_code_and_attributes_stay_as_they_are(page: str) -> None:
    assert typography.joined(page) == page
