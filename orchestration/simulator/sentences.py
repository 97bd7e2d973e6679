"""The sentences of texts as tables, by where in a text they stand, in the forms of vendors.

Not here: which of them a text has (`text`), the sentences themselves (`tasks`).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from orchestration.simulator import tasks, titles
from orchestration.simulator.draws import Texts
from orchestration.simulator.market import LEVELS
from orchestration.simulator.markup import (
    HEADING,
    HEADING_END,
    LIST,
    LIST_END,
    NEXT,
    PARAGRAPH,
    PARAGRAPH_END,
    Form,
    section,
)
from orchestration.simulator.technologies import FAMILIES

_DO = ("What you'll do", "Responsibilities", "Your role", "What you will be doing", "The work")
_NEED = ("Requirements", "What we're looking for", "Qualifications", "You have", "About you")
_NICE = ("Nice to have", "Bonus points", "Preferred qualifications")
_ABOUT = ("About the role", "The role", "About the position", "")
_YEARS = {"intern": 1, "junior": 1, "senior": 5, "staff": 8, "principal": 10, "director": 12}
_DIFFERENT_YEARS = (1, 3, 5, 8, 10, 12)
YEARS_AT = np.array([_DIFFERENT_YEARS.index(_YEARS.get(level, 3)) for level in LEVELS])
NOISE_YEARS = range(2, 8)
SPACING = 20
"""One paragraph in this many has a no-break space, and one a zero-width space."""


def spaced(paragraph: str) -> tuple[str, str, str]:
    """A paragraph with a no-break or zero-width space, as in pasted text, and without."""
    return paragraph.replace(". ", ".\u00a0 ", 1), paragraph + "\u200b", paragraph


def _halves(forms: Iterable[str], gap: str) -> tuple[list[str], list[str]]:
    """What sentences have before and after a gap."""
    before, _, after = zip(*(form.partition(gap) for form in forms), strict=True)
    return list(before), list(after)


def _ended(lines: Iterable[str], end: str) -> list[str]:
    return [line + end for line in lines]


def _lists(headings: Iterable[str]) -> list[str]:
    """Headings of lists."""
    return [HEADING + heading + HEADING_END + LIST for heading in headings]


def _with_years(lines: Iterable[str], years: Iterable[int]) -> list[str]:
    lines = list(lines)
    return [line.replace("{n}", str(n)) for n in years for line in lines]


_ROLE = _halves(tasks.ROLE, "{area}")
_NOISE_ROLE = _halves([role.replace("code", "work") for role in tasks.ROLE[2:]], "{area}")
_STACK = _halves(tasks.STACK, "{x}")
_NEEDS = _with_years(tasks.NEED_ANY, _DIFFERENT_YEARS)
_NOISE_NEEDS = _with_years(tasks.NOISE_NEED, NOISE_YEARS)
SENTENCES = {
    "about": [section(heading) + PARAGRAPH for heading in _ABOUT],
    "role": _ROLE[0],
    "area": titles.AREAS,
    "role, rest": [text + PARAGRAPH_END for rest in _ROLE[1] for text in spaced(rest)],
    "role, more": [section("", (text,)) for text in tasks.ROLE_MORE],
    "work": _lists(_DO),
    "work of family": _ended((text for name in FAMILIES for text in tasks.DO[name]), NEXT),
    "work of any": _ended(tasks.DO_ANY, NEXT),
    "work, last": _ended(tasks.DO_ANY, LIST_END),
    "needs": _lists(_NEED),
    "needs of any": _ended(_NEEDS, NEXT),
    "needs, last": _ended(_NEEDS, LIST_END),
    "stack": [PARAGRAPH + text for text in _STACK[0]],
    "stack, rest": [text + PARAGRAPH_END for text in _STACK[1]],
    "extras": _lists(_NICE),
    "extras of any": _ended(tasks.NICE, NEXT),
    "extras, last": list(tasks.NICE),
    "extras, end": [LIST_END],
    "noise role": _NOISE_ROLE[0],
    "noise role, rest": [text + PARAGRAPH_END for rest in _NOISE_ROLE[1] for text in spaced(rest)],
    "noise work": _ended(tasks.NOISE_DO, NEXT),
    "noise work, last": _ended(tasks.NOISE_DO, LIST_END),
    "noise needs": _ended(_NOISE_NEEDS, NEXT),
    "noise needs, last": _ended(_NOISE_NEEDS, LIST_END),
}
"""All sentences by where they stand, each with the marks that follow it there."""
NAMING = {
    "need": _halves(_with_years(tasks.NEED_WITH, _DIFFERENT_YEARS), "{x}"),
    "work": _halves(tasks.DO_WITH, "{x}"),
    "extras": _halves([tasks.NICE_WITH], "{x}"),
}
"""Sentences that name technologies, before and after them."""


@lru_cache(64)
def rendered(form: Form) -> dict[str, Texts]:
    """The sentences in a form, and none as the last."""
    return {
        name: np.array([*map(form.render, texts), ""], dtype=np.object_)
        for name, texts in SENTENCES.items()
    }
