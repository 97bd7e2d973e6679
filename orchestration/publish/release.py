"""Publishing: a release is built in a temporary folder, and one rename publishes it.

A release holds only tables that passed their checks. Readers open `current/`, a link to the newest
release. A release never changes, so an open connection to an older one keeps working.
"""

import logging
import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from datetime import UTC, date, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from orchestration.crawl.data_source import load_data_source
from orchestration.publish import (
    comments,
    databases,
    docs_page,
    editions,
    feed,
    measure_history,
    open_data,
    published_tables,
    published_views,
    release_folder,
    report,
    retention,
    site,
    source_coverage,
)
from orchestration.publish.warehouse_tables import WarehouseTables
from orchestration.settings import PROJECT, Settings
from orchestration.storage import atomic, release_manifest
from orchestration.storage.integrity import CHECKSUMS
from orchestration.storage.night_folders import nights_below
from orchestration.validation import results
from orchestration.validation.results import TableResult
from orchestration.warehouse import measures
from orchestration.warehouse.database import open_warehouse
from orchestration.warehouse.dbt_project import Project, files_hash, fingerprint
from orchestration.warehouse.fingerprints import Fingerprints
from orchestration.warehouse.outcome import require_accepted

PROGRESS = logging.getLogger("orchestration.progress")
CODE = ("publish", "data/measured_quality.json", "data/outlines")
"""Code that changes a release but not its tables."""


def release_id(project: Project, settings: Settings, night: date) -> str:
    """The night and a hash of every input of the release."""
    fingerprints = Fingerprints.of_night(project, settings, night.isoformat())
    code = files_hash(*(PROJECT / "orchestration" / n for n in CODE))
    source = load_data_source(settings)
    label = f"{source.label} {source.notice}" if source else ""
    described = [
        line for t in project.published for line in comments.statements(t, project.nodes[t])
    ]
    refused = [
        atomic.sha256(sums)
        for folder in measure_history.quarantined(settings, night)
        if (sums := folder / CHECKSUMS).exists()
    ]
    made_of = fingerprint(
        *(f"{fingerprints.rows(t)} {fingerprints.checks(t)}" for t in sorted(project.nodes)),
        *described,
        *refused,
        code,
        label,
        f"{settings.schedule} {settings.timezone.key}",  # in the calendar
        settings.base_url,  # in the pages
        str(settings.stored_members),  # which tables are views
    )
    return f"{night.isoformat()}-{made_of[:8]}"


def up_to_date(project: Project, settings: Settings, night: date) -> Path | None:
    """The release that this night would build again, if it is intact and current, or older."""
    name = release_id(project, settings, night)
    release = settings.releases / name
    is_current = settings.current.is_symlink() and settings.current.resolve() == release.resolve()
    if not release.exists() or not (is_current or _current_night(settings) > night.isoformat()):
        return None
    if not editions.is_recorded(settings, night, name):
        return None
    if why := release_manifest.find_release_damage(release):
        PROGRESS.warning("%s: building the release %s again", why, name)
        return None
    return release


def _current_night(settings: Settings) -> str:
    """The night of the current release; empty if there is none, it is damaged, or its night has
    not begun: a clock that was ahead must not hold back the nights until then."""
    if not settings.current.exists() or release_manifest.find_release_damage(settings.current):
        return ""
    night = release_folder.night_of(settings.current.resolve().name)
    return "" if night > datetime.now(UTC).date().isoformat() else night


def publish(project: Project, settings: Settings, night: date) -> tuple[Path, bool]:
    """Build the release of a night and make it current; its path, and whether it was built.

    Raises `TableBlocked` unless every table passed its checks for this night.
    """
    name = release_id(project, settings, night)
    target = settings.releases / name
    fresh = not target.exists() or release_manifest.find_release_damage(target) is not None
    if fresh:
        aside = settings.releases / f".{name}.next"
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        _fill(project, settings, night, name, aside)
        gone = atomic.move_aside(target)  # a damaged one, or half of one
        atomic.publish_directory(aside, target)
        if gone:
            atomic.delete(gone)
    # Before the link: a run that is stopped in between publishes again, and the ledger has it all.
    rules_id = Fingerprints.of_night(project, settings, night.isoformat()).rules_id
    editions.record(settings, night, target, rules_id)
    feed.keep(settings, target)
    if _current_night(settings) <= night.isoformat():
        if settings.current.is_symlink() and (
            why := release_manifest.find_release_damage(settings.current)
        ):
            PROGRESS.warning("%s: current is now %s", why, name)
        _swap(settings, target)
        PROGRESS.info(
            "published %s", target, extra={"facts": {"event": "published", "release": name}}
        )
    else:
        PROGRESS.info("built %s; current stays on a later night", target)
    _forget_old(settings, target)
    return target, fresh


