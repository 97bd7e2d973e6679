"""What is read of the nights before a night: files of single nights, and compacted nights.

Not here: how nights are compacted (`compaction`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from orchestration.plain_text import sql_literal

NAME = r"nights=\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d"
"""The name of a folder of compacted nights, as a pattern: their first and last night."""


@dataclass(frozen=True, order=True)
class Compacted:
    """A folder with the rows of all sources' nights from `first` to `last`."""

    first: date
    last: date
    folder: Path

    def holds(self, night: str) -> bool:
        """Whether the rows of a night, as in the name of its folder, are here."""
        return self.first.isoformat() <= night <= self.last.isoformat()


def earlier_files(
    accepted: Path, night: date, name: str, compacted: Sequence[Compacted] = ()
) -> list[str]:
    """The files of a name in the nights of a source before `night` that are not compacted, oldest
    first."""
    return sorted(
        str(file)
        for file in accepted.glob(f"night=*/{name}.parquet")
        if (held := file.parent.name.removeprefix("night=")) < night.isoformat()
        and not any(one.holds(held) for one in compacted)
    )


def earlier_rows(
    accepted: Path, night: date, name: str, compacted: Sequence[Compacted] = ()
) -> str | None:
    """SQL of the rows that the nights of a source before `night` have in a table, with their
    `night`; None where there is no file."""
    parts = []
    if files := earlier_files(accepted, night, name, compacted):
        parts.append(f"select * from {nightly(files)}")
    if compacted:
        parts.append(f"{compacted_rows(compacted, name)} where ats = {sql_literal(accepted.name)}")
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
