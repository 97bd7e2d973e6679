"""Mail addresses and phone numbers are taken out of every text on the way in: SQL expressions over
the columns of a crawl.

The phone forms are narrow on purpose: pay ranges, dates, sizes and requisition numbers must
survive. Not here: keys that name people, which are not stored (sources/_kept).
"""

from __future__ import annotations

from collections.abc import Callable, Collection

import pyarrow as pa

from orchestration.set_aside import UNSEEN

# Before the number or name may stand an escape of JSON, which is no letter of it: "\nada@".
MAIL = (
    r"(\\[nrt])?[A-Za-z0-9._%+-]+(?:@|&(?:amp;)*#0*64;|&(?:amp;)*commat;|%40)"
    r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
)
_BARE = (
    r"\d{3}[-.]\d{3}[-.]\d{4}\b",
    r"0\d{1,4}[ /]\d{6,8}\b",
    r"0\d{2,4}[ /-]\d{3,4}[ -]\d{3,4}\b",
    r"0\d(?:[ .]\d{2}){4}\b",
    r"tel:\+?[0-9().%-]{7,}",
)
_MARKED = (
    r"\+\d(?:[\s\x{A0}./–‑-]?\(?\d\)?){9,14}",  # ten to fifteen digits after a plus
    r"\(\d{3}\) ?\d{3}[-. ]\d{4}\b",
    r"\(0\d{1,4}\) ?\d{3,4}[ ./-]?\d{3,6}\b",
)
PHONE = rf"(\\[nrt]|\b)(?:{'|'.join(_BARE)})|{'|'.join(_MARKED)}"
Step = Callable[[str], str]
IDENTIFIERS = ("ats", "board", "native_id", "opening_id", "brief_id", "detail", "held_content_id")


def redacted(source: str, schema: pa.Schema, but: Collection[str] = IDENTIFIERS) -> str:
    """A query of the columns of a schema from a table or query, without contact data in any `but`
    some.

    Each step reads what the one before has left, so that no expression is worked out twice.
    """
    query = f"(select {', '.join(_quoted(field.name) for field in schema)} from {source})"
    for step in STEPS:
        columns = ", ".join(
            f"{_column(field, step, but)} as {_quoted(field.name)}" for field in schema
        )
        query = f"(select {columns} from {query})"
    return query


def _column(field: pa.Field, step: Step, but: Collection[str]) -> str:
    name = _quoted(field.name)
    if field.name in but:
        return name
    if field.name == "url":  # what a link leads to is not rewritten (possible sets it aside)
        return f"if(contains(url, '@') and regexp_matches(url, '{MAIL}'), null, url)"
    kind = field.type
    if pa.types.is_list(kind):
        parts = ", ".join(
            f"{_quoted(p.name)} := {_of(f'part.{_quoted(p.name)}', p.type, step)}"
            for p in kind.value_type
        )
        return f"list_transform({name}, lambda part: struct_pack({parts}))"
    return _of(name, kind, step)


def _of(expression: str, kind: pa.DataType, step: Step) -> str:
    return step(expression) if pa.types.is_string(kind) else expression


def _quoted(name: str) -> str:
    return f'"{name}"'


def _seen(text: str) -> str:
    """Without characters that are not seen; those that part words as a blank."""
    parted = f"translate({text}, chr(11) || chr(12) || chr(133), '   ')"
    without = f"regexp_replace({parted}, '{UNSEEN}', '', 'g')"
    return f"if(regexp_matches({text}, '{UNSEEN}'), {without}, {text})"


def _without_mail(text: str) -> str:
    told = " or ".join(f"contains({text}, '{sign}')" for sign in ("@", "64;", "commat", "%40"))
    return f"if({told}, regexp_replace({text}, '{MAIL}', '\\1[e-mail removed]', 'g'), {text})"


def _without_phone(text: str) -> str:
    return f"regexp_replace({text}, '{PHONE}', '\\1[phone removed]', 'g')"


STEPS: tuple[Step, ...] = (_seen, _without_mail, _without_phone)