def _fill(project: Project, settings: Settings, night: date, name: str, folder: Path) -> None:
    """Write the files of a release into a folder that no reader opens yet."""
    with closing(open_warehouse(settings)) as warehouse:
        known = results.latest(warehouse)
        fingerprints = Fingerprints.of_night(project, settings, night.isoformat())
        for table in project.nodes:
            require_accepted(table, known, fingerprints, night)
        sources = source_coverage.sources(warehouse)
        set_aside = source_coverage.set_aside(warehouse)
        funds = source_coverage.funds(warehouse)
        (folder / "quality").mkdir()
        measure_history.write(warehouse, settings, night, folder / measures.PUBLISHED)
        views = published_views.of_warehouse(warehouse, project)
    published = [table for table in project.published if table not in views]
    described = [
        statement
        for table in project.published
        for statement in comments.statements(
            published_tables.relation(table),
            project.nodes[table],
            "view" if table in views else "table",
        )
    ]
    stored = sorted({*published, *published_views.read_by(project, views)})
    manifest = _manifest(settings, night, name, known, project, sources)
    manifest["set_aside"] = set_aside
    manifest["funds"] = funds
    # Here, because dbt opens the warehouse to write, which it cannot while others read.
    docs_page.write(settings, night, folder / "docs", manifest["notice"])
    nodes = {t: project.nodes[t] for t in project.published}

    def write_tables() -> None:
        memory, statements = settings.share_of_memory(2), [*views.values(), *described]
        published_tables.write(settings.warehouse, memory, stored, folder, statements)

    def write_data() -> None:
        database.result()
        manifest["feed"] = feed.write(settings, folder, name)
        open_data.write(settings, folder, manifest, nodes, views, known)

    # Most of the pages is Python's work, most of the rest DuckDB's.
    with ThreadPoolExecutor(1) as beside:
        database, data = beside.submit(write_tables), beside.submit(write_data)
        tables = WarehouseTables(settings.warehouse, tuple(stored), tuple(views.values()))
        try:
            site.write(settings, folder, tables, manifest, known, database)
            data.result()
        except BaseException:  # the run is canceled: the queries of a large release take minutes
            while wait([database, data], timeout=0.1).not_done:
                published_tables.interrupt()
                databases.interrupt()
            raise
    release_manifest.write_manifest(folder, manifest)


def _manifest(
    settings: Settings,
    night: date,
    name: str,
    known: Mapping[str, TableResult],
    project: Project,
    sources: list[dict[str, Any]],
) -> dict[str, Any]:
    source = load_data_source(settings)
    stale = [s["ats"] for s in sources if s["last_crawled_date"] != night.isoformat()]
    return {
        "night": night.isoformat(),
        "release_id": name,
        "code_version": f"{metadata.version('hiring-ledger')}+{_code_hash()}",
        "data_source": source.label if source else "unknown",
        "notice": source_coverage.notice(source, sources, night),
        "recorded_days": report.recorded_span(sources),
        "base_url": settings.base_url,
        "first_night": str(nights[0]) if (nights := nights_below(settings.raw)) else None,
        "stale_sources": stale,
        "quarantined": source_coverage.quarantined(settings, night),
        "sources": sources,
        "tables": [
            {
                "table": table,
                "rows": known[table].row_count,
                "checks": len(known[table].checks),
                "failed": sum(c.is_failure for c in known[table].checks),
                "warnings": sum(c.is_warning for c in known[table].checks),
            }
            for table in project.nodes
        ],
    }


def _code_hash() -> str:
    return files_hash(*(PROJECT / n for n in ("orchestration", "dbt_project", "expectations")))[:8]


def _swap(settings: Settings, target: Path) -> None:
    link = settings.home / ".current.next"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("releases") / target.name)
    link.replace(settings.current)


def _forget_old(settings: Settings, newest: Path) -> None:
    """Remove releases that need not stay, and folders that an earlier run left unfinished."""
    for leftover in [*settings.releases.glob(".*.next"), *settings.releases.glob(".*.gone")]:
        atomic.delete(leftover)
    for path in retention.superfluous(settings, {newest.resolve()}):
        atomic.remove_directory(path)
        PROGRESS.info("removed %s: %s", path, retention.rule(settings))
