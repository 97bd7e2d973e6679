"""The text of an opening as sections. It names only technologies it uses.

What a text says is drawn as columns of numbers of sentences. Only then is it written in the forms
of vendors, and a text is one join. Each opening has a text of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from orchestration.simulator import tasks
from orchestration.simulator.draws import Bools, Ints, Texts, below, chance, steps
from orchestration.simulator.market import Market
from orchestration.simulator.markup import HEADING, NEXT, Form, marks
from orchestration.simulator.mentions import Named, edges_of, joined, mentions
from orchestration.simulator.sentences import (
    NAMING,
    NOISE_YEARS,
    SENTENCES,
    SPACING,
    YEARS_AT,
    rendered,
)


class _Said(NamedTuple):
    """A sentence of each opening, by its number in a table; -1 for none."""

    table: str
    number: Ints


class _Lines(NamedTuple):
    """Words of each opening, whose only mark is `NEXT`."""

    texts: Texts


_Section = list[_Said | _Lines]
_HAS_HEADING = np.array([HEADING in text for text in SENTENCES["about"]])


class Composed(NamedTuple):
    """The texts of openings before they are rendered: of some rows the sections, and of each row
    the closing sentences."""

    parts: list[tuple[Ints, list[_Section]]]
    endings: list[list[str]]

    def rendered(self, form: Form, chosen: Bools) -> Texts:
        """The sections of the chosen openings: the role, the stack, the work, the requirements, or
        the stack after them, the extras, and the closing sentences."""
        texts = _column([()] * len(chosen))
        for rows, sections in self.parts:
            at = np.flatnonzero(chosen[rows])
            listed = [_written(each, form, at) for each in sections]
            own = rows[at]
            ends = [form.paragraphs(self.endings[row]) for row in own.tolist()]
            texts[own] = _column(list(zip(*listed, ends, strict=True)))
        return texts


def _column(values: Sequence[object]) -> Texts:
    """A column of values that may be sequences."""
    column = np.empty(len(values), np.object_)
    column[:] = values
    return column


def _written(parts: _Section, form: Form, at: Ints) -> list[str]:
    """A section of some openings in a form."""
    if not parts:
        return [""] * len(at)
    tables, after = rendered(form), marks(form)[NEXT]
    columns = [
        tables[part.table][part.number[at]].tolist()
        if isinstance(part, _Said)
        else [text and text.replace(NEXT, after) for text in part.texts[at].tolist()]
        for part in parts
    ]
    return list(map("".join, zip(*columns, strict=True)))


class _Draws:
    """The draws of some openings, each by its name."""

    def __init__(self, seed: int, opening: Ints) -> None:
        self.seed, self.opening = seed, opening

    def said(self, table: str, has: Bools | None = None) -> _Said:
        """A sentence of a table, for those openings that have one."""
        number = self.below(table, len(SENTENCES[table]))
        return _Said(table, number if has is None else np.where(has, number, -1))

    def below(self, name: str, count: int) -> Ints:
        return below(self.seed, name, self.opening, count)

    def chance(self, name: str, share: float) -> Bools:
        return chance(self.seed, name, self.opening, share)

    def sampled(self, name: str, size: int, least: int, most: int) -> Ints:
        """`least` to `most` different numbers below `size`, a column each; -1 for none."""
        known = steps(size)
        step = np.array(known)[self.below(f"step of {name}", len(known))]
        place = self.below(f"place of {name}", size)
        numbers = (place[:, None] + step[:, None] * np.arange(most)) % size
        count = least + self.below(f"count of {name}", most - least + 1)
        return np.where(np.arange(most) < count[:, None], numbers, -1)

    def lines(self, table: str, numbers: Ints, first: Ints | int = 0) -> list[_Said | _Lines]:
        """Lines of a list, whose last one is in a table of its own and is always there."""
        at = np.where(numbers < 0, -1, numbers + np.reshape(first, (-1, 1)))
        own, last = table, table.replace(" of any", "") + ", last"
        return [*(_Said(own, column) for column in at.T[:0:-1]), _Said(last, at[:, 0])]

    def role(self, kind: str, area: Ints) -> list[_Said]:
        role = self.said(kind)
        rest = role.number * 3 + np.minimum(self.below("spacing", SPACING), 2)
        return [self.said("about"), role, _Said("area", area), _Said(f"{kind}, rest", rest)]

    def naming(self, kind: str, named: Named, before: str = "", after: str = "") -> Texts:
        """A sentence around the technologies that it names, for openings that name any."""
        start, end = (np.array(texts, dtype=np.object_) for texts in NAMING[kind])
        form = below(self.seed, f"form of {kind}", self.opening[named.row], len(start))
        texts = np.full(len(self.opening), "", np.object_)
        texts[named.row] = before + start[form] + named.words + end[form] + after
        return texts


def compose(seed: int, openings: Market, area: Ints, endings: list[list[str]]) -> Composed:
    """The texts of openings, which end with some sentences."""
    parts = []
    for rows, sections in (
        (np.flatnonzero(~openings.noise), _software), (np.flatnonzero(openings.noise), _noise)
    ):  # fmt: skip
        if len(rows):
            own = openings.take(rows)
            parts.append((rows, sections(_Draws(seed, own.opening), own, area[rows])))
    # An impossible pay, so that the sample has a value that is set aside.
    impossible = openings.noise & chance(seed, "impossible pay", openings.opening, 0.05)
    for row in np.flatnonzero(impossible).tolist():
        endings[row].append(tasks.IMPOSSIBLE_PAY)
    return Composed(parts, endings)


def _software(draws: _Draws, openings: Market, area: Ints) -> list[_Section]:
    said = mentions(draws.seed, openings.opening, openings.uses)
    own = draws.sampled("lines of family", len(tasks.DO["backend"]), 3, 3)
    own += openings.family[:, None] * len(tasks.DO["backend"])
    names, place = draws.naming("work", said.work, after=NEXT), draws.below("place of names", 3)
    work: _Section = [draws.said("work")]
    for at in range(3):  # between which lines the technologies are named
        work += [_Lines(np.where(place == at, names, "")), _Said("work of family", own[:, at])]
    work += draws.lines("work of any", draws.sampled("work", len(tasks.DO_ANY), 3, 5))
    years = YEARS_AT[openings.seniority]
    needs = draws.lines(
        "needs of any",
        draws.sampled("needs", len(tasks.NEED_ANY), 3, 5),
        years * len(tasks.NEED_ANY),
    )
    role = draws.role("role", area)
    # Without a heading of its own the role may follow what the company says of itself.
    early = draws.chance("stack is early", 0.3) & _HAS_HEADING[role[0].number]
    has_extras = draws.chance("has extras", 0.7)
    with_names = np.where(has_extras, draws.naming("extras", said.extras, NEXT), "")
    extras = draws.sampled("extras", len(tasks.NICE), 2, 3)
    extras[~has_extras] = -1
    return [
        [*role, draws.said("role, more")],
        _stack(draws, said.stack, early),
        work,
        [draws.said("needs"), _Lines(_required(draws, said.required, years)), *needs],
        _stack(draws, said.stack, ~early),
        [
            draws.said("extras", has_extras),
            *draws.lines("extras of any", extras),
            _Lines(with_names),
            draws.said("extras, end", has_extras),
        ],
    ]


def _required(draws: _Draws, named: Named, years: Ints) -> Texts:
    """The requirements that name technologies, no two of an opening in the same words."""
    forms = len(tasks.NEED_WITH)
    form = draws.sampled("needs with", forms, forms, forms)[named.row, named.number]
    start, end = (np.array(texts, dtype=np.object_) for texts in NAMING["need"])
    form = form + years[named.row] * forms
    lines = start[form] + named.words + end[form] + NEXT
    return joined(lines, edges_of(np.bincount(named.row, minlength=len(years))))


def _stack(draws: _Draws, named: Named, here: Bools) -> _Section:
    """All technologies in a sentence, if they stand here."""
    words = np.full(len(here), "", np.object_)
    words[named.row] = named.words
    has = here & (words != "")
    stack = draws.said("stack", has)
    return [stack, _Lines(np.where(has, words, "")), _Said("stack, rest", stack.number)]


def _noise(draws: _Draws, openings: Market, area: Ints) -> list[_Section]:
    """A posting that asks for no technology."""
    years = draws.below("years", len(NOISE_YEARS)) * len(tasks.NOISE_NEED)
    needs = draws.sampled("needs", len(tasks.NOISE_NEED), 4, 4)
    work = draws.sampled("work", len(tasks.NOISE_DO), 5, 5)
    return [
        [*draws.role("noise role", area)],
        [],
        [draws.said("work"), *draws.lines("noise work", work)],
        [draws.said("needs"), *draws.lines("noise needs", needs, years)],
        [],
        [],
    ]
