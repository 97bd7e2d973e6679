"""Paths and environment, in one frozen dataclass. `environment` reads the variables."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, field, fields
from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

from orchestration.directory_id import directory_id
from orchestration.environment import (
    OBJECT_SCHEME,
    address_of_site,
    alert_targets,
    compute_kind,
    folder_or_bucket,
    machine_memory,
    partitions,
    size,
    size_in_bytes,
    time_of_day,
    time_zone,
    whole_number,
)

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
        return cls(**{name: whole_number(name, getattr(cls, name), least=1) for name in names})


@dataclass(frozen=True)
class Settings:
    """The settings of one data directory. `home` is its absolute path; all other paths are below
    it."""

    home: Path
    contact: str
    detail_budget: int = 5_000
    """Detail pages requested from a vendor in one night; 0 is no limit."""
    crawlers: int = 1
    """Processes that crawl one night, each its shard of the boards."""
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
    partitions: str = "1"
    """Parts that a table of texts or companies is built in; `auto` for one per 200,000 listings."""
    stored_members: int = 10_000_000
    """Listings up to which the members of segments are a table; with more they are a view."""
    compute: str = "local"
    """Where parts are computed: `local` for this process, `ray` for tasks of Ray."""
    ray_address: str = ""
    """The Ray cluster, as `ray.init` reads it; empty for one on this machine that ends with the
    build."""
    parts_folder: str = ""
    """A folder that all workers see, or an address like s3://bucket/folder, for the parts; empty
    for one in the data directory."""
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
        return self.memory or f"{int(0.7 * machine_memory() / 2**20)}MiB"

    def share_of_memory(self, count: int) -> str:
        """`memory_limit` for each of so many databases."""
        return f"{size_in_bytes(self.memory_limit) // count // 2**20}MiB"

    @property
    def thread_count(self) -> int:
        """Threads of DuckDB."""
        return self.threads or len(os.sched_getaffinity(0))

    @classmethod
    def from_environment(cls) -> Settings:
        """Read the variables HIRING_LEDGER_… (docs/cli.md). Raises ValueError with the name of one
        that cannot be used."""
        home = Path(os.environ.get("HIRING_LEDGER_HOME") or "data").absolute()
        if set(str(home)) & set("*?[]"):
            raise ValueError(f"{home}: the path of a data directory must not contain * ? [ or ]")
        on = os.environ.get("HIRING_LEDGER_SOURCES_ON", "").split(",")
        return cls(
            home=home,
            contact=os.environ.get("HIRING_LEDGER_CONTACT", ""),
            detail_budget=whole_number("detail_budget", cls.detail_budget),
            crawlers=whole_number("crawlers", cls.crawlers, least=1),
            weekly_after_nights=whole_number("weekly_after_nights", cls.weekly_after_nights),
            retire_after_nights=whole_number("retire_after_nights", cls.retire_after_nights),
            memory=size("HIRING_LEDGER_MEMORY"),
            threads=whole_number("threads", cls.threads),
            sources_on=frozenset(name.strip() for name in on if name.strip()),
            bounds=Bounds.from_environment(),
            partitions=partitions(os.environ.get("HIRING_LEDGER_PARTITIONS") or cls.partitions),
            stored_members=whole_number("stored_members", cls.stored_members),
            compute=compute_kind(os.environ.get("HIRING_LEDGER_COMPUTE") or cls.compute),
            ray_address=os.environ.get("HIRING_LEDGER_RAY_ADDRESS", "").strip(),
            parts_folder=folder_or_bucket("HIRING_LEDGER_PARTS"),
            schedule=time_of_day("HIRING_LEDGER_SCHEDULE", cls.schedule),
            timezone=time_zone("HIRING_LEDGER_TIMEZONE"),
            stale_hours=whole_number("stale_hours", cls.stale_hours, least=1),
            base_url=address_of_site("HIRING_LEDGER_BASE_URL"),
            keep_releases=whole_number("keep_releases", cls.keep_releases, least=1),
            keep_payload_days=whole_number("keep_payload_days", cls.keep_payload_days),
            alert_urls=alert_targets(),
        )

    def as_environment(self) -> dict[str, str]:
        """The variables with which another process reads the same settings of a crawl."""
        given = {
            "HIRING_LEDGER_HOME": self.home,
            "HIRING_LEDGER_CONTACT": self.contact,
            "HIRING_LEDGER_DETAIL_BUDGET": self.detail_budget,
            "HIRING_LEDGER_CRAWLERS": self.crawlers,
            "HIRING_LEDGER_WEEKLY_AFTER_NIGHTS": self.weekly_after_nights,
            "HIRING_LEDGER_SOURCES_ON": ",".join(sorted(self.sources_on)),
        }
        bounds = {f"HIRING_LEDGER_{n.upper()}": value for n, value in asdict(self.bounds).items()}
        return {name: str(value) for name, value in (given | bounds).items()}

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
    def parts(self) -> Path:
        """The parts of tables that are built in parts. They can be built anew from raw nights, and
        what no table uses is removed: a shared folder has one folder for each data directory."""
        if not self.parts_folder or self.parts_bucket:
            return self.home / "parts"
        return Path(self.parts_folder) / self._name_of_parts

    @property
    def parts_bucket(self) -> str:
        """The address of the copy of `parts` that workers read and write; empty where they see
        `parts` itself."""
        is_bucket = self.parts_folder.startswith(OBJECT_SCHEME)
        return f"{self.parts_folder}/{self._name_of_parts}" if is_bucket else ""

    @property
    def _name_of_parts(self) -> str:
        return f"hiring-ledger-{directory_id(self.home)}"

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

    def quarantined_night(self, name: str, night: date) -> Path:
        """The folder of the same night where it is in quarantine."""
        return self.quarantine / name / f"night={night.isoformat()}"
