"""Whether a title is likely software work: which postings' own pages are asked first.

The rules are those of the seed `role_rules`, which SQL classifies by; here they only order what is
asked, so a title that SQL reads more closely costs a later night at most. Nothing is decided here.
"""

from __future__ import annotations

import csv
import re
from functools import cache

from orchestration.settings import DBT_PROJECT

MAX_TITLE_LENGTH = 200  # characters of a title that are looked at
RULES = DBT_PROJECT / "seeds" / "role_rules.csv"


def is_software(title: str) -> bool:
    """The first rule that fits decides, as in SQL."""
    said = title[:MAX_TITLE_LENGTH].replace("_", " ")
    return next((counts for pattern, counts in _rules() if pattern.search(said)), False)


@cache
def _rules() -> tuple[tuple[re.Pattern[str], bool], ...]:
    with RULES.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: int(row["rule_order"]))
    return tuple((_compile(row["pattern"]), row["software_class"] != "no") for row in rows)


def _compile(pattern: str) -> re.Pattern[str]:
    """A pattern as RE2 reads it: flags anywhere, and words of ASCII letters."""
    return re.compile(pattern.replace("(?i)", ""), re.IGNORECASE | re.ASCII)
