"""Paths and environment, in one frozen dataclass. Nothing else reads the environment."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
DBT_PROJECT = PROJECT / "dbt_project"
DATA = Path(__file__).resolve().parent / "data"
"""What is packaged: boards, company facts, opt-outs, the payload allow-list, measured quality."""
BOARDS = DATA / "boards"


@dataclass(frozen=True)
class Bounds:
    """How much of one posting is stored; what is beyond is cut, and set aside with a rule.

    Each is set by HIRING_LEDGER_ and its name in capitals, as HIRING_LEDGER_TEXT_LIMIT.
    """

    text_limit: int = 200_000
    """Characters of a text without its markup; with markup four times as many."""
    title_limit: int = 300
    field_limit: int = 500
    """Characters of a name: company, department, the parts of a place…"""
    pay_text_limit: int = 4_000
    url_limit: int = 2_000
    places_limit: int = 200
    pays_limit: int = 50

    @classmethod
    def from_environment(cls) -> Bounds:
        names = [field.name for field in fields(cls)]
        return cls(**{name: _whole_number(name, getattr(cls, name), least=1) for name in names})


def _whole_number(name: str, otherwise: int, least: int = 0) -> int:
    """A whole number from the environment; ValueError names the variable."""
    variable = f"HIRING_LEDGER_{name.upper()}"
    value = os.environ.get(variable) or str(otherwise)
    if not value.isascii() or not value.isdigit():
        raise ValueError(f"{variable} is no number: {value:.40}")
    if not least <= int(value) <= 10**9:
        raise ValueError(f"{variable} is {value:.40}: set {least} to 1000000000")
    return int(value)


@dataclass(frozen=True)
class Settings:
    """Where one index lives on disk. `home` is absolute; every path below hangs from it."""

    home: Path
    contact: str
    detail_budget: int = 5_000
    """Requests for details that a vendor is asked for in one night; 0 for any number."""
    sources_on: frozenset[str] = frozenset()
    """Sources that are off by default and are asked all the same, as far as robots.txt allows."""
    bounds: Bounds = Bounds()
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
        """HIRING_LEDGER_HOME (default ./data), _CONTACT (shown to the boards), _DETAIL_BUDGET
        (default 5000), _SOURCES_ON (names with commas between), _MEMORY (like 8GB), _THREADS and
        the bounds of a posting; ValueError for no number."""
        home = Path(os.environ.get("HIRING_LEDGER_HOME") or "data").absolute()
        if set(str(home)) & set("*?[]"):
            raise ValueError(f"{home}: a home with * ? [ or ] in its path cannot be read")
        on = os.environ.get("HIRING_LEDGER_SOURCES_ON", "").split(",")
        return cls(
            home=home,
            contact=os.environ.get("HIRING_LEDGER_CONTACT", ""),
            detail_budget=_whole_number("detail_budget", cls.detail_budget),
            memory=_size("HIRING_LEDGER_MEMORY"),
            threads=_whole_number("threads", cls.threads),
            sources_on=frozenset(name.strip() for name in on if name.strip()),
            bounds=Bounds.from_environment(),
        )

    @property
    def lock(self) -> Path:
        """The file that a run holds from start to end."""
        return self.home / "refresh.lock"

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
