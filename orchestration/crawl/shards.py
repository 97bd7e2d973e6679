"""Which crawler requests which board, when several processes crawl one night.

Boards that share a rate limit are in one shard, so the limits of one process hold for all of them,
whatever the number of shards. A shard depends on the name of a board alone: not on the list of
boards, the machine, or the order. Not here: crawling a shard (`partial_nights`), and starting
processes (`shard_processes`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from orchestration.crawl.boards import Board
from orchestration.sources import all_sources
from orchestration.sources._toolkit.errors import Unreadable
from orchestration.sources._toolkit.listing import Pace

MAX_SHARDS = 1_000


@dataclass(frozen=True, order=True)
class Shard:
    """Shard `number`, from 1, of `count`."""

    number: int
    count: int

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    @property
    def folder_name(self) -> str:
        """Its name in a path."""
        return f"{self.number}-of-{self.count}"


def parse_shard(text: str) -> Shard:
    """A shard from text like 2/4; raises ValueError."""
    found = re.fullmatch(r"([0-9]{1,4})/([0-9]{1,4})", text)
    number, count = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1 <= number <= count <= MAX_SHARDS:
        raise ValueError(f"not a shard: {text:.20}; shard 2 of 4 is 2/4")
    return Shard(number, count)


def limit_key(board: Board) -> str:
    """What shares a rate limit with a board: its source, as the pace of a vendor is for all of its
    hosts; or, where the pace is per host, the domain above the host.

    The domain is the last two labels. The sitemap of one host may name pages of the host above it,
    which another board may be too. Domains that have two labels more in common than needed
    (`co.uk`) share a shard, which costs balance and no politeness.
    """
    host_of = _host_function(board.ats)
    if host_of is None:
        return board.ats
    try:
        host = host_of(board.board)
    except Unreadable:
        host = board.board  # it is requested nowhere
    return ".".join(host.lower().rstrip(".").split(".")[-2:])


@cache
def _host_function(ats: str) -> Callable[[str], str] | None:
    """What gives the host of a board; None for a source whose pace is not per host."""
    source = all_sources().get(ats)
    if source is None or not getattr(source, "PACE", Pace()).per_host:
        return None
    found: Callable[[str], str] = getattr(source, "host", str)
    return found


def shard_of(board: Board, count: int) -> Shard:
    """The shard of a board among `count`."""
    digest = sha256(limit_key(board).encode()).digest()
    return Shard(int.from_bytes(digest[:8], "big") % count + 1, count)


def boards_by_shard(boards: Iterable[Board], count: int) -> dict[Shard, list[Board]]:
    """The boards of each shard that has any, in their order; shards in order."""
    found: dict[Shard, list[Board]] = {}
    for board in boards:
        found.setdefault(shard_of(board, count), []).append(board)
    return dict(sorted(found.items()))
