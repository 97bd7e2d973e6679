"""Differences of two groups, never without how far the groups overlap."""

from collections.abc import Mapping

from orchestration.report import parts, queries, rounding
from orchestration.report.parts import Bar, Cell, Chart, Column, Panel, Record, Records, Row, Table
from orchestration.report.pay import Ask

FRAMEWORKS = "pytorch-tensorflow"
ELSEWHERE = {"Framework war", "Ecosystem", "Industry hierarchy"}
EMPTY = Cell("")


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
    """A table of one comparison: each measure of A, of B, and the difference."""
    a, b = (segment_name(row[f"segment_{side}_id"], names) for side in "ab")
    difference = (
        f"{rounding.signed_money(row['mean_difference_usd'])} "
        f"({rounding.signed_share(row['mean_difference_share'])})"
    )
    missing = rounding.is_missing(row["mean_difference_usd"])
    lines: tuple[tuple[str, str, str, str, str], ...] = (
        ("Mean salary", "money", "mean_salary_{}_usd", "", rounding.NO_DATA)
        if missing
        else ("Mean salary", "money", "mean_salary_{}_usd", "", difference),
        (
            "Median salary",
            "money",
            "median_salary_{}_usd",
            "",
            rounding.signed_money(row["median_difference_usd"]),
        ),
        (
            "Listings with salary",
            "sample",
            "with_salary_{}_count",
            "",
            rounding.signed_share(row["with_salary_count_lead_share"]),
        ),
        ("Listings", "sample", "listing_{}_count", "", ""),
        ("Companies", "sample", "company_{}_count", "", ""),
        ("Listings in this group only", "count", "only_{}_count", "", ""),
        ("… of them with salary", "count", "only_{}_with_salary_count", "", ""),
    )
    rows = tuple(
        Row(
            label,
            "",
            "",
            False,
            (
                *(Cell(rounding.WORDS[kind](row[key.format(s)]), True) for s in "ab"),
                Cell(told, True) if told else EMPTY,
            ),
        )
        for label, kind, key, _, told in lines
    )
    both = Row(
        "Listings in both groups",
        "",
        "",
        False,
        (
            EMPTY,
            EMPTY,
            Cell(f"{rounding.count(row['listing_count'])} in both", True),
        ),
    )
    both_paid = Row(
        "… of them with salary",
        "",
        "",
        False,
        (EMPTY, EMPTY, Cell(f"{rounding.count(row['with_salary_count'])} in both", True)),
    )
    caption = row["comparison_name"] + (
        ": two dimensions compared" if row["is_across_dimensions"] else ""
    )
    columns = (
        Column(a, "", code=row["segment_a_id"]),
        Column(b, "", code=row["segment_b_id"]),
        Column("Difference", ""),
    )
    return Table(caption, "Measure", columns, (*rows, both, both_paid), is_small=is_small(row))


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
        "One bar of all listings that name PyTorch, TensorFlow or both.",
        (Bar("Listings", " · ".join(told.values()), parted),),
        (("only-a", "PyTorch only"), ("both", "both"), ("only-b", "TensorFlow only")),
    )
    difference = rounding.signed_money(row["mean_difference_usd"])
    return Panel(
        "framework-war",
        title,
        f"PyTorch's mean less TensorFlow's is {difference} "
        f"({parts.listings(row['with_salary_a_count'])} and "
        f"{rounding.sample(row['with_salary_b_count'])} with salary). "
        f"{told['only-a']} listings name PyTorch only, {told['only-b']} TensorFlow only, and "
        f"{told['both']} name both: the two groups are largely or partly the same listings, as "
        "the bar shows.",
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
        else "None of the compared groups has a listing tonight.",
        tuple(comparison(row, names) for row in shown),
        is_grid=True,
    )


def all_of(ask: Ask) -> list[dict[str, object]]:
    return ask(queries.COMPARISONS)
