"""Paths and environment, in one frozen dataclass. Nothing else reads the environment."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, fields
from datetime import date, time
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

PROJECT = Path(__file__).resolve().parents[1]
DBT_PROJECT = PROJECT / "dbt_project"
DATA = Path(__file__).resolve().parent / "data"
"""Packaged files: boards, company facts, opt-outs, the payload allow-list, measured quality."""
BOARDS = DATA / "boards"
UTC_ZONE = ZoneInfo("UTC")
RELEASE_PORT = 8080
RELEASE_URL = f"http://127.0.0.1:{RELEASE_PORT}"
"""Where the current release is served, and where links from Dagster's UI lead to."""


@dataclass(frozen=True)
class Bounds:
    """How much of one posting is stored. What is longer is cut, and set aside with a rule.

    The environment variable of each is HIRING_LEDGER_ and its name, as HIRING_LEDGER_TEXT_LIMIT.
    """

    text_limit: int = 200_000
    """Characters of a text without its markup; its HTML may have four times as many."""
    title_limit: int = 300
    field_limit: int = 500
    """Characters of a name: company, department, the parts of a place…"""
    pay_text_limit: int = 4_000
    url_limit: int = 2_000
    places_limit: int = 200
    pays_limit: int = 50

    @classmethod
    def from_environment(cls) -> Bounds:
        """Read the bounds; raises ValueError with the name of the variable."""
        names = [field.name for field in fields(cls)]
        return cls(**{name: _whole_number(name, getattr(cls, name), least=1) for name in names})


def _whole_number(name: str, otherwise: int, least: int = 0) -> int:
    """A whole number from the environment; raises ValueError with the name of the variable."""
    variable = f"HIRING_LEDGER_{name.upper()}"
    value = os.environ.get(variable) or str(otherwise)
    if not value.isascii() or not value.isdigit():
        raise ValueError(f"{variable} is not a whole number: {value:.40}")
    if not least <= int(value) <= 10**9:
        raise ValueError(f"{variable} is {value:.40}; set a number from {least} to 1000000000")
    return int(value)


@dataclass(frozen=True)
class Settings:
    """The settings of one data directory. `home` is its absolute path; all other paths are below
    it."""

    home: Path
    contact: str
    detail_budget: int = 5_000
    """Detail pages requested from a vendor in one night; 0 is no limit."""
    weekly_after_nights: int = 14
    """Nights on which a board has failed before it is requested once a week; 0 for never."""
    retire_after_nights: int = 14
    """Nights on which a board was gone before `boards check` retires it; 0 for never."""
    sources_on: frozenset[str] = frozenset()
    """Sources that are off by default and are crawled where robots.txt allows it."""
    bounds: Bounds = Bounds()
    memory: str = ""
    """The memory limit of DuckDB, like `8GB`; empty for seven tenths of the machine's memory."""
    threads: int = 0
    """Threads of DuckDB; 0 for one per core."""
    schedule: time = time(2)
    """When a night is due, in `timezone`."""
    timezone: ZoneInfo = UTC_ZONE
    stale_hours: int = 36
    """Hours after which a release is stale: a night is due every 24 and takes up to two."""
    base_url: str = ""
    """Where the current release is published, with a slash at the end; empty if nowhere."""
    keep_releases: int = 30
    """Older releases that stay on disk, beside the last one of every month."""
    keep_payload_days: int = 365
    """Days before the newest night from which on `prune` removes payloads; 0 removes none."""
    alert_urls: tuple[str, ...] = field(default=(), repr=False)
    """Targets of alerts, as Apprise reads them. They hold passwords: never show them."""

    @property
    def memory_limit(self) -> str:
        """`memory`, or seven tenths of the memory of the machine or container, as DuckDB reads
        it."""
        return self.memory or f"{int(0.7 * _machine_memory() / 2**20)}MiB"

    @property
    def thread_count(self) -> int:
        """Threads of DuckDB."""
        return self.threads or len(os.sched_getaffinity(0))

    @classmethod
    def from_environment(cls) -> Settings:
        """Read HIRING_LEDGER_HOME (default ./data), _CONTACT (shown to the boards), _DETAIL_BUDGET
        (default 5000), _WEEKLY_AFTER_NIGHTS and _RETIRE_AFTER_NIGHTS (default 14), _SOURCES_ON
        (names separated by commas), _MEMORY (like 8GB), _THREADS, _SCHEDULE and _TIMEZONE,
        _STALE_HOURS, _BASE_URL, _KEEP_RELEASES, _KEEP_PAYLOAD_DAYS, _ALERTS and _ALERTS_FILE, and
        the bounds of a posting. Raises ValueError."""
        home = Path(os.environ.get("HIRING_LEDGER_HOME") or "data").absolute()
        if set(str(home)) & set("*?[]"):
            raise ValueError(f"{home}: the path of a data directory must not contain * ? [ or ]")
        on = os.environ.get("HIRING_LEDGER_SOURCES_ON", "").split(",")
        return cls(
            home=home,
            contact=os.environ.get("HIRING_LEDGER_CONTACT", ""),
            detail_budget=_whole_number("detail_budget", cls.detail_budget),
            weekly_after_nights=_whole_number("weekly_after_nights", cls.weekly_after_nights),
            retire_after_nights=_whole_number("retire_after_nights", cls.retire_after_nights),
            memory=_size("HIRING_LEDGER_MEMORY"),
            threads=_whole_number("threads", cls.threads),
            sources_on=frozenset(name.strip() for name in on if name.strip()),
            bounds=Bounds.from_environment(),
            schedule=_time_of_day("HIRING_LEDGER_SCHEDULE", cls.schedule),
            timezone=_timezone("HIRING_LEDGER_TIMEZONE"),
            stale_hours=_whole_number("stale_hours", cls.stale_hours, least=1),
            base_url=_base_url("HIRING_LEDGER_BASE_URL"),
            keep_releases=_whole_number("keep_releases", cls.keep_releases, least=1),
            keep_payload_days=_whole_number("keep_payload_days", cls.keep_payload_days),
            alert_urls=_alert_urls(),
        )

    @property
    def lock(self) -> Path:
        """The lock file that a run holds from start to end."""
        return self.home / "refresh.lock"

    @property
    def unfinished(self) -> Path:
        """A file that exists from the start of a run until a run of the command line succeeds."""
        return self.home / "refresh.unfinished"

    @property
    def raw(self) -> Path:
        """Accepted nights and reference tables, as Parquet."""
        return self.home / "raw"

    @property
    def compacted(self) -> Path:
        """Copies of past nights for fast reading; they can be made again."""
        return self.home / "compacted"

    @property
    def quarantine(self) -> Path:
        """Nights and tables that failed a check or are damaged."""
        return self.home / "quarantine"

    @property
    def figures(self) -> Path:
        """The ledger of published figures: a folder per night, date and edition."""
        return self.home / "figures"

    @property
    def warehouse(self) -> Path:
        """The DuckDB database that dbt builds."""
        return self.home / "warehouse.duckdb"

    @property
    def releases(self) -> Path:
        """Published releases, a folder each."""
        return self.home / "releases"

    @property
    def feed(self) -> Path:
        """The log of the change feed, an entry for each release that was ever published."""
        return self.home / "feed"

    @property
    def current(self) -> Path:
        """The link to the release that readers open."""
        return self.home / "current"

    @property
    def published(self) -> Path:
        """In a directory that was restored: the manifests of the releases that it had, and the
        measures of tables that the last one held."""
        return self.home / "published"

    @property
    def dagster_home(self) -> Path:
        """The home of Dagster: its runs and events."""
        return self.home / "dagster"

    @property
    def work(self) -> Path:
        """Temporary files of a running night; they may be deleted between runs."""
        return self.home / "work"

    def raw_night(self, name: str, night: date) -> Path:
        """The folder of one accepted night of a source or reference table."""
        return self.raw / name / f"night={night.isoformat()}"


