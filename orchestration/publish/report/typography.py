"""How a page writes numbers: a line does not end inside one with its sign, unit or name.

One pass over a finished page, so that no template and no sentence needs to know. A percent sign
follows its number without a space, in sentences as in tables; another unit after a no-break space.
A sign before a currency is joined by the style sheet, because a space would be seen. Code, scripts
and drawings stay as they are, and so do the titles of postings, which are words of employers.
"""

from __future__ import annotations

import re

NO_BREAK = "\u00a0"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# A space is looked for first: a pattern that begins with what is before it is tried at each place.
_SPACE = re.compile(
    " (?:"
    rf"(?<=\d )(?=[kMG]B\b|(?:{_MONTHS})\b)"  # 12 MB, 2 November
    r"|(?<=\bn )(?=(?:= )?[\d$])|(?<=\bn = )(?=\d)"  # n 12, n = 12
    r"|(?<=[\d%KM] to )(?=[+−]?\$?\d)"  # $90K to $110K ends a line before "to" only
    r"|(?<=[≤≥] )(?=\d)"
    r")(?=[^<>]*(?:<|$))"  # text, and no attribute
)
_PERCENT = re.compile(r" %(?<=\d %)(?=[^<>]*(?:<|$))")
_SIGNED_MONEY = re.compile(r"[+−]\$\d+(?:[,.]\d+)*[KM]?(?=[^<>]*(?:<|$))")
_KEPT = re.compile(
    r"<(pre|code|script|style|svg|title|bdi)\b.*?</\1>|<a [^>]*nofollow\">.*?</a>", re.DOTALL
)


def joined(page: str) -> str:
    """A page of HTML in which no line ends inside a number."""
    pieces, end = [], 0
    for kept in _KEPT.finditer(page):
        pieces += [_joined(page[end : kept.start()]), kept[0]]
        end = kept.end()
    return "".join((*pieces, _joined(page[end:])))


def _joined(text: str) -> str:
    text = _SPACE.sub(NO_BREAK, _PERCENT.sub("%", text))
    return _SIGNED_MONEY.sub(r'<span class="nb">\g<0></span>', text)
