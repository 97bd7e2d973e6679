"""Cuts texts and HTML to a limit, between words and outside of tags. Not here: the limits
(`settings`)."""

from __future__ import annotations

import re

MARKUP_FACTOR = 4  # characters of HTML allowed for each character of text
_TAG = re.compile("<[^<>]*>")
_HIDDEN = re.compile(r"<(?:(script|style)\b|!--)", re.IGNORECASE)
_BOUNDARY = re.compile(r"\s")


def truncate(text: str, limit: int) -> str:
    """The first `limit` characters of a text, cut at a blank if there is one in the last half."""
    if len(text) <= limit:
        return text
    head = text[:limit]
    if text[limit].isspace():
        return head.rstrip()
    start = limit // 2
    last = max((found.start() for found in _BOUNDARY.finditer(head, start)), default=limit)
    return head[:last].rstrip()


def truncate_html(html: str, limit: int) -> str:
    """HTML with at most `limit` characters of text: hidden parts are removed first, then the end.

    The time is linear in the length: ten million characters of tags take a second or two.
    """
    if len(html) <= limit:
        return html
    shown = _strip_hidden(html)
    read = 0
    end = 0
    for tag in _TAG.finditer(shown, 0, MARKUP_FACTOR * limit):
        if read + tag.start() - end > limit:
            break
        read += tag.start() - end
        end = tag.end()
    return _truncate_at_boundary(shown, min(end + limit - read, MARKUP_FACTOR * limit))


def _truncate_at_boundary(html: str, end: int) -> str:
    if len(html) <= end:
        return html
    if html[end] in "< \n":
        return html[:end]
    start = html.rfind("<", 0, end)
    tag_end = html.rfind(">", 0, end)
    if start > tag_end:  # never cut within a tag
        return html[:start]
    last = max(tag_end + 1, html.rfind(" ", 0, end), html.rfind("\n", 0, end))
    return html[: last if last > end // 2 else end]


def _strip_hidden(html: str) -> str:
    """Without scripts, styles and comments; an unclosed one removes the rest."""
    pieces = []
    start = 0
    lower = html.lower() if _HIDDEN.search(html) else ""
    while found := _HIDDEN.search(html, start):
        pieces.append(html[start : found.start()])
        name = (found[1] or "").lower()
        close = f"</{name}" if name else "-->"
        at = lower.find(close, found.end())
        if at < 0:
            return "".join(pieces)
        at = lower.find(">", at) if name else at + 2
        if at < 0:
            return "".join(pieces)
        start = at + 1
    return "".join([*pieces, html[start:]])
