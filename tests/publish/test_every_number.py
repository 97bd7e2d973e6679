"""Every number in a cell of a page says what it is of.

A figure of listings has its id, or the ids of the figures that it is a share of. What is none (a
number of the work of a night, a limit of a rule) names the published table (`data-table`) or the
file (`data-file`) of the release that has it. On the pages about the work of a night every cell
with a digit counts, and the page links to the table or file. On a page of passports the id in the
row or above the list says it.
"""

from __future__ import annotations

import calendar
import json
import re
from pathlib import Path, PurePosixPath
from posixpath import normpath
from urllib.parse import unquote, urldefrag

import duckdb
import pytest

from orchestration.publish import figure_rows
from orchestration.publish.report import (
    about,
    addresses,
    queries,
    rounding,
    segment_names,
    totals,
)
from tests.publish.figure_reader import figures, marts
from tests.publish.page_reader import Numbers, Reader, Sentences
from tests.publish.small_tables import TABLES

Found = dict[str, list[tuple[str, dict[str, str]]]]
OF_A_NIGHT = ("coverage", "quality", "methodology")
"""The folders of the pages about how a release was made."""
MONTHS = "|".join(calendar.month_name[1:])
SOURCES = ("data-figure", "data-table", "data-file", "code")


def numbers(site: Path) -> Found:
    """The numbers of each page, by its address."""
    pages = [
        site / "index.html",
        *(site / "report").glob("*.html"),
        *site.glob("explore/**/*.html"),
    ]
    return {str(page.relative_to(site)): Numbers(page.read_text("utf-8")).found for page in pages}


def every_number(site: Path, *folders: str) -> Found:
    """The numbers in all cells of the pages in some folders, by their addresses."""
    pages = [page for folder in folders for page in sorted((site / folder).rglob("*.html"))]
    return {
        str(page.relative_to(site)): Numbers(page.read_text("utf-8"), is_every=True).found
        for page in pages
    }


def unsaid(found: Found) -> list[tuple[str, str]]:
    """The numbers that do not say what they are of."""
    return [
        (page, text)
        for page, cells in found.items()
        for text, about in cells
        if not any(about.get(source) for source in SOURCES)
    ]


@pytest.fixture(scope="module")
def of_sample(sample_home: Path) -> Found:
    """The numbers of the pages of the sample."""
    return numbers(sample_home / "current")


def test_a_number_of_a_small_release_says_what_it_is_of(site: Path) -> None:
    assert unsaid(every_number(site, *OF_A_NIGHT, addresses.PASSPORTS)) == []
    found = numbers(site)
    assert sum(map(len, found.values())) > 300
    assert unsaid(found) == []
    named = {
        about["data-table"]
        for cells in found.values()
        for _, about in cells
        if "data-table" in about
    }
    assert named <= set(TABLES)


def test_a_number_of_a_release_says_what_it_is_of(sample_home: Path, of_sample: Found) -> None:
    assert sum(map(len, of_sample.values())) > 10_000
    assert unsaid(of_sample) == []
    with duckdb.connect(str(marts(sample_home)), read_only=True) as db:
        rows = db.sql(
            "select if(schema_name = 'main', '', schema_name || '.') || table_name "
            "from duckdb_tables()"
        ).fetchall()
    tables = {about.get("data-table", "") for cells in of_sample.values() for _, about in cells}
    assert tables - {""} <= {name for (name,) in rows}


def test_a_number_is_found_wherever_it_is_unsaid() -> None:
    page = '<table><tr><td class="n">1</td><td class="n minor">no data</td><td>3</td></tr></table>'
    assert unsaid({"a": Numbers(page).found}) == [("a", "1")]
    assert unsaid({"a": Numbers(page.replace("<tr>", '<tr data-figure="x">')).found}) == []
    assert unsaid({"a": Numbers(f'<dl data-table="t"></dl>{page}').found}) == [("a", "1")]
    every = unsaid({"a": Numbers(page.replace("</td>", ""), is_every=True).found})
    assert [text for _, text in every] == ["1", "3"]
    part = '<div class="passport" id="a"><code>x</code><dl><dd>5</dd></dl></div><section><dl><dd>6'
    assert unsaid({"a": Numbers(f"{part}</dl>", is_every=True).found}) == [("a", "6")]


