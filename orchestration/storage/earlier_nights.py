"""What is read of the nights before a night: files of single nights, and compacted nights.

Not here: how nights are compacted (`compaction`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from orchestration.plain_text import sql_literal
from orchestration.storage.night_folders import night_of

NAME = r"nights=\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d"
"""The name of a folder of compacted nights, as a pattern: their first and last night."""


@dataclass(frozen=True, order=True)
class Compacted:
    """A folder with the rows of all sources' nights from `first` to `last`."""

    first: date
    last: date
    folder: Path

    def holds(self, night: date) -> bool:
        """Whether the rows of a night are here."""
        return self.first <= night <= self.last


@dataclass(frozen=True)
class EarlierNights:
    """The accepted nights of all sources before `night`; `compacted` holds some of them."""

    raw: Path
    night: date
    compacted: Sequence[Compacted] = ()

    def files(self, ats: str, name: str) -> list[str]:
        """The files of a name in the single nights of a source, oldest first."""
        return self._files(ats, name, ())

    def files_not_compacted(self, ats: str, name: str) -> list[str]:
        """The same, without those whose rows are in compacted nights."""
        return self._files(ats, name, self.compacted)

    def _files(self, ats: str, name: str, held: Sequence[Compacted]) -> list[str]:
        return sorted(
            str(file)
            for file in (self.raw / ats).glob(f"night=*/{name}.parquet")
            if (night := night_of(file.parent))
            and night < self.night
            and not any(one.holds(night) for one in held)
        )

    def rows(self, ats: str, name: str) -> str | None:
        """SQL of the rows that a source has in a table, with their `night`; None where there is no
        file."""
        parts = []
        if files := self.files_not_compacted(ats, name):
            parts.append(f"select * from {nightly(files)}")
        if self.compacted:
            parts.append(f"{compacted_rows(self.compacted, name)} where ats = {sql_literal(ats)}")
        return f"({' union all by name '.join(parts)})" if parts else None


def nightly(files: Iterable[str]) -> str:
    """SQL that reads files of nights, with the column `night`."""
    types = "hive_partitioning = true, hive_types = {'night': date}, union_by_name = true"
    return f"read_parquet([{', '.join(map(sql_literal, files))}], {types})"


def compacted_rows(compacted: Sequence[Compacted], name: str) -> str:
    """SQL of the rows of a table in compacted nights, as their nights have them."""
    files = ", ".join(sql_literal(str(one.folder / f"{name}.parquet")) for one in compacted)
    read = f"read_parquet([{files}], hive_partitioning = false, union_by_name = true)"
    if name == "sightings":
        return f"select * exclude (nights), unnest(nights) as night from {read}"
    return f"select * from {read}"
