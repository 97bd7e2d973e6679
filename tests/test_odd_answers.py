"""An odd piece of an answer costs itself alone: what else the answer says is still read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from orchestration.sources import discover
from orchestration.sources._answers import Failed, HttpAnswer, Refused
from orchestration.sources._listing import Incomplete, NotFound, Posting

SOURCES: dict[str, Any] = discover()


def taken(postings: Iterator[Posting]) -> tuple[list[Posting], str | None]:
    """What a board yields, and why it is not whole."""
    rows: list[Posting] = []
    try:
        for posting in postings:
            rows.append(posting)
    except Incomplete as error:
        return rows, str(error)
    return rows, None


def vendor(answer: Callable[[str], Any]) -> Callable[..., HttpAnswer]:
    """A getter whose bodies (text, or what is sent as JSON) or errors a function makes."""

    def get(url: str, **_: Any) -> HttpAnswer:
        said = answer(url)
        if isinstance(said, Exception):
            raise said
        body = said if isinstance(said, str) else json.dumps(said)
        return HttpAnswer(url, 200, {}, body.encode())

    return get


CARD = (
    "<html><body class='iCIMS_x'><ul><li><a href='/jobs/7/x/job'><h3>Echo Engineer</h3></a>"
    "<dl><dt>Category</dt>{}<dd>Engineering</dd></dl></li></ul></body></html>"
)


@pytest.mark.parametrize("between", ["", "<!-- x -->", " <?x y?> "])
def test_icims_classic_looks_past_a_comment_for_a_value(between: str) -> None:
    rows, why = taken(
        SOURCES["icims_classic"].postings("b", vendor(lambda _: CARD.format(between)))
    )
    assert why is None
    assert [row["fields"] for row in rows] == [{"Category": "Engineering"}]


@pytest.mark.parametrize("between", ["", "<!-- x -->"])
def test_paylocity_looks_past_a_comment_for_a_section(between: str) -> None:
    page = f"<div class='job-listing-header'>Duties</div>{between}<div>Tune loops.</div>"
    whole = SOURCES["paylocity"].detail({"JobId": 7}, "b", vendor(lambda _: page))
    assert whole["sections"] == [["Duties", "Tune loops."]]
