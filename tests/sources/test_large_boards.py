"""Boards too large for a recording: later pages, caps, and the requests for a capped list.

A function from a request to an answer replaces each vendor; there is no socket.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from orchestration.sources import all_sources
from orchestration.sources._toolkit.errors import Unreadable
from tests.fakes import FakeGetter, read_board

SOURCES = all_sources()


def workday(jobs: list[dict[str, str]], cap: bool = True) -> FakeGetter:
    """A tenant that returns 2,000 results at most, and then begins again."""

    def answer(url: str, search: Any) -> Any:
        chosen = search["appliedFacets"]
        found = [j for j in jobs if all(j.get(k) in v for k, v in chosen.items())]
        shown = found[:2000] if cap else found
        start = search["offset"] % 2000 if cap and len(found) > 2000 else search["offset"]
        rows = [{"title": "t", "externalPath": j["path"]} for j in shown[start : start + 20]]
        facets = [
            {
                "facetParameter": name,
                "values": [
                    {"id": value, "count": sum(j.get(name) == value for j in found)}
                    for value in sorted({j[name] for j in found if name in j})
                ],
            }
            for name in ("timeType", "jobFamilyGroup")
        ]
        first = search["offset"] == 0
        total = len(shown) if first else 0
        return {"total": total, "jobPostings": rows, "facets": facets if first else []}

    return FakeGetter(answer)


def jobs(count: int, family: Callable[[int], str | None], time: Callable[[int], str]) -> Any:
    return [
        {"path": f"/job/x_{n}", "timeType": time(n)}
        | ({"jobFamilyGroup": name} if (name := family(n)) else {})
        for n in range(count)
    ]


def test_a_capped_workday_list_is_split_by_facets() -> None:
    vendor = workday(
        jobs(4500, lambda n: "eng" if n < 3900 else "ops", lambda n: "part" if n % 2 else "full")
    )
    rows, trouble = read_board(SOURCES["workday"].postings("t.wd5.s", vendor))
    assert len({row["externalPath"] for row in rows}) == len(rows) == 4500
    assert trouble is None


def test_a_workday_facet_that_is_still_capped_is_incomplete() -> None:
    vendor = workday(jobs(2600, lambda n: "eng", lambda n: "full"))
    rows, trouble = read_board(SOURCES["workday"].postings("t.wd5.s", vendor))
    assert len(rows) == 2000
    assert trouble == "workday t.wd5.s: 2000 postings sent, 2600 counted by facets"


def test_workday_postings_without_a_family_make_the_board_incomplete() -> None:
    vendor = workday(jobs(2500, lambda n: "eng" if n < 1900 else None, lambda n: "full"))
    rows, trouble = read_board(SOURCES["workday"].postings("t.wd5.s", vendor))
    assert len(rows) == 1900
    assert trouble == "workday t.wd5.s: 1900 postings sent, 2500 counted by facets"


@pytest.mark.parametrize("count", [0, 1, 19, 20, 21, 40, 1999, 2001])
def test_an_uncapped_workday_list_is_read_page_by_page(count: int) -> None:
    vendor = workday(jobs(count, lambda n: "eng", lambda n: "full"), cap=False)
    rows, trouble = read_board(SOURCES["workday"].postings("t.wd5.s", vendor))
    assert (len(rows), trouble) == (count, None)
    assert len(vendor.urls) == count // 20 + 1  # a full last page may not be the last


def rippling(count: int, announced: int) -> FakeGetter:
    def answer(url: str, _: Any) -> Any:
        query = parse_qs(urlsplit(url).query)
        start = int(query["page"][0]) * 100
        rows = [{"id": str(n), "name": "t"} for n in range(count)][start : start + 100]
        return {"items": rows, "totalItems": announced}

    return FakeGetter(answer)


@pytest.mark.parametrize(("count", "announced"), [(100, 100), (250, 250), (250, 251), (99, 100)])
def test_a_rippling_board_is_read_to_its_total(count: int, announced: int) -> None:
    rows, trouble = read_board(SOURCES["rippling"].postings("b", rippling(count, announced)))
    assert len(rows) == count
    reason = f"rippling b: {count} postings sent, {announced} announced"
    assert trouble == (None if count == announced else reason)


def oracle(count: int, announced: int) -> FakeGetter:
    def answer(url: str, _: Any) -> Any:
        finder = dict(pair.split("=") for pair in url.partition("finder=findReqs;")[2].split(","))
        assert finder["siteNumber"] == "CX_1"
        start, limit = int(finder["offset"]), int(finder["limit"])
        rows = [{"Id": str(n), "Title": "t"} for n in range(count)][start : start + limit]
        return {"items": [{"TotalJobsCount": announced, "requisitionList": rows}]}

    return FakeGetter(answer)


@pytest.mark.parametrize(
    ("count", "announced", "reason"),
    [
        (200, 200, None),
        (450, 450, None),
        (450, 452, "450 postings sent, 452 announced"),
        (9_900, 12_000, "12000 announced, where the vendor's list ends"),
    ],
)
def test_an_oracle_site_is_read_to_its_total(
    count: int, announced: int, reason: str | None
) -> None:
    rows, trouble = read_board(
        SOURCES["oracle"].postings("a.fa.us2.CX_1", oracle(count, announced))
    )
    assert len(rows) == count
    assert trouble == (f"oracle a.fa.us2.CX_1: {reason}" if reason else None)


@pytest.mark.parametrize(
    ("ats", "board"),
    [
        ("pinpoint", "evil.example/x"),
        ("pinpoint", "a.b"),
        ("workday", "a.wd5"),
        ("workday", "a.example.com#.wd5.s"),
        ("oracle", "fa.CX_1"),
        ("oracle", "evil.example.fa.us2.CX_1"),
        ("eightfold", "albemarle.albemarle.com"),
        ("eightfold", "v2.a.b"),
        ("phenom", "localhost"),
        ("phenom", "127.0.0.1"),
        ("successfactors", "127.0.0.1"),
        ("successfactors", "jobs.example.com:81"),
    ],
)
def test_no_board_name_leads_to_another_host(ats: str, board: str) -> None:
    vendor = FakeGetter(lambda url, _: {})
    with pytest.raises(Unreadable, match=r"not a board|not the host"):
        list(SOURCES[ats].postings(board, vendor))
    assert vendor.urls == []
