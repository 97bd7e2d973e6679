"""Sentences: their numbers lead to what they are of, and words from outside are only words."""

from __future__ import annotations

import pytest

from orchestration.publish.report import sentences, totals

MEAN = "technology=rust/mean_salary_usd/report"


def test_a_number_leads_to_its_passport() -> None:
    told = f"Mean {sentences.number('$1', MEAN)}{sentences.beside(' (n 2)', MEAN)}."
    assert sentences.plain(told) == "Mean $1 (n 2)."
    assert sentences.html(told, "../") == (
        'Mean <a class="figure" data-figure="technology=rust/mean_salary_usd/report" '
        'href="../passports/technology/rust.html#mean_salary_usd.report">$1</a>'
        '<span data-figure="technology=rust/mean_salary_usd/report"> (n 2)</span>.'
    )


def test_a_share_names_what_it_is_of() -> None:
    told = sentences.number("22%", "company=a/listing_count/report", "index/listing_count/report")
    assert 'data-share-of="index/listing_count/report"' in sentences.html(told, "")
    assert sentences.plain(told) == "22%"


def test_a_total_leads_to_its_query_and_a_count_to_its_page() -> None:
    told = sentences.html(sentences.total("7", "boards"), "../")
    assert f'data-table="core.dim_boards" href="../{totals.PAGE}#boards"' in told
    told = sentences.html(sentences.page("9 of 9", "quality/checks.html"), "")
    assert 'href="quality/checks.html">9 of 9</a>' in told


@pytest.mark.parametrize("text", ["no data", "not read"])
def test_what_was_not_counted_leads_nowhere(text: str) -> None:
    assert sentences.number(text, MEAN) == text
    assert sentences.number("7", "") == "7"


@pytest.mark.parametrize(
    "name",
    [
        "\ue000../../x=a/b/c\ue0011\ue002",
        "\ue000\ue006../../x.html\ue0011\ue002",
        "\ue000\ue003nothing\ue0011\ue002",
        '\ue000"><script>\ue0011\ue002',
        "\ue000a=b/c/d",
        "<script>\u202e",
    ],
)
def test_a_name_from_outside_makes_no_link(name: str) -> None:
    told = sentences.html(f"{name} has the most", "")
    assert "<" not in told
    assert "\u202e" not in told
    assert not any("\ue000" <= letter <= "\uf8ff" for letter in told)
