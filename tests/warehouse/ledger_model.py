"""A random ledger of published figures, and what its tables must hold, computed night by night.

Nothing here is read from the project's SQL: it is the second opinion on it.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

NIGHT = date(2026, 11, 2)
"""The night that is built."""
DAYS = (7, 30, 90)
CARRIED = 7
SEGMENTS = ("index", "technology=go", "country=DE")
MEASURES = ("listing_count", "mean_salary_usd", "disclosure_share", "remote_of_read_share")
RULES = ("unknown", "older", "oldest")
"""Rules of editions; the release that is built has the first."""
Figure = tuple[str, str]
"""Segment and measure."""


@dataclass
class Sums:
    """One board of an edition."""

    listings: int
    read: int
    paid: int
    remote: int
    total: float
    is_stale: bool


@dataclass
class Edition:
    """The figures and boards of a night, as one release published them."""

    night: date
    known: date
    number: int
    rules: str
    figures: dict[Figure, float] = field(default_factory=dict)
    boards: dict[str, Sums] = field(default_factory=dict)


def edition(chance: random.Random, night: date, known: date, number: int, rules: str) -> Edition:
    """A random edition; some figures and boards are missing, and some boards have no listing."""
    made = Edition(night, known, number, rules)
    for segment in SEGMENTS:
        for measure in MEASURES:
            if chance.random() < 0.9:
                share = measure.endswith("_share")
                value = chance.random() if share else chance.randrange(20, 200_000)
                made.figures[segment, measure] = value
    for board in range(5):
        if chance.random() < 0.8:
            listings = chance.choice((0, chance.randrange(1, 50)))
            read = chance.randint(0, listings)
            paid, remote = chance.randint(0, read), chance.randint(0, read)
            total = round(paid * chance.uniform(40_000, 300_000), 2)
            is_stale = chance.random() < 0.2
            made.boards[f"lever:{board}"] = Sums(listings, read, paid, remote, total, is_stale)
    return made


def random_ledger(chance: random.Random) -> list[Edition]:
    """The editions of random nights: some after the night that is built, or known only after it."""
    found = []
    rules = list(RULES)
    for back in range(100, -4, -1):
        night = NIGHT - timedelta(days=back)
        if chance.random() < 0.3:
            continue  # missed
        known, current = night, max(0, min(2, back // 35))
        for number in range(1, chance.choice((2, 2, 3, 4))):
            found.append(edition(chance, night, known, number, rules[current]))
            known += timedelta(days=chance.choice((0, 1, 6, 7, 8, 30, 45)))
            current = chance.randint(0, current)
    return found


@dataclass
class World:
    """What the tables of the night read: known editions by night, oldest first. The release itself
    is the only one of its night."""

    by_night: dict[date, list[Edition]]

    @classmethod
    def of(cls, ledger: list[Edition], own: Edition) -> World:
        """The part of a ledger that was known on the night, and the release itself."""
        by_night: dict[date, list[Edition]] = {}
        for one in sorted(ledger, key=lambda e: (e.night, e.number)):
            if one.night < own.night and one.known <= own.night:
                by_night.setdefault(one.night, []).append(one)
        return cls({**by_night, own.night: [own]})

    def figures(self) -> Iterator[tuple[date, Figure, list[float | None]]]:
        """Each night and figure with its values: then, after 7, 30 and 90 nights, now."""
        for night, editions in self.by_night.items():
            chosen: list[Edition | None] = [editions[0]]
            for days in DAYS:
                until = night + timedelta(days=days)
                known = [e for e in editions if e.known <= until and until <= NIGHT]
                chosen.append(known[-1] if known else None)
            chosen.append(editions[-1])
            for figure in sorted({f for e in editions for f in e.figures}):
                yield night, figure, [e.figures.get(figure) if e else None for e in chosen]

    def revisions(self) -> dict[Figure, tuple[int, int, list[float | None]]]:
        """By figure: its nights, how many were revised, and the mean absolute revisions."""
        values: dict[Figure, list[list[float | None]]] = {}
        for night, figure, known in self.figures():
            if night < NIGHT:
                values.setdefault(figure, []).append(known)
        found = {}
        for figure, nights in values.items():
            revised = sum(known[0] != known[-1] for known in nights)
            means: list[float | None] = []
            for column in range(1, len(DAYS) + 2):
                pairs = ((known[0], known[column]) for known in nights)
                apart = [abs(b - a) for a, b in pairs if a is not None and b is not None]
                means.append(sum(apart) / len(apart) if apart else None)
            found[figure] = (len(nights), revised, means)
        return found

    def index(self, measure: str) -> Iterator[tuple[date, str, int, float, date]]:
        """Each night with its link, matched boards, index and the start of its chain."""
        before, level, start = None, 100.0, NIGHT
        for night in self.by_night:
            state, boards, ratio = self._link(before, night, measure)
            if ratio is None:
                level, start = 100.0, night
            else:
                level *= ratio
            yield night, state, boards, level, start
            before = night

    def _link(
        self, before: date | None, night: date, measure: str
    ) -> tuple[str, int, float | None]:
        if before is None:
            return "first night", 0, None
        pairs = (
            (one, other)
            for other in reversed(self.by_night[night])
            for one in reversed(self.by_night[before])
            if one.rules == other.rules
        )
        pair = next(pairs, None)
        if pair is None:
            return "rules changed", 0, None
        fresh = [{b for b, s in e.boards.items() if not s.is_stale} for e in pair]
        matched = sorted(fresh[0] & fresh[1])
        if not matched:
            return "no matched board", 0, None
        old, new = (value_of(measure, [e.boards[b] for b in matched]) for e in pair)
        if not old or not new:
            return "no value", len(matched), None
        return "linked", len(matched), new / old


def value_of(measure: str, boards: list[Sums]) -> float | None:
    """A measure over some boards; None for a mean or share of nothing."""
    part, whole = {
        "listing_count": (sum(b.listings for b in boards), 1),
        "mean_salary_usd": (math.fsum(b.total for b in boards), sum(b.paid for b in boards)),
        "disclosure_share": (sum(b.paid for b in boards), sum(b.read for b in boards)),
        "remote_of_read_share": (sum(b.remote for b in boards), sum(b.read for b in boards)),
    }[measure]
    return part / whole if whole else None


Answers = dict[str, dict[date, str]]
"""The outcome of each board by night."""


def random_answers(chance: random.Random, nights: list[date]) -> Answers:
    """How boards ended; some die, and some nights lack a board."""
    outcomes = ("complete", "complete", "complete", "not_modified", "partial", "failed", "skipped")
    return {
        f"board{number}": {
            night: chance.choice(outcomes)
            for night in nights
            if chance.random() < 0.8 and (number or night < nights[len(nights) // 2])
        }
        for number in range(3)
    }


def settled(answers: Answers, night: date) -> date | None:
    """The first night on which a night is settled; None while it is provisional."""
    dates = [night]
    for nights in answers.values():
        complete = sorted(n for n, o in nights.items() if o in ("complete", "not_modified"))
        later = [n for n in complete if n > night]
        counted = [n for n in complete if 0 <= (night - n).days <= CARRIED][-1:]
        if nights.get(night) == "partial":
            counted.append(night)
        for answered in counted:
            dates.append(min([*later[:1], answered + timedelta(days=CARRIED + 1)]))
    return max(dates) if max(dates) <= NIGHT else None
