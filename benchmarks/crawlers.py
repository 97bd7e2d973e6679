"""The memory of a crawler over many boards: at a quarter, half and all of them, at two sizes.

`python -m benchmarks.crawlers --boards 2500 10000 --postings 60 --crawlers 2` serves so many boards
of five vendors on the loopback interface, with the limits lifted, to so many crawlers at once, each
a process; then merges the night and validates it, each in another. It prints a row per process, and
ends with 1 when a board or a posting is missing, or a process had more memory than `--most`. Boards
share answers, so that writing them takes no time.
"""

from __future__ import annotations

import argparse
import csv
import json
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
from typing import Any

import pyarrow.parquet as pq

from benchmarks.simulated_boards import NIGHT, write_shared_answers
from orchestration.crawl.acceptance import CrawledNight, accept_or_quarantine
from orchestration.crawl.boards import Board
from orchestration.crawl.data_source import DataSource
from orchestration.crawl.night_crawl import NightCrawl
from orchestration.crawl.partial_nights import crawl_shard, merge_source, remove_parts
from orchestration.crawl.shards import boards_by_shard, parse_shard
from orchestration.http.client import Client
from orchestration.recordings.replay_server import serve_apart
from orchestration.settings import Settings
from orchestration.storage.raw_nights import read_board_results

DAY = date.fromisoformat(NIGHT)
LIVE = DataSource("live")
VENDORS = ("ashby", "greenhouse", "lever", "pinpoint", "successfactors")
"""Vendors whose boards need one request each; those of the last are in all shards."""


def load(work: Path) -> list[Board]:
    """The boards of the recording."""
    with (work / "recording" / "boards.csv").open(encoding="utf-8") as file:
        return [Board(row["ats"], row["board"], row["company"]) for row in csv.DictReader(file)]


class Marks(logging.Handler):
    """The peak memory in GiB when a quarter, half and all of the boards were crawled."""

    def __init__(self, total: int) -> None:
        super().__init__(logging.INFO)
        self.total, self.done, self.peaks = total, dict[str, int](), dict[str, float]()

    def emit(self, record: logging.LogRecord) -> None:
        facts: dict[str, Any] = getattr(record, "facts", {})
        if facts.get("event") != "boards crawled" or not isinstance(record.args, tuple):
            return
        self.done[facts["source"]] = int(str(record.args[1]))
        for share in ("0.25", "0.5", "1"):
            if sum(self.done.values()) >= float(share) * self.total:
                self.peaks.setdefault(share, peak())


