"""Mail addresses and phone numbers are taken out of every text on the way in: SQL expressions over
the columns of a crawl.

The phone forms are narrow on purpose: pay ranges, dates, sizes and requisition numbers must
survive. Not here: keys that name people, which are not stored (sources/_kept).
"""

from __future__ import annotations

import pyarrow as pa

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
IDENTIFIERS = ("ats", "board", "native_id", "opening_id", "brief_id", "detail", "held_content_id")


def redacted(field: pa.Field) -> str:
    """The expression of a column without mail addresses and phone numbers; identifiers as they
    are, and of addresses of pages only the mail addresses."""
    kind = field.type
    if field.name in IDENTIFIERS:
        return str(field.name)
    if field.name == "url":
        return _without_mail("url")
    if pa.types.is_list(kind):
        parts = ", ".join(f'"{p.name}" := {_of(f"part.{p.name}", p.type)}' for p in kind.value_type)
        return f"list_transform({field.name}, lambda part: struct_pack({parts}))"
    return _of(field.name, kind)


def _of(expression: str, kind: pa.DataType) -> str:
    return _without_both(expression) if pa.types.is_string(kind) else expression


def _without_mail(text: str) -> str:
    told = " or ".join(f"contains({text}, '{sign}')" for sign in ("@", "64;", "commat", "%40"))
    return f"if({told}, regexp_replace({text}, '{MAIL}', '\\1[e-mail removed]', 'g'), {text})"


def _without_both(text: str) -> str:
    return f"regexp_replace({_without_mail(text)}, '{PHONE}', '\\1[phone removed]', 'g')"
