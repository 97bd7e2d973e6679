"""The pages of a site in a browser: accessible, within the screen, on paper, and all linked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.browser import needs_browser, started
from tests.publish.page_reader import Reader
from tests.publish.site_links import dead_links, pages

ELSEWHERE = (
    "api/",
    "changes/",
    "docs/",
    "parquet/",
    "CITATION.cff",
    "calendar.ics",
    "data_dictionary.csv",
    "datapackage.json",
    "measures.csv",
    "release_notes.md",
    "releases.atom",
    "manifest.json",
    "quality/results.json",
    "quality/measures.parquet",
)
"""What other parts of publishing write; their own tests look at it."""
PHONE, TABLET, DESK = 375, 768, 1440
A4 = 1032
"""Pixels between the margins of an A4 page on its side."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with started() as browser:
        yield browser


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    """The address of the site on a server that knows nothing of it."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_every_link_leads_to_a_file_or_a_part_of_a_page(site: Path) -> None:
    assert dead_links(site, ELSEWHERE) == []


def test_every_page_has_a_card(site: Path) -> None:
    for name in pages(site):
        metas = Reader((site / name).read_text("utf-8")).of("meta")
        (card,) = (str(m["content"]) for m in metas if m.get("property") == "og:image")
        assert (site / name).parent.joinpath(card).resolve().is_file(), name


def test_every_id_is_used_once(site: Path) -> None:
    for name in pages(site):
        elements = Reader((site / name).read_text("utf-8")).elements
        ids = [a["id"] for _, a in elements if "id" in a]
        assert len(ids) == len(set(ids)), name


SHAPE = """[...new Set([...document.querySelectorAll('body *')].map(e => [
  ...[e, e.parentElement].map(x => `${x.tagName}.${x.getAttribute('class')}`),
  ...e.getAttributeNames(), e.getAttribute('role'), e.getAttribute('style'),
].join(' ')))].sort().join()"""
"""The kinds of elements of a page, each with its parent: what the style sheet sees of it."""
REPEATED = """document.querySelectorAll('tbody').forEach(body => {
  const kinds = new Set();
  [...body.rows].forEach(row => {
    const kind = [row, ...row.querySelectorAll('*')].map(e => [
      e.tagName, e.getAttribute('class'), ...e.getAttributeNames(), e.getAttribute('role'),
      e.getAttribute('style')].join(' ')).join();
    if (kinds.has(kind)) row.remove();
    kinds.add(kind);
  });
})"""
"""Removes each row that differs from one above it in its table in its text alone."""
VIOLATIONS = """options => axe.run({ resultTypes: ['violations'], ...options }).then(found =>
  found.violations.filter(v => ['moderate', 'serious', 'critical'].includes(v.impact)).map(
    v => `${v.id} ${v.impact} ${v.nodes[0].html.slice(0, 100)}`))"""
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
"""The default rules of axe that look at colours: no other depends on the colour scheme."""


@needs_browser
@pytest.mark.parametrize(
    "every", [False, pytest.param(True, marks=pytest.mark.night)], ids=["by shape", "every page"]
)
def test_pages_are_accessible_and_within_the_screen(site: Path, chromium: Any, every: bool) -> None:
    """Every page on every screen; by axe, on the smallest and the largest, one of those pages, and
    of those rows of a table, that differ in their text alone, since the size of the text and its
    letters decide nothing for its rules. `make nights` looks by every rule at every page and row,
    on every screen and in both colours."""
    from axe_playwright_python.base import AXE_SCRIPT

    page = chromium.new_page()
    found, shapes = [], set()
    for name in pages(site):
        page.emulate_media(color_scheme="light")
        page.goto((site / name).as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        for width in (PHONE, TABLET, DESK):
            page.set_viewport_size({"width": width, "height": 812})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append(f"{name}: wider than {width} pixels")
        shape = page.evaluate(SHAPE)
        if shape in shapes and not every:
            continue
        shapes.add(shape)
        if not every:
            page.evaluate(REPEATED)
        page.evaluate(AXE_SCRIPT)
        for width in (PHONE, TABLET, DESK) if every else (PHONE, DESK):
            page.set_viewport_size({"width": width, "height": 812})
            for scheme, rules in (("light", {}), ("dark", {} if every else COLOURS)):
                page.emulate_media(color_scheme=scheme)
                violations = page.evaluate(VIOLATIONS, rules)
                found += [f"{name}, {width} pixels, {scheme}: {v}" for v in violations]
    page.close()
    assert found == []
    assert len(shapes) > 10


@needs_browser
def test_nothing_is_cut_on_paper(site: Path, chromium: Any) -> None:
    """Closed parts are open in print, and no table is wider than the page."""
    page = chromium.new_page(viewport={"width": A4, "height": 700})
    page.emulate_media(media="print")
    cut = []
    for name in pages(site):
        page.goto((site / name).as_uri())
        if page.evaluate("document.documentElement.scrollWidth") > A4:
            cut.append(f"{name}: wider than the paper")
        closed = "[...document.querySelectorAll('main details table')].filter(t => !t.offsetHeight)"
        if page.evaluate(f"{closed}.length"):
            cut.append(f"{name}: a table is closed")
    page.close()
    assert cut == []


@needs_browser
@pytest.mark.parametrize(
    "name",
    ["index.html", "report/index.html", "explore/index.html", "passports/technology/python.html"],
)
def test_a_page_opens_from_a_server_and_from_disk(
    site: Path, served: str, chromium: Any, name: str
) -> None:
    page = chromium.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    texts = []
    for address in (f"{served}{name}", (site / name).as_uri()):
        page.goto(address)
        texts.append(page.inner_text("body"))
    page.close()
    assert texts[0] == texts[1]
    assert complaints == []
    assert len(requests) == 2, "a page loads nothing but itself"


@needs_browser
def test_a_file_of_a_figure_is_downloaded(served: str, chromium: Any) -> None:
    page = chromium.new_page()
    page.goto(f"{served}report/index.html#ai-salary-stack")
    page.get_by_text("passports, files, method").nth(1).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="ai-salary-stack.csv").click()
    assert Path(download.value.path()).read_text("utf-8").startswith("Technology,segment_id,")
    page.close()


@needs_browser
def test_the_keyboard_sorts_a_table_and_searches_the_listings(site: Path, chromium: Any) -> None:
    page = chromium.new_page()
    page.goto((site / "explore/technology/python.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.get_by_role("button", name="Pay, USD").press("Enter")
    cells = page.locator("#all tbody tr td:nth-child(6)").all_inner_texts()
    assert [c for c in cells if c][:2] == ["$137,000", "$136,000"]
    assert page.locator("#all th[aria-sort=descending]").count() == 1
    page.get_by_label("Search these listings").fill("alert(1) 95")
    assert page.locator("#all tbody tr:visible").count() == 1
    assert page.locator("#found").inner_text() == "1 of 100 shown"
    page.close()


@needs_browser
@pytest.mark.parametrize("is_clicked", [True, False])
def test_a_bar_leads_to_what_stands_behind_it(site: Path, chromium: Any, is_clicked: bool) -> None:
    """By a click and by the keyboard: id, sample, status, a listing and the SQL of the count."""
    page = chromium.new_page()
    page.goto((site / "explore/technology/python.html").as_uri())
    number = page.locator("td[data-figure*='place=Berlin'] a")
    assert number.inner_text() == "80"
    if is_clicked:
        number.click()
    else:
        page.locator("#places ~ tbody a").first.focus()
        assert page.evaluate("document.activeElement.textContent") == "80"
        page.keyboard.press("Enter")
    page.wait_for_url("**/passports/technology/python.html#place.Berlin,DE")
    row = page.locator("tr:target")
    said = row.inner_text()
    assert "technology=python/listing_count:place=Berlin,DE/report" in said
    assert "80\t80\t12 (11.9)" in said
    assert "low" in said
    assert row.get_by_role("link").get_attribute("href").startswith("https://jobs.example.org/")
    assert row.evaluate("row => row.getBoundingClientRect().top < innerHeight"), "it is in view"
    page.get_by_text("SQL of the counts by all of these columns").press("Enter")
    assert "'place=' || url_encode(city_name)" in page.inner_text("details[open] pre")
    page.close()


@needs_browser
def test_without_script_a_page_is_complete(site: Path, chromium: Any) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "explore/technology/python.html").as_uri())
    assert page.locator("#all tbody tr:visible").count() == 100
    assert not page.get_by_label("Search these listings").is_visible(), "it could not search"
    context.close()
