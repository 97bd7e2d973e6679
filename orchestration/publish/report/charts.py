"""Which figures a chart shows: pay as dot and range, shares with intervals, differences, counts.

A suppressed figure is in no chart. A low sample is grey, below the others. Not here: how a chart
is drawn (`vega`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from orchestration.publish.report import parts, rounding, vega_maps
from orchestration.publish.report.parts import Area, Chart, Map, Mark, Record, Records

MOST = 10
"""Rows of a chart; the table below it has all."""
PAY_KEY = "Dot: mean. Line: 95 % interval. Band: the middle half of the salaries."
SHARE_KEY = "Dot: remote share. Line: 95 % interval."
ANSWER_KEY = "Dot: share of listings that state it. Line: 95 % interval."
DIFFERENCE_KEY = "Dot: difference of the means. Line: 95 % interval."
MAP_KEY = (
    "Colour: mean base pay in US dollars a year. Dashed: low sample. Grey: suppressed. Blank: no "
    "listing discloses pay. Areas of two colours can differ by chance: the table has the intervals."
)
PAY_AXIS = "Annual base pay in US dollars"


def _pair(row: Record, low: str, high: str) -> tuple[float, float] | None:
    ends = row.get(low), row.get(high)
    return None if any(rounding.is_missing(end) for end in ends) else ends  # type: ignore[return-value]


def _is_shown(row: Record, value: str, status: str) -> bool:
    return not rounding.is_missing(row.get(value)) and row.get(status) != rounding.SUPPRESSED


def _chosen(rows: Records, value: str, status: str, n: str) -> list[Record]:
    """The rows with the largest samples, in the order in which they were given."""
    shown = [row for row in rows if _is_shown(row, value, status) and row[n]]
    kept = sorted(range(len(shown)), key=lambda at: (-shown[at][n], at))[:MOST]
    return [shown[at] for at in sorted(kept)]


def _highest_first(marks: list[Mark]) -> tuple[Mark, ...]:
    return tuple(sorted(marks, key=lambda m: (-m.value, m.label)))


def _figures(row: Record, figure: str) -> tuple[tuple[str, str], ...]:
    """The figure of a row, by its measure and method, as a mark has it."""
    segment_id = row.get("segment_id")
    return ((rounding.text(row["label"]), f"{segment_id}/{figure}"),) if segment_id else ()


def pay(title: str, rows: Records, *, is_sorted: bool = True) -> Chart | None:
    """Mean salaries in US dollars a year; None if no row has one to publish."""
    marks = [
        Mark(
            rounding.text(row["label"]),
            f"n {rounding.count(row['with_salary_count'])} at "
            f"{parts.companies(row['with_salary_company_count'])}",
            row["mean_salary_usd"],
            rounding.thousands(row["mean_salary_usd"]),
            _pair(row, "mean_salary_low_usd", "mean_salary_high_usd"),
            _pair(row, "p25_salary_usd", "p75_salary_usd"),
            rounding.is_low_sample_pay(row),
            _figures(row, "mean_salary_usd/report"),
        )
        for row in _chosen(rows, "mean_salary_usd", "salary_publish_status", "with_salary_count")
    ]
    if not marks:
        return None
    shown = _highest_first(marks) if is_sorted else tuple(marks)
    return Chart(title, PAY_KEY, shown, "money", PAY_AXIS, "Base pay, US dollars a year")


def pay_map(title: str, outline: str, rows: Records, code: str) -> Map | None:
    """Mean salaries on a map, of rows with the code of their area; None without a row."""
    areas = tuple(
        Area(
            row[code],
            rounding.text(row["label"]),
            row["salary_publish_status"],
            row["mean_salary_usd"] if is_shown else None,
            rounding.thousands(row["mean_salary_usd"]) if is_shown else rounding.SUPPRESSED,
            f"{row['segment_id']}/mean_salary_usd/report",
        )
        for row in rows
        if row["with_salary_count"]
        for is_shown in [_is_shown(row, "mean_salary_usd", "salary_publish_status")]
    )
    missing = [a.label for a in areas if not vega_maps.is_drawn(outline, a.code)]
    small = f" Too small for the map: {', '.join(missing)}." if missing else ""
    if not areas:
        return None
    return Map(title, f"{MAP_KEY}{small}", outline, areas, "money", rounding.thousands)


def remote(title: str, rows: Records, *, is_sorted: bool = True) -> Chart | None:
    """Remote shares of the listings whose text was read; None if no row has one to publish."""
    marks = [
        Mark(
            rounding.text(row["label"]),
            f"n {rounding.count(row['with_text_count'])} at "
            f"{parts.companies(row['with_text_company_count'])}",
            row["remote_of_read_share"],
            rounding.share(row["remote_of_read_share"]),
            _pair(row, "remote_of_read_low_share", "remote_of_read_high_share"),
            is_low_sample=rounding.is_low_sample_place(row),
            figures=_figures(row, "remote_of_read_share/report"),
        )
        for row in _chosen(rows, "remote_of_read_share", "remote_publish_status", "with_text_count")
    ]
    if not marks:
        return None
    shown = _highest_first(marks) if is_sorted else tuple(marks)
    axis = "Remote, of listings whose text was read"
    return Chart(title, SHARE_KEY, shown, "share", axis, "Remote, of texts read")


def answers(title: str, rows: Records) -> Chart | None:
    """Shares of stated answers, in the given order; None if no row has one to publish."""
    marks = tuple(
        Mark(
            rounding.text(row["label"]),
            f"n {rounding.count(row['answer_count'])} of {rounding.count(row['listing_count'])}",
            row["answer_share"],
            rounding.share(row["answer_share"]),
            _pair(row, "low_share", "high_share"),
            is_low_sample=row["publish_status"] in rounding.SMALL,
            figures=((rounding.text(row["label"]), row["figure_id"]),),
        )
        for row in rows
        if _is_shown(row, "answer_share", "publish_status")
    )
    if not marks:
        return None
    axis = "Of listings whose text was read"
    return Chart(title, ANSWER_KEY, marks, "share", axis, "Of texts read")


def differences(title: str, rows: list[tuple[str, Record]]) -> Chart | None:
    """Differences of mean salaries, each with the name of its comparison."""
    marks = [
        Mark(
            name,
            f"n {rounding.count(row['with_salary_a_count'])} and "
            f"{rounding.count(row['with_salary_b_count'])}",
            row["mean_difference_usd"],
            rounding.signed_thousands(row["mean_difference_usd"]),
            _pair(row, "mean_difference_low_usd", "mean_difference_high_usd"),
            is_low_sample=any(
                row.get(f"salary_{side}_publish_status") in rounding.SMALL for side in "ab"
            ),
            figures=((name, f"{row['segment_id']}/mean_difference_usd/report"),),
        )
        for name, row in rows
        if _is_shown(row, "mean_difference_usd", "mean_difference_status")
    ]
    if not marks:
        return None
    axis = "Difference of mean base pay in US dollars a year"
    return Chart(
        title, DIFFERENCE_KEY, tuple(marks), "signed_money", axis, "Difference, US dollars a year"
    )


def counts(
    title: str,
    key: str,
    marks: list[tuple[str, str, Any]],
    axis: str,
    figure_ids: Sequence[str | None] = (),
) -> Chart | None:
    """Bars of counts: a label, a note and the count of each; None if all are zero.

    `figure_ids` has the figure that a bar is, where it is one.
    """
    shown = tuple(
        Mark(
            label,
            note,
            float(value),
            rounding.count(value),
            figures=((label, figure_id),) if figure_id else (),
        )
        for (label, note, value), figure_id in zip_longest(marks, figure_ids)
    )
    if not any(mark.value for mark in shown):
        return None
    return Chart(title, key, shown, "count", axis, is_bars=True)
