"""Pinpoint: the postings feed of a careers site.

Endpoint: GET {board}.pinpointhq.com/postings.json
Documentation: https://developers.pinpointhq.com
Paging: none; one answer is the whole board, at times empty for a moment.
Completeness: nothing proves it: one answer, read to its end as JSON; an empty one is asked for
twice.
Does not publish: company, country, level, language, the date of publication or of the last change;
the division, which stands above the department, is not picked.
Terms: https://developers.pinpointhq.com (no terms of the feed known).
Robots: tenants disallow `*` (jobseek #2841, read 2026).
"""

import re
from collections.abc import Iterator
from html import escape

import orchestration.sources._listing as li

PAGES = r"\b(?!www\b)([\w-]+)\.pinpointhq\.com\b"
OFF = "robots.txt of its tenants disallows all robots"
SECTIONS = ("key_responsibilities", "skills_knowledge_expertise", "benefits")
PEOPLE = frozenset({"reporting_to"})


def postings(board: str, get: li.Get) -> Iterator[li.Posting]:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]*", board):
        raise li.Unreadable(f"pinpoint {board}: not a board of pinpointhq.com")
    url, what = f"https://{board}.pinpointhq.com/postings.json", f"pinpoint {board}"
    rows = li.envelope(get(url).json(), what, "data") or li.envelope(get(url).json(), what, "data")
    for posting in rows:
        yield {key: value for key, value in posting.items() if key not in PEOPLE}


def read(posting: li.Posting, board: str) -> li.Listing | None:
    job = li.part(posting.get("job"))
    department = li.part(job.get("department")) or li.part(posting.get("department"))
    path = li.text(posting.get("path"))
    place = _place(li.part(posting.get("location")))
    shown = posting.get("compensation_visible") is not False
    pay = li.Pay(
        minimum=li.number(posting.get("compensation_minimum")) or None,
        maximum=li.number(posting.get("compensation_maximum")) or None,
        currency=li.text(posting.get("compensation_currency")),
        interval=li.text(posting.get("compensation_frequency")),
    )
    return li.Listing(
        native_id=li.required(posting, "id"),
        title=li.required(posting, "title"),
        url=li.text(posting.get("url")) or (path and f"https://{board}.pinpointhq.com{path}"),
        description_html=_description(posting),
        places=(place,) if place != li.Place() else (),
        workplace=li.text(posting.get("workplace_type")),
        employment_type=li.text(posting.get("employment_type")),
        department=li.text(department.get("name")),
        opening_id=li.text(job.get("id")) or li.text(job.get("requisition_id")),
        pays=(pay,) if shown and (pay.minimum or pay.maximum) else (),
        pay_text=li.text(posting.get("compensation")) if shown else None,
        closes_at=li.utc(li.text(posting.get("deadline_at"))),
    )


def _place(row: li.Posting) -> li.Place:
    return li.Place(
        text=li.text(row.get("name")),
        city=li.text(row.get("city")),
        region=li.text(row.get("province")),
    )


def _description(posting: li.Posting) -> str | None:
    html = [li.text(posting.get("description"))]
    for name in SECTIONS:
        if section := li.text(posting.get(name)):
            head = li.text(posting.get(f"{name}_header"))
            html += [f"<h3>{escape(head, quote=False)}</h3>" if head else None, section]
    return "\n".join(filter(None, html)) or None
