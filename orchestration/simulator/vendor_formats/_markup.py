"""HTML and plain text of sections, in the simple form of the vendors' editors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import orjson

from orchestration.simulator.posting import (
    HEADING,
    HEADING_END,
    LIST,
    LIST_END,
    NEXT,
    PARAGRAPH,
    PARAGRAPH_END,
    Board,
    Posting,
)


def escape(text: str) -> str:
    """Text as HTML."""
    if "&" in text or "<" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\u00a0", "&nbsp;") if "\u00a0" in text else text


@lru_cache(64)
def _marks(p: str, h: str, ul: str, li: str) -> tuple[tuple[str, str], ...]:
    """What replaces each mark of a section in a vendor's form."""
    (p, p_end), (h, h_end), (ul, ul_end), (li, li_end) = (
        form.split("%s") if form else ("", "") for form in (p, h, ul, li)
    )
    return (
        (HEADING, h), (HEADING_END, h_end), (PARAGRAPH, p), (PARAGRAPH_END, p_end),
        (NEXT, li_end + li), (LIST, ul + li), (LIST_END, li_end + ul_end),
    )  # fmt: skip


def html(sections: Sequence[str], p: str, h: str, ul: str, li: str) -> str:
    """Sections as HTML; each form holds one `%s`."""
    return marked(escape("".join(sections)), p, h, ul, li)


def marked(text: str, p: str, h: str, ul: str, li: str) -> str:
    """Escaped text with its marks replaced."""
    for mark, markup in _marks(p, h, ul, li):
        text = text.replace(mark, markup)
    return text


@lru_cache(64)
def around(board: Board, p: str, h: str, ul: str, li: str) -> tuple[str, str]:
    """What a board has before and after the text of each posting, as HTML."""
    return html(board.intro, p, h, ul, li), html(board.outro, p, h, ul, li)


def whole_text(board: Board, sections: Sequence[str], p: str, h: str, ul: str, li: str) -> str:
    """The text of a posting as HTML, with what the board has before and after it."""
    before, after = around(board, p, h, ul, li)
    return before + html(sections, p, h, ul, li) + after


def titled(section: str, p: str, h: str, ul: str, li: str) -> tuple[str, str]:
    """The heading of a section, which may be empty, and the rest of it as HTML."""
    heading, _, rest = section.rpartition(HEADING_END)
    return heading[1:], html((rest,), p, h, ul, li)


def described(
    board: Board, postings: Sequence[Posting], p: str, h: str, ul: str, li: str
) -> Iterator[tuple[Posting, str]]:
    """Each posting with its whole text as HTML, rendered once for all copies of an opening."""
    last: tuple[str, ...] | None = None
    text = ""
    for posting in postings:
        if posting.body is not last:
            last = posting.body
            text = whole_text(board, last, p, h, ul, li)
        yield posting, text


_GAP = "\n\n"
_PLAIN = (
    (NEXT, f"{_GAP} - "), (HEADING, ""), (HEADING_END, _GAP), (PARAGRAPH, ""),
    (PARAGRAPH_END, _GAP), (LIST, " - "), (LIST_END, _GAP),
)  # fmt: skip


def plain(sections: Sequence[str]) -> str:
    """Sections as plain text, which some vendors send beside the HTML."""
    text = "".join(sections)
    for mark, shown in _PLAIN:
        text = text.replace(mark, shown)
    return text.removesuffix(_GAP)


def body(payload: Any) -> bytes:
    """JSON as vendors send it."""
    return orjson.dumps(payload)


def whole(value: float | None) -> float | int | None:
    """A number without `.0`."""
    return int(value) if value is not None and value == int(value) else value
