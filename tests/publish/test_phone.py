"""The report, the explore pages and the passports on a phone: within their bar, complete without a
script, and no words on each other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from orchestration.publish.explore import pages
from tests.browser import needs_browser, started

pytestmark = needs_browser
PHONE = {"width": 375, "height": 812}
SCREENS = 12
"""The bar of a page on a phone."""
TEXTS = """() => [...document.querySelectorAll('.drawing svg')].flatMap(svg => {
  const around = svg.getBoundingClientRect();
  if (!around.width) return [];
  const found = [...svg.querySelectorAll('text')].filter(t => t.textContent.trim()).map(
    t => [t.textContent, t.getBoundingClientRect()]);
  const cut = found.filter(([_, b]) => b.left < around.left - 1 || b.right > around.right + 1);
  const over = found.flatMap(([one, a], at) => found.slice(at + 1).filter(([_, b]) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 5
  ).map(([other]) => `${one} | ${other}`));
  return [...cut.map(([text]) => `cut: ${text}`), ...over];
})"""
"""Words of the drawings of a page that are cut, or that lie on others."""


def height(file: Path, browser: Any, **options: Any) -> int:
    """The height of a page on a phone."""
    page = browser.new_page(viewport=PHONE, **options)
    page.goto(file.resolve().as_uri())
    found = int(page.evaluate("document.documentElement.scrollHeight"))
    page.close()
    return found


def tall(site: Path, folder: str, browser: Any, **options: Any) -> dict[str, int]:
    """The pages in a folder of a release that are too high on a phone, with their heights."""
    page = browser.new_page(viewport=PHONE, **options)
    is_scripted = options.get("java_script_enabled", True)
    found = {}
    for file in sorted((site / folder).rglob("*.html")):
        if is_scripted:
            page.goto(file.resolve().as_uri())
        else:  # where no script ran before, showing a page in place of another takes half as long
            page.set_content(file.read_text("utf-8"))
        pixels = int(page.evaluate("document.documentElement.scrollHeight"))
        if pixels > SCREENS * PHONE["height"]:
            found[f"{file.parent.name}/{file.name}"] = pixels
    page.close()
    return found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with started() as browser:
        yield browser


@pytest.mark.parametrize("is_scripted", [True, False])
def test_the_report_is_short_on_a_phone(
    sample_home: Path, chromium: Any, is_scripted: bool
) -> None:
    file = sample_home / "current" / "report" / "index.html"
    assert file.stat().st_size <= 1_500_000
    assert height(file, chromium, java_script_enabled=is_scripted) <= SCREENS * PHONE["height"]


@pytest.mark.parametrize("name", ["index.html", "report/index.html"])
def test_no_word_of_a_chart_is_cut_or_on_another(
    sample_home: Path, chromium: Any, name: str
) -> None:
    page = chromium.new_page()
    page.goto((sample_home / "current" / name).resolve().as_uri())
    assert page.locator(".drawing svg text").count() > 100
    for width in (375, 1440):
        page.set_viewport_size({"width": width, "height": 812})
        assert page.evaluate(TEXTS) == [], width
    page.close()


def test_paper_and_a_desk_have_what_a_phone_leaves_out(sample_home: Path, chromium: Any) -> None:
    page = chromium.new_page(viewport={"width": 1440, "height": 812})
    page.goto((sample_home / "current" / "report" / "index.html").resolve().as_uri())
    left_out = page.locator(".again, .alone > figcaption, .minor")
    assert left_out.count() > 20
    page.emulate_media(media="print")
    for element in left_out.all()[:40]:
        assert element.evaluate("e => getComputedStyle(e).display !== 'none'")
    page.set_viewport_size(PHONE)
    page.emulate_media(media="screen")
    shown = ".again, .alone > figcaption"
    assert all(not element.is_visible() for element in page.locator(shown).all())
    page.close()


@pytest.mark.parametrize(
    ("folder", "is_scripted"), [("explore", True), ("explore", False), ("passports", False)]
)
def test_a_page_is_short_on_a_phone(
    sample_home: Path, chromium: Any, folder: str, is_scripted: bool
) -> None:
    site = sample_home / "current"
    assert len(list((site / folder).rglob("*.html"))) > 100
    assert tall(site, folder, chromium, java_script_enabled=is_scripted) == {}


def test_a_passport_has_at_a_glance_what_a_number_needs(sample_home: Path, chromium: Any) -> None:
    """The rest, a row of a closed table among it, is one link or press away without a script."""
    file = sample_home / "current" / "passports" / "technology" / "python.html"
    page = chromium.new_page(viewport=PHONE, java_script_enabled=False)
    page.goto(f"{file.resolve().as_uri()}#mean_salary_usd.report")
    passport = page.locator(".passport:target")
    assert passport.locator("dt:visible").all_inner_texts() == ["Value", "Interval", "Status", "n"]
    passport.get_by_text("Night, companies, methods, SQL").press("Enter")
    assert "Largest" in passport.locator("dt:visible").all_inner_texts()
    assert passport.locator("pre").is_visible()
    assert not page.locator("tr[id='seniority.senior']").is_visible()
    page.goto(f"{file.resolve().as_uri()}#seniority.senior")
    assert page.locator("tr:target").is_visible()
    page.close()


@pytest.mark.parametrize("is_scripted", [True, False])
def test_a_phone_shows_the_first_listings_until_all_are_asked_for(
    sample_home: Path, chromium: Any, is_scripted: bool
) -> None:
    file = sample_home / "current" / "explore" / "technology" / "python.html"
    page = chromium.new_page(viewport=PHONE, java_script_enabled=is_scripted)
    page.goto(file.resolve().as_uri())
    rows = page.locator("#all tbody tr")
    shown = page.locator("#all tbody tr:visible")
    assert rows.count() == pages.MOST_LISTINGS
    assert shown.count() == pages.NARROW_LISTINGS
    page.get_by_text(f"Show all {pages.MOST_LISTINGS} listings").press("Enter")
    assert shown.count() == pages.MOST_LISTINGS
    page.set_viewport_size({"width": 1440, "height": 812})
    assert not page.locator("details.more").is_visible(), "a desk has all, and nothing to ask for"
    page.close()


def test_a_desk_and_paper_have_all_listings(sample_home: Path, chromium: Any) -> None:
    page = chromium.new_page(viewport={"width": 1440, "height": 812})
    page.goto((sample_home / "current/explore/technology/python.html").resolve().as_uri())
    assert page.locator("#all tbody tr:visible").count() == pages.MOST_LISTINGS
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 600, "height": 812})
    assert page.locator("#all tbody tr:visible").count() == pages.MOST_LISTINGS
    page.close()


def test_a_search_on_a_phone_finds_a_listing_below_the_first(
    sample_home: Path, chromium: Any
) -> None:
    page = chromium.new_page(viewport=PHONE)
    page.goto((sample_home / "current/explore/technology/python.html").resolve().as_uri())
    title = page.locator("#all tbody tr th").nth(pages.MOST_LISTINGS - 1).text_content()
    assert not page.locator("#all tbody tr").nth(pages.MOST_LISTINGS - 1).is_visible()
    page.get_by_label("Search these listings").fill(title)
    assert page.locator("#all tbody tr").nth(pages.MOST_LISTINGS - 1).is_visible()
    page.close()
