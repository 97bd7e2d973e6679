"""The text of a schema.org JobPosting: its description and the parts in other properties."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape
from typing import Any

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.listing import Posting

_SECTIONS = {
    "responsibilities": "Responsibilities",
    "qualifications": "Qualifications",
    "skills": "Skills",
    "experienceRequirements": "Experience",
    "educationRequirements": "Education",
    "jobBenefits": "Benefits",
    "incentiveCompensation": "Incentive compensation",
}
"""Properties that may hold parts of the text, with their headings, in the order of a posting."""
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W_]+[+#]*")
_ESCAPED = re.compile(r"&lt;/?[a-z][a-z0-9]*\s*/?&gt;", re.I)
PLACEHOLDERS = {"", "unavailable", "n/a", "null", "undefined"}
"""Placeholders for a missing value."""


def job_description(job: Posting) -> str | None:
    """The description, then each part of another property that the description does not contain."""
    text = _html(fields.text(job.get("description")))
    pieces, plain = [text] if text else [], _plain(text or "")
    for key, head in _SECTIONS.items():
        value = job.get(key)
        rows = [
            row for v in (value if isinstance(value, list) else [value]) if (row := _section(v))
        ]
        rows = [row for row in rows if (words := _plain(row)).strip() and words not in plain]
        if key.endswith("Requirements"):  # "Mid level" is a label, not a text
            rows = [row for row in rows if len(_TAG.sub(" ", row).split()) > 2]
        if rows:
            is_list = len(rows) > 1 and not any("<" in row for row in rows)
            body = f"<ul>{''.join(f'<li>{row}</li>' for row in rows)}</ul>" if is_list else None
            pieces.append(f"<h3>{head}</h3>\n{body or chr(10).join(rows)}")
            plain += "".join(map(_plain, rows))
    return "\n".join(pieces) or None


def _section(value: Any) -> str | None:
    """A part as markup: a text, or the description or name of an object."""
    if isinstance(value, Mapping):
        value = next(iter(fields.texts([value.get("description"), value.get("name")])), None)
    if not isinstance(value, str) or value.strip().casefold() in PLACEHOLDERS:
        return None
    markup = _html(value) or ""
    if "<" in markup:
        return markup.strip()
    lines = [escape(unescape(line.strip()), quote=False) for line in markup.splitlines()]
    return "<br>".join(filter(None, lines)) or None


def _plain(markup: str) -> str:
    """The words of a text, to check whether one text contains another."""
    bare = unescape(_TAG.sub(" ", unescape(markup))).casefold()
    return f" {' '.join(_WORD.findall(bare))} "


def _html(text: str | None) -> str | None:
    """A description; unescaped once when all its tags are escaped."""
    return unescape(text) if text and "<" not in text and _ESCAPED.search(text) else text
