"""Figures of two groups together: their SQL, status, passports and words.

They are of pairs of technologies, comparisons, AI-related listings of companies, types of company,
and the two parts of an AI group.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.cli.main import main
from orchestration.publish import bundle, figure, figure_lines, overlap_figures, publication
from orchestration.publish.report import addresses, queries
from orchestration.publish.seeds import seed
from orchestration.settings import Settings
from tests.publish.figure_reader import figures, figures_of_one_group, is_same, marts, wrong
from tests.publish.page_reader import words

SEGMENTS = """
select segment_id from mart_salary_by_technology_pair
where salary_publish_status = 'ok' or listing_count % 7 = 0
union all
select segment_id from mart_salary_by_comparison
union all
select segment_id from mart_listings_by_company_type
union all
select segment_id from mart_listings_by_company
union all
select unnest(['parts=ai_union', 'parts=ai_union_method'])
"""
PAIR = "technology=aws & technology=kubernetes"
WITH = f"{PAIR}/with_b_difference_usd/report"


@pytest.fixture(scope="module")
def overlaps(sample_home: Path) -> list[dict[str, Any]]:
    """The figures of hundreds of segments of the sample."""
    with queries.opened(marts(sample_home)) as query:
        segments = [row["segment_id"] for row in query(SEGMENTS)]
    return figures(
        sample_home,
        (f"{s}/{measure}/report" for s in segments for measure in overlap_figures.measures(s)),
    )


def test_the_sql_of_a_figure_gives_what_is_published(
    sample_home: Path, overlaps: list[dict[str, Any]]
) -> None:
    """Some of each measure, with the largest sample and with a middle one."""
    by_measure: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in overlaps:
        if row["value"] is not None:
            by_measure.setdefault((row["base"], row["measure"]), []).append(row)
    assert {measure for _, measure in by_measure} == set(overlap_figures.MEASURES)
    chosen = []
    for rows in by_measure.values():
        rows.sort(key=lambda row: (row["unit_count"], row["figure_id"]))
        chosen += {row["figure_id"]: row for row in (*rows[-3:], rows[len(rows) // 2])}.values()
    assert wrong(sample_home, chosen) == []


def test_a_figure_is_what_its_mart_says(sample_home: Path, overlaps: list[dict[str, Any]]) -> None:
    """Counts, values, and whether they are suppressed: samples are counted again from members."""
    with queries.opened(marts(sample_home)) as query:
        published = {
            row["segment_id"]: row
            for mart in (
                *("mart_salary_by_technology_pair", "mart_salary_by_comparison"),
                *("mart_listings_by_company_type", "mart_listings_by_company"),
            )
            for row in query(f"from {mart}")
        }
    differ, compared = [], 0
    for row in overlaps:
        if row["dimension"] == "parts":
            continue  # no mart has them
        of_mart, measure = published[row["segment_id"]], row["measure"]
        hidden = row["publish_status"] == "suppressed" and "_count" not in measure
        stated = of_mart.get(measure)
        if measure == "mean_salary_usd":
            differ += [row] if hidden != (of_mart["salary_publish_status"] == "suppressed") else []
        elif measure.endswith("_usd") and (status := of_mart.get(f"{measure[:-4]}_status")):
            differ += [row] if hidden != (status == "suppressed") else []
        if not hidden and stated is not None:
            compared += 1
            differ += [row] if row["value"] != pytest.approx(stated, abs=1e-6) else []
        if row["measure"] == "listing_count" and "role_count" in of_mart:
            sample = ("role_count", "company_count")
            differ += [row] if any(row[name] != of_mart[name] for name in sample) else []
    assert differ == []
    assert compared > 500


@pytest.mark.parametrize("group", ["ai_union", "ai_union_method"])
def test_the_parts_of_an_ai_group_are_all_of_it(
    sample_home: Path, overlaps: list[dict[str, Any]], group: str
) -> None:
    """Counted from the industries of companies and the technologies of listings."""
    found = {
        row["measure"]: row["value"] for row in overlaps if row["segment_id"] == f"parts={group}"
    }
    members = [row for row in seed("segment_members") if row["segment"] == group]
    technologies = [row["key"] for row in members if row["dimension"] == "technology"]
    with queries.opened(marts(sample_home)) as query:
        (counted,) = query(
            """
            select
                count(*) filter (where is_ai and is_named) as listing_count,
                count(*) filter (where is_ai and not is_named) as only_a_listing_count,
                count(*) filter (where is_named and not is_ai) as only_b_listing_count
            from (
                select
                    list_contains(coalesce(companies.industries, []), 'ai-ml') as is_ai,
                    listing_id in (
                        select listing_id from core.fct_listing_technologies
                        where is_counted and list_contains($technologies, technology_id)
                    ) as is_named
                from core.fct_listings inner join core.dim_companies as companies using (company_id)
                where is_software
            )
            """,
            technologies=technologies,
        )
    assert found == counted
    assert all(found.values())
    (whole,) = figures(sample_home, [f"segment={group}/listing_count/report"])
    assert sum(found.values()) == whole["value"]


def test_types_of_company_are_the_companies_of_their_type(sample_home: Path) -> None:
    """Counted from the listings, without the mart of companies."""
    with duckdb.connect(str(marts(sample_home)), read_only=True) as db:
        found = db.execute("""
            with listings as (
                select
                    company_id,
                    listing_id in (
                        select listing_id from core.fct_segment_listings
                        where segment_id = 'segment=ai_union'
                    ) as is_ai
                from core.fct_listings where is_software
            ),
            companies as (
                select company_id, count(*) as listings, count(*) filter (where is_ai) as ai
                from listings group by company_id
            )
            select
                case
                    when company_id in (
                        select vendor_company_id from core.dim_technologies
                        where technology_family in ('ai_application', 'ai_core', 'mlops')
                    ) then 'vendor'
                    when list_contains(industries, 'ai-ml') then 'industry'
                    when ai > 0 then 'embedded'
                    else 'none'
                end as type,
                sum(listings)::bigint, sum(ai)::bigint, count(*)
            from companies inner join core.dim_companies using (company_id)
            group by type order by type
        """).fetchall()
        published = db.execute(
            "select company_type, listing_count, ai_listing_count, company_count "
            "from mart_listings_by_company_type order by company_type"
        ).fetchall()
    assert len(published) == 4
    assert published == found


def test_the_rule_of_publication_is_that_of_the_models(sample_home: Path) -> None:
    rows = figures_of_one_group(sample_home, "within_key is null")
    assert {row["publish_status"] for row in rows} == set(publication.STATUSES)
    other = [
        row["figure_id"]
        for row in rows
        if publication.status(row, row["dimension"] == "company")
        != (row["publish_status"], row["status_reason"])
    ]
    assert other == []


def test_explain_names_both_groups_and_their_samples(
    sample_home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIRING_LEDGER_HOME", "")
    assert main(["explain", WITH, "--home", str(sample_home)]) == 0
    printed = capsys.readouterr().out
    (row,) = figures(sample_home, [WITH])
    assert printed.startswith(
        f"{WITH}\nListings in both groups minus listings of Amazon Web Services that are not of "
        "Kubernetes: mean annual base pay"
    )
    both, alone = row["groups"]
    assert f"both groups    {both['unit_count']:,} listings" in printed
    assert f"Amazon Web Services only {alone['unit_count']:,} listings" in printed
    assert both["unit_count"] + alone["unit_count"] == row["unit_count"]
    assert "from core.fct_segment_listings" in printed


def test_a_suppressed_difference_says_which_group_is_too_small(
    overlaps: list[dict[str, Any]], sample_home: Path, tmp_path: Path
) -> None:
    row = next(
        row
        for row in overlaps
        if row["publish_status"] == "suppressed" and row["measure"] == "mean_difference_usd"
    )
    names = {group["name"] for group in row["groups"]}
    assert any(row["status_reason"].startswith(f"{name}: ") for name in names)
    passport = figure.passport(Settings(sample_home, contact=""), row["figure_id"])
    assert "suppressed" in dict(figure_lines.facts(passport))["value"]
    assert len(passport.members) == row["unit_count"]
    with pytest.raises(ValueError, match="is suppressed"):
        bundle.write(Settings(sample_home, contact=""), row["figure_id"], tmp_path / "none")


def test_a_bundle_of_a_difference_computes_it_alone(sample_home: Path, tmp_path: Path) -> None:
    folder = bundle.write(Settings(sample_home, contact=""), WITH, tmp_path / "bundle")
    (row,) = figures(sample_home, [WITH])
    with duckdb.connect() as db:
        sql = (folder / "figure.sql").read_text("utf-8")
        found = db.execute(
            sql.replace("'members.parquet'", f"'{folder / 'members.parquet'}'")
        ).fetchone()
    assert found is not None
    assert is_same(row, found)


@pytest.mark.parametrize(
    "figure_id",
    [
        "technology=absent & technology=python/listing_count/report",
        f"{PAIR}/with_b_difference_usd/robust",
        "comparison=none/mean_difference_usd/report",
        "comparison=pytorch-tensorflow/mean_salary_usd/report",
        "company=none/ai_listing_count/report",
        "company_type=none' or 1=1/ai_share/report",
        "parts=none/listing_count/report",
        "parts=ai_union/mean_difference_usd/report",
        "technologies=ai_union/listing_count/report",
        "report",
    ],
)
def test_what_no_mart_has_is_no_figure(sample_home: Path, figure_id: str) -> None:
    assert figures(sample_home, [figure_id]) == []


@pytest.mark.parametrize(
    ("figure_id", "address"),
    [
        (WITH, "technology/aws.html#kubernetes.with_b_difference_usd.report"),
        ("comparison=ai-rust/listing_count/report", "comparison/ai-rust.html#listing_count.report"),
        ("company_type=vendor/ai_share/report", "company_type/vendor.html#ai_share.report"),
    ],
)
def test_the_address_of_a_figure_of_two_groups(figure_id: str, address: str) -> None:
    assert addresses.passport(figure_id) == f"passports/{address}"


def test_a_count_of_a_pair_is_a_row_with_links(sample_home: Path) -> None:
    """Many are on one page: each has its sample, its status and some listings, and all one SQL."""
    site = sample_home / "current"
    page = (site / "explore" / "technology" / "kubernetes.html").read_text("utf-8")
    name = f"{PAIR}/listing_count/report"
    assert f'href="../../{addresses.passport(name)}"' in page.replace("%20", " ")
    address, _, anchor = addresses.passport(name).partition("#")
    text = (site / address).read_text("utf-8")
    row = text.partition(f'<tr id="{anchor}">')[2].partition("</tr>")[0]
    (found,) = figures(sample_home, [name])
    assert f'data-figure="{name.replace("&", "&amp;")}">' in page
    assert words(row).startswith(f"Kubernetes {name} {found['unit_count']:,} {found['role_count']}")
    assert figure_lines.SAMPLES[found["publish_status"]] in words(row)
    assert row.count("<a href=") == 3
    sql = text.partition("SQL of these counts</summary>")[2]
    sql = words(sql.partition("<code>")[2].partition("</code>")[0])
    with queries.opened(site / "marts.duckdb") as query:
        counts = {row["segment_id"]: row["figure_value"] for row in query(sql.rstrip(";"))}
    assert counts[PAIR] == found["value"]
    assert len(counts) > 10