def log_format() -> str:
    """HIRING_LEDGER_LOG: `text`, or `json` for a log of `refresh` that programs read."""
    form = os.environ.get("HIRING_LEDGER_LOG") or "text"
    if form not in ("text", "json"):
        raise ValueError(f"HIRING_LEDGER_LOG is neither text nor json: {form:.40}")
    return form


def _size(name: str) -> str:
    text = os.environ.get(name, "").strip()
    if text and not re.fullmatch(r"(?i)\d+(\.\d+)? ?[KMGT]i?B", text):
        raise ValueError(f"{name} is not a size like 8GB: {text:.40}")
    return text


def _base_url(variable: str) -> str:
    """The address of a site from the environment; raises ValueError with the name of the
    variable."""
    value = os.environ.get(variable, "").strip()
    if not value:
        return ""
    parts = urlsplit(value)
    is_plain = not (parts.query or parts.fragment or parts.username)
    if parts.scheme not in ("http", "https") or not parts.hostname or not is_plain:
        raise ValueError(f"{variable} is not an http or https address of a folder: {value:.80}")
    return f"{value.rstrip('/')}/"


def _time_of_day(name: str, otherwise: time) -> time:
    text = os.environ.get(name, "").strip()
    if text and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text):
        raise ValueError(f"{name} is not a time like 02:00: {text:.40}")
    return time.fromisoformat(text) if text else otherwise


def _timezone(name: str) -> ZoneInfo:
    text = os.environ.get(name, "").strip() or "UTC"
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{name} is not a time zone like Europe/Berlin: {text:.40}") from error


def _alert_urls() -> tuple[str, ...]:
    """The targets of alerts, one a line or separated by blanks; a line with # is a comment."""
    text = os.environ.get("HIRING_LEDGER_ALERTS", "")
    if file := os.environ.get("HIRING_LEDGER_ALERTS_FILE"):
        try:
            text += "\n" + Path(file).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ValueError(f"HIRING_LEDGER_ALERTS_FILE: {file} cannot be read") from error
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    return tuple(url for line in lines for url in line.split())


def _machine_memory() -> int:
    """Bytes of memory of this machine, or of its container when that has less."""
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for limit in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        file = Path(limit)
        text = file.read_text("utf-8").strip() if file.exists() else ""
        if text.isdigit():
            return min(physical, int(text))
    return physical