def test_a_number_of_the_work_of_a_night_leads_to_its_table_or_file(sample_home: Path) -> None:
    site = sample_home / "current"
    found = every_number(site, *OF_A_NIGHT)
    assert sum(map(len, found.values())) > 2_000
    assert unsaid(found) == []
    dead = []
    for page, cells in found.items():
        folder = PurePosixPath(page).parent
        links = {
            normpath(folder / unquote(urldefrag(str(a["href"]))[0]))
            for a in Reader((site / page).read_text("utf-8")).of("a")
        }
        homes = {
            home
            for _, of in cells
            for home in (
                *of.get("data-file", "").split(),
                *(
                    f"parquet/{t.replace('.', '/')}.parquet"
                    for t in of.get("data-table", "").split()
                ),
            )
        }
        dead += [(page, home) for home in homes if home not in links or not (site / home).is_file()]
    assert dead == []


def test_the_coverage_of_a_source_is_a_row_of_its_table(sample_home: Path) -> None:
    """The pages read the manifest; the tables that they name say the same."""
    manifest = json.loads((sample_home / "current" / "manifest.json").read_text("utf-8"))
    with queries.opened(marts(sample_home)) as query:
        rows = {row["ats"]: row for row in query("from mart_coverage_by_source")}
        boards = query("select ats, last_outcome as outcome, count(*) as n from core.dim_boards "
                       "group by all")  # fmt: skip
    outcomes = {(row["ats"], row["outcome"]): row["n"] for row in boards}
    names = {"texts": "with_text", "pending": "pending", "listings": "listing",
             "software_listings": "software_listing", "boards": "board"}  # fmt: skip
    states = ("complete", "partial", "carried_forward", "missing", "skipped")
    names |= {f"{state}_boards": f"{state}_board" for state in states}
    assert manifest["sources"]
    for source in manifest["sources"]:
        row = rows[source["ats"]]
        assert {k: source[k] for k in names} == {k: row[f"{v}_count"] for k, v in names.items()}
        assert source["filled"] == {k: row[f"{k}_share"] for k in source["filled"]}
        for outcome in ("complete", "partial", "failed", "not_modified", "skipped"):
            assert source[outcome] == outcomes.get((source["ats"], outcome), 0)


def test_a_number_of_a_passport_is_of_the_figure_above_it(sample_home: Path) -> None:
    found = every_number(sample_home / "current", addresses.PASSPORTS)
    assert sum(map(len, found.values())) > 10_000
    assert unsaid(found) == []
    wrong = [
        (page, of["code"])
        for page, cells in found.items()
        for _, of in cells
        if "code" in of and addresses.anchor(of["code"]) != of["id"]
    ]
    assert wrong == []


def test_a_number_beside_the_reference_report_is_that_of_its_figure(sample_home: Path) -> None:
    with queries.opened(marts(sample_home)) as query:
        (table,) = about.figures(query).tables
    ids = {cell.figure_id for row in table.rows for cell in row.cells if cell.figure_id}
    known = {row["figure_id"]: row for row in figures(sample_home, ids)}
    assert len(ids) > 50
    assert ids == set(known)
    for row in table.rows:
        _, _, value, listings, paid, companies, _ = row.cells
        for cell, column in ((listings, "unit_count"), (paid, "unit_count"),
                             (companies, "company_count")):  # fmt: skip
            if cell.figure_id:
                assert cell.text == rounding.sample(known[cell.figure_id][column])
        if value.figure_id and not value.share_of and "Rank" not in row.label:
            figure = known[value.figure_id]
            words = rounding.money if figure["measure"].endswith("_usd") else rounding.count
            hidden = figure["value"] is None
            assert value.text == (rounding.SUPPRESSED if hidden else words(figure["value"]))


