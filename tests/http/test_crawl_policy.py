"""The crawl policy: robots.txt, reservations, rate limits and budgets."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from orchestration.http.client import BudgetExhausted, Client, CrawlingDisallowed, NotAnswered
from orchestration.http.responses import HttpAnswer
from orchestration.http.robots import Robots
from orchestration.http.robots_store import MAX_BYTES
from orchestration.http.throttle import RateLimits
from orchestration.recordings.replay_server import serve
from orchestration.sources._toolkit.listing import Pace
from tests.recorded import write_recording


@contextmanager
def hosts(folder: Path, *rows: dict[str, Any], **options: Any) -> Iterator[Client]:
    """A client for recorded answers: rows of url, text, and optionally status or headers."""
    recording = write_recording(folder, ({"text": "[]"} | row for row in rows))
    given = {"rate": 0, "retries": 0, **options}
    with serve(recording) as route, Client("", route=route, **given) as client:
        yield client


ROBOTS = "https://jobs.example/robots.txt"
BOARD = {"url": "https://jobs.example/api/b"}


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /api", False),
        ("User-agent: *\nDisallow: /api\nAllow: /api/b", True),
        ("User-agent: *\nDisallow: /private", True),
        ("User-agent: hiring-ledger\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: hiring-ledger\nAllow: /\n\nUser-agent: *\nDisallow: /", True),
        ("User-agent: GPTBot\nDisallow: /", True),
        ("<html>not robots</html>", True),
        ("", True),
    ],
)
def test_robots_txt_is_obeyed_for_our_own_token(tmp_path: Path, rules: str, allowed: bool) -> None:
    with hosts(tmp_path, {"url": ROBOTS, "text": rules}, BOARD) as client:
        if allowed:
            assert client.session()(BOARD["url"]).json() == []
        else:
            with pytest.raises(
                CrawlingDisallowed, match=r"robots.txt of jobs.example disallows /api/b"
            ):
                client.session()(BOARD["url"])


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False)])
def test_a_missing_robots_txt_allows_and_a_broken_one_does_not(
    tmp_path: Path, status: int, allowed: bool
) -> None:
    with hosts(tmp_path, {"url": ROBOTS, "status": status}, BOARD) as client:
        if allowed:
            client.session()(BOARD["url"])
        else:
            with pytest.raises(
                CrawlingDisallowed, match=r"robots.txt of jobs.example cannot be read"
            ):
                client.session()(BOARD["url"])


def test_a_redirected_robots_txt_applies_to_the_original_host(tmp_path: Path) -> None:
    to = "https://www.other.example/robots.txt"
    moved = {"url": ROBOTS, "status": 301, "headers": {"location": to}}
    rules = {"url": to, "text": "User-agent: *\nDisallow: /"}
    with hosts(tmp_path, moved, rules, BOARD) as client, pytest.raises(CrawlingDisallowed):
        client.session()(BOARD["url"])


def test_robots_txt_is_requested_once_per_host(tmp_path: Path) -> None:
    requested: list[str] = []
    rules = "Sitemap: https://jobs.example/s.xml"
    with hosts(tmp_path, {"url": ROBOTS, "text": rules}, BOARD) as client:
        exchange = client._exchange
        client._exchange = lambda url, *rest: requested.append(url) or exchange(url, *rest)  # type: ignore
        session = client.session()
        for _ in range(3):
            session(BOARD["url"])
        assert session(ROBOTS).text == rules
    assert requested == [ROBOTS, BOARD["url"], BOARD["url"], BOARD["url"]]
    assert session.request_count == 3


def test_robots_txt_is_obeyed_after_its_rules_left_memory() -> None:
    """A run over many hosts keeps the rules of a few in memory, and requests no file twice."""
    robots, requested = Robots(max_hosts=2, max_bytes=100), list[str]()

    def fetch(url: str) -> HttpAnswer:
        requested.append(url)
        number = int(url.split("/")[2].split(".")[0])
        rules = f"User-agent: *\nCrawl-delay: {number}\nDisallow: /{number}/"
        headers = {"content-type": "text/plain", "x-other": "not kept"}
        return HttpAnswer(url, 200, headers, rules.encode())

    for _ in range(2):
        for number in range(20):
            host = f"{number}.example"
            assert robots.disallowed_reason(f"https://{host}/{number}/a", fetch)
            assert robots.disallowed_reason(f"https://{host}/{number + 1}/a", fetch) is None
            assert robots.crawl_delay(host, fetch) == number
            assert len(robots._parsed) <= 2
    assert robots._parsed_bytes <= 100
    assert not robots._reading
    assert requested == [f"https://{number}.example/robots.txt" for number in range(20)]
    answer = robots.answer("7.example", fetch)
    robots.close()
    assert answer is not None
    assert (answer.status, dict(answer.headers)) == (200, {"content-type": "text/plain"})


def test_memory_does_not_grow_with_the_hosts_of_a_run() -> None:
    """Half a gigabyte of robots.txt, as hostile hosts may send it."""
    robots, large = Robots(), b"User-agent: *\nDisallow: /a\n" + b"#" * 2**20
    tracemalloc.start()
    try:
        for number in range(500):
            robots.answer(f"{number}.example", lambda url: HttpAnswer(url, 200, {}, large))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 8 * 2**20
    assert len(robots.answer("7.example", pytest.fail).content) == MAX_BYTES  # type: ignore
    robots.close()


def test_many_threads_request_a_robots_txt_once() -> None:
    robots, requested = Robots(), list[str]()

    def fetch(url: str) -> HttpAnswer | None:
        requested.append(url)
        time.sleep(0.05)
        return None

    with ThreadPoolExecutor(8) as threads:
        asked = [
            threads.submit(robots.disallowed_reason, f"https://{number % 2}.example/a", fetch)
            for number in range(16)
        ]
    robots.close()
    assert {one.result() for one in asked} == {
        f"robots.txt of {number}.example cannot be read" for number in range(2)
    }
    assert sorted(requested) == [f"https://{number}.example/robots.txt" for number in range(2)]


@pytest.mark.parametrize(
    ("meta", "allowed"),
    [
        ('<meta name="tdm-reservation" content="1">', False),
        ('<meta content="1" name="tdm-reservation">', False),
        ("<meta name='tdm-reservation' content='1'/>", False),
        ("<META NAME=TDM-Reservation CONTENT=1/>", False),
        ('<meta id="x"\n name = "tdm-reservation"\n content = " 1 " >', False),
        ('<meta name="tdm-reservation" property="a>b" content="1">', False),
        ('<meta name="tdm-reservation" content="0">', True),
        ('<meta name="tdm-reservation" content="10">', True),
        ('<meta name="tdm-reservation" data-content="1" content="0">', True),
        ('<meta name="tdm-reservation"><meta name="robots" content="1">', True),
        ('<meta name="other" content="1"><p>tdm-reservation</p>', True),
    ],
)
def test_a_page_may_reserve_text_and_data_mining(tmp_path: Path, meta: str, allowed: bool) -> None:
    page = f"<html><head>{meta}</head></html>"
    row = {**BOARD, "text": page, "headers": {"content-type": "Text/HTML"}}
    with hosts(tmp_path, row) as client:
        if allowed:
            assert client.session()(BOARD["url"]).text == page
        else:
            with pytest.raises(CrawlingDisallowed, match="data mining is reserved"):
                client.session()(BOARD["url"])


def test_the_budget_counts_only_detail_pages(tmp_path: Path) -> None:
    with hosts(tmp_path, BOARD, budget=2) as client:
        first, second = (client.session(vendor="shop") for _ in range(2))
        first.detail(BOARD["url"])
        second.detail(BOARD["url"])
        with pytest.raises(
            BudgetExhausted, match="shop: the night's budget of detail pages is used up"
        ):
            first.detail(BOARD["url"])
        client.session(vendor="other").detail(BOARD["url"])
        assert first(BOARD["url"]).json() == []


def test_all_hosts_of_a_vendor_share_its_rate_limit() -> None:
    now = [0.0]
    limits = RateLimits(
        None, None, clock=lambda: now[0], sleep=lambda s: now.__setitem__(0, now[0] + s)
    )
    for _ in range(4):
        with limits.acquire("vendor", Pace(rate=2)):
            pass
    assert now[0] == pytest.approx(1.5)
    limits.set_min_interval("vendor", 5)
    for _ in range(2):
        with limits.acquire("vendor", Pace(rate=2)):
            pass
    assert now[0] == pytest.approx(7.0)


def test_a_crawl_delay_is_obeyed(tmp_path: Path) -> None:
    now = [0.0]
    rules = "User-agent: *\nCrawl-delay: 7"
    options = {
        "rate": None,
        "clock": lambda: now[0],
        "sleep": lambda seconds: now.__setitem__(0, now[0] + seconds),
    }
    with hosts(tmp_path, {"url": ROBOTS, "text": rules}, BOARD, **options) as client:
        session = client.session()
        for _ in range(3):
            session(BOARD["url"])
    assert now[0] >= 14


def test_validators_are_dropped_after_a_second_answer(tmp_path: Path) -> None:
    row = {**BOARD, "headers": {"etag": '"1"'}}
    with hosts(tmp_path, row) as client:
        session = client.session()
        session(BOARD["url"])
        assert session.etag == '"1"'
        session(BOARD["url"])
        assert session.etag is None


def test_the_circuit_of_a_vendor_opens_for_all_hosts(tmp_path: Path) -> None:
    rows = [{"url": f"https://h{n}.example/b", "status": 403} for n in range(5)]
    with hosts(tmp_path, *rows, {"url": "https://h9.example/b"}) as client:
        for row in rows:
            with pytest.raises(NotAnswered):
                client.session(vendor="shop")(row["url"])
        with pytest.raises(NotAnswered, match="no further requests to shop in this run"):
            client.session(vendor="shop")("https://h9.example/b")
