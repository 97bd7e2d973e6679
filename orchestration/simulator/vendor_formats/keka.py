"""Keka: a page that names the portal, then one list. Its codes know no week and no day, so pay is
only in the text."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.markup import Form
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor, each
from orchestration.simulator.vendor_formats._markup import body, described
from orchestration.simulator.vendor_formats._places import parts_of
from orchestration.simulator.vendor_formats._schema_org import HTML, page

_FORM = Form()
_NO_PAY = {"minimum": 0, "maximum": 0, "currency": "INR", "salaryPeriod": 0}


def _row(posting: Posting, text: str) -> dict[str, Any]:
    return {
        "id": int(posting.key),
        "title": posting.title,
        "description": text,
        "departmentName": posting.department,
        "experience": None,
        "jobNumber": str(posting.opening),
        "jobLocations": [
            {"id": 1, "name": place.label, "city": place.city, "state": place.region,
             "countryCode": place.code, "countryName": place.country}
            for place in parts_of(posting)
        ],
        "jobType": 2,
        "publishedOn": posting.published.isoformat() if posting.published else None,
        "salaryRange": _NO_PAY,
    }  # fmt: skip


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """The page of the portal, then its list."""
    name = board.company.board
    key = f"{zlib.crc32(name.encode()):08x}-0000-4000-8000-{len(name):012x}"
    shell = f"<script>fetch('/ats/documents/{key}/careerportal/page.html')</script>"
    root = f"https://{name}.keka.com/careers"
    yield Exchange("GET", root, 200, HTML, page(board.company.name, None, shell))
    rows = [_row(posting, text) for posting, text in described(board, postings, _FORM)]
    url = f"{root}/api/embedjobs/default/active/{key}"
    yield Exchange("GET", url, 200, "application/json", body(rows))


VENDOR = Vendor(answers, _FORM, share=0.0, flags=False, text_pay=1.0, keys=each(str))
