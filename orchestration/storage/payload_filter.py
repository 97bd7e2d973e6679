"""What of a posting is stored beside its listing: what a vendor publishes of a job, and no person.

`data/payload_allowlist.txt` holds every key that may stay, at any depth; a new key is left out until a
line there lets it in, and no figure waits for it: `read` sees the whole posting. Not here: mail
addresses and phone numbers within texts (redaction).
"""

import re
from typing import Any

from orchestration.settings import DATA

ALLOWED_KEYS = frozenset((DATA / "payload_allowlist.txt").read_text("utf-8").splitlines())
_LOCALE = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2})?")
# A field that an employer named: {"name": "Hiring Manager", "value": ...}.
_LABELS = ("name", "label", "fieldLabel", "Prompt")
_VALUES = {"value", "Value", "values", "valueLabel"}
_PERSON = re.compile(
    r"(?i)recruit|hiring|manager|owner|sourcer|contact|interview|coordinator|partner|referr"
    r"|author|creat(?:or|ed by)|posted by|supervisor|reports to|e-?mail|phone"
)


def filter_payload(value: Any) -> Any:
    """A posting, or a part of one, without what is not let in; other values as they are."""
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
        return False  # "Hiring Range" is money
    labels = " ".join(str(field.get(label) or "") for label in _LABELS)
    return field.get("value_type") == "user" or _PERSON.search(labels) is not None
