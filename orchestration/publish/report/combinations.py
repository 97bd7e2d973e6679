"""The panels about what goes together: Rust and AI, Python and machine learning, company types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from orchestration.publish.report import (
    charts,
    hiring_queries,
    parts,
    rounding,
    segment_names,
)
from orchestration.publish.report.columns import COMPANIES, LISTINGS, PAID
from orchestration.publish.report.parts import Column, Panel, Records
from orchestration.publish.report.pay import Query

_DIFFERENCE = "difference_figure_id"
_OTHER = "other_mean_figure_id"
PAIR = (
    Column("Listings with both", "listing_count", figure=LISTINGS),
    COMPANIES,
    replace(PAID, is_of_text=False),
    Column(
        "Mean of both",
        "mean_salary_usd",
        "money",
        status="salary_publish_status",
        figure="mean_salary_usd/report",
    ),
    Column(
        "Minus those without it",
        "difference_usd",
        "signed_money",
        status="difference_status",
        figure_key=_DIFFERENCE,
    ),
    Column(
        "95 % interval",
        "difference_usd",
        "signed_money",
        status="difference_status",
        ends=("difference_low_usd", "difference_high_usd"),
    ),
    Column("Compared", "difference_status", "text"),
    Column(
        "Mean of all that name it",
        "other_mean_usd",
        "money",
        status="other_publish_status",
        figure_key=_OTHER,
        is_minor=True,
    ),
    Column(
        "Pay disclosed, all that name it",
        "other_with_salary_count",
        figure_key=_OTHER,
        is_sample=True,
        is_minor=True,
    ),
)
TYPE = (
    COMPANIES,
    Column("Software listings", "listing_count", figure=LISTINGS),
    Column("AI-related listings", "ai_listing_count", "count", figure="ai_listing_count/report"),
    Column(
        "AI-related, of software",
        "ai_share",
        "share",
        status="publish_status",
        figure="ai_share/report",
        is_minor=True,
    ),
    Column(
        "95 % interval",
        "",
        "share",
        status="publish_status",
        ends=("ai_low_share", "ai_high_share"),
        is_minor=True,
    ),
    Column(
        "Texts read", "with_text_count", "count", figure="with_text_count/report", is_minor=True
    ),
)
ML = ("pytorch", "tensorflow", "llm", "openai", "mlflow", "scikit-learn", "hugging-face", "jax")


def _pairs(
    query: Query, panel_id: str, title: str, technology_id: str, name: str, others: list[str]
) -> Panel:
    """Listings that name a technology and one of others."""
    rows = query(hiring_queries.PAIRS, technology=technology_id, others=others)
    if not rows:
        return Panel(panel_id, title, f"No listing names {name} and one of these technologies.")
    listed = max(rows, key=lambda row: (row["listing_count"], row["label"]))
    shown = [r for r in rows if r["salary_publish_status"] != rounding.SUPPRESSED]
    pay = (
        "; ".join(
            f"with {row['label']} the mean is {rounding.money(row['mean_salary_usd'])} "
            f"({parts.paid(row)}), {_compared(row)}"
            for row in shown[:3]
        )
        if shown
        else "no combination has a sufficient sample for a mean"
    )
    all_of = rows[0]
    return Panel(
        panel_id,
        title,
        f"{listed['label']} is named beside {name} most: "
        f"{parts.listings(listed['listing_count'])} at "
        f"{parts.companies(listed['company_count'])}. Of pay, {pay}; the mean of all listings that "
        f"name {name} is {_all(all_of)}. A difference is that of listings with both from listings "
        f"that name {name} without the second technology; their companies, levels and places "
        "differ, too.",
        (
            parts.table(
                f"{name} and a second technology",
                "Technology",
                PAIR,
                rows,
                rounding.is_low_sample_pay,
            ),
        ),
        parts.present(
            charts.counts(
                f"Listings that name {name} and a second technology",
                "Each bar counts listings that name both.",
                [
                    (
                        row["label"],
                        f"at {parts.companies(row['company_count'])}",
                        row["listing_count"],
                    )
                    for row in rows[: charts.MOST]
                ],
                "Listings",
                [f"{row['segment_id']}/{LISTINGS}" for row in rows[: charts.MOST]],
            )
        ),
    )


def _compared(row: Mapping[str, object]) -> str:
    """How the mean of both compares with that of the listings without the second technology."""
    status = row["difference_status"]
    if status == rounding.SUPPRESSED:
        return "the difference from those without it is suppressed"
    ends = row["difference_low_usd"], row["difference_high_usd"]
    return (
        f"{rounding.signed_money(row['difference_usd'])} from those without it, 95 % interval "
        f"{rounding.interval(*ends, rounding.signed_money)}: {status}"
    )


def _all(row: Mapping[str, object]) -> str:
    if row["all_publish_status"] == rounding.SUPPRESSED:
        return f"{rounding.SUPPRESSED} (n {rounding.count(row['all_with_salary_count'])})"
    return (
        f"{rounding.money(row['all_mean_usd'])} (n {rounding.count(row['all_with_salary_count'])})"
    )


def rust(query: Query) -> Panel:
    """Listings that name Rust and an AI technology."""
    return _pairs(query, "rust-and-ai", "Rust with AI technologies", "rust", "Rust", [])


def python(query: Query) -> Panel:
    """Listings that name Python and a tool of machine learning."""
    title = "Python with machine-learning tools"
    return _pairs(query, "python-with-ml", title, "python", "Python", list(ML))


def company_types(query: Query) -> Panel:
    """Companies by their relation to AI: vendors, the industry, users, none."""
    rows: Records = query(hiring_queries.COMPANY_TYPES)
    for row in rows:
        row["label"] = segment_names.TYPES[row["company_type"]]  # type: ignore[index]
    if not rows:
        return Panel("company-types", "Types of company", "No company has a software listing.")
    counts = {row["company_type"]: row for row in rows}
    told = [
        f"{rounding.count(counts[key]['ai_listing_count'])} are of {words}"
        for key, words in (
            ("vendor", "companies that sell an AI technology"),
            ("industry", "other companies of the AI industry"),
            ("embedded", "companies elsewhere"),
        )
        if key in counts
    ]
    total = sum(row["ai_listing_count"] for row in rows)
    return Panel(
        "company-types",
        "Types of company",
        f"Of {parts.listings(total)} that are AI-related, {', '.join(told)}."
        if told
        else "No company has an AI-related listing.",
        (parts.table("Companies by their relation to AI", "Type", TYPE, rows),),
        parts.present(
            charts.counts(
                "AI-related listings by type of company",
                "Each bar counts AI-related listings (broad).",
                [
                    (
                        row["label"],
                        f"{parts.companies(row['company_count'])}",
                        row["ai_listing_count"],
                    )
                    for row in rows
                    if row["company_type"] != "none"
                ],
                "AI-related listings",
                [
                    f"{row['segment_id']}/ai_listing_count/report"
                    for row in rows
                    if row["company_type"] != "none"
                ],
            )
        ),
        (
            "A vendor is a company that the technology dictionary names as the vendor of an AI "
            "technology. The industry of a company is in core.dim_companies, with its source.",
        ),
    )
