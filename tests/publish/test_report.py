"""The report page: what it shows of a small release, of an empty one, and what it never does."""

import csv
import html
import re
from collections.abc import Callable
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.publish import report
from orchestration.publish.report import coverage_page, queries, rounding
from orchestration.publish.report import page as page_module
from tests.paths import SEEDS

NOTICE = "Simulated listings: every number on this page is invented."
MANIFEST: dict[str, Any] = {
    "night": "2026-01-02",
    "release_id": "2026-01-02-abcd1234",
    "code_version": "0.1.0+abcd1234",
    "created_at": "2026-01-03T02:00:00+00:00",
    "notice": None,
    "sources": [
        {
            "ats": "acme",
            "boards": 3,
            "complete": 1,
            "partial": 1,
            "failed": 1,
            "not_modified": 0,
            "skipped": 0,
            "listings": 70,
            "stale_boards": 2,
            "complete_boards": 1,
            "partial_boards": 1,
            "carried_forward_boards": 0,
            "missing_boards": 1,
            "skipped_boards": 0,
            "software_listings": 35,
            "texts": 60,
            "text_share": 60 / 70,
            "pending": 8,
            "recorded_first": None,
            "recorded_last": None,
            "filled": dict.fromkeys(
                (key for _, key in (*coverage_page.PUBLISHED, *coverage_page.INFERRED)), 0.5
            ),
            "reasons": ["one: <b>timeout</b>", "two: 3 of 9 sent"],
        }
    ],
    "tables": [{"table": "core/fct_listings", "rows": 70, "checks": 4, "failed": 0}],
}
EMPTY = {**MANIFEST, "sources": [], "tables": []}

COUNTS = (
    "listing_count bigint, role_count bigint, company_count bigint, with_text_count bigint, "
    "with_salary_count bigint"
)
SALARY = (
    f"segment_id varchar, method varchar, {COUNTS}, foreign_salary_count bigint, "
    "with_salary_company_count bigint, "
    "pay_read_count bigint, disclosure_share double, mean_salary_usd double, "
    "median_salary_usd double, p25_salary_usd double, p75_salary_usd double"
)
REMOTE = (
    f"segment_id varchar, method varchar, {COUNTS}, with_text_company_count bigint, "
    "not_stated_count bigint, not_read_count bigint, with_text_remote_count bigint, "
    "with_text_hybrid_count bigint, with_text_onsite_count bigint, remote_share double, "
    "remote_of_read_share double, remote_of_known_share double"
)
TABLES = {
    "core.fct_segments": f"{SALARY}, dimension varchar, key varchar, remote_share double, "
    "remote_of_read_share double, remote_of_known_share double",
    "core.fct_segment_listings": "segment_id varchar, dimension varchar, key varchar, "
    "listing_id varchar",
    "core.fct_listings": "listing_id varchar, company_id varchar, title varchar, "
    "software_class varchar, url varchar, workplace varchar, pay_source varchar, "
    "pay_tier_count bigint, annual_salary_usd double, is_software boolean, "
    "has_text boolean, has_salary boolean",
    "core.fct_listing_pay_ranges": "listing_id varchar, salary_currency varchar, "
    "salary_interval varchar, exclusion_reason varchar, salary_max double, "
    "annual_salary_max_usd double, usd_per_unit double, is_counted boolean, rate_date date",
    "core.dim_companies": "company_id varchar, company_name varchar, company_size varchar, "
    "industries varchar[]",
    "core.dim_technologies": "technology_id varchar, technology_name varchar, "
    "technology_family varchar, vendor_company_id varchar",
    "mart_totals_by_night": f"segment_id varchar, {COUNTS}, all_listing_count bigint, "
    "ats_count bigint, crawled_ats_count bigint, pay_read_count bigint, "
    "with_text_remote_count bigint, remote_of_read_share double, board_count bigint, "
    "stale_board_count bigint, country_count bigint, "
    "without_country_count bigint, disclosure_share double, mean_salary_usd double, "
    "median_salary_usd double, remote_share double, as_of_date date",
    "mart_listings_by_company": "segment_id varchar, company_id varchar, "
    f"company_name varchar, top_city_name varchar, key_technologies varchar[], {COUNTS}, "
    "ai_listing_count bigint, top_city_share double, disclosure_share double, "
    "remote_of_read_share double",
    "mart_listings_by_vendor": "segment_id varchar, vendor_company_id varchar, "
    f"vendor_name varchar, technologies varchar[], {COUNTS}, own_listing_count bigint, "
    "other_listing_count bigint, other_company_count bigint, other_with_salary_count bigint, "
    "mean_salary_usd double, median_salary_usd double, other_mean_salary_usd double",
    "mart_remote_by_company_size": f"{REMOTE}, segment varchar, company_size varchar",
    "mart_remote_by_industry": f"{REMOTE}, industry varchar",
    "mart_remote_by_technology_family": f"{REMOTE}, technology_family varchar",
    "mart_salary_by_comparison": "comparison_id varchar, segment_a_id varchar, "
    f"segment_b_id varchar, comparison_name varchar, panel varchar, {COUNTS}, "
    "listing_a_count bigint, listing_b_count bigint, company_a_count bigint, "
    "company_b_count bigint, with_salary_a_count bigint, with_salary_b_count bigint, "
    "with_salary_count_lead_share double, mean_salary_a_usd double, mean_salary_b_usd double, "
    "mean_difference_usd double, mean_difference_share double, median_salary_a_usd double, "
    "median_salary_b_usd double, median_difference_usd double, is_across_dimensions boolean",
    "mart_salary_by_country": f"{SALARY}, country_code varchar",
    "mart_salary_by_industry": f"{SALARY}, industry varchar",
    "mart_salary_by_seniority": f"{SALARY}, seniority varchar",
    "mart_salary_by_technology": f"{SALARY}, technology_id varchar",
    "mart_salary_by_technology_and_seniority": f"{SALARY}, technology_id varchar, "
    "seniority varchar",
    "mart_figures_by_report_line": "figure_id varchar, segment_a_id varchar, "
    f"segment_b_id varchar, operation varchar, measure varchar, {COUNTS}, "
    "listing_b_count bigint, with_salary_b_count bigint, figure_value double, "
    "report_value double, report_n integer, rounding double, report_line integer",
}


