"""Reading numbered pages: counts, the end of a list, and malformed rows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from orchestration.sources import all_sources
from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import Unreadable
from orchestration.sources._toolkit.paging import get_path, walk_pages
from tests.fakes import get_always, read_board

SOURCES = all_sources()


def read_pages(
    *pages: Sequence[object], total: object = None, size: int = 3, announces: bool = True
) -> tuple[list[Any], str | None]:
    """The ids read from pages of ids, and why the list is not complete."""
    sent = [[{"id": key} for key in page] for page in pages] + [[]]
    rows, why = read_board(
        walk_pages(
            lambda n: (sent[min(n, len(pages))], total), "id", size, "x b", announces=announces
        )
    )
    return [row["id"] for row in rows], why


def test_a_row_of_an_earlier_page_is_not_counted_again() -> None:
    """The order changed between two requests, so one row came twice and another never."""
    assert read_pages([1, 2, 3], [3, 4], total=5) == (
        [1, 2, 3, 4],
        "x b: 4 postings sent, 5 announced",
    )
    assert read_pages([1, 2, 3], [3, 4, 5], total=5) == ([1, 2, 3, 4, 5], None)


def test_a_row_twice_on_a_page_counts_twice() -> None:
    """Some vendors send a row for each place and announce the number of rows."""
    assert read_pages([1, 1, 2], [3], total=4) == ([1, 2, 3], None)


def test_an_id_as_text_and_as_a_number_is_one() -> None:
    assert read_pages([1, 2, 3], ["3", 4], total=5)[0] == [1, 2, 3, 4]


@pytest.mark.parametrize("malformed", [[2], {"a": 2}, None, True])
def test_a_row_with_a_malformed_id_is_yielded_for_read_to_reject(malformed: object) -> None:
    """`read` rejects it; no other row is lost."""
    assert read_pages([1, malformed, 3], [4], total=4) == ([1, malformed, 3, 4], None)


def test_rows_without_an_id_are_all_yielded_and_end_the_list() -> None:
    found, why = read_pages([None] * 3, [None] * 3, [None] * 3, total=9)
    assert (found, "page 2 repeats" in str(why)) == ([None] * 3, True)


@pytest.mark.parametrize("total", ["4", [4], {}, 4.5, True])
def test_a_total_that_is_not_a_number_makes_the_board_incomplete(total: object) -> None:
    found, why = read_pages([1, 2, 3], [4], total=total)
    assert found == [1, 2, 3, 4]
    assert "is not a number" in str(why)


def test_a_short_page_without_the_usual_total_is_incomplete() -> None:
    """The vendor may ignore the page size, and a truncated answer may lack the total."""
    assert read_pages([1, 2]) == ([1, 2], "x b: 2 postings sent, no number announced")
    assert read_pages() == ([], "x b: 0 postings sent, no number announced")
    assert read_pages([1, 2, 3], [4], announces=False) == ([1, 2, 3, 4], None)


@pytest.mark.parametrize(
    "keys",
    [
        {"error": "rate limited"},
        {"errors": [{"message": "timeout"}]},
        {"errorCode": "HTTP_500"},
        {"error_message": "try later"},
        {"success": False},
        {"ok": False},
        {"status": "error"},
        {"status": 503},
        {"statusCode": 429},
    ],
)
def test_an_answer_that_reports_an_error_is_unreadable(keys: dict[str, Any]) -> None:
    """Many vendors answer 200 with an error and an empty list."""
    with pytest.raises(Unreadable, match="the answer reports"):
        fields.rows({"jobs": [], **keys}, "x b", "jobs")


@pytest.mark.parametrize(
    "keys",
    [{"error": None}, {"errors": []}, {"success": True}, {"status": 200}, {"code": "success"},
     {"error": False}, {"status": "published"}, {"errorCode": 0}],
)  # fmt: skip
def test_an_answer_that_reports_success_is_read(keys: dict[str, Any]) -> None:
    assert fields.rows({"jobs": [{"id": 1}], **keys}, "x b", "jobs") == [{"id": 1}]


def test_get_path_stops_at_a_value_that_is_not_an_object() -> None:
    assert get_path({"meta": {"total": 7}}, "meta", "total") == 7
    assert get_path({"meta": None}, "meta", "total") is None
    assert get_path({}, "meta", "total") is None
    assert get_path({"meta": "gone"}, "meta", "total") == "gone"


def test_a_row_that_is_not_an_object_becomes_an_empty_one() -> None:
    assert fields.rows([{"id": 1}, None, "x"], "x b") == [{"id": 1}, {}, {}]
    for rows in ([None], [1, "x"], {}, None):
        with pytest.raises(Unreadable):
            fields.rows(rows, "x b")


GOOD: dict[str, tuple[str, Any, dict[str, Any]]] = {
    "greenhouse": (
        "b",
        lambda rows: {"jobs": rows, "meta": {"total": len(rows)}},
        {"id": 1, "title": "a"},
    ),
    "icims": (
        "b.jibeapply.com",
        lambda rows: {"jobs": rows, "totalCount": len(rows)},
        {"data": {"slug": "1", "title": "a"}},
    ),
    "phenom": (
        "careers.acme.example",
        lambda rows: (
            "phApp.ddo = "
            + json.dumps(
                {"eagerLoadRefineSearch": {"totalHits": len(rows), "data": {"jobs": rows}}}
            )
        ),
        {"jobId": "1", "title": "a"},
    ),
    "trakstar": (
        "b",
        lambda rows: {"meta": {"total": len(rows)}, "objects": rows},
        {"id": 1, "title": "a"},
    ),
}


@pytest.mark.parametrize("ats", GOOD)
@pytest.mark.parametrize("malformed", [None, "x", {}, {"data": "x"}, {"id": [2], "jobSeqNo": [2]}])
def test_a_malformed_row_affects_no_other_row(ats: str, malformed: Any) -> None:
    board, page, good = GOOD[ats]
    rows, why = read_board(SOURCES[ats].postings(board, get_always(page([malformed, good]))))
    assert (len(rows), why) == (2, None)
    with pytest.raises((KeyError, TypeError, ValueError)):
        SOURCES[ats].read(rows[0], board)
    assert SOURCES[ats].read(rows[1], board) is not None
