"""Sentences whose numbers say what they are of, and lead to it.

A sentence is a text in which a number stands between marks, beside the id of its figure or the name
of a total of the night (`totals`). `html` makes links of them for a page, `plain` removes them. A
name from outside can hold no mark that leads out of the folder of passports.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from orchestration import plain_text
from orchestration.publish.report import addresses, rounding, totals

_OPEN, _OF, _CLOSE = "\ue000", "\ue001", "\ue002"
_TOTAL, _BESIDE, _SHARE, _PAGE = "\ue003", "\ue004", "\ue005", "\ue006"
_NUMBER = re.compile(f"{_OPEN}([^{_OPEN}-{_CLOSE}]*){_OF}([^{_OPEN}-{_CLOSE}]*){_CLOSE}")
_FIGURE = re.compile(r"[a-z_]+(=|/|<>|>=).*/[^/]+", re.DOTALL)
_MARK = re.compile(f"[{_OPEN}-{_PAGE}]")
_FILE = re.compile(r"[a-z]+/[a-z]+\.html")


def number(text: str, figure_id: str, share_of: str = "") -> str:
    """A number that leads to the passport of its figure.

    A share that is no figure itself is of `figure_id`, divided by the sum of `share_of`.
    """
    if not figure_id or text in (rounding.NO_DATA, rounding.NOT_READ):
        return text
    return f"{_OPEN}{figure_id}{_SHARE + share_of if share_of else ''}{_OF}{text}{_CLOSE}"


def beside(text: str, figure_id: str) -> str:
    """What follows a number of the same figure: its interval and sample, without a second link."""
    return f"{_OPEN}{_BESIDE}{figure_id}{_OF}{text}{_CLOSE}" if figure_id else text


def total(text: str, name: str) -> str:
    """A number that leads to the query of a total of the night."""
    return f"{_OPEN}{_TOTAL}{name}{_OF}{text}{_CLOSE}"


def page(text: str, address: str) -> str:
    """A number that leads to the page of the release that has what it counts."""
    return f"{_OPEN}{_PAGE}{address}{_OF}{text}{_CLOSE}"


def plain(sentence: str) -> str:
    """A sentence without marks."""
    return _MARK.sub("", _NUMBER.sub(r"\2", sentence))


def html(sentence: str, root: str) -> Markup:
    """A sentence as a part of a page; `root` is the path to the folder of the release."""
    pieces, end = [], 0
    for found in _NUMBER.finditer(sentence):
        pieces += [_text(sentence[end : found.start()]), _link(found[1], found[2], root)]
        end = found.end()
    return Markup("").join((*pieces, _text(sentence[end:])))


def _text(words: str) -> Markup:
    return escape(plain_text.block(words))


def _link(of: str, words: str, root: str) -> Markup:
    shown = _text(words)
    if of.startswith(_TOTAL):
        one = totals.find(of[1:])
        if one is None:
            return shown
        address = f"{root}{totals.PAGE}#{of[1:]}"
        return Markup('<a class="figure" data-table="{}" href="{}">{}</a>').format(
            one.table, address, shown
        )
    if of.startswith(_PAGE):
        if not _FILE.fullmatch(of[1:]):
            return shown
        link = Markup('<a class="figure" data-file="{}" href="{}">{}</a>')
        return link.format(of[1:], f"{root}{of[1:]}", shown)
    figure_id, _, share_of = of.removeprefix(_BESIDE).partition(_SHARE)
    if not _FIGURE.fullmatch(figure_id):
        return shown
    if of.startswith(_BESIDE):
        return Markup('<span data-figure="{}">{}</span>').format(figure_id, shown)
    share = Markup(' data-share-of="{}"').format(share_of) if share_of else ""
    return Markup('<a class="figure" data-figure="{}"{} href="{}">{}</a>').format(
        figure_id, share, f"{root}{addresses.passport(figure_id)}", shown
    )
