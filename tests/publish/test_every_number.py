"""Every number in a cell of the front page, the report and the explore pages says what it is of.

It has the id of its figure, or of the figures that it is a share of; what is no figure of listings
is in a table that names the published table with it.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from orchestration.publish import figure_rows
from orchestration.publish.report import queries, rounding, segment_names
from tests.publish.figure_reader import marts
from tests.publish.page_reader import Numbers
from tests.publish.small_site import small_site
from tests.publish.small_tables import TABLES

Found = dict[str, list[tuple[str, dict[str, str]]]]


def numbers(site: Path) -> Found:
    """The numbers of each page, by its address."""
    pages = [
        site / "index.html",
        *(site / "report").glob("*.html"),
        *site.glob("explore/**/*.html"),
    ]
    return {str(page.relative_to(site)): Numbers(page.read_text("utf-8")).found for page in pages}


def unsaid(found: Found) -> list[tuple[str, str]]:
    """The numbers that do not say what they are of."""
    return [
        (page, text)
        for page, cells in found.items()
        for text, about in cells
        if not about.get("data-figure") and not about.get("data-table")
    ]


@pytest.fixture(scope="module")
def of_sample(sample_home: Path) -> Found:
    """The numbers of the pages of the sample."""
    return numbers(sample_home / "current")


def test_a_number_of_a_small_release_says_what_it_is_of(tmp_path: Path) -> None:
    found = numbers(small_site(tmp_path))
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
