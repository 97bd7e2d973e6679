"""One night of all sources: crawled side by side, each accepted or quarantined when it has ended.

A quarantined source does not stop the night: its last accepted night is carried forward, and the
release says so.
"""

import json
import logging
import shutil
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from orchestration.crawl.acceptance import (
    CrawledNight,
    SourceOutcome,
    accept_or_quarantine,
    row_counts,
)
from orchestration.crawl.boards import Board
from orchestration.crawl.crawler import crawl_source
from orchestration.crawl.data_source import (
    DataSource,
    DataSourceError,
    require_current_night,
    require_newest_night,
)
from orchestration.crawl.night_crawl import NightCrawl
from orchestration.crawl.partial_nights import (
    merge_source,
    remove_parts,
    require_no_other_count,
)
from orchestration.crawl.shard_processes import shard_processes
from orchestration.settings import Settings
from orchestration.sources import all_sources
from orchestration.sources._toolkit.listing import Source
from orchestration.storage import atomic, compaction, integrity, measures, raw_nights
from orchestration.validation.validate import Check

PROGRESS = logging.getLogger("orchestration.progress")


def crawl_sources(
    chosen: Mapping[str, Source], crawl: NightCrawl, accepted: Collection[str] = ()
) -> Iterator[SourceOutcome]:
    """Crawl sources side by side; the outcome of each as soon as its night is validated.

    A source whose night is there already is not crawled again. The night of a source in `accepted`
    need not be like its earlier ones; it is taken from quarantine if it is there.
    """
    started = time.perf_counter()
    settings, night, data_source = crawl.settings, crawl.night, crawl.data_source
    _warn_of_unknown_sources(crawl.boards)
    boards = {ats: [b for b in crawl.boards if b.ats == ats] for ats in chosen}
    for ats in [ats for ats in chosen if not boards[ats]]:
        del boards[ats]
        yield SourceOutcome(ats, True, [], {"boards": 0})
    kept = quarantined_whole(settings, night, boards.keys() & {*accepted})
    over = unrecoverable_sources(data_source, settings, night, boards, accepted)
    missing = {ats for ats in boards if not crawl.raw_night(ats).exists()} - {*kept}
    if set(over) < missing:
        require_current_night(data_source, night)
        require_newest_night(settings, data_source, night)
    for ats in over:
        del boards[ats]
        yield _carried_forward(ats, crawl)
    for ats in [ats for ats in boards if crawl.raw_night(ats).exists()]:
        del boards[ats]
        yield _already_crawled(ats, crawl)
    if boards:
        held = compaction.up_to(compaction.compact(settings, night), night - timedelta(1))
        crawl = replace(crawl, compacted=held)
    for ats in kept:
        del boards[ats]
        yield from accept_or_quarantine([_from_quarantine(ats, crawl)], crawl, accepted)
        if crawl.raw_night(ats).exists():
            atomic.remove_directory(crawl.quarantined_night(ats))
    require_no_other_count(crawl, settings.crawlers)
    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(max(1, len(boards))))
        # Entered last, so that crawlers are stopped before the pool waits for its threads.
        crawler = _crawler(chosen, boards, crawl, stack)
        try:
            pending = {pool.submit(crawler, ats) for ats in boards}
            while pending:
                # What has ended meanwhile is validated together: a suite has a fixed cost.
                done, pending = wait(pending, return_when=FIRST_COMPLETED)
                crawled = sorted((future.result() for future in done), key=lambda one: one.ats)
                yield from accept_or_quarantine(crawled, crawl, accepted)
                remove_parts(crawl, [one.ats for one in crawled])
        except BaseException:
            crawl.client.stop()  # else the threads would request every board that waits
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    PROGRESS.info("collected in %.1f s", time.perf_counter() - started)


def _warn_of_unknown_sources(boards: Iterable[Board]) -> None:
    for ats, count in sorted(Counter(board.ats for board in boards).items()):
        if ats not in all_sources():
            PROGRESS.warning("%s: unknown source; its %d boards are not crawled", ats, count)


