"""A malformed part of an answer does not stop the rest of it from being read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from orchestration.http.responses import HttpRefused, RequestFailed
from orchestration.sources import all_sources
from orchestration.sources._toolkit import paging
from orchestration.sources._toolkit.errors import Incomplete, NotFound, Unreadable
from orchestration.sources._toolkit.listing import Posting
from orchestration.sources._toolkit.markup import parse_xml
from tests.fakes import FakeGetter, get_always, read_board

SOURCES: dict[str, Any] = all_sources()


CARD = (
    "<html><body class='iCIMS_x'><ul><li><a href='/jobs/7/x/job'><h3>Echo Engineer</h3></a>"
    "<dl><dt>Category</dt>{}<dd>Engineering</dd></dl></li></ul></body></html>"
)


@pytest.mark.parametrize("between", ["", "<!-- x -->", " <?x y?> "])
def test_icims_classic_skips_a_comment_before_a_value(between: str) -> None:
    rows, why = read_board(SOURCES["icims_classic"].postings("b", get_always(CARD.format(between))))
    assert why is None
    assert [row["fields"] for row in rows] == [{"Category": "Engineering"}]


@pytest.mark.parametrize("between", ["", "<!-- x -->"])
def test_paylocity_skips_a_comment_before_a_section(between: str) -> None:
    page = f"<div class='job-listing-header'>Duties</div>{between}<div>Tune loops.</div>"
    whole = SOURCES["paylocity"].detail({"JobId": 7}, "b", get_always(page))
    assert whole["sections"] == [["Duties", "Tune loops."]]


def position(number: int, *texts: str) -> str:
    descriptions = "".join(
        f"<jobDescription><name>n</name><value>{t}</value></jobDescription>" for t in texts
    )
    return (
        f"<position><id>{number}</id><name>Cook</name>"
        f"<jobDescriptions>{descriptions}</jobDescriptions></position>"
    )


def feed(*positions: str) -> str:
    return f"<workzag-jobs>{''.join(positions)}</workzag-jobs>"


REFUSALS = [
    NotFound("404"),
    HttpRefused("429", 429),
    RequestFailed("timed out"),
    "<html>down</html>",
    "",
]


def board_until(ats: str, answer: Callable[[str], Any]) -> tuple[list[Posting], str]:
    """The postings of a board, and its error."""
    rows: list[Posting] = []
    with pytest.raises((Incomplete, NotFound, HttpRefused, RequestFailed, Unreadable)) as error:
        for posting in SOURCES[ats].postings("b", FakeGetter(answer)):
            rows.append(posting)
    return rows, str(error.value)


@pytest.mark.parametrize(
    ("odd", "text"),
    [
        ("Cook &#0;&#x1f;well", "Cook well"),
        ("Cook\0\x0b well\uffff", "Cook well"),
        ("Salt & pepper &amp; more", "Salt & pepper & more"),
        ("Cook&nbsp;&eacute;clairs", "Cook éclairs"),
        ("Cook &unheard;", "Cook &unheard;"),
        ("<![CDATA[Salt &amp; \0pepper]]>", "Salt &amp; pepper"),
    ],
)
def test_one_odd_character_ends_no_feed(odd: str, text: str) -> None:
    """Of one posting: the others are read as before, and it has the text that was meant."""
    whole = feed(position(1, "Bake."), position(2, odd), position(3, "Boil."))
    root = parse_xml(whole.encode(), "f", "workzag-jobs")
    values = [value.text for value in root.iterfind(".//value")]
    assert [v.replace("\xa0", " ") for v in values] == ["Bake.", text, "Boil."]
    rows, why = read_board(SOURCES["personio"].postings("b", get_always(whole)))
    assert [row["id"] for row in rows] == ["1", "2", "3"]
    assert why is None


@pytest.mark.parametrize("encoding", ["utf-8", "ISO-8859-1"])
def test_an_odd_feed_is_read_in_its_own_encoding(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><rss>Caf\u00e9 &</rss>'
    assert parse_xml(text.encode(encoding), "f").text == "Caf\u00e9 &"


@pytest.mark.parametrize("wrong", ["<b>", "<!--", "</name></position>", "&#0;<b>"])
def test_tags_that_do_not_match_are_not_guessed(wrong: str) -> None:
    with pytest.raises(Unreadable, match="not XML"):
        parse_xml(feed(position(1, wrong)).encode(), "f")


@pytest.mark.parametrize("refusal", REFUSALS, ids=repr)
def test_personio_keeps_the_texts_of_one_language_when_another_fails(refusal: Any) -> None:
    """A posting without its text is held back, since it would be read as changed."""
    first = feed(position(1, "Cook."), position(2))

    def answer(url: str, _body: Any) -> Any:
        return first if url.endswith("=en") else refusal if url.endswith("=de") else feed()

    assert [row["id"] for row in board_until("personio", answer)[0]] == ["1"]


def test_personio_requests_the_other_languages_after_a_missing_one() -> None:
    def answer(url: str, _body: Any) -> Any:
        if url.endswith("=de"):
            return NotFound("404")
        text = ["Cook."] if url.endswith("=es") else []
        return feed(position(1, *text), position(2, "Bake."))

    rows, why = read_board(SOURCES["personio"].postings("b", FakeGetter(answer)))
    assert {row["id"]: row["language"] for row in rows} == {"1": "es", "2": "en"}
    assert why is None


@pytest.mark.parametrize("refusal", REFUSALS[1:], ids=repr)
def test_teamtailor_keeps_its_list_when_the_rss_feed_fails(refusal: Any) -> None:
    items = {"items": [{"id": "1", "title": "Cook"}]}
    rows, why = read_board(
        SOURCES["teamtailor"].postings(
            "b", FakeGetter(lambda url, _: refusal if "jobs.rss" in url else items)
        )
    )
    assert [row["id"] for row in rows] == ["1"]
    assert "without the RSS feed" in str(why)


def test_teamtailor_pages_end_at_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    requested: list[str] = []

    def answer(url: str, _body: Any) -> Any:
        requested.append(url)
        if "jobs.rss" in url:
            guids = "".join(f"<item><guid>{len(requested)}.{n}</guid></item>" for n in range(100))
            return f"<rss><channel>{guids}</channel></rss>"
        return {
            "items": [{"id": len(requested)}],
            "next_url": f"https://x.example/?n={len(requested)}",
        }

    for module in (paging, SOURCES["teamtailor"]):
        monkeypatch.setattr(module, "MAX_PAGES", 5)
    rows, why = read_board(SOURCES["teamtailor"].postings("b", FakeGetter(answer)))
    assert (len(rows), len(requested)) == (5, 10)
    assert why == "teamtailor b: more than 5 pages"


@pytest.mark.parametrize("following", [7, ["x"], {"x": None}, True])
def test_teamtailor_stops_at_a_next_page_that_is_not_an_address(following: object) -> None:
    def answer(url: str, _body: Any) -> Any:
        if "jobs.rss" in url:
            return NotFound("404")
        return {"items": [{"id": 1}, {"id": [2]}], "next_url": following}

    rows, why = read_board(SOURCES["teamtailor"].postings("b", FakeGetter(answer)))
    assert (len(rows), "next page" in str(why)) == (2, True)


@pytest.mark.parametrize(
    ("path", "native_id"),
    [
        ("/job/Oslo/Cook_JR100-1", "JR100-1"),
        ("/job/Oslo/Cook_2024_001", "2024_001"),
        ("/job/Oslo/Cook_2023_001", "2023_001"),
        ("/job/New_York/Cook_R-7", "R-7"),
        ("/job/Cook", "Cook"),
    ],
)
def test_a_workday_requisition_may_have_underscores(path: str, native_id: str) -> None:
    read = SOURCES["workday"].read({"title": "Cook", "externalPath": path}, "t.wd5.s")
    assert read.native_id == native_id


@pytest.mark.parametrize(
    ("kind", "employment_type"),
    [("Full time", "Full time"), (["Full time", "Part time"], "Full time / Part time"), ([], None)],
)
def test_a_workday_time_type_may_be_several(kind: Any, employment_type: str | None) -> None:
    posting = {"title": "Cook", "externalPath": "/job/Cook_1", "detail": {"timeType": kind}}
    assert SOURCES["workday"].read(posting, "t.wd5.s").employment_type == employment_type


@pytest.mark.parametrize(
    "facets",
    ["x", 7, [None, "x"], [{"facetParameter": {"a": 1}}], [{"facetParameter": "x", "values": 7}]],
)
def test_workday_needs_facets_only_for_a_capped_list(facets: Any) -> None:
    page = {"total": 1, "jobPostings": [{"title": "Cook", "externalPath": "/job/Cook_1"}]}
    rows, why = read_board(
        SOURCES["workday"].postings("t.wd5.s", get_always({**page, "facets": facets}))
    )
    assert (len(rows), why) == (1, None)
    capped = get_always({**page, "total": 2_000, "facets": facets})
    rows, why = read_board(SOURCES["workday"].postings("t.wd5.s", capped))
    assert (len(rows), "page 2 repeats" in str(why)) == (1, True)
