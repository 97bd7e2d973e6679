"""Differences of two groups, always with the overlap of the groups."""

from collections.abc import Callable
from typing import Any

from orchestration.publish.report import charts, parts, queries, rounding, sentences
from orchestration.publish.report.columns import LISTINGS
from orchestration.publish.report.parts import (
    Cell,
    Column,
    Panel,
    Record,
    Records,
    Row,
    Table,
)
from orchestration.publish.report.queries import Query
from orchestration.publish.report.segment_names import Named

FRAMEWORKS = "pytorch-tensorflow"
ELSEWHERE = {"Framework war", "Ecosystem", "Industry hierarchy"}
Words = Callable[[Any], str]
_PAY = "salary_{}_publish_status"
_MEAN, _MEDIAN = "mean_salary_usd/report", "median_salary_usd/report"
_ONLY = "only_{}_listing_count/report"
_ONLY_PAID: tuple[Words, str, str] = (
    rounding.count,
    "only_{}_with_salary_count",
    "only_{}_with_salary_count/report",
)
_LEAD = "with_salary_count_lead_share"


def is_low_sample(row: Record) -> bool:
    """Whether either group of a comparison has a low sample of salaries."""
    return any(row[f"salary_{side}_publish_status"] in rounding.SMALL for side in "ab")


def comparison(row: Record, named: Named) -> Table:
    """A table of one comparison: each measure of A, of B, and their difference or overlap."""
    mean = difference(row), "mean_difference_usd"
    median = rounding.signed_money(row["median_difference_usd"]), "median_difference_usd"
    lead = rounding.signed_share(row[_LEAD]), _LEAD
    both, both_paid = (
        (f"{rounding.count(row[key])} in both", key)
        for key in ("listing_count", "with_salary_count")
    )
    rows = (
        _line(row, "Mean salary", rounding.money, "mean_salary_{}_usd", _MEAN, mean, _PAY),
        _line(row, "Median salary", rounding.money, "median_salary_{}_usd", _MEDIAN, median, _PAY),
        _line(row, "Pay disclosed", rounding.sample, "with_salary_{}_count", _MEAN, lead),
        _line(row, "Listings", rounding.sample, "listing_{}_count", LISTINGS),
        _line(row, "Companies", rounding.sample, "company_{}_count", LISTINGS),
        _line(row, "Listings in this group only", rounding.count, "only_{}_count", _ONLY, both),
        _line(row, "… pay disclosed", *_ONLY_PAID, both_paid),
    )
    across = ": two different dimensions" if row["is_across_dimensions"] else ""
    a, b = (named(row[f"segment_{side}_id"]) for side in "ab")
    columns = (
        Column(a, "", code=row["segment_a_id"]),
        Column(b, "", code=row["segment_b_id"]),
        Column("Difference / overlap", ""),
    )
    caption = rounding.text(row["comparison_name"]) + across
    return Table(
        caption, "Measure", columns, rows, is_low_sample=is_low_sample(row), is_compact=True
    )


def difference(row: Record) -> str:
    """The difference of the means with its interval; "higher" only where that excludes zero."""
    status = row["mean_difference_status"]
    if status == rounding.SUPPRESSED:
        return rounding.SUPPRESSED
    ends = (row["mean_difference_low_usd"], row["mean_difference_high_usd"])
    return (
        f"{rounding.signed_money(row['mean_difference_usd'])} "
        f"({rounding.signed_share(row['mean_difference_share'])}), 95 % interval "
        f"{rounding.interval(*ends, rounding.signed_money)}: {status}"
    )


def told(row: Record) -> str:
    """The same in a sentence, with the samples; the number leads to its passport."""
    figure_id = f"{row['segment_id']}/mean_difference_usd/report"
    sample = (
        f"n {rounding.count(row['with_salary_a_count'])} and "
        f"{rounding.count(row['with_salary_b_count'])}"
        + (", low sample" if is_low_sample(row) else "")
    )
    value, _, rest = difference(row).partition(" ")
    rest = f" {rest} ({sample})" if rest else f" ({sample})"
    return sentences.number(value, figure_id) + sentences.beside(rest, figure_id)


