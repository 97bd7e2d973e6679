"""The text of a posting as sections, in no vendor's markup. It names only technologies it uses.

A section is put together from tables of its sentences, in every form in which they are drawn: the
texts of many openings are columns, and a text is one join. Each opening has a text of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import repeat

import numpy as np

from orchestration.simulator import tasks, titles, words
from orchestration.simulator.companies import Company
from orchestration.simulator.draws import Ints, Random, Texts, below, chance, rotations
from orchestration.simulator.market import LEVELS, Market
from orchestration.simulator.mentions import edges_of, joined, mentions
from orchestration.simulator.posting import (
    HEADING,
    HEADING_END,
    LIST,
    LIST_END,
    NEXT,
    PARAGRAPH,
    PARAGRAPH_END,
    Board,
    section,
)
from orchestration.simulator.technologies import FAMILIES

_DO = ("What you'll do", "Responsibilities", "Your role", "What you will be doing", "The work")
_NEED = ("Requirements", "What we're looking for", "Qualifications", "You have", "About you")
_NICE = ("Nice to have", "Bonus points", "Preferred qualifications")
_ABOUT = ("About the role", "The role", "About the position", "")
_YEARS = {"intern": 1, "junior": 1, "senior": 5, "staff": 8, "principal": 10, "director": 12}
_YEARS_OF = [_YEARS.get(level, 3) for level in LEVELS]


def _table(rows: Iterable[object]) -> Texts:
    """Texts, or nested lists of them that are of the same lengths, as an array."""
    return np.array(list(rows), dtype=np.object_)


def _lines(samples: Iterable[Sequence[str]], end: str = "") -> list[str]:
    return [NEXT.join(sample) + end for sample in samples]


def _heads(headings: Sequence[str]) -> Texts:
    """Headings of lists."""
    return _table(HEADING + heading + HEADING_END + LIST for heading in headings)


def _filled(lines: Sequence[str], n: int) -> list[str]:
    return [line.replace("{n}", str(n)) for line in lines]


def _spaced(paragraph: str) -> tuple[str, str, str]:
    """A paragraph with a no-break or zero-width space, as in pasted text, and without."""
    return paragraph.replace(". ", ".\u00a0 ", 1), paragraph + "\u200b", paragraph


def _roles(sentences: Sequence[str]) -> Texts:
    """Each sentence for each area in each spacing."""
    return _table(
        [
            [text + PARAGRAPH_END for text in _spaced(sentence.format(area=area))]
            for area in titles.AREAS
        ]
        for sentence in sentences
    )


def _around(forms: Sequence[str], before: str = "", after: str = "") -> tuple[Texts, Texts]:
    """What sentences have before and after the technologies that they name."""
    ends = [form.partition("{x}")[::2] for form in forms]
    return _table(before + start for start, _ in ends), _table(end + after for _, end in ends)


_SPACING = 20
"""One paragraph in this many has a no-break space, and one a zero-width space."""
_ABOUT_HEADS = _table(section(heading) + PARAGRAPH for heading in _ABOUT)
_DO_HEADS, _NEED_HEADS, _NICE_HEADS = _heads(_DO), _heads(_NEED), _heads(_NICE)
_ROLE, _NOISE_ROLE = (
    _roles(tasks.ROLE), _roles([role.replace("code", "work") for role in tasks.ROLE[2:]])
)  # fmt: skip
_ROLE_MORE = _table(section("", (text,)) for text in tasks.ROLE_MORE)
_DO_FIRST, _DO_REST = (
    _table(
        [
            ["".join(line + NEXT for line in lines[part]) for part in parts]
            for lines in rotations(tasks.DO[family], 3)
        ]
        for family in FAMILIES
    )
    for parts in ([slice(k) for k in range(3)], [slice(k, None) for k in range(3)])
)
"""Three lines in two parts, between which a line may name technologies."""
_DO_ANY = _table(_lines(rotations(tasks.DO_ANY, count), LIST_END) for count in (3, 4, 5))
_NEED_ORDER = np.array(rotations(range(len(tasks.NEED_WITH)), len(tasks.NEED_WITH)))
_NEED_BEFORE = _table(_around(_filled(tasks.NEED_WITH, n))[0] for n in _YEARS_OF)
_NEED_AFTER = _around(tasks.NEED_WITH, after=NEXT)[1]
_NEED_ANY = _table(
    [_lines(rotations(_filled(tasks.NEED_ANY, n), count), LIST_END) for count in (3, 4, 5)]
    for n in _YEARS_OF
)
_EXTRAS = _table(_lines(rotations(tasks.NICE, count)) for count in (2, 3))
_WORK_WITH = _around(tasks.DO_WITH, after=NEXT)
_EXTRA_WITH = _around((tasks.NICE_WITH,), NEXT)
_STACK = _around(tasks.STACK, PARAGRAPH, PARAGRAPH_END)
_NOISE_DO = _table(_lines(rotations(tasks.NOISE_DO, 5), LIST_END))
_NOISE_NEED = _table(
    _lines(rotations(_filled(tasks.NOISE_NEED, n), 4), LIST_END) for n in range(2, 8)
)


class _Draws:
    """The draws of some openings, each by its name."""

    def __init__(self, seed: int, opening: Ints) -> None:
        self.seed, self.opening = seed, opening

    def below(self, name: str, count: int, rows: Ints | slice = slice(None)) -> Ints:
        return below(self.seed, name, self.opening[rows], count)

    def spacing(self) -> Ints:
        return np.minimum(self.below("spacing", _SPACING), 2)

    def has(self, name: str, share: float) -> Ints:
        """The openings for which a chance comes true."""
        return np.flatnonzero(chance(self.seed, name, self.opening, share))

    def named(self, name: str, forms: tuple[Texts, Texts], rows: Ints, said: Texts) -> Texts:
        """A column of sentences that name technologies, in some rows."""
        before, after = forms
        form = self.below(name, len(before), rows)
        filled = np.full(len(self.opening), "", np.object_)
        filled[rows] = _concatenated(before[form], said, after[form])
        return filled


def _concatenated(*columns: Texts | str) -> list[str]:
    """One text a row of what columns have side by side; a string is the same in each row."""
    listed = (repeat(each) if isinstance(each, str) else each.tolist() for each in columns)
    return list(map("".join, zip(*listed, strict=False)))


def bodies(
    seed: int, openings: Market, area: Ints, endings: Sequence[list[str]]
) -> list[tuple[str, ...]]:
    """The text of each opening: the role, the stack, the work, the requirements, or the stack after
    them, the extras, and the closing sentences."""
    columns = [np.full(len(openings.number), "", np.object_) for _ in range(6)]
    for rows, compose in (
        (np.flatnonzero(~openings.noise), _software), (np.flatnonzero(openings.noise), _noise)
    ):  # fmt: skip
        if len(rows):
            own = openings.take(rows)
            sections = compose(_Draws(seed, own.opening), own, area[rows])
            for column, texts in zip(columns, sections, strict=True):
                column[rows] = texts
    # An impossible pay, so that the sample has a value that is set aside.
    impossible = openings.noise & chance(seed, "impossible pay", openings.opening, 0.05)
    ends = [
        section("", [*ending, tasks.IMPOSSIBLE_PAY] if is_impossible else ending)
        for ending, is_impossible in zip(endings, impossible.tolist(), strict=True)
    ]
    return list(zip(*(column.tolist() for column in columns), ends, strict=True))


def _software(draws: _Draws, openings: Market, area: Ints) -> list[Texts | list[str]]:
    size, pick = len(openings.number), draws.below
    said = mentions(draws.seed, openings.opening, openings.uses)
    role = _concatenated(
        _ABOUT_HEADS[pick("about", len(_ABOUT))],
        _ROLE[pick("role", len(_ROLE)), area, draws.spacing()],
        _ROLE_MORE[pick("role more", len(_ROLE_MORE))],
    )
    own = pick("lines of family", _DO_FIRST.shape[1])
    at = pick("place of names", _DO_FIRST.shape[2])
    work = _concatenated(
        _DO_HEADS[pick("heading of work", len(_DO))],
        _DO_FIRST[openings.family, own, at],
        draws.named("work with", _WORK_WITH, *said.work),
        _DO_REST[openings.family, own, at],
        _DO_ANY[pick("count of work", 3), pick("lines of work", _DO_ANY.shape[1])],
    )
    row, number, names = said.required
    form = _NEED_ORDER[pick("forms of needs", len(_NEED_ORDER))[row], number]
    lines = _concatenated(_NEED_BEFORE[openings.seniority[row], form], names, _NEED_AFTER[form])
    need = _concatenated(
        _NEED_HEADS[pick("heading of needs", len(_NEED))],
        joined(lines, edges_of(np.bincount(row, minlength=size))),
        _NEED_ANY[openings.seniority, pick("count of needs", 3), pick("needs", _NEED_ANY.shape[2])],
    )
    stack = draws.named("stack", _STACK, *said.stack)
    early, late = stack.copy(), stack
    is_early = chance(draws.seed, "stack is early", draws.opening, 0.3)
    early[~is_early], late[is_early] = "", ""
    extras = np.full(size, "", np.object_)
    rows = draws.has("has extras", 0.7)
    extras[rows] = _concatenated(
        _NICE_HEADS[pick("heading of extras", len(_NICE), rows)],
        _EXTRAS[pick("count of extras", 2, rows), pick("extras", _EXTRAS.shape[1], rows)],
        draws.named("extras with", _EXTRA_WITH, *said.extra)[rows],
        LIST_END,
    )
    return [role, early, work, need, late, extras]


def _noise(draws: _Draws, openings: Market, area: Ints) -> list[Texts | list[str]]:
    """A posting that asks for no technology."""
    pick = draws.below
    role = _concatenated(
        _ABOUT_HEADS[pick("about", len(_ABOUT))],
        _NOISE_ROLE[pick("role", len(_NOISE_ROLE)), area, draws.spacing()],
    )
    work = _concatenated(
        _DO_HEADS[pick("heading of work", len(_DO))],
        _NOISE_DO[pick("lines of work", len(_NOISE_DO))],
    )
    need = _concatenated(
        _NEED_HEADS[pick("heading of needs", len(_NEED))],
        _NOISE_NEED[pick("years", len(_NOISE_NEED)), pick("needs", _NOISE_NEED.shape[1])],
    )
    nothing = np.full(len(role), "", np.object_)
    return [role, nothing, work, need, nothing, nothing]


def board(seed: int, company: Company) -> Board:
    """The text around each posting of a company: the company, its benefits, equal opportunity."""
    rng = Random(seed, "boilerplate", company.number)
    industry = company.industries[0] if company.industries else ""
    facts = {
        "name": company.name,
        "about": words.ABOUT[industry],
        "year": 1998 + rng.randrange(26),
    }
    intro = [rng.choice(words.INTRO).format(**facts, n=4 + rng.randrange(60))]
    intro += rng.sample(words.INTRO_MORE, 1 + rng.randrange(3))
    if rng.chance(0.45):
        others = [name for name in words.VENDOR_NAMES if name != company.name]
        a, b, c = rng.sample(others, 3)
        intro.append(rng.choice(words.VENDORS).format(name=company.name, a=a, b=b, c=c))
    if rng.chance(0.35):
        n, m = 8 + rng.randrange(200), 5 + rng.randrange(90)
        intro.append(rng.choice(words.FUNDING).format(n=n, m=m, s=rng.choice("ABCD")))
    benefits = rng.sample(words.BENEFITS, 5 + rng.randrange(4))
    equal = [item.format(name=company.name) for item in rng.sample(words.EQUAL, 2)]
    if rng.chance(0.7):
        equal.insert(0, rng.choice(words.PROCESS))
    if rng.chance(0.12):
        equal.append(words.AI_POLICY)
    heading = rng.choice(("Benefits", "What we offer", "Why join us", f"Life at {company.name}"))
    intro = [_spaced(item)[min(rng.randrange(_SPACING), 2)] for item in intro]
    outro = (section(heading, (), benefits), section("", equal))
    return Board(company, (section("", intro),), outro)
