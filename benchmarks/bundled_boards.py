"""A night over every bundled board, answered from a recording in each vendor's wire format.

`python -m benchmarks.bundled_boards [--postings N]` crawls in one process with the rate limits
lifted and prints requests, CPU, memory, how long the usual limits would make it, and whether the
bounds of a crawl held: each board has one outcome, each complete board all of its postings, each
vendor at most the night's budget of detail pages. The command ends with 1 when one did not.
"""

from __future__ import annotations

import argparse
import logging
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks.simulated_boards import NIGHT, write_recording
from orchestration.crawl.boards import load_boards
from orchestration.crawl.data_source import DataSource
from orchestration.crawl.night import crawl_sources
from orchestration.crawl.night_crawl import NightCrawl
from orchestration.crawl.shards import limit_key
from orchestration.http.client import Client
from orchestration.recordings.replay_server import serve_apart
from orchestration.settings import Settings
from orchestration.sources import all_sources
from orchestration.sources._toolkit.listing import Pace
from orchestration.storage.raw_nights import BoardResult, read_board_results

DAY = date.fromisoformat(NIGHT)


def crawl(work: Path) -> None:
    """Crawl the recording and print what it cost this process and the one that answers it."""
    logging.basicConfig(level=logging.ERROR)
    settings = Settings(work / "home", "")
    source = DataSource("recording", work / "recording")
    started = time.perf_counter()
    with (
        serve_apart(work / "recording") as route,
        Client("", rate=0, concurrency=0, budget=settings.detail_budget, route=route) as client,
    ):
        crawl = NightCrawl(settings, DAY, source, load_boards(), client, 8)
        for _ in crawl_sources(all_sources(), crawl):
            pass
    seconds = time.perf_counter() - started
    own = resource.getrusage(resource.RUSAGE_SELF)
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"{seconds:.0f} s; this process {own.ru_utime + own.ru_stime:.0f} s of CPU, "
        f"{own.ru_maxrss / 2**20:.2f} GiB; replay server "
        f"{others.ru_utime + others.ru_stime:.0f} s of CPU, {others.ru_maxrss / 2**20:.2f} GiB"
    )


def results_of(home: Path) -> list[BoardResult]:
    """How every board ended, whether its source was accepted or quarantined."""
    files = sorted(home.glob(f"*/*/night={NIGHT}/boards.parquet"))
    return [result for file in files for result in read_board_results(file)]


def broken_bounds(home: Path, postings: int, budget: int) -> list[str]:
    """What did not hold, in a sentence each."""
    results, broken = results_of(home), []
    asked = Counter((result.ats, result.board) for result in results)
    bundled = {(board.ats, board.board) for board in load_boards()}
    if missing := bundled - set(asked):
        broken.append(f"{len(missing)} boards have no outcome, such as {min(missing)}")
    if twice := [board for board, count in asked.items() if count > 1]:
        broken.append(f"{len(twice)} boards have two outcomes, such as {min(twice)}")
    short = [r for r in results if r.outcome == "complete" and r.listing_count != postings]
    if short:
        broken.append(f"{len(short)} complete boards lack postings, such as {short[0].board}")
    read = {
        file.parent.parent.name: pq.read_metadata(file).num_rows
        for file in home.glob(f"*/*/night={NIGHT}/details.parquet")
    }
    per_host = {a for a, s in all_sources().items() if getattr(s, "PACE", Pace()).per_host}
    for ats in sorted(read.keys() - per_host):
        if read[ats] > budget:
            broken.append(f"{ats}: {read[ats]} detail pages with a budget of {budget}")
    return broken


def report(home: Path, postings: int) -> int:
    """Print the night; 1 when a bound did not hold."""
    results = results_of(home)
    outcomes = Counter(result.outcome for result in results)
    requests: Counter[str] = Counter()
    limit: dict[str, float] = {}
    boards = {(board.ats, board.board): board for board in load_boards()}
    for result in results:
        board = boards[result.ats, result.board]
        key = limit_key(board)
        requests[key] += result.request_count
        limit[key] = getattr(all_sources()[board.ats], "PACE", Pace()).rate
    hours = {key: count / limit[key] / 3600 for key, count in requests.items()}
    print(f"{len(results):,} boards of {len(boards):,}: " + ", ".join(
        f"{count:,} {outcome}" for outcome, count in sorted(outcomes.items())
    ))  # fmt: skip
    others = [result for result in results if result.outcome != "complete"]
    for (ats, outcome), count in Counter((r.ats, r.outcome) for r in others).most_common():
        one = next(r for r in others if (r.ats, r.outcome) == (ats, outcome))
        print(f"  {ats}: {count} {outcome}, such as {one.board}: {one.reason}")
    print(
        f"{sum(requests.values()):,} requests, {sum(r.listing_count for r in results):,} listings, "
        f"at most {max(r.request_count for r in results)} requests to one board, "
        f"{sum(r.pending_count for r in results):,} detail pages left for a later night"
    )
    print("under the usual limits: " + ", ".join(
        f"{key} {hours[key]:.1f} h" for key, _ in Counter(hours).most_common(5)
    ))  # fmt: skip
    broken = broken_bounds(home, postings, Settings.detail_budget)
    print("\n".join(broken) or "every bound held")
    return 1 if broken else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--postings", type=int, default=6, help="of each board")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    parsed = parser.parse_args()
    if parsed.measure:
        crawl(parsed.measure)
        return 0
    work = Path(tempfile.mkdtemp(prefix="bundled-boards-"))
    try:
        (work / "recording").mkdir()
        started = time.perf_counter()
        count = write_recording(work / "recording", load_boards(), parsed.postings)
        print(f"{count:,} answers written in {time.perf_counter() - started:.0f} s", flush=True)
        command = [sys.executable, "-m", "benchmarks.bundled_boards", "--measure", str(work)]
        subprocess.run(command, check=True, env=os.environ)
        return report(work / "home", parsed.postings)
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
