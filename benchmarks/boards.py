"""The speed of a crawl: boards a second without rate limits, memory for one huge board, and the
wall time compared with the time that the rate limits allow.

`python -m benchmarks.boards` serves recordings on the loopback interface from a process of its own,
and prints the time of reading the same answers from disk for comparison.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from orchestration.crawl.boards import Board
from orchestration.crawl.crawler import crawl_source
from orchestration.crawl.data_source import DataSource
from orchestration.crawl.night_crawl import NightCrawl
from orchestration.http.client import Client
from orchestration.recordings.recording import Recording
from orchestration.recordings.replay_server import serve
from orchestration.settings import Settings
from orchestration.sources import all_sources
from orchestration.sources._toolkit.listing import Pace

NIGHT = date(2026, 11, 2)


def serve_until_done(path: Path, ready: Any, done: Any) -> None:
    """Serve a recording until `done` is set."""
    with serve(Recording.load(path)) as route:
        ready.put(route)
        done.wait()


def crawl_recording(
    path: Path, folder: Path, route: str, threads: int, **limits: Any
) -> tuple[float, int]:
    """Crawl every board of a recording, source after source: seconds and listings."""
    listings, started = 0, time.perf_counter()
    boards = [Board(*row) for row in Recording.load(path).boards]
    with Client("benchmark", route=route, **limits) as client:
        source = DataSource("recording", path)
        crawl = NightCrawl(Settings(folder, ""), NIGHT, source, boards, client, threads)
        for ats in sorted({board.ats for board in boards}):
            own = [board for board in boards if board.ats == ats]
            results = crawl_source(all_sources()[ats], own, crawl, folder / ats)
            listings += sum(result.listing_count for result in results)
    return time.perf_counter() - started, listings


def one_request(path: Path, out: Path) -> int:
    """Keep the boards of a recording that need one request each; their number."""
    rows = [json.loads(line) for line in (path / "index.jsonl").read_text().splitlines()]
    few = {ats for ats, source in all_sources().items() if not hasattr(source, "detail")}
    boards = [b for b in Recording.load(path).boards if b[0] in few]
    out.mkdir()
    shutil.copytree(path / "bodies", out / "bodies", copy_function=os.link)
    with (out / "boards.csv").open("w") as file:
        file.write("ats,board,company\n")
        file.writelines(f"{ats},{board},\n" for ats, board, _ in boards)
    with (out / "index.jsonl").open("w") as file:
        kept = [row for row in rows if Path(row["body"]).stem in few]
        file.writelines(json.dumps(row) + "\n" for row in kept)
    return len(boards)


def huge(path: Path, postings: int) -> None:
    """A recording of one Lever board with `count` postings of 5 KB."""
    path.mkdir()
    words = " ".join(f"word{n}" for n in range(620))
    rows = [
        {"id": f"{n:036d}", "text": f"Engineer {n}", "description": f"<p>{n} {words}</p>",
         "categories": {"location": "Riga"}, "createdAt": 1_790_000_000_000}
        for n in range(postings)
    ]  # fmt: skip
    (path / "body").write_text(json.dumps(rows))
    url = "https://api.lever.co/v0/postings/huge?mode=json"
    line = {"method": "GET", "url": url, "status": 200, "headers": {}, "body": "body"}
    (path / "index.jsonl").write_text(json.dumps(line) + "\n")
    (path / "boards.csv").write_text("ats,board\nlever,huge\n")


def paced(path: Path, boards: int) -> None:
    """A recording of many Lever boards with one posting each."""
    path.mkdir()
    (path / "body").write_text(json.dumps([{"id": "1", "text": "Engineer"}]))
    with (path / "index.jsonl").open("w") as index, (path / "boards.csv").open("w") as names:
        names.write("ats,board\n")
        for n in range(boards):
            url = f"https://api.lever.co/v0/postings/b{n}?mode=json"
            line = {"method": "GET", "url": url, "status": 200, "headers": {}, "body": "body"}
            index.write(json.dumps(line) + "\n")
            names.write(f"lever,b{n}\n")


def apart(work: Path, name: str, threads: int, **limits: Any) -> tuple[float, int, float]:
    """Crawl in a process of its own: seconds, listings, peak memory in GiB."""
    context = multiprocessing.get_context("spawn")
    ready, done = context.Queue(), context.Event()
    server = context.Process(target=serve_until_done, args=(work / name, ready, done))
    server.start()
    given = json.dumps([str(work / name), str(work / f"{name}-out"), ready.get(), threads, limits])
    command = [sys.executable, "-m", "benchmarks.boards", "--measure", given]
    run = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ)
    done.set()
    server.join()
    seconds, listings, memory = json.loads(run.stdout)
    return seconds, listings, memory


def measure(given: str) -> None:
    path, out, route, threads, limits = json.loads(given)
    seconds, listings = crawl_recording(Path(path), Path(out), route, threads, **limits)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(json.dumps([seconds, listings, memory]))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--listings", type=int, default=20_000, help="of the simulated market")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    parsed = parser.parse_args()
    if parsed.measure:
        measure(parsed.measure)
        return
    work = Path(tempfile.mkdtemp(prefix="boards-"))
    from orchestration.simulator import simulate

    simulate(work / "market", parsed.listings)
    boards = one_request(work / "market", work / "lists")
    started = time.perf_counter()
    size = sum(len(e.content) for e in Recording.load(work / "lists").exchanges.values())
    plain = time.perf_counter() - started
    seconds, listings, memory = apart(work, "lists", 8, rate=0, concurrency=0)
    print(
        f"{boards} boards of one request, {listings} listings, {size / 1e6:.0f} MB: "
        f"{seconds:.1f} s, {boards / seconds:.0f} boards/s, {memory:.2f} GiB, "
        f"{seconds / plain:.1f} times a plain read ({plain:.1f} s)"
    )
    huge(work / "huge", 20_000)
    seconds, listings, memory = apart(work, "huge", 1, rate=0, concurrency=0)
    print(f"one board of {listings} postings: {seconds:.1f} s, {memory:.2f} GiB")
    paced(work / "paced", 60)
    seconds, listings, _ = apart(work, "paced", 2)
    allowed = (
        60 / Pace().rate
    )  # 60 boards and one robots.txt, of which the first request does not wait
    print(
        f"{listings} boards under the usual limits: {seconds:.1f} s, {seconds / allowed:.0%} of "
        f"the {allowed:.0f} s that they allow"
    )


if __name__ == "__main__":
    main()
