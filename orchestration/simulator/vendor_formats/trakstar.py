"""Trakstar Hire openings: pages of 100, one place in parts, pay only in the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.markup import Form
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor
from orchestration.simulator.vendor_formats._markup import body, described
from orchestration.simulator.vendor_formats._places import parts_of

_FORM = Form()
_EMPLOYMENT = {"full": "full_time", "intern": "internship", "contract": "contract"}
_SIZE = 100


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """Pages with all postings, and an empty page after a full last page."""
    name = board.company.board
    rows = []
    for posting, text in described(board, postings, _FORM):
        place = next(iter(parts_of(posting)), None)
        location = {
            "city": place.said if place else None,
            "state": place.region if place else None,
            "country": place.country if place else None,
            "zipcode": None,
        }
        row: dict[str, Any] = {
            "id": posting.key,
            "title": posting.title,
            "client_name": name,
            "description": text,
            "location": location,
            "hosted_url": f"https://{name}.hire.trakstar.com/jobs/{posting.key}/",
            "allows_remote": place is not None and place.is_remote,
            "position_type": _EMPLOYMENT[posting.employment],
            "team": posting.team,
            "close_date": None,
            "created_on": posting.published.isoformat() if posting.published else None,
        }
        rows.append(row)
    for start in range(0, len(rows) + 1, _SIZE):
        meta = {"offset": start, "limit": _SIZE, "total": len(rows)}
        answer = body({"meta": meta, "objects": rows[start : start + _SIZE]})
        query = f"client_name={name}&offset={start}&limit={_SIZE}"
        url = f"https://jsapi.recruiterbox.com/v1/openings?{query}"
        yield Exchange("GET", url, 200, "application/json", answer)


VENDOR = Vendor(answers, _FORM, share=0.2, flags=False, text_pay=1.0)
