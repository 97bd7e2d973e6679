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
from datetime import date
from pathlib import Path

from orchestration.crawl.boards import Board
from orchestration.crawl.crawl_context import CrawlContext
from orchestration.crawl.crawler import skipped
from orchestration.crawl.data_source import DataSource
from orchestration.crawl.shards import Shard, boards_by_shard
from orchestration.crawl.source_crawl import crawl_boards
from orchestration.settings import Settings
from orchestration.sources import all_sources
from orchestration.sources._toolkit.listing import Source
from orchestration.storage import atomic, raw_nights
from orchestration.storage.finalize import finalize_night
from orchestration.storage.merge_parts import merge_parts
from orchestration.storage.raw_nights import BoardResult

PROGRESS = logging.getLogger("orchestration.progress")
NOT_CRAWLED = "no crawler has requested it: its shard was crawled with another list of boards"


def night_folder(settings: Settings, night: date) -> Path:
    """Where the parts of a night are."""
    return settings.work / "shards" / night.isoformat()


def part_folder(settings: Settings, night: date, shard: Shard, ats: str) -> Path:
    """Where the part of a source is once its boards in a shard are crawled."""
    return night_folder(settings, night) / shard.folder_name / ats


@contextmanager
def shard_lock(settings: Settings, night: date, shard: Shard) -> Iterator[None]:
    """Hold a shard while the block runs; waits while another process crawls it."""
    lock = night_folder(settings, night) / f"{shard.folder_name}.lock"
    if holder := atomic.lock_holder(lock):
        PROGRESS.info("shard %s is being crawled by %s: waiting for its end", shard, holder)
    with atomic.exclusive_lock(lock, f"crawl of shard {shard}", patience=float("inf")):
        yield


def require_no_other_count(settings: Settings, night: date, count: int) -> None:
    """Raise RuntimeError while crawlers of another number of shards are at work on a night, since
    a board would be requested by two of them."""
    for lock in sorted(night_folder(settings, night).glob("*.lock")):
        number, _, other = lock.stem.partition("-of-")
        if other != str(count) and (holder := atomic.lock_holder(lock)):
            raise RuntimeError(
                f"shard {number}/{other} of {night} is being crawled by {holder}, and this run has "
                f"{count}: set HIRING_LEDGER_CRAWLERS={other}, or stop the other crawlers"
            )


def crawl_shard(
    shard: Shard,
    chosen: Collection[str],
    context: CrawlContext,
    settings: Settings,
    night: date,
    data_source: DataSource,
) -> int:
    """Crawl the boards of some sources in a shard; the number of parts that were crawled.

    Parts that are there, and sources whose night is accepted, are not crawled again.
    """
    boards = boards_by_shard(context.boards, shard.count).get(shard, [])
    with shard_lock(settings, night, shard):
        require_no_other_count(settings, night, shard.count)
        missing = {
            ats: [board for board in boards if board.ats == ats]
            for ats in sorted({board.ats for board in boards} & {*chosen})
            if not part_folder(settings, night, shard, ats).exists()
            and not settings.raw_night(ats, night).exists()
        }
        pool = ThreadPoolExecutor(max(1, len(missing)))
        try:
            crawled = [
                pool.submit(
                    _crawl_part, all_sources()[ats], own, context, settings, night, data_source,
                    part_folder(settings, night, shard, ats),
                )
                for ats, own in missing.items()
            ]  # fmt: skip
            for one in crawled:
                one.result()
        except BaseException:
            context.client.stop()  # else the threads would request every board that waits
            raise
        finally:
            pool.shutdown(cancel_futures=True)
    return len(missing)


def _crawl_part(
    source: Source,
    boards: Sequence[Board],
    context: CrawlContext,
    settings: Settings,
    night: date,
    data_source: DataSource,
    part: Path,
) -> None:
    aside = part.with_name(f".{part.name}.next")
    shutil.rmtree(aside, ignore_errors=True)
    crawl_boards(source, boards, context, settings, night, data_source, aside)
    atomic.publish_directory(aside, part)


def merge_source(
    boards: Sequence[Board],
    lost: Mapping[Shard, str],
    context: CrawlContext,
    settings: Settings,
    night: date,
    data_source: DataSource,
    folder: Path,
    count: int,
) -> list[BoardResult]:
    """Write the night of a source to a folder from its parts in `count` shards; its results.

    Boards without a part are failed: by the reason of their shard in `lost`, or because no crawler
    knew them.
    """
    ats = boards[0].ats
    shards = boards_by_shard(boards, count)
    parts = [
        part for shard in shards if (part := part_folder(settings, night, shard, ats)).exists()
    ]
    known = {r.board for p in parts for r in raw_nights.read_board_results(p / "boards.parquet")}
    failed = [
        _failed(board, lost.get(shard, NOT_CRAWLED), context, data_source)
        for shard, own in shards.items()
        for board in own
        if board.board not in known
    ]
    if failed:
        parts.append(_write_part(failed, folder.with_name(f"{folder.name}-lost"), settings, night))
    if len(parts) == 1:
        shutil.copytree(parts[0], folder)  # not moved: a stop before its acceptance loses nothing
    else:
        merge_parts(parts, folder)
    if failed:
        shutil.rmtree(parts[-1])
    return raw_nights.read_board_results(folder / "boards.parquet")


def _failed(
    board: Board, reason: str, context: CrawlContext, data_source: DataSource
) -> BoardResult:
    origin, at = data_source.label, context.clock()
    if skip := context.skip_reason(board):
        return skipped(board, origin, *skip, at)
    return BoardResult(
        board.ats, board.board, board.company, origin, "failed", reason, fetched_at=at
    )


def _write_part(
    results: Sequence[BoardResult], folder: Path, settings: Settings, night: date
) -> Path:
    """A part whose boards have no posting."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    raw_nights.write_board_results(results, folder / "boards.parquet")
    (no_lines := folder / "crawled.jsonl").touch()
    finalize_night(folder, settings.raw / results[0].ats, night, [no_lines], is_small=True)
    no_lines.unlink()
    return folder


def remove_parts(settings: Settings, night: date, sources: Iterable[str]) -> None:
    """Remove the parts of sources whose night is accepted or in quarantine."""
    for ats in sources:
        for part in night_folder(settings, night).glob(f"*-of-*/{ats}"):
            atomic.remove_directory(part)
