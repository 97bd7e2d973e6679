"""Rows of a small release: the figures of a group, by its sample."""

from __future__ import annotations

from typing import Any


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


def estimate(segment_id: str, publish_status: str, mean: float) -> dict[str, Any]:
    return {
        "figure_id": f"{segment_id}/mean_salary_usd/report",
        "segment_id": segment_id,
        "method": "report",
        "measure": "mean_salary_usd",
        "publish_status": publish_status,
        "unit_count": 35,
        "company_count": 12,
        "value": mean,
        "interval_low": mean - 9_000 if publish_status != "suppressed" else None,
        "interval_high": mean + 9_000 if publish_status != "suppressed" else None,
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
        "remote_publish_status": status(n, companies),
        "remote_of_read_low_share": 0.14 if n >= 15 else None,
        "remote_of_read_high_share": 0.36 if n >= 15 else None,
    }
