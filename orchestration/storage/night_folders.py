"""Which nights there are below `raw/` and `quarantine/`, by the names of their folders.

Not here: the files of a night (`raw_nights`), and which nights were missed (`operation.nights`).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path


def night_of(folder: Path) -> date | None:
    """The night in the name of a folder; None for another name."""
    try:
        return date.fromisoformat(folder.name.removeprefix("night="))
    except ValueError:
        return None


def nights_below(base: Path) -> list[date]:
    """The nights that any source or reference table has, in order."""
    return sorted({night for folder in base.glob("*/night=*") if (night := night_of(folder))})
