"""Sections of a text, whose parts are marked, and the forms in which vendors write them.

A mark is one character, so that a sentence is written once and then rendered in each form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

HEADING, HEADING_END = "\1", "\2"
PARAGRAPH, PARAGRAPH_END = "\3", "\4"
LIST, LIST_END = "\5", "\6"
NEXT = "\n"
"""Between two items of a list."""


def section(heading: str = "", paragraphs: Iterable[str] = (), items: Sequence[str] = ()) -> str:
    """A section of a text: heading, paragraphs, then a list; each may be empty."""
    parts = [HEADING + heading + HEADING_END] if heading else []
    parts += [PARAGRAPH + paragraph + PARAGRAPH_END for paragraph in paragraphs]
    if items:
        parts.append(LIST + NEXT.join(items) + LIST_END)
    return "".join(parts)


def escape(text: str) -> str:
    """Text as HTML."""
    if "&" in text or "<" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\u00a0", "&nbsp;") if "\u00a0" in text else text


class Form(NamedTuple):
    """How a vendor writes paragraphs, headings, lists and items; each has one `%s`."""

    p: str = "<p>%s</p>"
    h: str = "<h3>%s</h3>"
    ul: str = "<ul>%s</ul>"
    li: str = "<li>%s</li>"
    escape: Callable[[str], str] = escape

    def render(self, text: str) -> str:
        """A marked text in this form."""
        text = self.escape(text)
        for mark, markup in marks(self).items():
            text = text.replace(mark, markup)
        return text

    def html(self, sections: Iterable[str]) -> str:
        """Marked sections in this form."""
        return self.render("".join(sections))

    def paragraphs(self, texts: Sequence[str]) -> str:
        """Texts without marks as a section of paragraphs, which may be empty."""
        if not texts:
            return ""
        before, after = self.p.split("%s")
        return "".join([before + self.escape(text) + after for text in texts])


@lru_cache(64)
def marks(form: Form) -> dict[str, str]:
    """What a form has for each mark; a list's `NEXT` comes first, as others may add line breaks."""
    (p, p_end), (h, h_end), (ul, ul_end), (li, li_end) = (each.split("%s") for each in form[:4])
    return {
        NEXT: li_end + li, HEADING: h, HEADING_END: h_end, PARAGRAPH: p, PARAGRAPH_END: p_end,
        LIST: ul + li, LIST_END: li_end + ul_end,
    }  # fmt: skip


PLAIN = Form("%s\n\n", "%s\n\n", "%s", " - %s\n\n", str)
"""Plain text, which some vendors send beside the HTML."""


def plain(sections: Iterable[str]) -> str:
    """Sections that are rendered as plain text as one text."""
    return "".join(sections).removesuffix("\n\n")
