"""Parts of a night: what each of several crawlers has crawled of a source, and merging them.

A part is in `work/shards/<night>/<shard>/<ats>`, with the files of a night for the boards of one
shard, and appears there by one rename. Crawlers on several machines share the data directory. Not
here: starting processes (`shard_processes`), and accepting the merged night (`acceptance`).
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from orchestration.crawl.board_spans import BoardSpans
from orchestration.crawl.boards import Board
from orchestration.crawl.crawler import crawl_source
from orchestration.crawl.night_crawl import NightCrawl
from orchestration.crawl.shards import Shard, boards_by_shard
from orchestration.sources import all_sources
from orchestration.storage import atomic, raw_nights
from orchestration.storage.merge_parts import merge_parts
from orchestration.storage.raw_nights import BoardResult

PROGRESS = logging.getLogger("orchestration.progress")
NOT_CRAWLED = "no crawler has requested it: its shard was crawled with another list of boards"


@contextmanager
def shard_lock(shard: Shard, crawl: NightCrawl) -> Iterator[None]:
    """Hold a shard while the block runs; waits while another process crawls it."""
    lock = crawl.parts / f"{shard.folder_name}.lock"
    if holder := atomic.lock_holder(lock):
        PROGRESS.info("shard %s is being crawled by %s: waiting for its end", shard, holder)
    with atomic.exclusive_lock(lock, f"crawl of shard {shard}", patience=float("inf")):
        yield


def require_no_other_count(crawl: NightCrawl, count: int) -> None:
    """Raise RuntimeError while crawlers of another number of shards are at work on a night, since
    a board would be requested by two of them."""
    for lock in sorted(crawl.parts.glob("*.lock")):
        number, _, other = lock.stem.partition("-of-")
        if other != str(count) and (holder := atomic.lock_holder(lock)):
            raise RuntimeError(
                f"shard {number}/{other} of {crawl.night} is being crawled by {holder}, and this "
                f"run has {count}: set HIRING_LEDGER_CRAWLERS={other}, or stop the other crawlers"
            )


def crawl_shard(shard: Shard, chosen: Collection[str], crawl: NightCrawl) -> int:
    """Crawl the boards of some sources in a shard; the number of parts that were crawled.

    Parts that are there, and sources whose night is accepted, are not crawled again.
    """
    boards = boards_by_shard(crawl.boards, shard.count).get(shard, [])
    with shard_lock(shard, crawl):
        require_no_other_count(crawl, shard.count)
        missing = {
            ats: [board for board in boards if board.ats == ats]
            for ats in sorted({board.ats for board in boards} & {*chosen})
            if not crawl.part(shard, ats).exists() and not crawl.raw_night(ats).exists()
        }
        pool = ThreadPoolExecutor(max(1, len(missing)))
        try:
            crawled = [
                pool.submit(_crawl_part, own, crawl, crawl.part(shard, ats))
                for ats, own in missing.items()
            ]
            for one in crawled:
                one.result()
        except BaseException:
            crawl.client.stop()  # else the threads would request every board that waits
            raise
        finally:
            pool.shutdown(cancel_futures=True)
    return len(missing)


def _crawl_part(boards: Sequence[Board], crawl: NightCrawl, part: Path) -> None:
    aside = part.with_name(f".{part.name}.next")
    shutil.rmtree(aside, ignore_errors=True)
    crawl_source(all_sources()[boards[0].ats], boards, crawl, aside)
    atomic.publish_directory(aside, part)


def merge_source(
    boards: Sequence[Board], lost: Mapping[Shard, str], crawl: NightCrawl, folder: Path
) -> list[BoardResult]:
    """Write the night of a source to a folder from its parts in all shards; its results.

    Boards without a part are failed: by the reason of their shard in `lost`, or because no crawler
    knew them.
    """
    ats = boards[0].ats
    shards = boards_by_shard(boards, crawl.settings.crawlers)
    parts = [part for shard in shards if (part := crawl.part(shard, ats)).exists()]
    known = {r.board for p in parts for r in raw_nights.read_board_results(p / "boards.parquet")}
    failed = [
        _failed(board, lost.get(shard, NOT_CRAWLED), crawl)
        for shard, own in shards.items()
        for board in own
        if board.board not in known
    ]
    if failed:
        parts.append(_write_part(failed, crawl, folder.with_name(f"{folder.name}-lost")))
    if len(parts) == 1:
        shutil.copytree(parts[0], folder)  # not moved: a stop before its acceptance loses nothing
    else:
        merge_parts(parts, folder)
    if failed:
        shutil.rmtree(parts[-1])
    return raw_nights.read_board_results(folder / "boards.parquet")


def _failed(board: Board, reason: str, crawl: NightCrawl) -> BoardResult:
    if skip := crawl.skip_reason(board):
        return crawl.result(board, "skipped", *skip)
    return crawl.result(board, "failed", reason)


def _write_part(results: Sequence[BoardResult], crawl: NightCrawl, folder: Path) -> Path:
    """A part whose boards have no posting."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    BoardSpans([result.board for result in results], folder).finish(results, crawl.earlier)
    return folder


def remove_parts(crawl: NightCrawl, sources: Iterable[str]) -> None:
    """Remove the parts of sources whose night is accepted or in quarantine."""
    for ats in sources:
        for part in crawl.parts.glob(f"*-of-*/{ats}"):
            atomic.remove_directory(part)