def peak() -> float:
    """The peak memory of this process in GiB. Not `ru_maxrss`: a new process begins with that of
    the one that started it."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 2**20


def merged_folder(work: Path, ats: str) -> Path:
    """Where the merged night of a source is until it is validated."""
    return work / "merged" / ats


def crawl(work: Path, route: str, name: str) -> dict[str, Any]:
    """Crawl a shard in this process; what it cost."""
    shard, boards = parse_shard(name), load(work)
    own = boards_by_shard(boards, shard.count).get(shard, [])
    marks = Marks(len(own))
    logging.getLogger("orchestration.progress").addHandler(marks)
    logging.getLogger("orchestration.progress").setLevel(logging.INFO)
    with Client("benchmark", rate=0, concurrency=0, route=route) as client:
        settings = Settings(work / "home", "", detail_budget=0)
        crawl_shard(shard, VENDORS, NightCrawl(settings, DAY, LIVE, boards, client, 4))
    return {"boards": len(own), **marks.peaks}


def merge(work: Path, count: int) -> dict[str, Any]:
    """Merge the night in this process; its boards."""
    settings = Settings(work / "home", "", crawlers=count)
    boards, merged = load(work), 0
    with Client("benchmark") as client:
        crawl = NightCrawl(settings, DAY, LIVE, boards, client)
        for ats in VENDORS:
            own = [board for board in boards if board.ats == ats]
            merged += len(merge_source(own, {}, crawl, merged_folder(work, ats)))
            remove_parts(crawl, [ats])
    return {"boards": merged}


def validate(work: Path) -> dict[str, Any]:
    """Validate and accept the merged night in this process; its boards that are complete."""
    crawled = [
        CrawledNight(ats, folder, read_board_results(folder / "boards.parquet"))
        for ats in VENDORS
        for folder in [merged_folder(work, ats)]
    ]
    with Client("benchmark") as client:
        crawl = NightCrawl(Settings(work / "home", ""), DAY, LIVE, [], client)
        outcomes = list(accept_or_quarantine(crawled, crawl))
    assert all(outcome.is_accepted for outcome in outcomes)
    return {"boards": sum(outcome.counts["boards_complete"] for outcome in outcomes)}


def measured(*arguments: str) -> subprocess.Popen[str]:
    """A process of this module that prints what it cost."""
    command = [sys.executable, "-m", "benchmarks.crawlers", "--measure", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ)


def row(name: str, process: subprocess.Popen[str]) -> dict[str, Any]:
    """Print what a process cost."""
    output, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"{name} ended with {process.returncode}")
    cost: dict[str, Any] = json.loads(output.splitlines()[-1])
    peaks = "".join(f"{cost.get(share, 0):9.2f}" for share in ("0.25", "0.5", "1"))
    print(
        f"{name:24s}{cost['boards']:9,}{cost['seconds']:8.0f}{cost['cpu']:8.0f}{peaks}"
        f"{cost['peak']:9.2f}",
        flush=True,
    )
    return cost


def run(size: int, postings: int, crawlers: int) -> tuple[int, dict[str, float]]:
    """One size; the number of boards and postings that are missing, and the peak memory of each
    process in GiB."""
    work = Path(tempfile.mkdtemp(prefix="crawlers-"))
    try:
        (work / "recording").mkdir()
        write_shared_answers(work / "recording", VENDORS, size, postings)
        boards = load(work)
        shards = list(boards_by_shard(boards, crawlers))
        with serve_apart(work / "recording") as route:
            started = [measured("crawl", str(work), route, str(shard)) for shard in shards]
            costs = {
                name: row(name, process)
                for shard, process in zip(shards, started, strict=True)
                for name in [f"crawler {shard}"]
            }
        cpu = sum(cost["cpu"] for cost in costs.values())
        costs["merge"] = row("merge", measured("merge", str(work), str(crawlers)))
        costs["validation"] = row("validation", measured("validate", str(work)))
        stored, asked, outcomes = stored_night(work / "home" / "raw")
        print(
            f"{len(boards):,} boards ({outcomes}); {stored:,} postings of "
            f"{len(boards) * postings:,}; {asked:,} requests; crawlers {cpu:.0f} s of CPU, "
            f"{1e3 * cpu / max(1, stored):.2f} s per 1,000 postings\n",
            flush=True,
        )
        complete: int = costs["validation"]["boards"]
        missing = len(boards) - complete + len(boards) * postings - stored
        return missing, {name: cost["peak"] for name, cost in costs.items()}
    finally:
        shutil.rmtree(work, ignore_errors=True)


def stored_night(raw: Path) -> tuple[int, int, str]:
    """The postings of the stored night, its requests, and its boards by outcome."""
    stored, asked, outcomes = 0, 0, Counter[str]()
    for folder in raw.glob(f"*/night={NIGHT}"):
        stored += pq.read_metadata(folder / "postings.parquet").num_rows
        results = read_board_results(folder / "boards.parquet")
        asked += sum(result.request_count for result in results)
        outcomes.update(result.outcome for result in results)
    return stored, asked, ", ".join(f"{name} {count:,}" for name, count in outcomes.items())


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--boards", type=int, nargs="+", default=[2_500, 10_000])
    parser.add_argument("--postings", type=int, default=60, help="of each board")
    parser.add_argument("--crawlers", type=int, default=2)
    parser.add_argument("--most", type=float, help="GiB that a process may have")
    parser.add_argument("--measure", nargs="+", help=argparse.SUPPRESS)
    parsed = parser.parse_args()
    if parsed.measure:
        what, work, *given = parsed.measure
        begun = time.perf_counter()
        cost = _measure(what, Path(work), given)
        usage = resource.getrusage(resource.RUSAGE_SELF)
        cpu, seconds = usage.ru_utime + usage.ru_stime, time.perf_counter() - begun
        print(json.dumps({**cost, "cpu": cpu, "seconds": seconds, "peak": peak()}))
        return 0
    print(
        f"{'':24s}{'boards':>9s}{'wall s':>8s}{'CPU s':>8s}"
        f"{'GiB at ¼':>9s}{'½':>9s}{'all':>9s}{'at end':>9s}"
    )
    ended = [run(size, parsed.postings, parsed.crawlers) for size in parsed.boards]
    missing = sum(one for one, _ in ended)
    largest = max(peak for _, peaks in ended for peak in peaks.values())
    print(f"{missing} boards and postings are missing; no process had more than {largest:.2f} GiB")
    return 1 if missing or largest > (parsed.most or largest) else 0


def _measure(what: str, work: Path, given: list[str]) -> dict[str, Any]:
    """What a process of this module does."""
    if what == "crawl":
        return crawl(work, *given)
    return merge(work, int(given[0])) if what == "merge" else validate(work)


if __name__ == "__main__":
    sys.exit(main())
