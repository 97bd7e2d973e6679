"""Crawls a night of all sources, validates each, and accepts or quarantines it.

All selected sources are crawled at the same time, in threads of their own. A source that fails a
check does not stop the night: its last accepted night is carried forward, and the release says so.
"""

import json
import logging
import shutil
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from orchestration.crawl.crawler import crawl_source
from orchestration.crawl.data_source import (
    CrawlContext,
    DataSource,
    DataSourceError,
    load_data_source,
    require_current_night,
)
from orchestration.settings import Settings
from orchestration.sources import all_sources
from orchestration.sources._toolkit.listing import Source
from orchestration.storage import atomic, integrity, set_aside
from orchestration.storage.raw_nights import BoardResult
from orchestration.validation import validate

PROGRESS = logging.getLogger("orchestration.progress")


def crawl_sources(
    chosen: Mapping[str, Source],
    context: CrawlContext,
    settings: Settings,
    night: date,
    origin: str,
) -> Iterator[dict[str, Any]]:
    """Crawl the chosen sources at the same time, and yield each source's outcome as it ends.

    An outcome has `ats`, `accepted`, `checks` (see `validate.Check`) and `counts` by name.
    """
    by_ats = {ats: [b for b in context.boards if b.ats == ats] for ats in chosen}
    for ats, count in sorted(Counter(b.ats for b in context.boards).items()):
        if ats not in all_sources():
            PROGRESS.warning("%s: unknown source; its %d boards are not crawled", ats, count)
    started = time.perf_counter()
    chosen_boards = {ats: boards for ats, boards in by_ats.items() if boards}
    for ats in chosen.keys() - chosen_boards.keys():
        yield {"ats": ats, "accepted": True, "checks": [], "counts": {"boards": 0}}
    data_source = load_data_source(settings) or DataSource("live")
    unrecoverable = unrecoverable_sources(data_source, settings, night, chosen_boards)
    to_crawl = {ats for ats in chosen_boards if not settings.raw_night(ats, night).exists()}
    if set(unrecoverable) < to_crawl:
        require_current_night(data_source, night)
    for ats in unrecoverable:
        del chosen_boards[ats]
        why = f"quarantined, and {night} is over: the last accepted night is carried forward"
        PROGRESS.warning("%-12s %s", ats, why)
        check = validate.Check("collected", False, why).as_dict()
        yield {"ats": ats, "accepted": False, "checks": [check], "counts": {"boards": 0}}
    pool = ThreadPoolExecutor(max(1, len(chosen_boards)))
    try:
        waiting = {}
        for ats, boards in chosen_boards.items():
            accepted = settings.raw_night(ats, night)
            if accepted.exists():
                PROGRESS.info("%-12s already crawled for %s", ats, night)
                checks = json.loads((accepted / "checks.json").read_text("utf-8"))
                counts = _row_counts(accepted)
                yield {"ats": ats, "accepted": True, "checks": checks, "counts": counts}
                continue
            folder = settings.work / "raw" / ats / night.isoformat()
            shutil.rmtree(folder, ignore_errors=True)
            waiting[
                pool.submit(
                    crawl_source,
                    chosen[ats],
                    boards,
                    context.client,
                    folder=folder,
                    accepted=settings.raw / ats,
                    night=night,
                    origin=origin,
                    threads=context.threads,
                    skip_reason=context.skip_reason,
                    progress=_progress_logger(ats, len(boards)),
                    bounds=settings.bounds,
                )
            ] = (ats, folder)
        for done in as_completed(waiting):
            ats, folder = waiting[done]
            results = done.result()
            yield _publish_or_quarantine(ats, folder, results, settings, night)
    except BaseException:
        context.client.stop()  # otherwise the threads crawl every board that is queued
        raise
    finally:
        pool.shutdown(cancel_futures=True)
    PROGRESS.info("crawled in %.1f s", time.perf_counter() - started)


def unrecoverable_sources(
    data_source: DataSource, settings: Settings, night: date, ats_names: Iterable[str]
) -> list[str]:
    """The sources whose night is quarantined and cannot be crawled again, since it has passed."""
    try:
        require_current_night(data_source, night)
    except DataSourceError:
        return [
            ats
            for ats in ats_names
            if not settings.raw_night(ats, night).exists()
            and (settings.quarantine / ats / f"night={night}").exists()
        ]
    return []


def _progress_logger(ats: str, total: int) -> Any:
    """A callback that logs the progress of a source at intervals, and each incomplete board."""
    finished: list[BoardResult] = []

    def log_result(result: BoardResult) -> None:
        finished.append(result)
        if result.outcome not in ("complete", "not_modified"):
            PROGRESS.warning("%s/%s %s: %s", ats, result.board, result.outcome, result.reason)
        if len(finished) % max(10, total // 10) == 0 or len(finished) == total:
            listings = sum(r.listing_count for r in finished)
            PROGRESS.info("%-12s %d/%d boards, %d listings", ats, len(finished), total, listings)

    return log_result


def _publish_or_quarantine(
    ats: str, folder: Path, results: list[BoardResult], settings: Settings, night: date
) -> dict[str, Any]:
    """Validate a night of a source, then move its folder to raw/ or, if a check failed,
    quarantine/."""
    checks = _validate_folder(folder)
    accepted = all(check.passed for check in checks)
    target = (settings.raw if accepted else settings.quarantine) / ats / f"night={night}"
    described = [check.as_dict() for check in checks]
    (folder / "checks.json").write_text(json.dumps(described, indent=1, default=str), "utf-8")
    integrity.write_checksums(folder)
    if not accepted:
        atomic.remove_directory(target)
    atomic.publish_directory(folder, target)
    for check in checks:
        if not check.passed:
            PROGRESS.error("raw/%s: check failed: %s: %s", ats, check.name, check.detail)
    counts = _row_counts(target)
    counts |= {f"boards_{k}": v for k, v in sorted(Counter(r.outcome for r in results).items())}
    PROGRESS.info(
        "%-12s %s: %s",
        ats,
        "accepted" if accepted else "QUARANTINED",
        ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in counts.items()),
    )
    return {"ats": ats, "accepted": accepted, "checks": described, "counts": counts}


def _validate_folder(folder: Path) -> list[validate.Check]:
    suites = validate.suites()
    checks: list[validate.Check] = []
    with duckdb.connect() as db:
        db.execute("set TimeZone = 'UTC'")
        for name in ("postings", "sightings", "set_aside", "boards"):
            columns = "* exclude (payload, description_html)" if name == "postings" else "*"
            db.read_parquet(str(folder / f"{name}.parquet")).create_view("published")
            db.execute(f"create table {name} as select {columns} from published")
            db.execute("drop view published")
            checks += validate.judge(db, name, suites[f"raw/{name}"])
        set_aside.count_shares(db)
        checks += validate.judge(db, "set_aside_shares", suites["raw/set_aside_shares"])
    return checks


def _row_counts(folder: Path) -> dict[str, int]:
    with duckdb.connect() as db:
        return {
            name: int(db.read_parquet(str(folder / f"{name}.parquet")).shape[0])
            for name in ("postings", "sightings", "set_aside")
            if (folder / f"{name}.parquet").exists()  # old nights have no set_aside file
        }
