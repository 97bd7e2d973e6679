"""Random histories of boards, and a small model of their lifecycle that goes night by night.

Boards appear, vanish, shrink, fail, answer in part or "not modified", and are not crawled; listings
leave, return, change text or pay, and follow each other.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import exp, log, sqrt

from tests.conftest import SAMPLE_NIGHT

NIGHTS = [date.fromisoformat(SAMPLE_NIGHT) - timedelta(days=n) for n in range(13, -1, -1)]
SOURCES = ("ashby", "greenhouse", "lever")
BOARDS_EACH = 200
OUTCOMES = ("complete", "complete", "complete", "complete", "partial", "failed", "not_modified")
CHANGES = ("title", "text", "pay")
TITLES = ("Web Engineer", "Data Scientist", "Backend Developer", "Security Analyst")
TEXTS = ("You build our shop and look after it.", "You sell shoes to those who walk far.")

Content = tuple[int, int, int]
"""The number of the title, the text and the pay of a listing; a change raises one of them. Texts of
one parity differ in a number only; of text -1 none was read."""


@dataclass
class Answer:
    """What one board answered on one night: the listings it sent, by id."""

    outcome: str
    sent: dict[str, Content] = field(default_factory=dict)


History = dict[date, Answer]
"""The nights of one board on which it was crawled."""


def history(chance: random.Random) -> History:
    """The nights of a random board."""
    begin, end = sorted(chance.sample(range(len(NIGHTS)), 2))
    jobs: dict[str, Content] = {}
    first: dict[str, Content] = {}
    nights: History = {}
    for night in NIGHTS[begin : end + 1]:
        for number in range(chance.choice((0, 1, 2, 3))):
            job = f"{night:%d}{number}"
            jobs[job] = first[job] = (chance.randrange(2), chance.choice((-1, 0, 1)), 0)
        for job in sorted(jobs):
            if jobs[job][0] == 1 and chance.random() < 0.5:  # some titles are soon filled
                del jobs[job]
            elif chance.random() < 0.2:
                changed = chance.randrange(3)
                counts = [n + (i == changed and n >= 0) for i, n in enumerate(jobs[job])]
                # Half of the changes go back to the first words.
                if chance.random() < 0.5:
                    counts[changed] = first[job][changed]
                jobs[job] = (counts[0] % len(TITLES), counts[1], counts[2])
        shown = {job: jobs[job] for job in sorted(jobs) if chance.random() < 0.8}
        if chance.random() < 0.1:
            continue  # the board is not crawled
        outcome = chance.choice(OUTCOMES)
        if outcome == "partial":
            shown = {job: shown[job] for job in shown if chance.random() < 0.5}
        nights[night] = Answer(outcome, shown if outcome in ("complete", "partial") else {})
    return nights


@dataclass
class Span:
    """The expected span of a listing."""

    after: date | None
    opened: date
    last: date
    missing: date | None = None
    confirmed: date | None = None


def shown_nights(nights: History) -> Iterator[tuple[date, bool, dict[str, Content]]]:
    """Each night with whether the answer was complete, and the listings that it shows: "not
    modified" repeats the last complete one."""
    complete: dict[str, Content] = {}
    for night, answer in nights.items():
        is_complete = answer.outcome in ("complete", "not_modified")
        shown = complete if answer.outcome == "not_modified" else answer.sent
        if is_complete:
            complete = shown
        yield night, is_complete, shown


def expected_spans(nights: History) -> dict[str, list[Span]]:
    """The spans of each listing of a board."""
    found: dict[str, list[Span]] = {}
    complete: date | None = None
    for night, is_complete, shown in shown_nights(nights):
        for job in shown:
            spans = found.setdefault(job, [])
            if not spans or spans[-1].confirmed:
                spans.append(Span(complete, night, night))
            spans[-1].last, spans[-1].missing = night, None
        if is_complete:
            for job, spans in found.items():
                if job not in shown and not spans[-1].confirmed:
                    if spans[-1].missing:
                        spans[-1].confirmed = night
                    else:
                        spans[-1].missing = night
            complete = night
    return found


Version = tuple[Content, date, date, list[str] | None]
"""Content, first and last night, and what differs from the version before."""


def expected_versions(nights: History) -> dict[str, list[Version]]:
    """The versions of each listing of a board."""
    found: dict[str, list[Version]] = {}
    for night, _, shown in shown_nights(nights):
        for job, content in shown.items():
            versions = found.setdefault(job, [])
            if versions and versions[-1][0] == content:
                same, first, _, changed = versions[-1]
                versions[-1] = (same, first, night, changed)
                continue
            changed = None
            if versions:
                pairs = zip(CHANGES, versions[-1][0], content, strict=True)
                changed = [name for name, old, new in pairs if old != new]
            versions.append((content, night, night, changed))
    return found


def place(job: str) -> str:
    return ("Berlin", "Paris")[int(job) % 2]


def opening(job: str) -> str | None:
    """The vendor's key of the opening; two of three listings have none."""
    return f"key{int(job) % 2}" if int(job) % 3 == 0 else None


