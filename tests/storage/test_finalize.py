"""The files of a small night are those that a large night would have with the same postings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from orchestration.crawl import board_spans
from orchestration.sources._toolkit.listing import Get, Posting
from tests.storage import given_night
from tests.storage.given_night import GOOD, GivenSource, crawl_night

MAIL = "Ask ada@lovelace.example for more"


class WithPayload(GivenSource):
    """A source whose postings hold a text that its listings do not have."""

    payload = ""

    def postings(self, board: str, get: Get) -> Iterator[Posting]:
        for posting in super().postings(board, get):
            yield {**posting, "description": self.payload}


@pytest.mark.parametrize("in_payload", [MAIL, "Nothing"])
@pytest.mark.parametrize("in_text", [MAIL, "Nothing"])
def test_patterns_that_no_text_needs_change_nothing(
    in_text: str, in_payload: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small night leaves them out, by column."""
    monkeypatch.setattr(given_night, "GivenSource", WithPayload)
    monkeypatch.setattr(WithPayload, "payload", in_payload)
    boards: dict[str, list[Any]] = {
        "acme": [*GOOD, replace(GOOD[0], native_id="9", description_html=f"<p>{in_text}</p>")]
    }
    small = crawl_night(tmp_path / "small", boards)
    monkeypatch.setattr(board_spans, "SMALL", 0)
    large = crawl_night(tmp_path / "large", boards)
    table, other = (pq.read_table(f / "postings.parquet").to_pylist() for f in (small, large))
    assert table == other
    assert len(table) == len(GOOD) + 1
    (text,) = (row["description_html"] for row in table if row["native_id"] == "9")
    removed = "Ask [e-mail removed] for more"
    assert text == f"<p>{removed if in_text == MAIL else in_text}</p>"
    payload = next(row["payload"] for row in table if row["native_id"] == "9")
    assert (removed in payload) is (in_payload == MAIL)
    assert "lovelace" not in f"{text}{payload}"
