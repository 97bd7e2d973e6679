"""A board is complete only where the proof of its vendor holds.

`recordings/<ats>/short.json` holds a board, the answers with which it is complete, and answers that
replace them so that it is not: a part of the address (and of the posted JSON), and the body. A new
source needs no edit here. The docstring of a source says what proves a board complete.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from orchestration.http.responses import HttpAnswer, RequestFailed
from orchestration.sources import all_sources
from orchestration.sources._toolkit.errors import (
    PARSE_ERRORS,
    Incomplete,
    NotAnswered,
    NotFound,
    Unreadable,
)
from tests.fakes import FakeGetter
from tests.paths import RECORDINGS

SOURCES: dict[str, Any] = all_sources()
every_source = pytest.mark.parametrize("ats", SOURCES)


def getter(answers: dict[str, Any]) -> FakeGetter:
    """Answers by the longest key that is part of the URL or of the posted JSON."""

    def answer(url: str, body: Any) -> Any:
        request = f"{url} {body!r}"
        key = max((key for key in answers if key in request), key=len, default=None)
        return NotFound(f"404 {url}") if key is None else answers[key]

    return FakeGetter(answer)


def crawl(ats: str, board: str, answers: dict[str, Any]) -> tuple[int, str | None]:
    """The number of listings of a board, and why it is not complete."""
    count, unreadable = 0, 0
    try:
        for posting in SOURCES[ats].postings(board, getter(answers)):
            try:
                count += SOURCES[ats].read(posting, board) is not None
            except PARSE_ERRORS:
                unreadable += 1
    except (Incomplete, Unreadable, NotAnswered) as error:
        return count, str(error)
    return count, f"{unreadable} postings could not be read" if unreadable else None


@every_source
def test_a_board_whose_proof_fails_is_not_complete(ats: str) -> None:
    case = json.loads((RECORDINGS / ats / "short.json").read_text())
    count, why = crawl(ats, case["board"], case["whole"])
    assert (count > 0, why) == (True, None)
    assert case["short"]
    for short in case["short"]:
        count, why = crawl(ats, case["board"], {**case["whole"], **short["answers"]})
        assert why, f"{ats} with {count} postings complete: {short['why']}"


@every_source
def test_a_board_is_not_complete_when_any_of_its_answers_is_cut(ats: str) -> None:
    """Each answer in turn is replaced by half of its body, or by an empty one."""
    case = json.loads((RECORDINGS / ats / "short.json").read_text())
    complete = getter(case["whole"])
    list(SOURCES[ats].postings(case["board"], complete))
    for cut in {url for url in complete.urls if not url.endswith(("robots.txt", ".rss"))}:
        for keep in (0, 2):

            def get(
                url: str, *, json: Any = None, cut: str = cut, keep: int = keep, **_: Any
            ) -> Any:
                whole = getter(case["whole"])(url, json=json)
                if url != cut:
                    return whole
                return HttpAnswer(
                    url, 200, {}, whole.content[: len(whole.content) // 2 * keep // 2]
                )

            with pytest.raises((Incomplete, Unreadable, RequestFailed)):
                list(SOURCES[ats].postings(case["board"], get))
