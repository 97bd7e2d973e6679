"""The pages on A4: white, with whole words, headings on each sheet, and charts beside their titles.

That nothing is wider than the sheet is in `test_site`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import needs_browser, started
from tests.publish.test_site import A4

pytestmark = needs_browser
HEIGHT = 703
"""Pixels between the upper and the lower margin of an A4 page on its side."""
PAGES = (
    "index.html",
    "report/index.html",
    "explore/technology/python.html",
    "explore/company/openai.html",
    "coverage/index.html",
    "quality/index.html",
    "passports/technology/python.html",
)
BROKEN = r"""[...document.querySelectorAll('main th, main td, main caption')].flatMap(cell => {
  const found = [], texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    if (texts.currentNode.parentElement.closest('code')) continue;
    for (const match of texts.currentNode.data.matchAll(/(?<![^\s(])\p{L}{3,20}(?![^\s),.;:])/gu)) {
      const range = document.createRange();
      range.setStart(texts.currentNode, match.index);
      range.setEnd(texts.currentNode, match.index + match[0].length);
      const tops = [...range.getClientRects()].filter(b => b.width).map(b => b.top);
      if (Math.max(...tops) - Math.min(...tops) > 5) found.push(match[0]);
    }
  }
  return found;
})"""
"""The words in tables that are on two lines; not those of an id such as `core/fct_listings`."""
LOOK = """() => {
  const of = (e, name) => getComputedStyle(e)[name];
  const all = (selector) => [...document.querySelectorAll(selector)];
  return {
    paper: of(document.body, 'backgroundColor'),
    ink: of(document.body, 'color'),
    links: [...new Set(all('main a').map(a => of(a, 'color')))],
    tables: [...new Set(all('main td, main th').map(a => of(a, 'color')))],
    notice: all('.notice').map(e => [of(e, 'backgroundColor'), of(e, 'color')]),
    marks: [...new Set(all('.drawing svg [stroke], .drawing svg [fill], .bars rect').flatMap(
      e => [of(e, 'fill'), of(e, 'stroke')]))],
    held: all('figure, .bars, tr').every(e => of(e, 'breakInside') === 'avoid')
      && all('h2, h3, caption, figcaption, section > h2 + p, section > h3 + p').every(
        e => of(e, 'breakAfter') === 'avoid'),
    buttons: [...new Set(all('thead button').map(e => of(e, 'display')))],
    sticky: all('th, caption').filter(e => of(e, 'position') === 'sticky').length,
    cut: all('main pre, main .scroll').filter(e => e.scrollWidth > e.clientWidth + 1).length,
    summaries: all('.whole > summary').filter(e => of(e, 'display') !== 'none').length,
  };
}"""
TOGETHER = """() => [...document.querySelectorAll('main section')].flatMap(section => {
  const chart = section.querySelector(':scope > h2 + p + figure');
  return chart
    ? [[section.id, chart.getBoundingClientRect().bottom - section.getBoundingClientRect().top]]
    : [];
})"""
"""The height of each title, its sentence and its first chart."""


def lightness(colour: str) -> float:
    """The relative luminance of `rgb(r, g, b)`, from 0 to 1 (WCAG 2)."""
    parts = [float(part) / 255 for part in colour.partition("(")[2].rstrip(")").split(",")[:3]]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with started() as chromium:
        yield chromium


@pytest.fixture(scope="module")
def paper(browser: Any) -> Any:
    """A page as wide as the paper, of a reader who prefers dark colours."""
    page = browser.new_page(viewport={"width": A4, "height": HEIGHT}, color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    return page


@pytest.fixture(scope="module", params=PAGES)
def sheet(request: pytest.FixtureRequest, sample_home: Path, paper: Any) -> Any:
    """A page of the sample on paper."""
    paper.goto((sample_home / "current" / request.param).resolve().as_uri())
    return paper


@pytest.fixture(scope="module")
def screen(browser: Any) -> Any:
    return browser.new_page()


def test_a_page_is_printed_dark_on_white(sheet: Any) -> None:
    """Also for a reader with dark colours: paper is white, and a printer leaves backgrounds out."""
    look = sheet.evaluate(LOOK)
    assert look["paper"] == "rgb(255, 255, 255)"
    assert look["ink"] == "rgb(0, 0, 0)"
    assert look["notice"] == [["rgba(0, 0, 0, 0)", "rgb(0, 0, 0)"]]
    for colour in (*look["links"], *look["tables"]):
        assert 1.05 / (lightness(colour) + 0.05) >= 4.5, colour
    dark = {"rgb(108, 195, 224)", "rgb(43, 76, 89)", "rgb(230, 233, 236)"}
    assert not dark & set(look["marks"]), "a colour of the dark style"


def test_what_belongs_together_is_on_one_sheet(sheet: Any) -> None:
    look = sheet.evaluate(LOOK)
    assert look["held"]
    # Chromium leaves a button out of the heading that it repeats, and the border of what is sticky.
    assert look["buttons"] in ([], ["contents"])
    assert look["sticky"] == 0
    assert look["summaries"] == 0
    assert look["cut"] == 0, "SQL or a table beyond the right margin"
    for section, pixels in sheet.evaluate(TOGETHER):
        assert pixels <= HEIGHT, section


def test_no_word_of_a_table_is_broken_on_paper(sheet: Any) -> None:
    assert sheet.evaluate(BROKEN) == []


@pytest.mark.parametrize("name", PAGES)
def test_no_word_of_a_table_is_broken_on_a_screen(
    sample_home: Path, screen: Any, name: str
) -> None:
    screen.goto((sample_home / "current" / name).resolve().as_uri())
    screen.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    broken = {}
    for width in (375, 768, 1440):
        screen.set_viewport_size({"width": width, "height": 812})
        broken[width] = screen.evaluate(BROKEN)
    assert broken == {375: [], 768: [], 1440: []}
