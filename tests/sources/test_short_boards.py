"""Boards that are shorter than announced, or whose pages repeat, are incomplete.

Here: vendors with a total beside the list or a link to the next page. Not here: numbered pages
(test_paging), and what each source reads (test_sources).
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import pytest

from orchestration.http.responses import HttpAnswer
from orchestration.sources import all_sources
from orchestration.sources._toolkit.errors import Incomplete, NotFound, Unreadable
from orchestration.sources._toolkit.listing import Posting
from tests.fakes import FakeGetter

SOURCES = all_sources()


def test_traffit_counts_by_a_header() -> None:
    """The number of adverts is in the answer's headers, and the page in the request's."""
    pages: list[str] = []

    def getter(announced: str | None, *sizes: int) -> Any:
        def get(url: str, *, headers: dict[str, str]) -> HttpAnswer:
            pages.append(headers["X-Request-Current-Page"])
            number = int(pages[-1])
            size = sizes[number - 1] if number <= len(sizes) else 0
            rows = [{"id": number * 1000 + n, "advert": {"name": "x"}} for n in range(size)]
            told = {} if announced is None else {"x-result-total-count": announced}
            return HttpAnswer(url, 200, told, json.dumps(rows).encode())

        return get

    traffit = SOURCES["traffit"]
    assert len(list(traffit.postings("b", getter("101", 100, 1)))) == 101
    assert pages == ["1", "2"]
    assert len(list(traffit.postings("b", getter(None, 100, 1)))) == 101
    for announced, *sizes in (("3", 2), ("101", 100), ("many", 2)):
        with pytest.raises(Incomplete):
            list(traffit.postings("b", getter(announced, *map(int, sizes))))


HOSTS = {
    "bamboohr": "bamboohr.com",
    "breezy": "breezy.hr",
    "personio": "personio.de",
    "recruitee": "recruitee.com",
    "smartrecruiters": "api.smartrecruiters.com",
    "teamtailor": "teamtailor.com",
    "workable": "apply.workable.com",
}


def site(**pages: Any) -> FakeGetter:
    """Answers as JSON by path and query; any other URL is not found."""
    by_path = {"/" + path: page for path, page in pages.items()}

    def answer(url: str, _body: Any) -> Any:
        split = urlsplit(url)
        page = by_path.get(split.path + (f"?{split.query}" if split.query else ""))
        return NotFound(url) if page is None else page

    return FakeGetter(answer)


def read_until_short(ats: str, getter: FakeGetter, reason: str) -> list[Posting]:
    found: list[Posting] = []
    with pytest.raises(Incomplete, match=reason):
        for posting in SOURCES[ats].postings("b", getter):
            found.append(posting)
    return found


@pytest.mark.parametrize("announced", [1, 3])
def test_bamboohr_counts(announced: int) -> None:
    rows = [{"id": "1"}, {"id": "2"}]
    getter = site(**{"careers/list": {"meta": {"totalCount": announced}, "result": rows}})
    found = read_until_short("bamboohr", getter, f"2 postings sent, {announced} announced")
    assert found == rows


def test_smartrecruiters_counts() -> None:
    path = "v1/companies/b/postings?limit=100&offset="
    rows = [{"id": str(number), "name": "x"} for number in range(100)]
    pages = {
        f"{path}0": {"totalFound": 150, "content": rows},
        f"{path}100": {"totalFound": 150, "content": rows[:1]},
    }
    assert len(read_until_short("smartrecruiters", site(**pages), "repeats earlier ones")) == 100
    pages[f"{path}100"] = {"totalFound": 150, "content": [{"id": "x"}]}
    found = read_until_short("smartrecruiters", site(**pages), "101 postings sent, 150 announced")
    assert len(found) == 101


def test_teamtailor_stops_when_pages_repeat() -> None:
    first = {"items": [{"id": "1"}], "next_url": "https://other.example/jobs.json?page=2"}
    again = {"items": [{"id": "1"}], "next_url": "https://other.example/jobs.json?page=3"}
    getter = site(**{"jobs.json": first, "jobs.json?page=2": again})
    assert len(read_until_short("teamtailor", getter, "page 2 repeats earlier ones")) == 1
    assert {urlsplit(url).netloc for url in getter.urls} == {"b.teamtailor.com"}


@pytest.mark.parametrize("ats", HOSTS)
@pytest.mark.parametrize("board", ["evil.example/", "evil.example#", "evil.example?", "a@b", "a:1"])
def test_a_board_name_leads_to_no_other_host(ats: str, board: str) -> None:
    getter = site()
    with pytest.raises(NotFound):
        list(SOURCES[ats].postings(board, getter))
    for url in getter.urls:
        assert str(urlsplit(url).hostname).endswith((HOSTS[ats], "personio.com"))
        assert urlsplit(url).netloc == urlsplit(url).hostname


@pytest.mark.parametrize("ats", ["bamboohr", "smartrecruiters"])
@pytest.mark.parametrize("page", [None, [], {}, {"result": None}, {"result": {"jobOpening": 1}}])
def test_a_detail_page_without_a_posting_is_unreadable(ats: str, page: Any) -> None:
    path = "careers/7/detail" if ats == "bamboohr" else "v1/companies/b/postings/7"
    getter = site(**{path: page if page is not None else 7})
    with pytest.raises(Unreadable, match="posting 7"):
        SOURCES[ats].detail({"id": "7"}, "b", getter)  # type: ignore[attr-defined]