def _carried_forward(ats: str, crawl: NightCrawl) -> SourceOutcome:
    """The outcome of a source whose night is over and not accepted."""
    lost = "quarantined" if crawl.quarantined_night(ats).exists() else "not collected"
    why = f"{lost}, and {crawl.night} is over: the last accepted night is carried forward"
    PROGRESS.warning("%-15s %s", ats, why)
    return SourceOutcome(ats, False, [Check("collected", False, why)], {"boards": 0})


def _already_crawled(ats: str, crawl: NightCrawl) -> SourceOutcome:
    """The outcome that a source's night had when it was accepted."""
    PROGRESS.info("%-15s already crawled for %s", ats, crawl.night)
    folder = crawl.raw_night(ats)
    checks = json.loads((folder / "checks.json").read_text("utf-8"))
    return SourceOutcome(ats, True, [Check(**c) for c in checks], row_counts(folder))


def _crawler(
    chosen: Mapping[str, Source],
    boards: Mapping[str, list[Board]],
    crawl: NightCrawl,
    stack: ExitStack,
) -> Callable[[str], CrawledNight]:
    """A function that crawls a source: in this process, or from the parts of several processes."""

    def crawl_here(ats: str) -> CrawledNight:
        folder = _work_folder(ats, crawl)
        return CrawledNight(ats, folder, crawl_source(chosen[ats], boards[ats], crawl, folder))

    # A recording is written by one process.
    if crawl.settings.crawlers < 2 or not boards or crawl.client.recorder is not None:
        return crawl_here
    processes = stack.enter_context(shard_processes(boards, crawl))

    def from_parts(ats: str) -> CrawledNight:
        lost = processes.wait(boards[ats])
        folder = _work_folder(ats, crawl)
        return CrawledNight(ats, folder, merge_source(boards[ats], lost, crawl, folder))

    return from_parts


def quarantined_whole(settings: Settings, night: date, sources: Iterable[str]) -> list[str]:
    """The sources whose night is in quarantine, measured and undamaged, and not accepted."""
    found = []
    for ats in sorted(sources):
        folder = settings.quarantined_night(ats, night)
        if settings.raw_night(ats, night).exists() or not (folder / measures.FILE).exists():
            continue
        if integrity.night_damage(folder, deep=True) is None:
            found.append(ats)
    return found


def _from_quarantine(ats: str, crawl: NightCrawl) -> CrawledNight:
    """A night in quarantine as it was crawled."""
    folder, no_json = _work_folder(ats, crawl), shutil.ignore_patterns("*.json")
    shutil.copytree(crawl.quarantined_night(ats), folder, ignore=no_json)
    return CrawledNight(ats, folder, raw_nights.read_board_results(folder / "boards.parquet"))


def _work_folder(ats: str, crawl: NightCrawl) -> Path:
    """An empty place for the files of a night."""
    folder = crawl.settings.work / "raw" / ats / crawl.night.isoformat()
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def unrecoverable_sources(
    data_source: DataSource,
    settings: Settings,
    night: date,
    sources: Iterable[str],
    accepted: Collection[str] = (),
) -> list[str]:
    """The sources without a night that is over, so that they cannot be crawled any more.

    Those whose night is in quarantine, but not those in `accepted` whose quarantined night can be
    accepted; and where others were collected on it, also those that were not, such as a source that
    was added since: a stored night can be built again without them.
    """
    try:
        require_current_night(data_source, night)
    except DataSourceError:
        accepted = quarantined_whole(settings, night, accepted)
        is_stored = any(settings.raw.glob(f"*/night={night}/boards.parquet"))
        return [
            ats
            for ats in sources
            if ats not in accepted
            and not settings.raw_night(ats, night).exists()
            and (is_stored or settings.quarantined_night(ats, night).exists())
        ]
    return []
