"""The report page: what it shows of a small release, of an empty one, and what it never does."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from orchestration.publish import quality_page, report
from orchestration.publish.report import accuracy, queries, sentences
from orchestration.publish.report import page as page_module
from orchestration.publish.report.template import environment
from tests.csv_rows import seed_rows
from tests.publish.page_reader import Reader, row_of, words
from tests.publish.small_release import EMPTY, MANIFEST, ROWS, release

NOTICE = "Simulated listings: every number on this page is invented."


PANELS = (
    "headline ai-salary-stack framework-war remote-by-industry remote-by-company-size "
    "remote-by-layer salary-by-industry vendors who-is-hiring premiums seniority-by-technology "
    "stated-requirements rust-and-ai python-with-ml company-types"
)
ON_THE_FRONT_PAGE = {
    *("salary-by-technology", "salary-by-seniority", "salary-by-country", "salary-by-state"),
}


@pytest.mark.parametrize(("rows", "manifest"), [(ROWS, MANIFEST), ([], EMPTY)])
def test_a_page_is_complete_and_accessible(
    page: Callable[..., str], rows: list[tuple[str, dict[str, Any]]], manifest: dict[str, Any]
) -> None:
    text = page(rows, manifest)
    reader = Reader(text)
    findings = ["findings"] if rows else []
    assert [s["id"] for s in reader.of("section")] == [*findings, *PANELS.split(), "follow"]
    assert text.count("<table") == text.count("<caption") > 3
    assert all(th.get("scope") for th in reader.of("th"))
    headings = [tag for tag, _ in reader.elements if re.fullmatch("h[1-6]", tag)]
    assert headings.count("h1") == 1
    assert set(headings) == {"h1", "h2"}
    images = [a for a in reader.of("div") if a.get("role") == "img"]
    assert all(a["aria-label"] and a["aria-describedby"] for a in images)
    assert len(reader.of("svg")) == 2 * len(images), "one for wide and one for narrow screens"
    ids = [a["id"] for _, a in reader.elements if "id" in a]
    assert len(ids) == len(set(ids))
    assert not re.search(r"\b(nan|None|inf|NaN)\b", words(text))
    assert "Data since 2 January 2026" in words(text)


@pytest.mark.parametrize(("rows", "manifest"), [(ROWS, MANIFEST), ([], EMPTY)])
def test_a_page_loads_nothing(
    page: Callable[..., str], rows: list[tuple[str, dict[str, Any]]], manifest: dict[str, Any]
) -> None:
    text = page(rows, manifest)
    reader = Reader(text)
    loading = {"iframe", "object", "embed", "img", "image", "use", "video", "audio"}
    loading |= {"source", "base", "form"}
    assert not reader.of(*loading)
    assert [a["href"] for a in reader.of("link")] == ["data:,"]
    assert not [a for _, a in reader.elements if "src" in a or "style" in a]
    assert text.count("<script") == 1
    assert f"<script>{environment().globals['script']}</script>" in text
    assert not re.search(r"url\(|@import", text)
    policy = next(a["content"] for a in reader.of("meta") if a.get("http-equiv"))
    assert policy
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_an_empty_release_says_so(page: Callable[..., str]) -> None:
    said = words(page([], EMPTY))
    for sentence in (
        "No software listing was open on this night.",
        "No company has a known industry.",
        "No comparison has listings in both groups.",
        "No company has a software listing.",
        "No company has an AI-related listing.",
        "No listing names Rust and one of these technologies.",
    ):
        assert sentence in said


def test_a_figure_has_its_sample_size(page: Callable[..., str]) -> None:
    text = page(ROWS, MANIFEST)
    pytorch = row_of(text, "technology=pytorch", 'id="ai-salary-stack"')
    assert pytorch.endswith(
        "$218,936 $210K to $228K $218,936 $217,936 $207K to $231K 20 40 12 80 13"
    )
    assert "PyTorch: $219K, n 40 at 12 companies." in words(text)
    saas = row_of(text, "industry=saas")
    assert saas.endswith("25% 14% to 36% 100% 11% 40 40 30 50 20")
    assert "SaaS: 25%, n 40 at 20 companies." in words(text)


def test_pay_beside_a_list_is_read_of_pay_alone(page: Callable[..., str], tmp_path: Path) -> None:
    index = dict(ROWS[0][1])
    index |= {"with_text_count": 60, "pay_read_count": 70}
    assert sentences.plain(page_module.pay_and_remote(index, index)) == (
        "Of the 70 whose text was read or whose list gives pay, 50% disclose base pay (mean "
        "$151,001 a year, 95 % interval $142,001 to $160,001, n 35); of the 60 whose text was "
        "read, 25% are remote."
    )
    index |= {"with_text_count": 0}
    assert page_module.pay_and_remote(index, index) == (
        "None of their texts was read, so pay and work arrangement are unknown."
    )


def test_small_rows_are_marked_and_empty_ones_say_no_data(page: Callable[..., str]) -> None:
    text = page(ROWS, MANIFEST)
    stack = 'id="ai-salary-stack"'
    assert "low sample" in row_of(text, "technology=mlflow", stack)  # 19 listings with salary
    gaming = row_of(text, "industry=gaming")  # 9 companies with salary
    assert "suppressed" in gaming
    assert "low sample" not in gaming, "its sample is not low, but too small"
    assert "low sample" not in row_of(text, "technology=pytorch", stack)
    assert "no data no data no data no data" in row_of(text, "technology=spark", stack)
    assert row_of(text, "technology=openai", stack).count("no data") == 10
    assert "<1%" in row_of(text, "index")


def test_a_difference_says_how_far_its_groups_overlap(page: Callable[..., str]) -> None:
    said = words(page(ROWS, MANIFEST))
    assert "−$1,234 (−1%), 95% interval −$20,000 to +$18,000: not distinguishable" in said
    assert "49 listings name only PyTorch, 17 only TensorFlow, and 31 name both" in said
    assert "Listings in this group only 49 17 31 in both" in said
    assert "… pay disclosed 27 9 13 in both" in said


def test_two_technologies_together_are_compared_with_an_interval(page: Callable[..., str]) -> None:
    text = page(ROWS, MANIFEST)
    panel = words(text.partition('<section id="rust-and-ai"')[2].partition("</section>")[0])
    assert "The technology most often named together with Rust is LLMs: 5" in panel
    assert "Pay with and without a second technology is not distinguishable (LLMs)." in panel
    assert "$180,025 +$9,000 −$2,000 to +$20,000 not distinguishable" in panel
    assert "PyTorch 10 4 5 suppressed suppressed suppressed suppressed" in panel


def test_a_fund_is_no_employer(tmp_path: Path) -> None:
    company = {
        "segment_id": "company=fund",
        "company_id": "fund",
        "company_name": "A fund",
        "industries": ["venture-capital"],
        "listing_count": 9_000,
        "role_count": 9_000,
        "with_text_count": 9_000,
        "with_salary_count": 0,
        "ai_listing_count": 8_000,
    }
    made = release(tmp_path / "marts.duckdb", [*ROWS, ("mart_listings_by_company", company)])
    report.render(made, tmp_path, MANIFEST)
    text = (tmp_path / "index.html").read_text("utf-8")
    assert 'data-segment="company=fund"' not in text
    assert "A fund has the most" not in words(text)
    assert "because their boards list openings of other companies: A fund (" in words(text)


def test_hostile_text_is_only_text(page: Callable[..., str]) -> None:
    text = page(ROWS, {**MANIFEST, "notice": "<img src=x onerror=alert(1)>"})
    assert text.count("<script") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<i>" not in text
    assert "<img" not in text
    assert "<b>" not in text
    assert "javascript:" not in text
    links = [str(a["href"]) for a in Reader(text).of("a")]
    assert {link for link in links if link.startswith("http")} == {"https://jobs.example.org/1"}


def test_each_panel_links_to_how_right_its_inferences_are(
    page: Callable[..., str], tmp_path: Path
) -> None:
    text = page(ROWS, MANIFEST)
    assert set(accuracy.INFERENCES) - ON_THE_FRONT_PAGE <= set(PANELS.split())
    for panel_id, names in accuracy.by_panel().items():
        if panel_id in ON_THE_FRONT_PAGE:
            continue
        section = text.partition(f'<section id="{panel_id}"')[2].partition("</section>")[0]
        if "<table" not in section:
            continue  # nothing was counted
        for name, title in names:
            assert f'<a href="../quality/index.html#accuracy-{name}">{title}</a>' in section
    quality_page.render(tmp_path, {}, MANIFEST, {})
    shown = {h["id"] for h in Reader((tmp_path / "index.html").read_text("utf-8")).of("h3")}
    assert shown == {f"accuracy-{i['id']}" for i in accuracy.measured()["inferences"]}


def test_a_notice_heads_the_page(page: Callable[..., str]) -> None:
    text = page(ROWS, {**MANIFEST, "notice": NOTICE})
    assert 'class="notice"' in text
    assert text.index('class="notice"') < text.index("<h1>")


def test_without_a_notice_there_is_no_banner(page: Callable[..., str]) -> None:
    assert 'class="notice"' not in page(ROWS, MANIFEST)


def test_a_quarantined_source_says_why(page: Callable[..., str], tmp_path: Path) -> None:
    reason = "listings 27, usual 53, at least 38 <b>"
    (acme,) = MANIFEST["sources"]
    manifest = {
        **MANIFEST,
        "sources": [{**acme, "last_crawled_date": "2026-01-01"}],
        "quarantined": [{"ats": "acme", "reasons": [reason]}],
    }
    report.render_coverage(tmp_path, manifest)
    for text in (page(ROWS, manifest), (tmp_path / "index.html").read_text("utf-8")):
        assert (
            f"acme: quarantined on this night ({reason}), so its last accepted night, "
            "1 January 2026, is carried forward." in words(text)
        )
        assert "<b>" not in text


def test_no_cause_and_no_trend_is_claimed(page: Callable[..., str]) -> None:
    said = words(page(ROWS, MANIFEST)).lower()
    assert not re.search(
        r"\b(because|due to|driven|overtak\w+|growing|growth|surg\w+|declin\w+|rising|fell)\b", said
    )


def test_the_report_names_the_technologies_of_the_union() -> None:
    members = [r for r in seed_rows("segment_members") if r["segment"] == "ai_union"]
    assert {r["key"] for r in members if r["dimension"] == "technology"} == set(queries.UNION)
    assert [r["key"] for r in members if r["dimension"] == "industry"] == ["ai-ml"]
