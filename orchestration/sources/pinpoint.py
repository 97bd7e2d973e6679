"""Pinpoint: the postings feed of a careers site.

Endpoint: GET {board}.pinpointhq.com/postings.json
Documentation: https://developers.pinpointhq.com
Paging: none; one answer holds the whole board, and is at times empty for a moment.
Completeness: not provable: one answer, which parses as JSON to its end; an empty one is requested
again.
Does not publish: company, country, level, language, the date of publication or of the last change;
the division above the department is not read.
Terms: https://developers.pinpointhq.com (no terms of the feed known).
Robots: tenants disallow `*` (jobseek #2841, read 2026).
"""

import re
from collections.abc import Iterator
from html import escape

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import Unreadable
from orchestration.sources._toolkit.listing import Get, Listing, Pay, Place, Posting

PAGES = r"\b(?!www\b)([\w-]+)\.pinpointhq\.com\b"
OFF = "robots.txt of its tenants disallows all robots"
SECTIONS = ("key_responsibilities", "skills_knowledge_expertise", "benefits")
PEOPLE = frozenset({"reporting_to"})


def postings(board: str, get: Get) -> Iterator[Posting]:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]*", board):
        raise Unreadable(f"pinpoint {board}: not a board of pinpointhq.com")
    url, what = f"https://{board}.pinpointhq.com/postings.json", f"pinpoint {board}"
    rows = fields.rows(get(url).json(), what, "data") or fields.rows(get(url).json(), what, "data")
    for posting in rows:
        yield {key: value for key, value in posting.items() if key not in PEOPLE}


def read(posting: Posting, board: str) -> Listing | None:
    job = fields.nested(posting.get("job"))
    department = fields.nested(job.get("department")) or fields.nested(posting.get("department"))
    path = fields.text(posting.get("path"))
    place = _place(fields.nested(posting.get("location")))
    shown = posting.get("compensation_visible") is not False
    pay = Pay(
        minimum=fields.number(posting.get("compensation_minimum")) or None,
        maximum=fields.number(posting.get("compensation_maximum")) or None,
        currency=fields.text(posting.get("compensation_currency")),
        interval=fields.text(posting.get("compensation_frequency")),
    )
    return Listing(
        native_id=fields.required(posting, "id"),
        title=fields.required(posting, "title"),
        url=fields.text(posting.get("url")) or (path and f"https://{board}.pinpointhq.com{path}"),
        description_html=_description(posting),
        places=(place,) if place != Place() else (),
        workplace=fields.text(posting.get("workplace_type")),
        employment_type=fields.text(posting.get("employment_type")),
        department=fields.text(department.get("name")),
        opening_id=fields.text(job.get("id")) or fields.text(job.get("requisition_id")),
        pays=(pay,) if shown and (pay.minimum or pay.maximum) else (),
        pay_text=fields.text(posting.get("compensation")) if shown else None,
        closes_at=fields.utc(fields.text(posting.get("deadline_at"))),
    )


def _place(row: Posting) -> Place:
    return Place(
        text=fields.text(row.get("name")),
        city=fields.text(row.get("city")),
        region=fields.text(row.get("province")),
    )


def _description(posting: Posting) -> str | None:
    html = [fields.text(posting.get("description"))]
    for name in SECTIONS:
        if section := fields.text(posting.get(name)):
            head = fields.text(posting.get(f"{name}_header"))
            html += [f"<h3>{escape(head, quote=False)}</h3>" if head else None, section]
    return "\n".join(filter(None, html)) or None
