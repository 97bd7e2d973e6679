"""A release of a few rows, and its manifest."""

from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb

from orchestration.publish.report import coverage_page
from tests.publish.small_rows import (
    COMPANY_TYPE,
    PAIRS,
    estimate,
    requirements,
    salaries,
    workplaces,
)
from tests.publish.small_tables import TABLES

MANIFEST: dict[str, Any] = {
    "night": "2026-01-02",
    "release_id": "2026-01-02-abcd1234",
    "code_version": "0.1.0+abcd1234",
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
    *(
        ("mart_requirements_by_segment", row)
        for segment_id, n, companies in (
            ("index", 40, 12),
            ("seniority=senior", 20, 11),
            ("seniority=lead", 10, 4),
            ("country=CA", 30, 10),
        )
        for row in requirements(segment_id, n, companies)
    ),
    ("core.fct_segments", {**salaries("segment=ai_union", 30, 11, 170_000)}),
    ("core.fct_estimates", estimate("index", "ok", 151_000.5)),
    ("core.fct_estimates", estimate("segment=ai_union", "suppressed", 170_000)),
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
    *(
        (
            "core.dim_technologies",
            {"technology_id": t, "technology_name": n, "technology_family": f},
        )
        for t, n, f in (
            ("pytorch", "PyTorch", "ai_core"),
            ("rust", "Rust", "language"),
            ("llm", "LLMs", "ai_application"),
        )
    ),
    *PAIRS,
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
        "mart_salary_by_state",
        {**salaries("state=NY", 18, 11, 163_000), "state_code": "NY", "foreign_salary_count": 0},
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
            "segment_id": "comparison=pytorch-tensorflow",
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
            "mean_difference_low_usd": -20_000,
            "mean_difference_high_usd": 18_000,
            "mean_difference_status": "not distinguishable",
            "is_across_dimensions": False,
        },
    ),
    (
        "mart_salary_by_comparison",
        {
            "segment_id": "comparison=mlops-devops",
            "comparison_id": "mlops-devops",
            "comparison_name": "MLOps − DevOps",
            "segment_a_id": "family=mlops",
            "segment_b_id": "family=devops",
            "panel": "Premium in context",
            "listing_count": 7,
            "with_salary_count": 6,
            "listing_a_count": 50,
            "listing_b_count": 90,
            "with_salary_a_count": 30,
            "with_salary_b_count": 60,
            "company_a_count": 14,
            "company_b_count": 20,
            "mean_difference_usd": 25_000.0,
            "mean_difference_share": 0.12,
            "mean_difference_low_usd": 3_000,
            "mean_difference_high_usd": 47_000,
            "mean_difference_status": "higher",
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
    COMPANY_TYPE,
    (
        "mart_figures_by_report_line",
        {
            "report_figure_id": "F17",
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
    (
        "mart_figures_by_report_line",
        {
            "report_figure_id": "F16a",
            "segment_a_id": "industry=gaming",
            "operation": "value",
            "measure": "salary_rank",
            "listing_count": 50,
            "with_salary_count": 25,
            "company_count": 12,
            "figure_value": 1,
            "report_value": 2.0,
            "report_line": 33,
        },
    ),
    (
        "core.fct_estimate_ranks",
        {
            "segment_id": "industry=gaming",
            "method": "report",
            "measure": "mean_salary_usd",
            "rank_low": 1,
            "rank_high": 4,
            "ranked_count": 6,
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
        (
            "core.fct_segment_listings",
            {"segment_id": "index", "dimension": "index", "key": "index", "listing_id": f"l{n}"},
        )
        for n in (0, 1)
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
