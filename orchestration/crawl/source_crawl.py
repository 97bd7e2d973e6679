"""Crawling boards of one source with the context and the settings of a night, and its progress.

Not here: how a board is crawled (`crawler`), and what becomes of the night (`night`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from orchestration.crawl.boards import Board
from orchestration.crawl.crawl_context import CrawlContext
from orchestration.crawl.crawler import crawl_source
from orchestration.crawl.data_source import DataSource
from orchestration.settings import Settings
from orchestration.sources._toolkit.listing import Source
from orchestration.storage.earlier_nights import Compacted
from orchestration.storage.raw_nights import BoardResult

PROGRESS = logging.getLogger("orchestration.progress")


def crawl_boards(
    source: Source,
    boards: Sequence[Board],
    context: CrawlContext,
    settings: Settings,
    night: date,
    data_source: DataSource,
    folder: Path,
    compacted: Sequence[Compacted] = (),
) -> list[BoardResult]:
    """Crawl boards of one source into a folder, which gets the files of a night. `compacted` holds
    some of the earlier nights."""
    ats = boards[0].ats
    return crawl_source(
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
        weekly_after=settings.weekly_after_nights,
        compacted=compacted,
    )


def _progress_logger(ats: str, total: int) -> Callable[[BoardResult], None]:
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
