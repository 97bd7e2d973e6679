"""The payload allow-list: which keys of a posting are stored beside its listing.

It lets in what a vendor publishes of a job, and nothing that names a person.
`data/payload_allowlist.txt` holds every allowed key, at any depth. A new key is dropped until a
line there allows it. No figure depends on it, because `read` gets the full posting. Not here: mail
addresses and phone numbers within texts (`redaction`).
"""

import re
from typing import Any

from orchestration.settings import DATA

ALLOWED_KEYS = frozenset((DATA / "payload_allowlist.txt").read_text("utf-8").splitlines())
_LOCALE = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2})?")
# A custom field, named by the employer: {"name": "Hiring Manager", "value": ...}.
_LABELS = ("name", "label", "fieldLabel", "Prompt")
_VALUES = {"value", "Value", "values", "valueLabel"}
_PERSON = re.compile(
    r"(?i)recruit|hiring|manager|owner|sourcer|contact|interview|coordinator|partner|referr"
    r"|author|creat(?:or|ed by)|posted by|supervisor|reports to|e-?mail|phone"
)


def filter_payload(value: Any) -> Any:
    """A posting, or a part of one, with only its allowed keys; other values unchanged."""
    if isinstance(value, dict):
        return {
            key: filter_payload(part)
            for key, part in value.items()
            if key in ALLOWED_KEYS or _LOCALE.fullmatch(key)
        }
    if isinstance(value, list | tuple):
        return [filter_payload(part) for part in value if not _is_person(part)]
    return value


def _is_person(field: Any) -> bool:
    if not isinstance(field, dict) or _VALUES.isdisjoint(field):
        return False
    if str(field.get("value_type")).startswith("currency"):
        return False  # "Hiring Range" holds money, not a person
    labels = " ".join(str(field.get(label) or "") for label in _LABELS)
    return field.get("value_type") == "user" or _PERSON.search(labels) is not None
