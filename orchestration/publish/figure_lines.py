"""A passport in words: for a terminal, for the readme of a bundle and for its page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from orchestration.publish import publication
from orchestration.publish.figure import Passport, Row
from orchestration.publish.report import counted

SHOWN_MEMBERS = 10
UNITS = ("listing", "listings")
ROBUST_UNITS = ("pair of role and pay zone", "pairs of role and pay zone")
"""What the sample of a figure counts, by its method."""
SAMPLES = {"ok": "sufficient", "low": "low", "suppressed": "too small"}
"""By the status of a count, which is never withheld: what its sample is."""


def lines(passport: Passport) -> Iterator[str]:
    """The lines to print: the figure, its sample, the other methods, the SQL and some members."""
    yield passport.figure["figure_id"]
    yield passport.definition
    yield ""
    for name, text in facts(passport):
        yield f"{name:<14} {text}"
    yield ""
    yield "SQL, for marts.duckdb of the release:"
    yield from (f"  {line}" for line in passport.sql.splitlines())
    yield ""
    shown = some_members(passport)
    yield f"members: {len(shown)} of {passport.member_count:,} listings; --json has all"
    for member in shown:
        yield f"  {member['listing_id']}  {member['title']}  {member['url'] or 'no link'}"
    if passport.notice:
        yield ""
        yield passport.notice


def some_members(passport: Passport) -> list[Row]:
    """The members that its page shows, too: the first by a hash, since the first by their ids would
    be of one company."""

    def place(member: Row) -> tuple[str, str, str]:
        listing_id = member["listing_id"]
        hashed = hashlib.md5(listing_id.encode(), usedforsecurity=False).hexdigest()
        return hashed, listing_id, member["country_code"] or ""

    return sorted(passport.members, key=place)[:SHOWN_MEMBERS]


def facts(passport: Passport) -> Iterator[tuple[str, str]]:
    """The name and the words of each fact: the figure, its sample, its rank, the other methods."""
    yield from glance(passport)
    yield from rest(passport)


def glance(passport: Passport) -> Iterator[tuple[str, str]]:
    """The facts without which a figure cannot be read."""
    figure = passport.figure
    yield "value", value(figure)
    yield "interval", interval(figure)
    yield "status", status(figure)
    units = UNITS if figure["method"] == "report" else ROBUST_UNITS
    yield (
        "n",
        f"{counted.number_of(figure['unit_count'], *units)}, "
        f"{counted.roles(figure['role_count'])}, {counted.companies(figure['company_count'])} "
        f"({figure['effective_company_count']:.1f} effective)",
    )
    for group in figure.get("groups", ()):
        yield (
            group["name"],
            f"{counted.listings(group['unit_count'])}, {counted.roles(group['role_count'])}, "
            f"{counted.companies(group['company_count'])}",
        )


def rest(passport: Passport) -> Iterator[tuple[str, str]]:
    """The facts for who asks further."""
    figure, rank = passport.figure, passport.rank
    state = "settled" if figure["is_settled"] else "provisional"
    yield "night", f"{figure['as_of_date']}, {state}; release {passport.release_id}"
    if figure.get("answer_count") is not None:
        yield (
            "answer",
            f"given by {counted.listings(figure['answer_count'])} of "
            f"{counted.companies(figure['answer_company_count'])}",
        )
    if figure["company_count"]:
        yield "largest", f"{passport.top_company}, {100 * figure['top_company_share']:.0f} % of n"
    if rank:
        yield (
            "rank",
            f"{rank['value_rank']} of {rank['ranked_count']}, low samples included "
            f"(the intervals allow {rank['rank_low']} to {rank['rank_high']})",
        )
    for other in passport.other_methods:
        yield other["method"], f"{value(other)}, {interval(other)}, n {other['unit_count']:,}"


def status(figure: Row) -> str:
    """A status in the words of pages, with its reason."""
    words = f"{publication.WORDS[figure['publish_status']]}{_reason(figure)}"
    is_shown = figure["publish_status"] == "suppressed" and figure["value"] is not None
    return f"{words}; a count is shown whatever its status" if is_shown else words


def value(figure: Row) -> str:
    """A value in words."""
    if figure["value"] is None:
        return "suppressed"
    return _number(figure["value"], figure["figure_id"])


def interval(figure: Row) -> str:
    """A 95 % interval in words."""
    if figure["interval_low"] is None:
        return "no interval"
    low, high = (_number(figure[f"interval_{end}"], figure["figure_id"]) for end in ("low", "high"))
    how = figure.get("interval_method")
    return f"{low} to {high} (95 %{f', {how}' if how else ''})"


def _number(number: float, figure_id: str) -> str:
    measure = figure_id.split("/")[-2].partition(":")[0]
    if measure.endswith("_share"):
        return f"{100 * number:.1f} %"
    return f"${number:,.0f}" if measure.endswith("_usd") else f"{number:,.0f}"


def _reason(figure: Row) -> str:
    return f": {figure['status_reason']}" if figure["status_reason"] else ""
