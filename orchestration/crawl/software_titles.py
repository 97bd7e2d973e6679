"""Whether a title is likely software work, which decides the order of detail pages.

The words are the seed `title_terms`, by which SQL reads titles. Here they only order requests, so a
plainer grammar does: a difference from SQL delays a page to a later night at most.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from itertools import pairwise

from orchestration.settings import DBT_PROJECT

MAX_TITLE_LENGTH = 200  # characters of a title that are read
LONGEST_TERM = 5  # words
TERMS = DBT_PROJECT / "seeds" / "title_terms.csv"
_WORD = re.compile(r"\.?[^\W_]+(?:\.[^\W_]+)*(?:\+\+|#)?|[/&+]")
_OTHER_NOUNS = {"job", "pm", "specialist"}
_SOFTWARE_NOUNS = {"engineer", "developer", "architect", "scientist", "researcher", "discipline"}
_SOFTWARE_NOUNS |= {"coder", "techlead"}
_CRAFTS = {"coder", "techlead", "craft"}


def is_software(title: str) -> bool:
    """Whether a craft, or the noun of a job beside no other trade, makes it software work."""
    classes = _classes(title)
    nouns = [c for c in classes if c in _OTHER_NOUNS | _SOFTWARE_NOUNS]
    if "presales" in classes or (nouns and nouns[0] in _OTHER_NOUNS):
        return False
    if ("assistant", "to") in pairwise(classes):  # of the head of software
        return False
    if not _CRAFTS.isdisjoint(classes):
        return True
    return bool(nouns) and ("soft" in classes or not {"trade", "function"} & set(classes))


def _classes(title: str) -> list[str]:
    """The classes of the terms of a title in order; the longest term at each word."""
    terms, parts = _terms()
    plain = parts.sub(r" \1 ", _plain(title[:MAX_TITLE_LENGTH]).replace(".js", "js"))
    words = _WORD.findall(plain)
    found = []
    position = 0
    while position < len(words):
        for length in range(LONGEST_TERM, 0, -1):
            term = " ".join(words[position : position + length])
            if term in terms:
                found.append(terms[term])
                break
        position += length
    return found


def _plain(text: str) -> str:
    """In lower case, without accents, as SQL compares."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    stripped = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    return unicodedata.normalize("NFC", stripped).translate(str.maketrans("łøıđ", "loid"))


@cache
def _terms() -> tuple[dict[str, str], re.Pattern[str]]:
    """The class of each term, and the parts of compounds, the longest first."""
    with TERMS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    parts = sorted((_plain(row["term"]) for row in rows if row["is_part"] == "true"), key=len)
    pattern = re.compile(f"({'|'.join(map(re.escape, reversed(parts)))})")
    plurals = {_plain(row["term"]) + "s": row["term_class"] for row in rows}
    return plurals | {_plain(row["term"]): row["term_class"] for row in rows}, pattern
