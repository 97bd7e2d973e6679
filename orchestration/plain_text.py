"""Makes text from outside safe: in a terminal, on a page, in a spreadsheet, as a literal of SQL.

Not here: escaping HTML (the templates do), and personal data (`storage.redaction`).
"""

from __future__ import annotations

import re
import unicodedata

_KEPT = "\n\t\u200c\u200d"
"""Joiners, too: Persian, Hindi and many emoji need them, and they neither move nor hide text."""
_FORMULA = re.compile(r"[\s']*[=+\-@\uff1d\uff0b\uff0d\uff20]|'*[\t\r\n]")


def line(text: str) -> str:
    """Text on one line, without control characters, escapes and bidi overrides."""
    return block(re.sub(r"[\t\n\v\f\r\x85\u2028\u2029]", " ", text))


def short(text: str, most: int = 200) -> str:
    """Text on one line, cut after so many characters: for a message that repeats an argument."""
    words = line(text)
    return words if len(words) <= most else f"{words[:most]}…"


def sql_literal(text: str) -> str:
    """A text as a literal of SQL, where a parameter cannot stand: a path, a comment."""
    return "'" + text.replace("'", "''") + "'"


def block(text: str) -> str:
    """The same for text of several lines: line ends and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return text.translate(_WITHOUT_ODD)


def shown(value: object) -> object:
    """`finalize` of the templates: a value as a page shows it. Markup is made by us, so it
    stays."""
    return block(value) if type(value) is str else value


class _WithoutOdd(dict[int, int | None]):
    """Removes the characters that are not text (a table for `str.translate` that fills itself)."""

    def __missing__(self, code: int) -> int | None:
        character = chr(code)
        is_odd = unicodedata.category(character).startswith("C")
        self[code] = None if is_odd and character not in _KEPT else code
        return self[code]


_WITHOUT_ODD = _WithoutOdd()


def cell(value: object) -> str:
    """A value for a CSV file: a `'` goes before what a spreadsheet would take for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) else text


def uncell(text: str) -> str:
    """The text that `cell` was called with."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text
