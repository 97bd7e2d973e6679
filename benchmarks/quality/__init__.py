"""The accuracy of each inference, on data from outside. `python -m benchmarks.quality --help`.

Every public module measures one inference: `measures(real, work)` yields a `Measure` for each claim
whose data are in the folder `real`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Measure:
    """One measured figure. `bar` is its target, None for a figure without one; with `at_most` the
    value must not be above it, for shares of wrong answers."""

    measure: str
    n: int
    value: float
    bar: float | None = None
    at_most: bool = False

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None without a target."""
        if self.bar is None:
            return None
        return self.value <= self.bar if self.at_most else self.value >= self.bar


def all_measures(real: Path, work: Path) -> Iterator[Measure]:
    """The measures of all modules, in alphabetical order."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))
    for name in names:
        module = importlib.import_module(f"{__name__}.{name}")
        folder = work / name
        folder.mkdir(parents=True, exist_ok=True)
        yield from module.measures(real, folder)
