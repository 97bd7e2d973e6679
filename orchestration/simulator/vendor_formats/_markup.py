"""HTML and plain text of sections, in the simple form of the vendors' editors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import orjson

from orchestration.simulator.posting import Board, Posting, Section


def escape(text: str) -> str:
    """Text as HTML."""
    if "&" in text or "<" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\u00a0", "&nbsp;") if "\u00a0" in text else text


def html(sections: Iterable[Section], p: str, h: str, ul: str, li: str) -> str:
    """Sections as HTML; each form holds one `%s`.

    The lines of a section are escaped together: no line has a line break in it.
    """
    parts: list[str] = []
    for section in sections:
        if section.heading:
            parts.append(h % escape(section.heading))
        if section.paragraphs:
            parts.append(_each(section.paragraphs, p))
        if section.items:
            parts.append(ul % _each(section.items, li))
    return "".join(parts)


def _each(lines: Sequence[str], form: str) -> str:
    before, after = _ends(form)
    return before + escape("\n".join(lines)).replace("\n", after + before) + after


@lru_cache(1024)
def _ends(form: str) -> tuple[str, str]:
    before, _, after = form.partition("%s")
    return before, after


@lru_cache(64)
def around(board: Board, p: str, h: str, ul: str, li: str) -> tuple[str, str]:
    """What a board has before and after the text of each posting, as HTML."""
    return html([Section("", board.intro)], p, h, ul, li), html(board.outro, p, h, ul, li)


def whole_text(board: Board, sections: Iterable[Section], p: str, h: str, ul: str, li: str) -> str:
    """The text of a posting as HTML, with what the board has before and after it."""
    before, after = around(board, p, h, ul, li)
    return before + html(sections, p, h, ul, li) + after


def described(
    board: Board, postings: Sequence[Posting], p: str, h: str, ul: str, li: str
) -> Iterator[tuple[Posting, str]]:
    """Each posting with its whole text as HTML, rendered once for all copies of an opening."""
    last: tuple[Section, ...] | None = None
    text = ""
    for posting in postings:
        if posting.body is not last:
            last = posting.body
            text = whole_text(board, last, p, h, ul, li)
        yield posting, text


def plain(sections: Iterable[Section]) -> str:
    """Sections as plain text, which some vendors send beside the HTML."""
    parts: list[str] = []
    for section in sections:
        if section.heading:
            parts.append(section.heading)
        parts += section.paragraphs
        parts += [f" - {item}" for item in section.items]
    return "\n\n".join(parts)


def body(payload: Any) -> bytes:
    """JSON as vendors send it."""
    return orjson.dumps(payload)


def whole(value: float | None) -> float | int | None:
    """A number without `.0`."""
    return int(value) if value is not None and value == int(value) else value