def _line(
    row: Record,
    label: str,
    words: Words,
    key: str,
    figure: str,
    between: tuple[str, str] = ("", ""),
    status: str = "",
) -> Row:
    """A measure of both groups, and what is between them; a suppressed value is not shown.

    `figure` is the measure and method of the figure that a value is, or is the sample of; with a
    place for the side it is one of the comparison. `between` has words and the measure.
    """
    is_hidden = [bool(status) and row[status.format(side)] == rounding.SUPPRESSED for side in "ab"]
    values = [
        rounding.SUPPRESSED if hidden else words(row[key.format(side)])
        for side, hidden in zip("ab", is_hidden, strict=True)
    ]
    ids = [
        f"{row['segment_id' if '{}' in figure else f'segment_{side}_id']}/{figure.format(side)}"
        for side in "ab"
    ]
    cells = [Cell(text, True, figure_id=i) for text, i in zip(values, ids, strict=True)]
    of_both_words, measure = between
    of_both = f"{row['segment_id']}/{measure}/report" if measure else ""
    shown = rounding.SUPPRESSED if any(is_hidden) else of_both_words
    return Row(label, "", "", False, (*cells, Cell(shown, True, figure_id=of_both)))


def of_panel(rows: Records, named: Named, panel: str) -> tuple[Table, ...]:
    """The comparisons that another panel shows."""
    return tuple(comparison(row, named) for row in rows if row["panel"] == panel)


def frameworks(rows: Records, named: Named) -> Panel:
    """PyTorch and TensorFlow: the difference of their means, and their overlap."""
    row = next((r for r in rows if r["comparison_id"] == FRAMEWORKS), None)
    title = "PyTorch and TensorFlow"
    if row is None:
        return Panel("framework-war", title, "No listing names one of the two frameworks.")
    counts = {
        part: sentences.number(
            rounding.count(row[key]), f"{row['segment_id']}/{measure}/report" if row[key] else ""
        )
        for part, key, measure in (
            ("only-a", "only_a_count", "only_a_listing_count"),
            ("both", "listing_count", "listing_count"),
            ("only-b", "only_b_count", "only_b_listing_count"),
        )
    }
    overlap = charts.counts(
        "Listings that name one framework or both",
        "Each bar counts listings; the three do not overlap.",
        [
            ("Only PyTorch", "", row["only_a_count"]),
            ("Both", "", row["listing_count"]),
            ("Only TensorFlow", "", row["only_b_count"]),
        ],
        "Listings",
        [
            f"{row['segment_id']}/{measure}/report" if row[key] else None
            for measure, key in (
                ("only_a_listing_count", "only_a_count"),
                ("listing_count", "listing_count"),
                ("only_b_listing_count", "only_b_count"),
            )
        ],
    )
    return Panel(
        "framework-war",
        title,
        f"Mean annual base pay, PyTorch minus TensorFlow: {told(row)}. {counts['only-a']} listings "
        f"name only PyTorch, {counts['only-b']} only TensorFlow, and {counts['both']} name both.",
        (comparison(row, named),),
        parts.present(overlap),
        ("The row “primary context” of the reference report is left out: nothing measures it.",),
    )


def premiums(rows: Records, named: Named) -> Panel:
    """The comparisons that no other panel shows."""
    shown = [r for r in rows if r["panel"] not in ELSEWHERE]
    return Panel(
        "premiums",
        "Premiums in context",
        "A premium here is only the difference between two means. The two groups share listings, "
        "and they differ in companies, countries and levels."
        if shown
        else "No comparison has listings in both groups.",
        tuple(comparison(row, named) for row in shown),
        parts.present(
            charts.differences(
                "Differences of mean base pay",
                [(rounding.text(row["comparison_name"]), row) for row in shown],
            )
        ),
        is_grid=True,
    )


def all_of(query: Query) -> list[dict[str, Any]]:
    """All comparisons, with the listings of one group only."""
    return query(queries.COMPARISONS)
