"""One night of all sources: crawled side by side, each accepted or quarantined when it has ended.

A quarantined source does not stop the night: its last accepted night is carried forward, and the
release says so.
"""

import json
import logging
import shutil
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from datetime import date
from typing import Any

from orchestration.crawl.acceptance import (
    CrawledNight,
    SourceOutcome,
    accept_or_quarantine,
    row_counts,
)
from orchestration.crawl.boards import Board
from orchestration.crawl.crawl_context import CrawlContext
from orchestration.crawl.crawler import crawl_source
from orchestration.crawl.data_source import (
    DataSource,
    DataSourceError,
    require_current_night,
    require_newest_night,
)
from orchestration.settings import Settings
from orchestration.sources import all_sources
from orchestration.sources._toolkit.listing import Source
from orchestration.storage.raw_nights import BoardResult
from orchestration.validation.validate import Check

PROGRESS = logging.getLogger("orchestration.progress")


def crawl_sources(
    chosen: Mapping[str, Source],
    context: CrawlContext,
    settings: Settings,
    night: date,
    data_source: DataSource,
) -> Iterator[SourceOutcome]:
    """Crawl sources side by side; the outcome of each as soon as its night is validated.

    A source whose night is there already is not crawled again.
    """
    started = time.perf_counter()
    for ats, count in sorted(Counter(b.ats for b in context.boards).items()):
        if ats not in all_sources():
            PROGRESS.warning("%s: unknown source; its %d boards are not crawled", ats, count)
    boards = {ats: [b for b in context.boards if b.ats == ats] for ats in chosen}
    for ats in [ats for ats in chosen if not boards[ats]]:
        del boards[ats]
        yield SourceOutcome(ats, True, [], {"boards": 0})
    over = unrecoverable_sources(data_source, settings, night, boards)
    if set(over) < {ats for ats in boards if not settings.raw_night(ats, night).exists()}:
        require_current_night(data_source, night)
        require_newest_night(settings, data_source, night)
    for ats in over:
        del boards[ats]
        why = f"quarantined, and {night} is over: the last accepted night is carried forward"
        PROGRESS.warning("%-15s %s", ats, why)
        yield SourceOutcome(ats, False, [Check("collected", False, why)], {"boards": 0})
    for ats in [ats for ats in boards if settings.raw_night(ats, night).exists()]:
        del boards[ats]
        PROGRESS.info("%-15s already crawled for %s", ats, night)
        accepted = settings.raw_night(ats, night)
        checks = json.loads((accepted / "checks.json").read_text("utf-8"))
        yield SourceOutcome(ats, True, [Check(**c) for c in checks], row_counts(accepted))
    pool = ThreadPoolExecutor(max(1, len(boards)))
    try:
        pending = {
            pool.submit(_crawl, chosen[ats], boards[ats], context, settings, night, data_source)
            for ats in boards
        }
        while pending:
            # What has ended meanwhile is validated together: a suite has a fixed cost.
            done, pending = wait(pending, return_when=FIRST_COMPLETED)
            crawled = sorted((future.result() for future in done), key=lambda one: one.ats)
            yield from accept_or_quarantine(crawled, settings, night)
    except BaseException:
        context.client.stop()  # else the threads would request every board that waits
        raise
    finally:
        pool.shutdown(cancel_futures=True)
    PROGRESS.info("collected in %.1f s", time.perf_counter() - started)


def _crawl(
    source: Source,
    boards: list[Board],
    context: CrawlContext,
    settings: Settings,
    night: date,
    data_source: DataSource,
) -> CrawledNight:
    ats = boards[0].ats
    folder = settings.work / "raw" / ats / night.isoformat()
    shutil.rmtree(folder, ignore_errors=True)
    results = crawl_source(
        source,
        boards,
        context.client,
        folder=folder,
        accepted=settings.raw / ats,
        night=night,
        origin=data_source.label,
        threads=context.threads,
        skip_reason=context.skip_reason,
        progress=_progress_logger(ats, len(boards)),
        bounds=settings.bounds,
        clock=context.clock,
    )
    return CrawledNight(ats, folder, results)


def unrecoverable_sources(
    data_source: DataSource, settings: Settings, night: date, sources: Iterable[str]
) -> list[str]:
    """The sources whose night is in quarantine and, because it is over, cannot be crawled again."""
    try:
        require_current_night(data_source, night)
    except DataSourceError:
        return [
            ats
            for ats in sources
            if not settings.raw_night(ats, night).exists()
            and (settings.quarantine / ats / f"night={night}").exists()
        ]
    return []


def _progress_logger(ats: str, total: int) -> Any:
    """A function that logs the progress of a source: every tenth of its boards, and each board that
    is not complete."""
    finished: list[BoardResult] = []

    def log_result(result: BoardResult) -> None:
        finished.append(result)
        if result.outcome not in ("complete", "not_modified"):
            PROGRESS.warning(
                "%s/%s %s: %s",
                *(ats, result.board, result.outcome, result.reason),
                extra={
                    "facts": {
                        "event": f"board {result.outcome}",
                        "source": ats,
                        "board": result.board,
                    }
                },
            )
        if len(finished) % max(10, total // 10) == 0 or len(finished) == total:
            listings = sum(r.listing_count for r in finished)
            PROGRESS.info(
                "%-15s %d/%d boards, %d listings",
                *(ats, len(finished), total, listings),
                extra={"facts": {"event": "boards crawled", "source": ats, "rows": listings}},
            )

    return log_result
