"""The figures of two groups together, read from a release: rows as `core.fct_estimates` has them.

Values and intervals are those of the marts. A sample is counted again from the members, since the
marts do not hold one for each of their numbers. Not here: the figures of one group.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from orchestration.publish import overlap_figures, overlap_members, publication
from orchestration.publish.member_samples import rounded
from orchestration.publish.overlap_figures import AI, METHOD
from orchestration.publish.overlap_members import Kind
from orchestration.publish.report import addresses
from orchestration.publish.report.queries import Query
from orchestration.publish.report.segment_names import Named

Row = dict[str, Any]
_LEAD = "with_salary_count_lead_share"
"""A ratio of counts says what was read, as a count does: it is never withheld."""
_COUNTS = ("unit_count", "role_count", "company_count")
_MARTS = (
    "mart_salary_by_technology_pair",
    "mart_salary_by_comparison",
    "mart_listings_by_company_type",
)
"""The marts with values and intervals; a company has nothing but a count."""
_PUBLISHED = "from {} where segment_id in (select unnest($segments))"


@dataclass(frozen=True)
class Found:
    """Figures of two groups, and the kinds of their members in the order of `samples`."""

    rows: list[Row]
    kinds: list[Kind]


def of(query: Query, figure_ids: Iterable[str], named: Named) -> Found:
    """Those of some figures that are of two groups and have a member."""
    wanted = [
        (segment_id, measure, overlap_figures.measures(segment_id)[measure][0])
        for figure_id in figure_ids
        if figure_id.count("/") >= 2
        for segment_id, measure, method in [addresses.parts(figure_id)]
        if method == METHOD and measure in overlap_figures.measures(segment_id)
    ]
    if not wanted:
        return Found([], [])
    segments = sorted({segment_id for segment_id, _, _ in wanted})
    measured = {segment_id for segment_id, measure, _ in wanted if not _is_count(measure)}
    compared = {segment_id for segment_id in segments if segment_id.startswith("comparison=")}
    published = {
        row["segment_id"]: row
        for mart in _MARTS
        for row in query(_PUBLISHED.format(mart), segments=sorted(measured | compared))
    }
    groups = {s: pair for s in segments if (pair := _groups(s, published.get(s)))}
    kinds = {
        (segment_id, base): groups[segment_id]
        for segment_id, _, base in wanted
        if segment_id in groups
    }
    samples = overlap_members.samples(query, kinds)
    (night,) = query("select as_of_date, is_settled from core.fct_estimates limit 1")
    rows = []
    for segment_id, measure, base in wanted:
        kind = (segment_id, base)
        if (sample := samples.get((kind, 0))) is None:
            continue
        sides = [s for side in (1, 2) if (s := samples.get((kind, side)))]
        if len(sides) == 1:
            continue  # nothing to compare with
        a, b = groups[segment_id]
        about = {
            "figure_id": f"{segment_id}/{measure}/{METHOD}",
            "segment_id": segment_id,
            "segment_a_id": a,
            "segment_b_id": b,
            "segment_a_name": named(a),
            "segment_b_name": named(b),
            "dimension": segment_id.partition("=")[0],
            "key": segment_id.partition("=")[2],
            "within_key": None,
            "scope_country_code": None,
            "method": METHOD,
            "base": base,
            "measure": measure,
        }
        if (row := _measured(about, sample, sides, published.get(segment_id))) is not None:
            rows.append(row | night)
    return Found(rows, list(kinds))


def _is_count(measure: str) -> bool:
    return measure.endswith("_count")


def _groups(segment_id: str, published: Row | None) -> tuple[str, str] | None:
    """The two groups of a segment; None of a comparison that the release does not have."""
    if segment_id.startswith(("company=", "company_type=")):
        return segment_id, AI
    if published is not None:
        return published["segment_a_id"], published["segment_b_id"]
    return overlap_figures.part_groups(segment_id) or addresses.pair(segment_id)


def _measured(about: Row, sample: Row, sides: list[Row], published: Row | None) -> Row | None:
    """A row with its sample, status, value and interval; None if no mart has the measure."""
    measure, is_of_one_company = about["measure"], about["dimension"] == "company"
    names = overlap_figures.groups(about)
    rated = [(s, *publication.status(s, is_of_one_company)) for s in sides or [sample]]
    status = max((status for _, status, _ in rated), key=publication.STATUSES.index)
    of_groups = zip(names or [""], rated, strict=False)
    reasons = [
        f"{name}: {reason}" if name else reason
        for name, (_, of_group, reason) in of_groups
        if of_group == status and reason
    ]
    row = {
        **about,
        **sample,
        "effective_company_count": rounded(sample["effective_company_count"], 4),
        "top_company_share": rounded(sample["top_company_share"], 6),
        "publish_status": status,
        "status_reason": "; ".join(reasons) or None,
        "groups": [
            {"name": name, **{key: side[key] for key in _COUNTS}}
            for name, side in zip(names, sides, strict=False)
        ],
    }
    if _is_count(measure):
        return row | _value(float(sample["unit_count"]))
    if published is None:
        return None
    if status == "suppressed" and measure != _LEAD:
        return row | _value(None)
    stem, _, unit = measure.rpartition("_")
    low, high = (published.get(f"{stem}_{end}_{unit}") for end in ("low", "high"))
    return row | _value(published[measure], low, high)


def _value(value: float | None, low: float | None = None, high: float | None = None) -> Row:
    """A value with its interval; a share of 0 or 1 has the exact bound."""
    how = None if low is None else "exact bound" if value in (0, 1) else "jackknife"
    return {"value": value, "interval_method": how, "interval_low": low, "interval_high": high}
