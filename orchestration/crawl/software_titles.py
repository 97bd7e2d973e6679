"""Whether a title is likely software work, which decides the order of detail pages.

The rules are the seed `role_rules`, by which SQL classifies titles. Here they only order requests,
so a difference from SQL delays a page to a later night at most.
"""

from __future__ import annotations

import csv
import re
from functools import cache

from orchestration.settings import DBT_PROJECT

MAX_TITLE_LENGTH = 200  # characters of a title that are matched
RULES = DBT_PROJECT / "seeds" / "role_rules.csv"
WORDS = DBT_PROJECT / "seeds" / "pattern_words.csv"


def is_software(title: str) -> bool:
    """Whether the first matching rule is one of software work, as in SQL."""
    text = title[:MAX_TITLE_LENGTH].replace("_", " ")
    return next((counts for pattern, counts in _rules() if pattern.search(text)), False)


@cache
def _rules() -> tuple[tuple[re.Pattern[str], bool], ...]:
    with WORDS.open(encoding="utf-8", newline="") as file:
        words = {f"{{{row['word_list']}}}": f"(?:{row['pattern']})" for row in csv.DictReader(file)}
    with RULES.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: int(row["rule_order"]))
    for row in rows:
        for name, alternatives in words.items():
            row["pattern"] = row["pattern"].replace(name, alternatives)
    return tuple((_compile(row["pattern"]), row["software_class"] != "no") for row in rows)


def _compile(pattern: str) -> re.Pattern[str]:
    """A pattern with the meaning of RE2: `(?i)` anywhere, and `\\b` for ASCII words."""
    return re.compile(pattern.replace("(?i)", ""), re.IGNORECASE | re.ASCII)
