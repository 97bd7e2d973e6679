"""Key findings: what they say, and that no suppressed figure is in one."""

from __future__ import annotations

from typing import Any

from orchestration.publish.report import findings, sentences

SEGMENTS: list[dict[str, Any]] = [
    {"segment_id": "index", "listing_count": 1000, "company_count": 90},
    {"segment_id": "segment=ai_union", "listing_count": 250, "company_count": 40},
    {"segment_id": "industry=ai-ml", "listing_count": 200, "company_count": 30},
]
EMPLOYERS = [
    {"label": "A", "company_id": "a", "ai_listing_count": 20},
    {"label": "B", "company_id": "b", "ai_listing_count": 50},
]


def estimate(segment_id: str, measure: str, value: float, status: str = "ok") -> dict[str, Any]:
    return {
        "figure_id": f"{segment_id}/{measure}/report",
        "measure": measure,
        "publish_status": status,
        "value": value,
        "interval_low": value * 0.9,
        "interval_high": value * 1.1,
        "unit_count": 120,
        "company_count": 35,
    }


def comparison(name: str, status: str) -> dict[str, Any]:
    return {
        "segment_id": f"comparison={name}",
        "comparison_name": name,
        "panel": "Premium in context",
        "mean_difference_status": status,
        "mean_difference_usd": 12_345.0,
        "mean_difference_share": 0.07,
        "mean_difference_low_usd": 2_000.0,
        "mean_difference_high_usd": 22_000.0,
        "salary_a_publish_status": "ok",
        "salary_b_publish_status": "ok",
        "with_salary_a_count": 60,
        "with_salary_b_count": 80,
    }


def texts(estimates: list[dict[str, Any]], compared: list[dict[str, Any]]) -> list[str]:
    def query(_: str, **__: Any) -> list[dict[str, Any]]:
        return estimates

    found = findings.of_ai(query, SEGMENTS, compared, EMPLOYERS)
    assert all(f.figure_ids for f in found), "a sentence leads to the passports of its figures"
    return [sentences.plain(f.text) for f in found]


def test_a_finding_has_its_sample_and_interval() -> None:
    rows = [
        estimate("segment=ai_union", "mean_salary_usd", 200_000.0),
        estimate("index", "mean_salary_usd", 150_000.0, "low"),
        estimate("segment=ai_union", "remote_of_read_share", 0.4),
    ]
    found = texts(rows, [comparison("A − B", "higher")])
    assert found == [
        "250 of 1,000 listings for software work (25%) are AI-related, at 40 companies. 200 of "
        "these listings are at companies in AI and machine learning, whatever the work. The others "
        "name at least one of five technologies.",
        "Mean annual base pay where disclosed: AI-related listings $200,000 (95 % interval "
        "$180,000 to $220,000, n 120 at 35 companies); all software listings $150,000 (95 % "
        "interval $135,000 to $165,000, n 120 at 35 companies, low sample).",
        "Mean annual base pay, A minus B: +$12,345 (+7%), 95 % interval +$2,000 to +$22,000: "
        "higher (n 60 and 80).",
        "Remote share where the text was read: AI-related listings 40% (95 % "
        "interval 36% to 44%, n 120 at 35 companies).",
        "B has the most AI-related listings: 50 of 250 (20%).",
    ]


def test_a_suppressed_figure_is_in_no_finding() -> None:
    rows = [
        estimate("segment=ai_union", "mean_salary_usd", 777_777.0, "suppressed"),
        estimate("index", "remote_of_read_share", 0.777, "suppressed"),
    ]
    found = texts(rows, [comparison("A − B", "suppressed")])
    assert len(found) == 2
    assert "777" not in "".join(found)
    assert "A minus B" not in "".join(found)


def test_a_difference_that_is_clear_comes_before_one_that_is_not() -> None:
    compared = [comparison("A − B", "not distinguishable"), comparison("C − D", "lower")]
    found = "".join(texts([], compared))
    assert "C minus D" in found
    assert (
        "1 of the 2 differences that the report shows has an interval that excludes zero" in found
    )
    assert "A minus B" not in found


def test_without_listings_there_is_no_finding() -> None:
    empty = [{**row, "listing_count": 0} for row in SEGMENTS]
    assert findings.of_ai(lambda *_, **__: [], empty, [], []) == []
