"""Rows of a small release: the figures of a group, by its sample."""

from __future__ import annotations

from typing import Any

from orchestration.publish import requirement_figures


def status(n: int, companies: int) -> str:
    if n >= 30 and companies >= 10:
        return "ok"
    return "low" if n >= 15 and companies >= 10 else "suppressed"


def salaries(segment_id: str, n: int, companies: int, mean: float | None) -> dict[str, Any]:
    is_published = mean is not None and status(n, companies) != "suppressed"
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
        "salary_publish_status": status(n, companies) if n else None,
        "mean_salary_low_usd": mean - 9_000 if mean and is_published else None,
        "mean_salary_high_usd": mean + 9_000 if mean and is_published else None,
        "robust_publish_status": "low" if is_published else None,
        "robust_role_count": n // 2 if is_published else None,
        "robust_median_salary_usd": mean - 1_000 if mean and is_published else None,
        "robust_median_low_usd": mean - 12_000 if mean and is_published else None,
        "robust_median_high_usd": mean + 12_000 if mean and is_published else None,
    }


def estimate(
    segment_id: str, publish_status: str, value: float, measure: str = "mean_salary_usd"
) -> dict[str, Any]:
    """A row of core.fct_estimates, with a tenth of its value to each side as the interval."""
    dimension, _, key = segment_id.partition("=")
    is_published = publish_status != "suppressed"
    return {
        "figure_id": f"{segment_id}/{measure}/report",
        "segment_id": segment_id,
        "dimension": dimension,
        "key": key or dimension,
        "method": "report",
        "base": "salary" if measure.endswith("_usd") else "workplace",
        "measure": measure,
        "publish_status": publish_status,
        "status_reason": None if is_published else "fewer than 20 roles",
        "unit_count": 30,
        "role_count": 30,
        "company_count": 12,
        "effective_company_count": 9.5,
        "top_company_id": "c1",
        "top_company_share": 0.2,
        "is_settled": False,
        "as_of_date": "2026-01-02",
        "value": value if is_published else None,
        "interval_low": 0.9 * value if is_published else None,
        "interval_high": 1.1 * value if is_published else None,
    }


def requirements(segment_id: str, n: int, companies: int) -> list[dict[str, Any]]:
    """Rows of mart_requirements_by_segment: of every five texts four do not state an answer."""
    dimension, _, key = segment_id.partition("=")
    is_published = status(n, companies) != "suppressed"
    rows = []
    for requirement in requirement_figures.REQUIREMENTS:
        stated = "offered" if requirement == "visa_sponsorship" else "required"
        for answer, count in ((stated, n // 5), ("not stated", n - n // 5)):
            measure = f"{requirement}_{answer.replace(' ', '_')}_share"
            rows.append(
                {
                    "figure_id": f"{segment_id}/{measure}/report",
                    "segment_id": segment_id,
                    "top_company_id": "evil",
                    "dimension": dimension,
                    "key": key or dimension,
                    "requirement": requirement,
                    "answer": answer,
                    "measure": measure,
                    "method": "report",
                    "publish_status": status(n, companies),
                    "status_reason": None if is_published else "fewer than 20 roles",
                    "listing_count": n,
                    "role_count": n,
                    "company_count": companies,
                    "answer_count": count,
                    "answer_company_count": min(count, companies),
                    "effective_company_count": companies / 2,
                    "top_company_share": 0.2,
                    "answer_share": count / n if is_published else None,
                    "low_share": max(count / n - 0.1, 0) if is_published else None,
                    "high_share": min(count / n + 0.1, 1) if is_published else None,
                    "as_of_date": "2026-01-02",
                }
            )
    return rows


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
        "remote_publish_status": status(n, companies),
        "remote_of_read_low_share": 0.14 if n >= 15 else None,
        "remote_of_read_high_share": 0.36 if n >= 15 else None,
    }


PAIRS: list[tuple[str, dict[str, Any]]] = [
    (
        "mart_salary_by_technology_pair",
        {
            "segment_id": f"technology={a} & technology={b}",
            "segment_a_id": f"technology={a}",
            "segment_b_id": f"technology={b}",
            "technology_a_id": a,
            "technology_b_id": b,
            "listing_count": 2 * n,
            "company_count": companies,
            "with_salary_count": n,
            "with_salary_a_count": n + 1,
            "with_salary_b_count": n + 2,
            "mean_salary_usd": 180_000.0 + n,
            "mean_salary_a_usd": 170_000.0,
            "mean_salary_b_usd": 160_000.0,
            "salary_publish_status": status,
            "with_a_difference_status": compared,
            "with_a_difference_usd": 9_000.0 if status == "low" else None,
            "with_a_difference_low_usd": -2_000.0 if status == "low" else None,
            "with_a_difference_high_usd": 20_000.0 if status == "low" else None,
        },
    )
    for a, b, n, companies, status, compared in (
        ("llm", "rust", 25, 12, "low", "not distinguishable"),
        ("pytorch", "rust", 5, 4, "suppressed", "suppressed"),
    )
]
"""Technologies that are named together, one pair with a low sample and one suppressed."""

COMPANY_TYPE: tuple[str, dict[str, Any]] = (
    "mart_listings_by_company_type",
    {
        "segment_id": "company_type=embedded",
        "company_type": "embedded",
        "publish_status": "suppressed",
        "listing_count": 130,
        "company_count": 2,
        "with_text_count": 70,
        "ai_listing_count": 5,
    },
)
