"""What rewrites are made of: changes of the text, words, title or places of a posting."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from orchestration.sources._toolkit.listing import Listing

Change = Callable[[str], str]
Rewrite = Callable[[Listing], Listing]

TAG = re.compile(r"(<[^>]*>)")


def of_text(change: Change) -> Rewrite:
    """A change of the description."""
    return lambda listing: replace(listing, description_html=change(listing.description_html or ""))


def of_words(change: Change) -> Rewrite:
    """A change of what is between the tags of the description."""
    return of_text(
        lambda html: "".join(
            piece if piece.startswith("<") else change(piece) for piece in TAG.split(html)
        )
    )


def of_title(change: Change) -> Rewrite:
    return lambda listing: replace(listing, title=change(listing.title))


def of_places(change: Change) -> Rewrite:
    """A change of the label of each place."""
    return lambda listing: replace(
        listing,
        places=tuple(replace(p, text=change(p.text) if p.text else p.text) for p in listing.places),
    )


def sub(pattern: str | re.Pattern[str], new: str | Callable[[re.Match[str]], str]) -> Change:
    """A change by a pattern."""
    return lambda text: re.sub(pattern, new, text)


def words(pairs: Mapping[str, str]) -> Rewrite:
    """Words for words, with a capital where there was one."""
    pattern = re.compile(rf"\b(?:{'|'.join(pairs)})\b", re.I)

    def new(found: re.Match[str]) -> str:
        other = pairs[found[0].casefold()]
        return other.capitalize() if found[0][0].isupper() else other

    return of_words(sub(pattern, new))


def beside(sentence: str) -> Rewrite:
    """A paragraph in the middle and at the end of a text."""

    def add(html: str) -> str:
        middle = html.find("</p>", len(html) // 2) + len("</p>")
        if middle < len("</p>"):
            return f"{html}\n<p>{sentence}</p>"
        return f"{html[:middle]}<p>{sentence}</p>{html[middle:]}<p>{sentence}</p>"

    return of_text(add)
