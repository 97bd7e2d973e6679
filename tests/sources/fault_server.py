"""A replay server that answers through a fault, and one board crawled from it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from orchestration.crawl import board_scheduler
from orchestration.crawl.boards import Board
from orchestration.crawl.crawler import crawl_board
from orchestration.crawl.data_source import DataSource
from orchestration.crawl.night_crawl import NightCrawl
from orchestration.http.client import Client, Session
from orchestration.recordings.recording import Recording
from orchestration.settings import Settings
from orchestration.sources import all_sources
from orchestration.storage import raw_nights
from orchestration.storage.crawl_state import CrawlState
from tests.fakes import QuietHandler, QuietServer
from tests.paths import RECORDINGS

SOURCES = all_sources()


LIMIT = 1_000_000  # bytes of an answer that the client of these tests takes


class Handler(QuietHandler):
    """Answers from a recording, changed by the fault of the test."""

    server: FaultServer

    def do_GET(self) -> None:
        self.handle_request("GET", None)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        self.handle_request("POST", json.loads(body or b"null"))

    def handle_request(self, method: str, asked: Any) -> None:
        scheme, _, rest = self.path.lstrip("/").partition("/")
        if rest.endswith("/robots.txt"):
            found = self.server.recording.find("GET", f"{scheme}://{rest}")
            return self.reply(found.status if found else 404, found.content if found else b"")
        kind = self.headers.get("x-asked-for", "list")
        with self.server.lock:
            self.server.counts[kind] = turn = self.server.counts.get(kind, 0) + 1
        found = self.server.recording.find(method, f"{scheme}://{rest}", asked)
        headers = dict(found.headers) if found else {}
        content = found.content if found else b""
        status = found.status if found else 404
        with suppress(OSError):
            self.server.fault(self, Request(kind, turn, status, headers, content))
        return None

    def reply(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@dataclass
class Request:
    """One request of a crawl, and its recorded answer. `turn` counts from 1 by kind."""

    kind: str
    turn: int
    status: int
    headers: dict[str, str]
    content: bytes


Fault = Callable[[Handler, Request], None]


class FaultServer(QuietServer):
    def __init__(self, recording: Recording, fault: Fault) -> None:
        self.recording, self.fault = recording, fault
        self.counts: dict[str, int] = {}
        self.lock = threading.Lock()
        super().__init__(Handler)


def healthy(handler: Handler, request: Request) -> None:
    handler.reply(request.status, request.content, **request.headers)


@dataclass
class Outcome:
    """The result of a board, and its listings by id without payload."""

    result: raw_nights.BoardResult
    listings: dict[str, dict[str, Any]]


def crawl_through(ats: str, fault: Fault, patience: float = 20.0) -> Outcome:
    """Crawl the first board of a source's recording through a fault. `patience`: seconds that the
    client waits for an answer; few only where the fault is that none comes, since a busy machine
    can take half a second to answer at all."""
    recording = Recording.load(RECORDINGS / ats)
    rows: list[dict[str, Any]] = []
    slept = [0.0]
    ask = Session.detail

    def detail(self: Session, url: str, *, headers: Any = None, json: Any = None) -> Any:
        return ask(self, url, headers={**(headers or {}), "x-asked-for": "detail"}, json=json)

    with FaultServer(recording, fault) as server, patch.object(Session, "detail", detail):
        thread = threading.Thread(target=server.serve_forever, args=(0.001,), daemon=True)
        thread.start()
        with Client(
            "",
            rate=0,
            concurrency=0,
            retries=1,
            timeout=(5, patience),
            deadline=2 * patience,
            size_limit=LIMIT,
            clock=lambda: slept[0],
            sleep=lambda seconds: slept.__setitem__(0, slept[0] + seconds),
            route=f"http://127.0.0.1:{server.server_address[1]}",
        ) as client:
            board = Board(ats, recording.boards[0][1])
            before = CrawlState()
            settings = Settings(Path("nowhere"), "")
            crawl = NightCrawl(settings, date(2026, 11, 2), DataSource("live"), [board], client)
            work = crawl_board(
                SOURCES[ats],
                board,
                crawl,
                before,
                lambda lines: rows.extend(map(json.loads, lines.splitlines())),
            )
            with ThreadPoolExecutor(1) as worker:
                result = board_scheduler.run_in_rounds({board: work}, worker, lambda result: None)[
                    board
                ]
        server.shutdown()
        thread.join()
    rows = [{**row, **row["texts"]} for row in rows]
    rows = [row for row in rows if raw_nights.is_listing_row(row)]
    for row in rows:
        del row["payload"]
    assert result.listing_count == len(rows)
    if result.outcome != "complete":
        assert result.reason
        assert "\n" not in result.reason
        assert len(result.reason) < 300
    return Outcome(result, {row["native_id"]: row for row in rows})


@cache
def baseline(ats: str) -> Outcome:
    """The first board of a source's recording, crawled without a fault."""
    whole = crawl_through(ats, healthy)
    assert whole.result.outcome == "complete", whole.result.reason
    assert whole.listings
    return whole