def test_a_number_of_a_sentence_says_what_it_is_of(sample_home: Path) -> None:
    """Leads, findings, tiles and trust: each digit but those of dates and of interval levels."""
    site = sample_home / "current"
    pages = [site / "index.html", *site.glob("report/*.html"), *site.glob("explore/*/*.html")]
    found = {
        str(page.relative_to(site)): Sentences(page.read_text("utf-8")).found
        for page in [*pages, site / "coverage" / "index.html"]
    }
    assert sum(map(len, found.values())) > 100
    unsaid = [
        (page, text)
        for page, told in found.items()
        for text in told
        if re.search(r"\d", re.sub(rf"\d+\s(?:{MONTHS}) \d{{4}}|95\s?%|\b20\d\d\b", "", text))
    ]
    assert unsaid == []


def test_a_total_is_what_its_query_counts(sample_home: Path) -> None:
    site = sample_home / "current"
    link = re.compile(rf'href="(?:\.\./)*{re.escape(totals.PAGE)}#([\w.-]+)">([^<]+)</a>')
    shown = {
        found
        for name in ("index.html", "report/index.html", "coverage/index.html")
        for found in link.findall((site / name).read_text("utf-8"))
    }
    assert {name for name, _ in shown} > {"listings", "texts", "boards", "systems", "countries"}
    assert {name for name, _ in shown} > {totals.of_vendor("openai"), totals.of_vendor("meta")}
    with queries.opened(site / "marts.duckdb") as query:
        for name, text in shown:
            total = totals.find(name)
            assert total is not None, name
            (row,) = query(f"select count(*) as n from ({total.members})")
            assert text.split()[0].replace(",", "") == str(row["n"]), name


def test_a_share_is_of_the_figures_that_it_names(sample_home: Path, of_sample: Found) -> None:
    """Of those without a figure of their own: each is what `explain` says of both, divided."""
    shares = {
        (text, about["data-figure"], about["data-share-of"])
        for cells in of_sample.values()
        for text, about in cells
        if about.get("data-share-of")
    }
    assert len(shares) >= 20
    ids = {name for _, part, whole in shares for name in (part, *whole.split(" + "))}
    with queries.opened(marts(sample_home)) as query:
        rows = figure_rows.of(query, sorted(ids), segment_names.of(query)).rows
        values = {row["figure_id"]: row["value"] for row in rows}
    differ = [
        (text, part)
        for text, part, whole in shares
        if text != rounding.share(values.get(part, 0) / sum(values[n] for n in whole.split(" + ")))
    ]
    assert differ == []


@pytest.mark.parametrize("name", ["technologies_of_a'b", "technologies_of_", "nothing"])
def test_no_other_name_is_a_total(name: str) -> None:
    assert totals.find(name) is None


def test_a_number_in_a_text_says_what_it_is_of(sample_home: Path) -> None:
    """A share or an amount in a cell of words, and the length of a list that unfolds."""
    site = sample_home / "current"
    pages = [site / "index.html", *site.glob("report/*.html"), *site.glob("explore/**/*.html")]
    unsaid, said = [], 0
    for page in pages:
        text = re.sub(r"<svg\b.*?</svg>", "", page.read_text("utf-8"), flags=re.DOTALL)
        for row in re.findall(r"<tr\b(?![^>]*data-figure).*?</tr>", text, re.DOTALL):
            for cell in re.findall(r"<td\b(?! class=\"n).*?</td>", row, re.DOTALL):
                if re.search(r"\d\s?%|\$\d|<summary>\d", cell):
                    said += "data-" in cell
                    unsaid += [] if "data-" in cell else [(page.name, cell)]
    assert unsaid == []
    assert said >= 5, "the vendors of the sample"
