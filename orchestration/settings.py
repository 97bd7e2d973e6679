"""Paths and environment, in one frozen dataclass. Nothing else reads the environment."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
DBT_PROJECT = PROJECT / "dbt_project"
BOARDS = Path(__file__).resolve().parent / "boards"


@dataclass(frozen=True)
class Settings:
    """Where one index lives on disk. `home` is absolute; every path below hangs from it."""

    home: Path
    contact: str
    detail_budget: int = 5_000
    """Requests for details that a vendor is asked for in one night; 0 for any number."""
    sources_on: frozenset[str] = frozenset()
    """Sources that are off by default and are asked all the same, as far as robots.txt allows."""
    memory: str = ""
    """What DuckDB may hold in memory, like `8GB`; empty for seven tenths of the machine's."""
    threads: int = 0
    """Threads that DuckDB works with; 0 for one per core."""

    @property
    def memory_limit(self) -> str:
        """`memory`, or what the machine and its container leave, in DuckDB's words."""
        return self.memory or f"{int(0.7 * _machine_memory() / 2**20)}MiB"

    @property
    def thread_count(self) -> int:
        return self.threads or len(os.sched_getaffinity(0))

    @classmethod
    def from_environment(cls) -> Settings:
        """HIRING_INDEX_HOME (default ./data), _CONTACT (shown to the boards), _DETAIL_BUDGET
        (default 5000), _SOURCES_ON (names with commas between), _MEMORY (like 8GB) and _THREADS;
        ValueError for what is no number."""
        home = Path(os.environ.get("HIRING_INDEX_HOME") or "data").absolute()
        if set(str(home)) & set("*?[]"):
            raise ValueError(f"{home}: a home with * ? [ or ] in its path cannot be read")
        on = os.environ.get("HIRING_INDEX_SOURCES_ON", "").split(",")
        return cls(
            home=home,
            contact=os.environ.get("HIRING_INDEX_CONTACT", ""),
            detail_budget=_number("HIRING_INDEX_DETAIL_BUDGET", cls.detail_budget),
            memory=_size("HIRING_INDEX_MEMORY"),
            threads=_number("HIRING_INDEX_THREADS", cls.threads),
            sources_on=frozenset(name.strip() for name in on if name.strip()),
        )

    @property
    def raw(self) -> Path:
        return self.home / "raw"

    @property
    def quarantine(self) -> Path:
        return self.home / "quarantine"

    @property
    def warehouse(self) -> Path:
        return self.home / "warehouse.duckdb"

    @property
    def releases(self) -> Path:
        return self.home / "releases"

    @property
    def current(self) -> Path:
        return self.home / "current"

    @property
    def dagster_home(self) -> Path:
        return self.home / "dagster"

    @property
    def work(self) -> Path:
        """Scratch space of a running night; anything here may be deleted between runs."""
        return self.home / "work"

    def raw_night(self, name: str, night: date) -> Path:
        """Where one accepted night of one raw source lies."""
        return self.raw / name / f"night={night.isoformat()}"


def _number(name: str, default: int) -> int:
    text = os.environ.get(name) or str(default)
    if not text.isascii() or not text.isdigit():
        raise ValueError(f"{name} is no number: {text:.40}")
    return int(text)


def _size(name: str) -> str:
    text = os.environ.get(name, "").strip()
    if text and not re.fullmatch(r"(?i)\d+(\.\d+)? ?[KMGT]i?B", text):
        raise ValueError(f"{name} is no size like 8GB: {text:.40}")
    return text


def _machine_memory() -> int:
    """Bytes of memory of this machine, or of the container that it runs in."""
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for limit in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        file = Path(limit)
        text = file.read_text("utf-8").strip() if file.exists() else ""
        if text.isdigit():
            return min(physical, int(text))
    return physical
