"""What vendors' formats share: the whole text of a posting, JSON, numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import orjson

from orchestration.simulator.markup import Form
from orchestration.simulator.posting import Board, Posting


@lru_cache(64)
def around(board: Board, form: Form) -> tuple[str, str]:
    """What a board has before and after the text of each posting."""
    return form.html(board.intro), form.html(board.outro)


def whole_text(board: Board, posting: Posting, form: Form) -> str:
    """The text of a posting in its vendor's form, with what the board has before and after it."""
    before, after = around(board, form)
    return "".join((before, *posting.body, after))


def described(
    board: Board, postings: Sequence[Posting], form: Form
) -> Iterator[tuple[Posting, str]]:
    """Each posting with its whole text, put together once for all copies of an opening."""
    last: tuple[str, ...] | None = None
    text = ""
    for posting in postings:
        if posting.body is not last:
            last = posting.body
            text = whole_text(board, posting, form)
        yield posting, text


def titled(section: str, form: Form) -> tuple[str, str]:
    """The heading of a rendered section, which may be empty, and the rest of it."""
    before, after = form.h.split("%s")
    heading, found, rest = section.partition(after)
    return (heading.removeprefix(before), rest) if found else ("", section)


def body(payload: Any) -> bytes:
    """JSON as vendors send it."""
    return orjson.dumps(payload)


def in_script(payload: Any) -> str:
    """JSON as a page has it in a script."""
    return orjson.dumps(payload).decode().replace("</", "<\\/")


def whole(value: float | None) -> float | int | None:
    """A number without `.0`."""
    return int(value) if value is not None and value == int(value) else value
