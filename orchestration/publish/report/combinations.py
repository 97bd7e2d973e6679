"""The panels about what goes together: Rust and AI, Python and machine learning, company types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from orchestration.publish.report import (
    charts,
    hiring_queries,
    parts,
    rounding,
    segment_names,
    sentences,
)
from orchestration.publish.report.columns import COMPANIES, LISTINGS, PAID, minor
from orchestration.publish.report.parts import Column, Panel, Records
from orchestration.publish.report.queries import Query

_DIFFERENCE = "difference_figure_id"
_OTHER = "other_mean_figure_id"
PAIR = (
    Column("Listings with both", "listing_count", figure=LISTINGS),
    minor(COMPANIES),
    replace(PAID, is_of_text=False),
    Column(
        "Mean of both",
        "mean_salary_usd",
        "money",
        status="salary_publish_status",
        figure="mean_salary_usd/report",
        is_minor=True,
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
        is_minor=True,
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
        "Companies with AI-related listings",
        "ai_company_count",
        "count",
        figure="ai_listing_count/report",
        is_sample=True,
        is_minor=True,
    ),
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
SHORT_TYPES = {
    "vendor": "Vendors of AI technologies",
    "industry": "Other AI/ML companies",
    "embedded": "Companies elsewhere",
}
"""The types of company as the labels of a chart, which has little room."""
ML = ("pytorch", "tensorflow", "llm", "openai", "mlflow", "scikit-learn", "hugging-face", "jax")


def _pairs(
    query: Query, panel_id: str, title: str, technology_id: str, name: str, others: list[str]
) -> Panel:
    """Listings that name a technology and one of others."""
    rows = query(hiring_queries.PAIRS, technology=technology_id, others=others)
    if not rows:
        return Panel(panel_id, title, f"No listing names {name} and one of these technologies.")
    listed = max(rows, key=lambda row: (row["listing_count"], row["label"]))
    most = f"{listed['segment_id']}/{LISTINGS}"
    return Panel(
        panel_id,
        title,
        f"The technology most often named together with {name} is {listed['label']}: "
        f"{sentences.number(parts.listings(listed['listing_count']), most)} at "
        f"{sentences.number(parts.companies(listed['company_count']), most)}. "
        f"{_of_pay(rows, name, technology_id)}",
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
        (
            "A difference is the mean of the listings that name both, minus the mean of those that "
            f"name {name} without the second technology. The two groups also differ in companies, "
            "levels and places.",
        ),
    )


def _of_pay(rows: Records, name: str, technology_id: str) -> str:
    """The mean of all listings with the technology, and of which combinations it differs."""
    figure_id = f"technology={technology_id}/mean_salary_usd/report"
    is_hidden = rows[0]["all_publish_status"] == rounding.SUPPRESSED
    mean = rounding.SUPPRESSED if is_hidden else rounding.money(rows[0]["all_mean_usd"])
    sample = sentences.beside(f" (n {rounding.count(rows[0]['all_with_salary_count'])})", figure_id)
    value = f"{sentences.number(mean, figure_id)}{sample}"
    of_all = f"Mean pay of all listings that name {name}: {value}."
    compared = [r for r in rows if r["difference_status"] not in (None, rounding.SUPPRESSED)]
    clear = [r for r in compared if r["difference_status"] in ("higher", "lower")]
    if not compared:
        return f"{of_all} No second technology has a sample that is sufficient to compare pay."
    if not clear:
        named = ", ".join(row["label"] for row in compared)
        return (
            f"{of_all} Pay with and without a second technology is not distinguishable ({named})."
        )
    return f"{of_all} Difference with a second technology: {'; '.join(map(_clear, clear))}."


def _clear(row: Mapping[str, Any]) -> str:
    """How the mean with a second technology differs from that without it."""
    ends = row["difference_low_usd"], row["difference_high_usd"]
    interval = rounding.interval(*ends, rounding.signed_money)
    beside = f" (95 % interval {interval}, {parts.paid(row)})"
    value = sentences.number(rounding.signed_money(row["difference_usd"]), row[_DIFFERENCE])
    return f"{row['label']} {value}{sentences.beside(beside, row[_DIFFERENCE])}"


def rust(query: Query) -> Panel:
    """Listings that name Rust and an AI technology."""
    return _pairs(query, "rust-and-ai", "Rust with AI technologies", "rust", "Rust", [])


def python(query: Query) -> Panel:
    """Listings that name Python and a tool of machine learning."""
    title = "Python with machine-learning tools"
    return _pairs(query, "python-with-ml", title, "python", "Python", list(ML))


def _related(row: Mapping[str, Any]) -> str:
    figure_id = f"{row['segment_id']}/ai_listing_count/report" if row["ai_listing_count"] else ""
    return sentences.number(rounding.count(row["ai_listing_count"]), figure_id)


def company_types(query: Query) -> Panel:
    """Companies by their relation to AI: vendors, the industry, users, none."""
    rows: Records = query(hiring_queries.COMPANY_TYPES)
    for row in rows:
        row["label"] = segment_names.TYPES[row["company_type"]]  # type: ignore[index]
    if not rows:
        return Panel("company-types", "Types of company", "No company has a software listing.")
    counts = {row["company_type"]: row for row in rows}
    told = [
        f"{_related(counts[key])} are at {words}"
        for key, words in (
            ("vendor", "companies that sell an AI technology"),
            ("industry", "other companies of the AI industry"),
            ("embedded", "companies elsewhere"),
        )
        if key in counts
    ]
    total = sum(row["ai_listing_count"] for row in rows)
    of_all = sentences.number(parts.listings(total), f"segment=ai_union/{LISTINGS}")
    return Panel(
        "company-types",
        "Types of company",
        f"Of {of_all} that are AI-related, {', '.join(told)}."
        if told
        else "No company has an AI-related listing.",
        (
            parts.table(
                "Companies by their relation to AI",
                "Type",
                TYPE,
                rows,
                lambda row: row["publish_status"] in rounding.SMALL,
            ),
        ),
        parts.present(
            charts.counts(
                "AI-related listings by type of company",
                "Each bar counts AI-related listings (broad).",
                [
                    (
                        SHORT_TYPES[row["company_type"]],
                        f"at {parts.companies(row['ai_company_count'])}",
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
            "All listings of other AI and machine learning companies are AI-related by definition, "
            "and no listing of the last type is. These two shares are therefore not findings.",
        ),
    )
