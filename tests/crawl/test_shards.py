"""Which boards share a shard: those that share a rate limit, whatever the number of shards."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from orchestration.crawl.boards import Board, load_boards
from orchestration.crawl.shards import Shard, boards_by_shard, limit_key, parse_shard, shard_of
from orchestration.recordings.recording import Recording
from orchestration.simulator import simulate
from orchestration.sources import all_sources
from orchestration.sources._toolkit.errors import NotFound
from orchestration.sources._toolkit.listing import Pace
from tests.fakes import FakeGetter


@pytest.mark.parametrize("count", [1, 2, 5, 64])
def test_boards_of_one_vendor_are_in_one_shard(count: int) -> None:
    """A vendor's pace is for all of its hosts, also where each board has a host of its own."""
    boards = load_boards()
    shards = boards_by_shard(boards, count)
    assert sum(map(len, shards.values())) == len(boards)
    per_host = {a for a, s in all_sources().items() if getattr(s, "PACE", Pace()).per_host}
    assert per_host == {"careers", "phenom", "successfactors"}
    crawlers = Counter(
        ats for own in shards.values() for ats in {b.ats for b in own} if ats not in per_host
    )
    assert set(crawlers.values()) == {1}


@pytest.mark.parametrize(
    ("ats", "board", "key"),
    [
        ("lever", "acme", "lever"),
        ("workday", "acme.wd5.External", "workday"),
        ("careers", "careers.acme.com", "acme.com"),
        ("careers", "jobs.eu.Acme.com", "acme.com"),
        ("careers", "acme.com", "acme.com"),
        ("careers", "careers.acme.co.uk", "co.uk"),
        ("successfactors", "jobs.acme.com", "acme.com"),
        ("phenom", "careers.acme.com", "acme.com"),
        ("phenom", "careers.acme.com.global-en", "acme.com"),
        ("phenom", "no host", "no host"),
        ("unknown", "acme", "unknown"),
    ],
)
def test_the_limit_that_a_board_shares(ats: str, board: str, key: str) -> None:
    assert limit_key(Board(ats, board)) == key


def test_two_sources_that_request_one_host_share_its_limit() -> None:
    """As in one process, where the limit is that of the host and not that of the source."""
    names = (("careers", "careers.bcg.com"), ("phenom", "careers.bcg.com.global-en"))
    assert {*names} <= {(board.ats, board.board) for board in load_boards()}
    first, second = (limit_key(Board(*name)) for name in names)
    assert first == second


def test_a_shard_depends_on_nothing_but_the_name() -> None:
    """Crawlers on several machines agree without talking to each other."""
    assert [str(shard_of(Board("lever", "acme"), n)) for n in (1, 2, 5, 100)] == [
        "1/1", "1/2", "2/5", "77/100",
    ]  # fmt: skip


def test_a_shard_is_parsed_from_text() -> None:
    assert parse_shard("2/4") == Shard(2, 4)
    for text in ("", "2", "0/4", "5/4", "2/4/4", "-1/4", "1/9999", "２/4", "2 / 4"):
        with pytest.raises(ValueError, match="not a shard"):
            parse_shard(text)


def test_a_board_requests_hosts_of_its_shard_only(tmp_path: Path) -> None:
    """Of sources whose pace is per host: every host that a board is requested from."""
    simulate(tmp_path / "market", 150, vendors=("careers", "phenom", "successfactors"))
    recording, count = Recording.load(tmp_path / "market"), 0
    for ats, board, _ in recording.boards:
        requested: list[str] = []

        def answer(url: str, body: Any, requested: list[str] = requested) -> Any:
            requested.append(url)
            found = recording.find("GET" if body is None else "POST", url, body)
            return NotFound(url) if found is None else found.content

        source, get = all_sources()[ats], FakeGetter(answer)
        for posting in source.postings(board, get):
            if hasattr(source, "detail"):
                source.detail(posting, board, get)
        count += len(requested)
        for url in requested:
            host = Board("careers", url.split("/")[2])
            assert limit_key(Board(ats, board)) == limit_key(host)
    assert count > 20
