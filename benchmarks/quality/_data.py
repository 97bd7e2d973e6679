"""The listings and labels that are measured: a folder of real data, and a file of hand cases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from orchestration.http.responses import HttpAnswer
from orchestration.recordings.recording import Recording
from orchestration.sources import all_sources
from orchestration.sources._toolkit.errors import (
    PARSE_ERRORS,
    Incomplete,
    NotAnswered,
    NotFound,
    Unreadable,
)
from orchestration.sources._toolkit.listing import Answer, Listing

HIDDEN = "hidden_"
Given = tuple[str, str, Listing]
"""(ats, board, listing)."""


@dataclass(frozen=True)
class Data:
    """`real` is a folder with a recording (`index.jsonl`, `boards.csv`) and `labelled/`; `cases`
    a file of hand cases. Either may be absent. `failing`: print the hand cases that fail."""

    real: Path
    cases: Path | None
    failing: bool = False

    @cached_property
    def recording(self) -> Recording | None:
        return Recording.load(self.real) if (self.real / "index.jsonl").is_file() else None

    @property
    def until(self) -> str | None:
        """The last day on which anything was recorded."""
        night = self.recording and self.recording.night
        return night.isoformat() if night else None

    @cached_property
    def recorded(self) -> list[Given]:
        """The listings of the recorded boards of every ATS, as a night would read them."""
        if (recording := self.recording) is None:
            return []
        return [
            (ats, board, listing)
            for ats, board in dict.fromkeys((ats, board) for ats, board, _ in recording.boards)
            for listing in _listings(recording, ats, board)
        ]

    @cached_property
    def hidden(self) -> list[Given]:
        """The recorded listings without the vendor's fields for pay and work model, on boards of
        their own: what is read there was read from title, places and text."""
        return [
            (
                ats,
                HIDDEN + board,
                replace(listing, pays=(), pay_text=None, workplace=None, is_remote=None),
            )
            for ats, board, listing in self.recorded
        ]

    def labelled(self, name: str) -> list[dict[str, Any]]:
        """The rows of `labelled/{name}.jsonl`, none without the file."""
        return json_lines(self.real / "labelled" / f"{name}.jsonl")


def json_lines(file: Path) -> list[dict[str, Any]]:
    """The rows of a file with a JSON object a line, none without the file."""
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    return [json.loads(line) for line in lines]


def listing_id(row: Given) -> str:
    """The id that the pipeline gives to a listing."""
    ats, board, listing = row
    return f"{ats}:{board}:{listing.native_id}"


def _listings(recording: Recording, ats: str, board: str) -> Iterator[Listing]:
    source = all_sources().get(ats)
    if source is None:
        return
    get = partial(_recorded_answer, recording)
    detail = getattr(source, "detail", None)
    try:
        for posting in source.postings(board, get):
            try:
                full = detail(posting, board, get) if detail else posting
            except (NotAnswered, Unreadable, *PARSE_ERRORS):
                full = posting  # its page was not recorded
            try:
                listing = source.read(full, board)
            except PARSE_ERRORS:
                continue
            if listing is not None and listing.title:
                yield listing
    except (Incomplete, NotAnswered, Unreadable, *PARSE_ERRORS):
        return  # what was read until here still counts


def _recorded_answer(recording: Recording, url: str, *, json: Any = None, **_: Any) -> Answer:
    found = recording.find("GET" if json is None else "POST", url, json)
    if found is None or found.status >= 300:
        raise NotFound(f"not recorded: {url}")
    return HttpAnswer(url, found.status, found.headers, found.content)
