"""Zoho Recruit: all postings in a hidden input, cut short; complete in a script of each posting's
page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from orchestration.simulator.markup import Form, plain
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor, each
from orchestration.simulator.vendor_formats._markup import described
from orchestration.simulator.vendor_formats._places import parts_of

_FORM = Form("<div>%s</div>", "<h3>%s</h3>", "<ul>%s</ul>", "<li>%s</li>")
_EMPLOYMENT = {"full": "Full time", "intern": "Internship", "contract": "Contract"}
_TYPE = "text/html;charset=UTF-8"


def _page(inside: str) -> bytes:
    return f"<!doctype html><html><body>\n{inside}\n</body></html>\n".encode()


def _script(row: dict[str, Any]) -> str:
    """JSON in a JavaScript string."""
    data = json.dumps([row]).replace("\\", "\\\\").replace('"', "\\x22").replace("'", "\\'")
    return f"<script>var jobs = JSON.parse('{data.replace('/', chr(92) + '/')}');</script>"


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """The career site, then the page of each posting."""
    root = f"https://{board.company.board}.zohorecruit.com/jobs/Careers"
    rows, pages = [], []
    for posting, text in described(board, postings, _FORM):
        place = next(iter(parts_of(posting)), None)
        row: dict[str, Any] = {
            "Remote_Job": place is not None and place.is_remote,
            "id": posting.key,
            "Posting_Title": posting.title,
            "City": place.said if place else "",
            "State": (place.region if place else None) or "",
            "Country": (place.country if place else None) or "",
            "Job_Type": _EMPLOYMENT[posting.employment],
            "Date_Opened": posting.published.date().isoformat() if posting.published else None,
            "Publish": True,
            "Is_Locked": False,
        }
        detail = _page(_script({**row, "Job_Description": text, "Currency": None}))
        pages.append(Exchange("GET", f"{root}/{posting.key}", 200, _TYPE, detail))
        rows.append(
            row if posting.variant % 2 else {**row, "Job_Description": plain(board.intro)[:80]}
        )
    data = escape(json.dumps(rows)).replace("&quot;", "&#34;")
    listed = _page(f'<input type="hidden" value="{data}" id="jobs">')
    yield Exchange("GET", root, 200, _TYPE, listed)
    yield from pages


VENDOR = Vendor(
    answers,
    _FORM,
    share=0.15,
    flags=False,
    text_pay=1.0,
    keys=each(lambda number: str(600_000_000_000_000 + number)),
)
