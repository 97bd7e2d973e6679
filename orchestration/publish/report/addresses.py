"""The addresses of pages about a key, a segment and a figure, relative to the folder of a release.

An address depends on nothing but the name, so a page can lead to another that is not written yet.
"""

from __future__ import annotations

import hashlib
import re

from orchestration.publish.report import breakdown_ids

PASSPORTS = "passports"
_PAIR = re.compile(r"(technology=[^ =&]+) & (technology=[^ =&]+)")
_PLAIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")


def file_name(key: str) -> str:
    """The file of a key: the key itself if it is a plain lower-case word, or else its hash."""
    plain = key.lower()
    if _PLAIN.fullmatch(plain) and plain != "index":
        return f"{plain}.html"
    return f"{hashlib.sha256(key.encode()).hexdigest()[:16]}.html"


def parts(figure_id: str) -> tuple[str, str, str]:
    """Segment, measure and method of a figure; a segment can contain a slash, too."""
    segment_id, measure, method = figure_id.rsplit("/", 2)
    return segment_id, measure, method


def pair(segment_id: str) -> tuple[str, str] | None:
    """The segments of a pair of technologies; None of any other segment."""
    found = _PAIR.fullmatch(segment_id)
    return (found[1], found[2]) if found else None


def passport_page(segment_id: str) -> str:
    """The page with the passports of a segment's figures; those of a pair are with its first."""
    if of_pair := pair(segment_id):
        return passport_page(of_pair[0])
    dimension, _, key = segment_id.partition("=")
    return f"{PASSPORTS}/{dimension}/{file_name(key or 'all')}"


def passport(figure_id: str) -> str:
    """The passport of a figure: a part of the page of its segment."""
    breakdown = breakdown_ids.of_figure(figure_id)
    segment_id = breakdown.segment_id if breakdown else parts(figure_id)[0]
    return f"{passport_page(segment_id)}#{anchor(figure_id)}"


def anchor(figure_id: str) -> str:
    """The id of a passport within its page."""
    if breakdown := breakdown_ids.of_figure(figure_id):
        return breakdown.anchor
    segment_id, measure, method = parts(figure_id)
    of_pair = pair(segment_id)
    other = f"{of_pair[1].partition('=')[2]}." if of_pair else ""
    return f"{other}{measure}.{method.replace(' ', '-')}"
