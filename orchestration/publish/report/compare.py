"""Differences of two groups, never without how far the groups overlap."""

from collections.abc import Callable, Mapping
from typing import Any

from orchestration.publish.report import parts, queries, rounding
from orchestration.publish.report.parts import (
    Bar,
    Cell,
    Chart,
    Column,
    Panel,
    Record,
    Records,
    Row,
    Table,
)
from orchestration.publish.report.pay import Ask

FRAMEWORKS = "pytorch-tensorflow"
ELSEWHERE = {"Framework war", "Ecosystem", "Industry hierarchy"}
Words = Callable[[Any], str]


def segment_name(segment_id: str, names: Mapping[str, str]) -> str:
    """A segment as a column heading: the dimension said, except of a technology."""
    dimension, _, key = segment_id.partition("=")
    return names.get(key, key) if dimension == "technology" else f"{key} ({dimension})"


def is_small(row: Record) -> bool:
    return any(
        rounding.is_small(row[f"with_salary_{side}_count"], row[f"company_{side}_count"])
        for side in "ab"
    )


def comparison(row: Record, names: Mapping[str, str]) -> Table:
    """A table of one comparison: each measure of A, of B, and what the difference is."""
    mean = rounding.signed_money(row["mean_difference_usd"])
    if mean != rounding.NO_DATA:
        mean += f" ({rounding.signed_share(row['mean_difference_share'])})"
    median = rounding.signed_money(row["median_difference_usd"])
    lead = rounding.signed_share(row["with_salary_count_lead_share"])
    both, both_paid = (
        f"{rounding.count(row[key])} in both" for key in ("listing_count", "with_salary_count")
    )
    rows = (
        _line(row, "Mean salary", rounding.money, "mean_salary_{}_usd", mean),
        _line(row, "Median salary", rounding.money, "median_salary_{}_usd", median),
        _line(row, "Listings with salary", rounding.sample, "with_salary_{}_count", lead),
        _line(row, "Listings", rounding.sample, "listing_{}_count", ""),
        _line(row, "Companies", rounding.sample, "company_{}_count", ""),
        _line(row, "Listings of this group only", rounding.count, "only_{}_count", both),
        _line(row, "… with salary", rounding.count, "only_{}_with_salary_count", both_paid),
    )
    across = ": two different dimensions" if row["is_across_dimensions"] else ""
    a, b = (segment_name(row[f"segment_{side}_id"], names) for side in "ab")
    columns = (
        Column(a, "", code=row["segment_a_id"]),
        Column(b, "", code=row["segment_b_id"]),
        Column("Difference, or both", ""),
    )
    caption = rounding.text(row["comparison_name"]) + across
    return Table(caption, "Measure", columns, rows, is_small=is_small(row), is_compact=True)


def _line(row: Record, label: str, words: Words, key: str, told: str) -> Row:
    cells = (*(words(row[key.format(side)]) for side in "ab"), told)
    return Row(label, "", "", False, tuple(Cell(text, True) for text in cells))


def of_panel(rows: Records, names: Mapping[str, str], panel: str) -> tuple[Table, ...]:
    """The comparisons that belong beside another panel's table."""
    return tuple(comparison(row, names) for row in rows if row["panel"] == panel)


def frameworks(rows: Records, names: Mapping[str, str]) -> Panel:
    row = next((r for r in rows if r["comparison_id"] == FRAMEWORKS), None)
    title = "Framework war: PyTorch and TensorFlow"
    if row is None:
        return Panel(
            "framework-war", title, "No listing of tonight's names one of the two frameworks."
        )
    parted = (
        ("only-a", row["only_a_count"]),
        ("both", row["listing_count"]),
        ("only-b", row["only_b_count"]),
    )
    told = {part: rounding.count(value) for part, value in parted}
    chart = Chart(
        "How far the two groups overlap",
        f"{told['only-a']} listings name PyTorch only, {told['both']} both, "
        f"{told['only-b']} TensorFlow only.",
        (Bar("All listings of either", "", parted),),
        (
            ("only-a", f"PyTorch only: {told['only-a']}"),
            ("both", f"both: {told['both']}"),
            ("only-b", f"TensorFlow only: {told['only-b']}"),
        ),
    )
    difference = rounding.signed_money(row["mean_difference_usd"])
    mark = ", small n" if is_small(row) else ""
    return Panel(
        "framework-war",
        title,
        f"PyTorch's mean less TensorFlow's is {difference} "
        f"({parts.listings(row['with_salary_a_count'])} and "
        f"{rounding.sample(row['with_salary_b_count'])} with salary{mark}). "
        f"{told['only-a']} listings name PyTorch only, {told['only-b']} TensorFlow only, and "
        f"{told['both']} name both.",
        (comparison(row, names),),
        (chart,),
        ("The reference's row “primary context” has no measurement behind it and is left out.",),
    )


def premiums(rows: Records, names: Mapping[str, str]) -> Panel:
    shown = [r for r in rows if r["panel"] not in ELSEWHERE]
    return Panel(
        "premiums",
        "Premiums in context",
        "A premium here is a difference of two means and nothing more: the groups share "
        "listings, and differ in companies, countries and levels."
        if shown
        else "No two of the compared groups have listings tonight.",
        tuple(comparison(row, names) for row in shown),
        is_grid=True,
    )


def all_of(ask: Ask) -> list[dict[str, Any]]:
    return ask(queries.COMPARISONS)
