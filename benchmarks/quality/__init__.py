"""How right each inference is, on data nobody here wrote. `python -m benchmarks.quality --help`.

Every public module here measures one inference: `measures(real, work)` yields a `Measure` for each
claim whose data lie in `real`, and nothing for data that are not there.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Measure:
    """One measured figure. `bar` is null for a figure that is printed only; `at_most` turns the
    comparison round, for shares of wrong answers."""

    measure: str
    n: int
    value: float
    bar: float | None = None
    at_most: bool = False

    @property
    def met(self) -> bool | None:
        """Whether the bar is reached; null without a bar."""
        if self.bar is None:
            return None
        return self.value <= self.bar if self.at_most else self.value >= self.bar


def discover(real: Path, work: Path) -> Iterator[Measure]:
    """The measures of all modules, in alphabetical order."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))
    for name in names:
        module = importlib.import_module(f"{__name__}.{name}")
        folder = work / name
        folder.mkdir(parents=True, exist_ok=True)
        yield from module.measures(real, folder)