@dataclass(frozen=True)
class End:
    """Where a listing closed for the last time, or where it opened."""

    listing: str
    is_opening: bool
    night: date
    keys: dict[str, tuple[object, ...] | None]
    """What must be the same at both ends, by the sign that it is, the strongest sign first."""


def ends(board: tuple[str, str], nights: History) -> Iterator[End]:
    """The ends of the listings of a board. The boards of one name are of one company."""
    versions = expected_versions(nights)
    for job, spans in expected_spans(nights).items():
        shown = [(True, spans[0].opened, versions[job][0][0])]
        if spans[-1].missing:
            shown.append((False, spans[-1].last, versions[job][-1][0]))
        for is_opening, night, (title, text, _) in shown:
            same = (board[1], title)
            alike = None if text < 0 else (*same, text % 2)
            keys: dict[str, tuple[object, ...] | None] = {
                "opening key": (board, opening(job)) if opening(job) else None,
                "text and place": alike and (*alike, place(job)),
                "text": alike,
                "place": (*same, place(job)) if text < 0 else None,
            }
            yield End(":".join((*board, job)), is_opening, night, keys)


def expected_relistings(
    histories: dict[tuple[str, str], History],
) -> dict[str, tuple[str, str, int]]:
    """By listing: the closed one that it continues, the sign of it, and the days between them."""
    left = [end for board, nights in histories.items() for end in ends(board, nights)]
    left.sort(key=lambda end: (end.night, not end.is_opening, end.listing))
    found: dict[str, tuple[str, str, int]] = {}
    for sign in ("opening key", "text and place", "text", "place"):
        closed: dict[tuple[object, ...], list[End]] = {}
        for end in left:
            if (key := end.keys[sign]) is None:
                continue
            if not end.is_opening:
                closed.setdefault(key, []).append(end)
            elif closed.get(key):
                old = closed[key].pop()
                found[end.listing] = (old.listing, sign, (end.night - old.night).days)
        taken = {listing for listing, _, _ in found.values()}
        left = [end for end in left if end.listing not in (found if end.is_opening else taken)]
    return found


def published(job: str) -> date | None:
    """When the board says that the listing was published: of half of them it says so."""
    if int(job) % 4 < 2:
        return None
    first = next(night for night in NIGHTS if f"{night:%d}" == job[:-1].zfill(2))
    return first - timedelta(days=int(job) % 7)


@dataclass(frozen=True)
class Chain:
    """How long a chain was open, as far as it was seen."""

    title: int
    company: str
    entry: int
    exit: int
    is_closed: bool


def expected_chains(histories: dict[tuple[str, str], History]) -> list[Chain]:
    """The chains with a known start that were seen on two days or more."""
    spans = {
        f"{ats}:{board}:{job}": (board, job, found, expected_versions(nights)[job][-1][0][0])
        for (ats, board), nights in histories.items()
        for job, found in expected_spans(nights).items()
    }
    before = {new: old for new, (old, _, _) in expected_relistings(histories).items()}
    chains = []
    for last in spans.keys() - set(before.values()):
        first = last
        while first in before:
            first = before[first]
        board, job, opened, _ = spans[first]
        _, _, ended, title = spans[last]
        start: date | None = opened[0].opened
        if not opened[0].after or (opened[0].opened - opened[0].after).days > 7:
            start = published(job)
        end = ended[-1]
        is_closed = bool(end.confirmed and end.missing and (end.missing - end.last).days <= 7)
        until = end.missing if is_closed and end.missing else end.last
        if start and start <= opened[0].opened < until:
            days = (opened[0].opened - start).days, (until - start).days
            chains.append(Chain(title, board, *days, is_closed))
    return chains


def survival(chains: list[Chain]) -> Iterator[tuple[int, int, float, float, float | None]]:
    """The product-limit estimate: day, chains at risk, share still open, and its 95 % limits."""
    share, variance = 1.0, 0.0
    for day in sorted({chain.exit for chain in chains if chain.is_closed}):
        at_risk = sum(chain.entry < day <= chain.exit for chain in chains)
        closed = sum(chain.is_closed and chain.exit == day for chain in chains)
        share *= (at_risk - closed) / at_risk
        if share <= 0:
            yield day, at_risk, 0.0, 0.0, None
            return
        variance += closed / (at_risk * (at_risk - closed))
        centre, width = log(-log(share)), 1.959963984540054 * sqrt(variance) / log(share)
        yield day, at_risk, share, exp(-exp(centre - width)), exp(-exp(centre + width))


def median_days(chains: list[Chain]) -> tuple[int | None, int | None, int | None]:
    """The first day on which half of the chains are closed, and the ends of its interval."""
    curve = list(survival(chains))
    shares = ([(row[0], row[column]) for row in curve] for column in (2, 3, 4))
    days = [
        next((day for day, value in rows if value is not None and value <= 0.5 + 1e-9), None)
        for rows in shares
    ]
    return days[0], days[1], days[2]
