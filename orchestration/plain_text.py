"""Text from outside, made harmless for what shows it: a terminal, a page, a spreadsheet.

Belongs here: what no reader should meet, whatever printed it. Not here: HTML (the templates escape)
and personal data (`redaction`).
"""

from __future__ import annotations

import re
import unicodedata

_JOINERS = "\u200c\u200d"
"""Without them Persian, Hindi and many emoji read wrong; they neither move nor hide text."""
_FORMULA = re.compile(r"[\s']*[=+\-@\uff1d\uff0b\uff0d\uff20]|'*[\t\r\n]")


def line(text: str) -> str:
    """One line without what a terminal obeys: control characters, escapes, bidi overrides."""
    return block(re.sub(r"[\t\n\v\f\r\x85\u2028\u2029]", " ", text))


def block(text: str) -> str:
    """The same for text of several lines, as pages hold it: line ends and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in text if c in "\n\t" or c in _JOINERS or not _is_odd(c))


def shown(value: object) -> object:
    """`finalize` of the templates: what a page shows of a value. Markup is ours already."""
    return block(value) if type(value) is str else value


def _is_odd(character: str) -> bool:
    return unicodedata.category(character).startswith("C")


def cell(value: object) -> str:
    """A value for a CSV file: what a spreadsheet would take for a formula begins with a `'`."""
    text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) else text


def uncell(text: str) -> str:
    """What `cell` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text
