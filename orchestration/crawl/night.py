"""The raw layer's assets: every source's night, collected aside, judged, accepted or quarantined.

One op asks all selected sources at once, a thread group each. A refused source does not stop the
night: its last accepted night stands in, and the release says so.
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
    chosen: Mapping[str, Source], field: CrawlContext, settings: Settings, night: date, origin: str
) -> Iterator[dict[str, Any]]:
    """Each source's outcome as it comes; sources are asked side by side."""
    by_ats = {ats: [b for b in field.boards if b.ats == ats] for ats in chosen}
    for ats, count in sorted(Counter(b.ats for b in field.boards).items()):
        if ats not in all_sources():
            PROGRESS.warning("%s: no such source yet; %d boards left out", ats, count)
    started = time.perf_counter()
    asked = {ats: boards for ats, boards in by_ats.items() if boards}
    for ats in chosen.keys() - asked.keys():
        yield {"ats": ats, "accepted": True, "checks": [], "counts": {"boards": 0}}
    over = unrecoverable_sources(
        load_data_source(settings) or DataSource("live"), settings, night, asked
    )
    if set(over) < {ats for ats in asked if not settings.raw_night(ats, night).exists()}:
        require_current_night(load_data_source(settings) or DataSource("live"), night)
    for ats in over:
        del asked[ats]
        why = f"quarantined, and {night} is over: the last accepted night is carried forward"
        PROGRESS.warning("%-12s %s", ats, why)
        said = validate.Check("collected", False, why).as_dict()
        yield {"ats": ats, "accepted": False, "checks": [said], "counts": {"boards": 0}}
    pool = ThreadPoolExecutor(max(1, len(asked)))
    try:
        waiting = {}
        for ats, boards in asked.items():
            accepted = settings.raw_night(ats, night)
            if accepted.exists():
                PROGRESS.info("%-12s already collected on %s", ats, night)
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
                    field.client,
                    folder=folder,
                    accepted=settings.raw / ats,
                    night=night,
                    origin=origin,
                    threads=field.threads,
                    skip_reason=field.skip_reason,
                    progress=_progress_logger(ats, len(boards)),
                    bounds=settings.bounds,
                )
            ] = (ats, folder)
        for done in as_completed(waiting):
            ats, folder = waiting[done]
            results = done.result()
            yield _publish_or_quarantine(ats, folder, results, settings, night)
    except BaseException:
        field.client.stop()  # else the threads would ask every board that waits
        raise
    finally:
        pool.shutdown(cancel_futures=True)
    PROGRESS.info("collected in %.1f s", time.perf_counter() - started)


def unrecoverable_sources(
    origin: DataSource, settings: Settings, night: date, asked: Iterable[str]
) -> list[str]:
    """The sources whose night lies in quarantine and cannot be collected again: it is over."""
    try:
        require_current_night(origin, night)
    except DataSourceError:
        return [
            ats
            for ats in asked
            if not settings.raw_night(ats, night).exists()
            and (settings.quarantine / ats / f"night={night}").exists()
        ]
    return []


def _progress_logger(ats: str, total: int) -> Any:
    """Says how far a source is, now and then and at each board that fell short."""
    finished: list[BoardResult] = []

    def tell(result: BoardResult) -> None:
        finished.append(result)
        if result.outcome not in ("complete", "not_modified"):
            PROGRESS.warning("%s/%s %s: %s", ats, result.board, result.outcome, result.reason)
        if len(finished) % max(10, total // 10) == 0 or len(finished) == total:
            listings = sum(r.listing_count for r in finished)
            PROGRESS.info("%-12s %d/%d boards, %d listings", ats, len(finished), total, listings)

    return tell


def _publish_or_quarantine(
    ats: str, folder: Path, results: list[BoardResult], settings: Settings, night: date
) -> dict[str, Any]:
    """Judge what was collected, then move it whole: to raw/ if accepted, to quarantine/ if not."""
    checks = _validate_folder(folder)
    accepted = all(check.passed for check in checks)
    target = (settings.raw if accepted else settings.quarantine) / ats / f"night={night}"
    said = [check.as_dict() for check in checks]
    (folder / "checks.json").write_text(json.dumps(said, indent=1, default=str), "utf-8")
    integrity.write_checksums(folder)
    if not accepted:
        atomic.remove_directory(target)
    atomic.publish_directory(folder, target)
    for check in checks:
        if not check.passed:
            PROGRESS.error("gate raw/%s refused: %s: %s", ats, check.name, check.detail)
    counts = _row_counts(target)
    counts |= {f"boards_{k}": v for k, v in sorted(Counter(r.outcome for r in results).items())}
    PROGRESS.info(
        "%-12s %s: %s",
        ats,
        "accepted" if accepted else "QUARANTINED",
        ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in counts.items()),
    )
    return {"ats": ats, "accepted": accepted, "checks": said, "counts": counts}


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
            checks += validate.run_suite(db, name, suites[f"raw/{name}"])
        set_aside.count_shares(db)
        checks += validate.run_suite(db, "set_aside_shares", suites["raw/set_aside_shares"])
    return checks


def _row_counts(folder: Path) -> dict[str, int]:
    with duckdb.connect() as db:
        return {
            name: int(db.read_parquet(str(folder / f"{name}.parquet")).shape[0])
            for name in ("postings", "sightings", "set_aside")
            if (folder / f"{name}.parquet").exists()  # nights from before there was the last
        }
