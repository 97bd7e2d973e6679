"""The passport of each figure that a page shows, in the words of `explain`."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.publish import explore, figure, figure_lines, passports
from orchestration.publish.report import addresses
from orchestration.settings import Settings
from tests.publish.page_reader import Reader, words
from tests.publish.small_release import MANIFEST, release
from tests.publish.test_explore import EXPLORED, HOSTILE, SEGMENTS

PYTHON = addresses.passport_page("technology=python")
NOTHING = "technology=python/mean_salary_usd/robust"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Explore pages, one more page with a figure that does not exist, and their passports."""
    folder = tmp_path_factory.mktemp("passports")
    (folder / "explore").mkdir()
    subjects = explore.render(
        release(folder / "marts.duckdb", EXPLORED), folder / "explore", MANIFEST
    )
    (folder / "more.html").write_text(f'<td data-figure="{NOTHING}">no data</td>', "utf-8")
    passports.render(folder / "marts.duckdb", folder, MANIFEST, subjects)
    return folder


def part(text: str, figure_id: str) -> str:
    """The words of a passport."""
    rest = text.partition(f'id="{addresses.anchor(figure_id)}"')[2]
    return words(rest.partition("</div>")[0])


def test_a_figure_of_a_page_leads_to_its_passport(site: Path) -> None:
    figure_id = "technology=python/mean_salary_usd/report"
    page = Reader((site / "explore/technology/python.html").read_text("utf-8"))
    assert f"../../{PYTHON}#mean_salary_usd.report" in {a["href"] for a in page.of("a")}
    said = part((site / PYTHON).read_text("utf-8"), figure_id)
    assert "Mean annual base pay in United States dollars" in said
    assert "Value $124,500 Interval $112,050 to $136,950 (95%) Status low" in said
    assert "n 30 listings, 30 roles, 12 companies (9.5 effective)" in said
    assert f"Largest {HOSTILE} & 1, 20% of n" in said, "the name of c1"
    assert "from core.fct_segment_listings" in said


def test_members_are_bounded_linked_and_counted(site: Path) -> None:
    text = (site / PYTHON).read_text("utf-8")
    assert f"Listings behind this figure: {figure_lines.SHOWN_MEMBERS} of 30, and" in words(text)
    links = {str(a["href"]) for a in Reader(text).of("a")}
    paid = text.partition('id="salary-report-members"')[2].partition("</table>")[0]
    shown = {str(a["href"]).rpartition("/")[2] for a in Reader(paid).of("a")}
    assert len(shown) >= figure_lines.SHOWN_MEMBERS - 1, "the address of one is not of the web"
    assert max(int(number) for number in shown) < 30, "the others do not disclose pay"
    assert "../../explore/technology/python.html#listings" in links


def test_a_suppressed_figure_has_its_reason_and_neither_value_nor_sql(site: Path) -> None:
    said = part((site / PYTHON).read_text("utf-8"), "technology=python/remote_of_read_share/report")
    assert "Value suppressed Interval no interval Status suppressed: fewer than 20 roles" in said
    assert "select" not in said


def test_a_figure_of_which_nothing_was_counted_has_a_place(site: Path) -> None:
    text = (site / PYTHON).read_text("utf-8")
    assert "No listing of the segment counts for these" in words(text)
    assert f'id="{addresses.anchor(NOTHING)}"' in text


def test_hostile_text_is_only_text(site: Path) -> None:
    text = (site / PYTHON).read_text("utf-8")
    assert HOSTILE not in text
    assert text.count("<script") == 1
    assert 'href="javascript:' not in text


def test_two_builds_have_the_same_bytes(site: Path) -> None:
    before = {p: p.read_bytes() for p in (site / addresses.PASSPORTS).rglob("*.html")}
    subjects = {
        f"{dimension}={key}": f"explore/{dimension}/{key.lower()}.html"
        for dimension, key, _ in SEGMENTS
    }
    passports.render(site / "marts.duckdb", site, MANIFEST, subjects)
    assert {p: p.read_bytes() for p in before} == before


@pytest.mark.parametrize(
    ("figure_id", "page"),
    [
        ("index/listing_count/report", "index/all.html#listing_count.report"),
        ("company=a/b/p25_salary_usd/robust pooled", None),
        ("country=US/mean_salary_usd/robust", "country/us.html#mean_salary_usd.robust"),
    ],
)
def test_the_address_of_a_passport(figure_id: str, page: str | None) -> None:
    address = addresses.passport(figure_id)
    if page:
        assert address == f"passports/{page}"
    else:
        path, _, part = address.partition("#")
        assert Path(path).parent.as_posix() == "passports/company", "a slash makes no folder"
        assert part == "p25_salary_usd.robust-pooled"


def test_a_page_says_what_explain_says(sample_home: Path) -> None:
    """The members, too, for a figure of each base, method and kind of scope."""
    settings = Settings(sample_home, contact="")
    for figure_id in (
        "technology=python/mean_salary_usd/report",
        "technology=python/median_salary_usd/robust",
        "technology=python/remote_of_read_share/robust",
        "country=US/mean_salary_usd/report",
        "country=US/disclosure_share/robust",
        "state=CA/remote_of_read_share/report",
        "index/listing_count/report",
    ):
        address, _, anchor = addresses.passport(figure_id).partition("#")
        text = (sample_home / "current" / address).read_text("utf-8")
        passport = figure.passport(settings, figure_id)
        said = words(text.partition(f'id="{anchor}"')[2])
        assert " ".join(passport.definition.partition(";")[0].split()) in said
        for _, fact in figure_lines.facts(passport):
            assert fact.replace(" %", "%") in said.partition("SQL of the figure")[0]
        assert words(passport.sql.splitlines()[-1]) in said
        shown = text.partition(f'id="{anchor}"')[2].partition("Listings behind")[2]
        assert f"of {passport.member_count:,}, and their SQL" in shown
        table = words(shown.partition("<tbody>")[2].partition("</tbody>")[0])
        titles = [title for m in passport.members if (title := words(m["title"])) in table]
        assert len(titles) >= min(figure_lines.SHOWN_MEMBERS, passport.member_count)
