"""The accuracy of each inference, on data from outside. `python -m benchmarks.quality --help`.

Every public module measures one inference (`TITLE`, and `ABOUT` in plain words). It names the dbt
models that it reads (`MODELS`), may add listings to those that are recorded (`given(data)`), and
yields a `Claim` for each thing it measures (`claims(data, warehouse)`). All modules read one
warehouse. A claim holds its cases one by one, so that every measure is split and averaged by
employer in one place, here.

Employers are split by the hash of their board's name: rules are made on the half `teaching`; the
half `telling` only tells. The gap between the two shows how far the rules fit what they were made
on. The rows of a labelled file have no employer and belong to neither half.
"""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from types import ModuleType

FEWEST = 30
"""A measure on fewer cases says nothing about its target."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that is measured: the share of cases that hold. `cases` has (board, holds); the
    board is None for a case without an employer.

    `bar` is the target of the share, None for a claim without one; with `at_most` the share must
    not be above it, for shares of wrong answers. `not_run` says why there are no cases. `about`
    says in plain words what the share is of, for the quality page of a release, which leaves out
    details.
    """

    measure: str
    cases: Sequence[tuple[str | None, bool]] = ()
    bar: float | None = None
    at_most: bool = False
    not_run: str | None = None
    about: str = ""
    is_detail: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """The figures of a claim. Shares are None where there is no case."""

    claim: Claim
    n: int
    value: float | None
    n_teaching: int
    teaching: float | None
    n_telling: int
    telling: float | None
    employers: int
    by_employer: float | None
    """The mean over employers of each employer's share."""

    @property
    def gap(self) -> float | None:
        """The share of the teaching half less that of the other; above 0 the rules fit what they
        were made on. Of wrong answers the other way round. None where a half has few cases."""
        if self.teaching is None or self.telling is None or self._smaller_half < FEWEST:
            return None
        difference = self.teaching - self.telling
        return -difference if self.claim.at_most else difference

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of the share (Wilson), as if each case stood for itself."""
        if self.value is None:
            return None
        z, n = 1.96, self.n
        middle = (self.value + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * sqrt(self.value * (1 - self.value) / n + (z / n / 2) ** 2)
        return max(0.0, middle - half), min(1.0, middle + half)

    @property
    def state(self) -> str:
        """`met` or `not met`; `` without a target; `too few` cases, or `not run`.

        Where both halves have enough cases, the half that only tells is compared with the target.
        """
        if not self.n:
            return "not run"
        if self.claim.bar is None:
            return ""
        if self.n < FEWEST:
            return "too few"
        value = self.telling if self._smaller_half >= FEWEST else self.value
        assert value is not None
        met = value <= self.claim.bar if self.claim.at_most else value >= self.claim.bar
        return "met" if met else "not met"

    @property
    def _smaller_half(self) -> int:
        return min(self.n_teaching, self.n_telling)


def is_teaching(board: str) -> bool:
    """Whether rules may be made on the postings of a board."""
    return hashlib.md5(board.lower().encode(), usedforsecurity=False).hexdigest()[0] in "02468ace"


def measured(claim: Claim) -> Measure:
    """The figures of a claim."""
    by_board: dict[str, list[bool]] = defaultdict(list)
    for board, holds in claim.cases:
        if board is not None:
            by_board[board].append(holds)
    halves: dict[bool, list[bool]] = {True: [], False: []}
    for board, hits in by_board.items():
        halves[is_teaching(board)] += hits
    return Measure(
        claim,
        len(claim.cases),
        _share([holds for _, holds in claim.cases]),
        len(halves[True]),
        _share(halves[True]),
        len(halves[False]),
        _share(halves[False]),
        len(by_board),
        _mean([sum(hits) / len(hits) for hits in by_board.values()]),
    )


def modules(only: Iterable[str] = ()) -> list[ModuleType]:
    """The modules that measure, in alphabetical order, hand cases last; with `only` these."""
    found = [m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_")]
    names = sorted(found, key=lambda name: (name == "cases", name))
    chosen = [name for name in names if name in set(only) or not only]
    return [importlib.import_module(f"{__name__}.{name}") for name in chosen]


def _share(hits: list[bool]) -> float | None:
    return sum(hits) / len(hits) if hits else None


def _mean(shares: list[float]) -> float | None:
    return sum(shares) / len(shares) if shares else None
