"""HTML and plain text of sections, in the simple form of the vendors' editors."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from orchestration.simulator.posting import Board, Posting, Section


def escape(text: str) -> str:
    """Text as HTML."""
    if "&" in text or "<" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\u00a0", "&nbsp;") if "\u00a0" in text else text


def html(sections: Iterable[Section], p: str, h: str, ul: str, li: str) -> str:
    """Sections as HTML; each form holds one `%s`."""
    parts: list[str] = []
    for section in sections:
        if section.heading:
            parts.append(h % escape(section.heading))
        parts += [p % escape(text) for text in section.paragraphs]
        if section.items:
            parts.append(ul % "".join([li % escape(item) for item in section.items]))
    return "".join(parts)


def described(
    board: Board, postings: Sequence[Posting], p: str, h: str, ul: str, li: str
) -> Iterator[tuple[Posting, str]]:
    """Each posting with its whole text as HTML, rendered once for all copies of an opening."""
    last: tuple[Section, ...] | None = None
    text = ""
    for posting in postings:
        if posting.body is not last:
            last = posting.body
            sections = (Section("", board.intro), *last, *board.outro)
            text = html(sections, p, h, ul, li)
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
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()


def whole(value: float | None) -> float | int | None:
    """A number without `.0`."""
    return int(value) if value is not None and value == int(value) else value
