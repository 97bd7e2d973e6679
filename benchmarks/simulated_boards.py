"""Recordings of given boards: answers in each vendor's wire format, with invented postings.

Here: what `bundled_boards` and `crawlers` crawl. Not here: markets of invented companies, which
`orchestration.simulator` writes itself.
"""

from __future__ import annotations

import csv
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from urllib.parse import unquote, urlsplit

import numpy as np

from orchestration.crawl.boards import Board
from orchestration.simulator.companies import Company, name_of
from orchestration.simulator.draws import mix
from orchestration.simulator.market import Market, draw
from orchestration.simulator.posting import Exchange
from orchestration.simulator.posting_boards import board as page
from orchestration.simulator.postings import Owner, postings
from orchestration.simulator.sequence import draw_firms, sequence
from orchestration.simulator.vendor_formats import all_vendors

SEED = 1
NIGHT = "2026-11-02"
MARKET = 4_000
"""Listings that are drawn; the boards share them, each with ids of its own vendor."""

OWN_HOST = ("pinpoint", "successfactors")
"""Vendors whose boards have a host each."""
ROBOTS = "User-agent: *\nDisallow: /admin\nCrawl-delay: 0.01\n" + 40 * "Disallow: /search?page\n"
TEMPLATES = 40
"""Boards whose answers others repeat. Their postings have other contents, as the board is part of
what a content is."""


def market(listings: int = MARKET) -> Market:
    """Software listings as columns."""
    firms = draw_firms(SEED, listings)
    return draw(SEED, sequence(SEED, listings, firms), 0, listings, firms)


def answers(board: Board, number: int, drawn: Market, count: int) -> Iterator[Exchange]:
    """The exchanges of one board with so many postings, those of the market from a place of its
    own."""
    vendor = all_vendors()[board.ats]
    company = Company(
        number, board.company or name_of(number), board.board, board.ats, ("saas",), "unknown", "US"
    )
    first = mix(number) % (len(drawn.number) - count)
    rows = drawn.take(slice(first, first + count))
    owner = Owner(company, vendor, home=0)
    shown, _ = postings(SEED, [owner], np.zeros(count, np.int64), rows)
    return vendor.answers(page(SEED, company), shown)


def write_recording(out: Path, boards: Iterable[Board], count: int) -> int:
    """Write a recording in which each board has so many postings; the number of its exchanges."""
    drawn, exchanges = market(), 0
    with (
        (out / "index.jsonl").open("w", encoding="utf-8") as index,
        (out / "boards.csv").open("w", encoding="utf-8", newline="") as listed,
    ):
        rows = csv.writer(listed, lineterminator="\n")
        rows.writerow(("ats", "board", "company"))
        for ats, own in groupby(boards, key=lambda board: board.ats):
            (out / "bodies" / ats).mkdir(parents=True, exist_ok=True)
            for number, board in enumerate(own):
                rows.writerow((ats, board.board, board.company))
                for place, answer in enumerate(answers(board, number, drawn, count)):
                    body = f"bodies/{ats}/{number}-{place}.gz"
                    (out / body).write_bytes(zlib.compress(answer.body, 1, wbits=31))
                    index.write(index_line(answer, answer.url, body))
                    exchanges += 1
    return exchanges


def index_line(answer: Exchange, url: str, body: str) -> str:
    """The line of an answer in the index of a recording."""
    line = {
        "method": answer.method,
        "url": unquote(url) if "%" in url.split("/")[2] else url,
        "status": answer.status,
        "headers": {"content-type": answer.content_type},
        "body": body,
        "recorded_on": NIGHT,
    }
    if answer.request_body is not None:
        line["request_body"] = answer.request_body
    return json.dumps(line) + "\n"


def write_shared_answers(out: Path, vendors: Sequence[str], boards: int, postings: int) -> None:
    """Write a recording of so many boards of some vendors, which share the answers of a few, so
    that writing them takes no time. Hosts of their own have a robots.txt each."""
    drawn, bodies = market(), out / "bodies"
    bodies.mkdir(parents=True)
    robots = Exchange("GET", "", 200, "text/plain", ROBOTS.encode())
    (out / "bodies" / "robots.gz").write_bytes(zlib.compress(robots.body, 1, wbits=31))
    with (
        (out / "index.jsonl").open("w", encoding="utf-8") as index,
        (out / "boards.csv").open("w", encoding="utf-8", newline="") as listed,
    ):
        rows = csv.writer(listed, lineterminator="\n")
        rows.writerow(("ats", "board", "company"))
        for ats in vendors:
            known = []
            for number in range(TEMPLATES):
                name = board_name(ats, f"template{number:03d}")
                (answer,) = answers(Board(ats, name), number, drawn, postings)
                body = f"bodies/{ats}-{number}.gz"
                (out / body).write_bytes(zlib.compress(answer.body, 1, wbits=31))
                known.append((name, answer, body))
            for number in range(boards // len(vendors)):
                board = board_name(ats, f"board{number:06d}")
                name, answer, body = known[number % TEMPLATES]
                rows.writerow((ats, board, f"Company {number}"))
                url = answer.url.replace(name, board)
                index.write(index_line(answer, url, body))
                if ats in OWN_HOST:
                    file = f"https://{urlsplit(url).netloc}/robots.txt"
                    index.write(index_line(robots, file, "bodies/robots.gz"))


def board_name(ats: str, name: str) -> str:
    """The board of a name; of a source whose boards are hosts, one with a domain of its own."""
    return f"jobs.{name}.example" if ats == "successfactors" else name