def salaries(segment_id: str, n: int, companies: int, mean: float | None) -> dict[str, Any]:
    return {
        "segment_id": segment_id,
        "listing_count": 2 * n or 7,
        "role_count": n,
        "company_count": companies + 1,
        "with_text_count": 2 * n or 7,
        "pay_read_count": 2 * n or 7,
        "with_salary_count": n,
        "with_salary_company_count": companies,
        "disclosure_share": 0.5,
        "mean_salary_usd": mean,
        "median_salary_usd": mean,
    }


def workplaces(segment_id: str, n: int, companies: int) -> dict[str, Any]:
    return {
        "segment_id": segment_id,
        "listing_count": n,
        "role_count": n,
        "company_count": companies,
        "with_text_count": n,
        "with_text_company_count": companies,
        "with_salary_count": 1,
        "with_text_remote_count": n // 4,
        "with_text_hybrid_count": 0,
        "with_text_onsite_count": 0,
        "not_stated_count": n - n // 4,
        "not_read_count": 50,
        "remote_share": (n // 4) / (n + 50),
        "remote_of_read_share": (n // 4) / n,
        "remote_of_known_share": 1.0,
    }


ROWS: list[tuple[str, dict[str, Any]]] = [
    (
        "mart_totals_by_night",
        {
            **salaries("index", 35, 12, 151_000.5),
            "all_listing_count": 90,
            "ats_count": 1,
            "crawled_ats_count": 3,
            "board_count": 3,
            "stale_board_count": 2,
            "country_count": 4,
            "without_country_count": 6,
            "as_of_date": "2026-01-02",
            "remote_of_read_share": 0.25,
            "with_text_remote_count": 18,
            "with_salary_company_count": None,
        },
    ),
    ("core.fct_segments", {**salaries("index", 35, 12, 151_000.5), "remote_share": 0.004}),
    ("core.fct_segments", {**salaries("segment=ai_union", 30, 11, 170_000)}),
    (
        "mart_salary_by_technology",
        {**salaries("technology=pytorch", 40, 12, 218_936.4), "technology_id": "pytorch"},
    ),
    (
        "mart_salary_by_technology",
        {**salaries("technology=mlflow", 19, 30, 211_611), "technology_id": "mlflow"},
    ),
    (
        "mart_salary_by_technology",
        {**salaries("technology=spark", 0, 0, None), "technology_id": "spark"},
    ),
    (
        "mart_salary_by_industry",
        {**salaries("industry=gaming", 25, 9, 201_000), "industry": "gaming"},
    ),
    ("mart_remote_by_industry", {**workplaces("industry=saas", 40, 20), "industry": "saas"}),
    (
        "mart_salary_by_country",
        {
            **salaries("country=CA", 24, 11, 147_000),
            "country_code": "CA",
            "foreign_salary_count": 1500,
        },
    ),
    (
        "mart_remote_by_company_size",
        {
            **workplaces("segment=ai_union & company_size=unknown", 60, 20),
            "segment": "ai_union",
            "company_size": "unknown",
        },
    ),
    (
        "mart_salary_by_comparison",
        {
            "comparison_id": "pytorch-tensorflow",
            "comparison_name": "PyTorch − TensorFlow",
            "segment_a_id": "technology=pytorch",
            "segment_b_id": "technology=tensorflow",
            "panel": "Framework war",
            "listing_count": 31,
            "with_salary_count": 13,
            "listing_a_count": 80,
            "listing_b_count": 48,
            "with_salary_a_count": 40,
            "with_salary_b_count": 22,
            "company_a_count": 13,
            "company_b_count": 12,
            "mean_difference_usd": -1234.4,
            "mean_difference_share": -0.01,
            "is_across_dimensions": False,
        },
    ),
    (
        "mart_listings_by_company",
        {
            "segment_id": "company=evil",
            "company_id": "evil",
            "listing_count": 70,
            "company_name": "<script>alert(1)</script>",
            "role_count": 20,
            "ai_listing_count": 5,
            "with_salary_count": 0,
            "with_text_count": 70,
            "disclosure_share": 0.0,
            "remote_of_read_share": 0.1,
            "key_technologies": ["pytorch"],
        },
    ),
    (
        "mart_listings_by_company",
        {
            "segment_id": "company=databricks",
            "company_id": "databricks",
            "company_name": "Databricks",
            "listing_count": 60,
            "role_count": 50,
            "with_text_count": 0,
            "with_salary_count": 0,
            "ai_listing_count": 0,
        },
    ),
    (
        "mart_figures_by_report_line",
        {
            "figure_id": "F17",
            "segment_a_id": "company=openai",
            "operation": "value",
            "measure": "listing_count",
            "listing_count": 0,
            "with_salary_count": 0,
            "company_count": 0,
            "report_value": 279.0,
            "report_line": 39,
        },
    ),
    ("core.dim_companies", {"company_id": "evil", "company_name": "<script>alert(1)</script>"}),
    *(
        (
            "core.fct_listings",
            {
                "listing_id": f"l{n}",
                "company_id": "evil",
                "title": f"<i>Engineer {n}</i>",
                "url": url,
                "is_software": True,
                "software_class": "core",
                "workplace": "not stated" if n else "not read",
                "has_text": bool(n),
                "has_salary": False,
            },
        )
        for n, url in enumerate(("javascript:alert(1)", "https://jobs.example.org/1"))
    ),
    *(
        ("core.fct_segment_listings", {"segment_id": "index", "listing_id": f"l{n}"})
        for n in range(2)
    ),
]


def release(marts: Path, rows: list[tuple[str, dict[str, Any]]]) -> Path:
    """A small release's database, made as a real one is: attached under another name."""
    with closing(duckdb.connect()) as connection:
        connection.execute(f"attach '{marts}' as made; use made")
        connection.execute("create schema core; create schema marts")
        for table, columns in TABLES.items():
            connection.execute(f"create table {table} ({columns})")
        for table, row in rows:
            kept = {k: v for k, v in row.items() if v is not None and f"{k} " in TABLES[table]}
            places = ", ".join("?" * len(kept))
            connection.execute(
                f"insert into {table} ({', '.join(kept)}) values ({places})", list(kept.values())
            )
    return marts


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Path]:
    """One release with rows and one without."""
    folder = tmp_path_factory.mktemp("releases")
    for name in ("full", "empty"):
        (folder / name).mkdir()
    return {
        True: release(folder / "full" / "marts.duckdb", ROWS),
        False: release(folder / "empty" / "marts.duckdb", []),
    }


@pytest.fixture
def page(releases: dict[bool, Path], tmp_path: Path) -> Callable[..., str]:
    """Render a release's page with a manifest."""

    def made(rows: list[tuple[str, dict[str, Any]]], manifest: dict[str, Any]) -> str:
        report.render(releases[bool(rows)], tmp_path, manifest)
        assert [p.name for p in tmp_path.iterdir()] == ["index.html"]
        return (tmp_path / "index.html").read_text("utf-8")

    return made


class Reader(HTMLParser):
    """What a browser would find: elements with their attributes, and the rows' texts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def of(self, *tags: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.elements if tag in tags]


def words(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def row_of(text: str, segment_id: str, after: str = "<main>") -> str:
    """The words of the first row of a segment in or after a section."""
    rest = text[text.index(after) :]
    at = rest.index(f'data-segment="{html.escape(segment_id)}"')
    return words(rest[rest.rindex("<tr", 0, at) : rest.index("</tr>", at)])


PANELS = (
    "headline ai-salary-stack salary-by-technology framework-war remote-by-industry "
    "remote-by-company-size remote-by-layer salary-by-industry vendors who-is-hiring premiums "
    "seniority-by-technology salary-by-seniority salary-by-country reference sources methodology "
    "follow"
)


@pytest.mark.parametrize(("rows", "manifest"), [(ROWS, MANIFEST), ([], EMPTY)])
def test_a_page_is_whole_and_accessible(
    page: Callable[..., str], rows: list[tuple[str, dict[str, Any]]], manifest: dict[str, Any]
) -> None:
    text = page(rows, manifest)
    reader = Reader(text)
    assert [s["id"] for s in reader.of("section")] == PANELS.split()
    assert text.count("<table") == text.count("<caption") > 3
    assert all(th.get("scope") for th in reader.of("th"))
    headings = [tag for tag, _ in reader.elements if re.fullmatch("h[1-6]", tag)]
    assert headings.count("h1") == 1
    assert set(headings) == {"h1", "h2"}
    images = [a for a in reader.of("svg") if a.get("role") == "img"]
    assert len(images) == len(reader.of("desc")) == len(reader.of("title")) - 1
    ids = [a["id"] for _, a in reader.elements if "id" in a]
    assert len(ids) == len(set(ids))
    assert not re.search(r"\b(nan|None|inf|NaN)\b", words(text))
    assert "no history before 2 January 2026" in text


@pytest.mark.parametrize(("rows", "manifest"), [(ROWS, MANIFEST), ([], EMPTY)])
def test_a_page_loads_nothing(
    page: Callable[..., str], rows: list[tuple[str, dict[str, Any]]], manifest: dict[str, Any]
) -> None:
    text = page(rows, manifest)
    reader = Reader(text)
    loading = {"script", "iframe", "object", "embed", "img", "image", "use", "video", "audio"}
    loading |= {"source", "base", "form"}
    assert not reader.of(*loading)
    assert [a["href"] for a in reader.of("link")] == ["data:,"]
    assert not [a for _, a in reader.elements if "src" in a or "style" in a]
    assert not re.search(r"url\(|@import", text)
    policy = next(a["content"] for a in reader.of("meta") if a.get("http-equiv"))
    assert policy
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_an_empty_release_says_so(page: Callable[..., str]) -> None:
    said = words(page([], EMPTY))
    for sentence in (
        "No software listing was open on this night.",
        "No company of tonight's has a known industry",
        "No two of the compared groups have listings tonight.",
        "No company has a listing tonight.",
        "No source was asked for this release.",
    ):
        assert sentence in said


def test_a_number_has_its_n(page: Callable[..., str]) -> None:
    text = page(ROWS, MANIFEST)
    pytorch = row_of(text, "technology=pytorch", 'id="ai-salary-stack"')
    assert pytorch.endswith("$218,936 $218,936 40 12 80 13")
    assert "$219K · n 40 at 12 companies" in text
    saas = row_of(text, "industry=saas")
    assert saas.endswith("25% 100% 11% 40 40 30 50 20")
    assert "25% · n 40 at 20 companies" in text
    said = words(text)
    assert "Of the 70 whose text was read, 50% publish base pay" in said
    assert "25% are remote" in said
    assert "applicant tracking systems with software listings 1 of 3 that were asked" in said
    assert "are remote 25% 18 of 70 whose text was read" in said


def test_what_was_not_read_is_not_a_zero(page: Callable[..., str]) -> None:
    text = page(ROWS, MANIFEST)
    unread = row_of(text, "company=databricks", 'id="who-is-hiring"')
    assert unread.endswith("60 50 0 not read not read not read not read no data not read")
    read = row_of(text, "company=evil", 'id="who-is-hiring"')
    assert "0% 10%" in read
    assert "not read" not in read


def test_pay_beside_a_list_is_read_of_pay_alone(page: Callable[..., str], tmp_path: Path) -> None:
    index = dict(ROWS[0][1])
    index |= {"with_text_count": 60, "pay_read_count": 70}
    assert page_module.said(index) == (
        "Of the 70 whose text was read or whose list gives pay, 50% publish base pay, $151,001 a "
        "year at the mean (n 35); of the 60 whose text was read, 25% are remote."
    )
    index |= {"with_text_count": 0}
    assert page_module.said(index) == (
        "No text of theirs was read, so nothing is said of pay and workplaces."
    )


def test_small_rows_are_marked_and_empty_ones_say_no_data(page: Callable[..., str]) -> None:
    text = page(ROWS, MANIFEST)
    stack = 'id="ai-salary-stack"'
    assert "small n" in row_of(text, "technology=mlflow", stack)  # 19 listings with salary
    assert "small n" in row_of(text, "industry=gaming")  # 9 companies with salary
    assert "small n" not in row_of(text, "technology=pytorch", stack)
    assert "no data no data no data no data" in row_of(text, "technology=spark", stack)
    assert row_of(text, "technology=openai", stack).count("no data") == 6
    assert row_of(text, "company=openai").endswith("279 none no data no data no data no data 39")
    assert "<1%" in row_of(text, "index")


def test_a_country_says_whose_pay_is_left_out(page: Callable[..., str]) -> None:
    text = page(ROWS, MANIFEST)
    assert row_of(text, "country=CA").endswith("$147,000 $147,000 24 11 48 48 12 1,500")
    assert "In all countries these are 1,500 listings" in words(text)


def test_ranks_and_greyed_rows_have_one_threshold() -> None:
    seed = SEEDS / "low_sample.csv"
    assert seed.read_text("utf-8").split() == ["counted,lowest", "listings,20", "companies,10"]
    assert rounding.is_small(19, 10)
    assert rounding.is_small(20, 9)
    assert not rounding.is_small(20, 10)


def test_a_difference_says_how_far_its_groups_overlap(page: Callable[..., str]) -> None:
    said = words(page(ROWS, MANIFEST))
    assert "−$1,234 (−1%)" in said
    assert "49 listings name PyTorch only, 17 TensorFlow only, and 31 name both" in said
    assert "Listings of this group only 49 17 31 in both" in said
    assert "… with salary 27 9 13 in both" in said


def test_hostile_text_is_only_text(page: Callable[..., str]) -> None:
    text = page(ROWS, {**MANIFEST, "notice": "<img src=x onerror=alert(1)>"})
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<i>" not in text
    assert "<img" not in text
    assert "<b>" not in text
    assert "javascript:" not in text
    links = [str(a["href"]) for a in Reader(text).of("a")]
    assert [link for link in links if not link.startswith("#")] == [
        "../coverage/index.html",
        "https://jobs.example.org/1",
    ]


def test_a_notice_heads_the_page(page: Callable[..., str]) -> None:
    text = page(ROWS, {**MANIFEST, "notice": NOTICE})
    assert 'class="notice"' in text
    assert words(text).index(NOTICE) < words(text).index(
        "What AI work pays, where it is remote and"
    )
    assert text.index('class="notice"') < text.index("<h1>")


def test_without_a_notice_there_is_no_banner(page: Callable[..., str]) -> None:
    assert 'class="notice"' not in page(ROWS, MANIFEST)


def test_sources_say_what_went_wrong(page: Callable[..., str]) -> None:
    said = words(page(ROWS, {**MANIFEST, "stale_sources": ["acme"]}))
    assert "two: 3 of 9 sent" in said
    assert "acme stale 3 1 0 1 1 0 2 70 60" in said
    assert "1 applicant tracking systems were asked, of which 1 have software listings" in said
    assert "last accepted night stands in: acme" in said


DATED = {"recorded_first": "2025-10-28", "recorded_last": "2025-10-28"}


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([None], None),
        ([("2026-01-02", "2026-01-02")], None),  # the night itself
        ([("2025-10-28", "2025-10-28")], "Its answers were recorded on 28 October 2025."),
        (
            [("2026-01-02", "2026-01-02"), ("2023-08-08", "2026-01-02"), ("2026", "2026"), None],
            "These are not of one night. The answers were recorded on different days: s0: "
            "2 January 2026; s1: 8 August 2023 to 2 January 2026; s2: 2026.",
        ),
    ],
)
def test_a_night_made_of_several_days_says_so(days: list[Any], said: str | None) -> None:
    sources = [
        {"ats": f"s{n}", "recorded_first": pair and pair[0], "recorded_last": pair and pair[1]}
        for n, pair in enumerate(days)
    ]
    assert coverage_page.dates({"night": "2026-01-02", "sources": sources}) == said


def coverage(tmp_path: Path, manifest: dict[str, Any]) -> str:
    report.render_coverage(tmp_path, manifest)
    return (tmp_path / "index.html").read_text("utf-8")


def test_the_coverage_page_says_what_was_read(tmp_path: Path) -> None:
    (source,) = MANIFEST["sources"]
    text = coverage(tmp_path, {**MANIFEST, "sources": [{**source, **DATED}]})
    said = words(text)
    assert "The text of 60 was read (86%)" in said
    assert "8 pages of postings are still to be asked" in said
    assert "acme 70 60 86% 8 35 3 1 1 0 1 0 28 October 2025" in said
    assert "Its answers were recorded on 28 October 2025." in said
    assert said.count("acme 50% 50% 50% 50%") == 2
    reader = Reader(text)
    assert text.count("<table") == text.count("<caption") == 3
    assert all(th.get("scope") for th in reader.of("th"))
    assert not reader.of("script", "img", "form")
    assert [a["href"] for a in reader.of("a")] == ["../report/index.html"]


def test_the_coverage_page_of_nothing(tmp_path: Path) -> None:
    said = words(coverage(tmp_path, EMPTY))
    assert "No listing of any source is open." in said
    assert "No source was asked for this release." in said


def test_the_coverage_page_holds_hostile_text(tmp_path: Path) -> None:
    (source,) = MANIFEST["sources"]
    hostile = {
        **source,
        "ats": "<script>alert(1)</script>",
        "recorded_first": "<b>",
    }
    text = coverage(tmp_path, {**MANIFEST, "sources": [hostile], "notice": "<img src=x>"})
    assert "<script" not in text
    assert "<b>" not in text
    assert "<img" not in text


def test_no_cause_and_no_trend_is_claimed(page: Callable[..., str]) -> None:
    said = words(page(ROWS, MANIFEST)).lower()
    assert not re.search(
        r"\b(because|due to|driven|overtak\w+|growing|growth|surg\w+|declin\w+|rising|fell)\b", said
    )


def test_the_union_named_is_the_union_counted() -> None:
    seed = SEEDS / "segment_members.csv"
    with seed.open(encoding="utf-8", newline="") as file:
        members = [r for r in csv.DictReader(file) if r["segment"] == "ai_union"]
    assert {r["key"] for r in members if r["dimension"] == "technology"} == set(queries.UNION)
    assert [r["key"] for r in members if r["dimension"] == "industry"] == ["ai-ml"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (rounding.money(212_500.5), "$212,501"),
        (rounding.money(-3.2), "−$3"),
        (rounding.money(float("nan")), "no data"),
        (rounding.thousands(212_500), "$213K"),
        (rounding.share(0.255), "26%"),
        (rounding.share(0.0), "0%"),
        (rounding.share(0.001), "<1%"),
        (rounding.share(0.999), ">99%"),
        (rounding.share(None), "no data"),
        (rounding.sample(0), "no data"),
        (rounding.count(0), "0"),
        (rounding.signed_money(10_001), "+$10,001"),
        (rounding.signed_money(-0.4), "$0"),
        (rounding.signed_money(0.4), "$0"),
        (rounding.signed_share(0.587), "+59%"),
        (rounding.signed_share(-0.9), "−90%"),
        (rounding.signed_share(0.0), "0%"),
    ],
)
def test_one_rounding_rule(said: str, expected: str) -> None:
    assert said == expected


@pytest.mark.parametrize(
    ("address", "is_kept"),
    [
        ("https://jobs.example.org/1", True),
        ("http://jobs.example.org/1", True),
        ("javascript:alert(1)", False),
        ("JavaScript:alert(1)", False),
        ("data:text/html,x", False),
        ("//jobs.example.org/1", False),
        ("https:///nowhere", False),
        ("https://[broken", False),
        (None, False),
    ],
)
def test_only_web_addresses_are_linked(address: str | None, is_kept: bool) -> None:
    assert (rounding.web_address(address) == address) is is_kept or address is None
    if address is None:
        assert rounding.web_address(address) is None
