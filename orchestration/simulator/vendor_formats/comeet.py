"""Comeet's careers API: named sections, one place, a boolean that is also true for hybrid work."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.markup import HEADING, HEADING_END, Form, section
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor
from orchestration.simulator.vendor_formats._markup import body, titled
from orchestration.simulator.vendor_formats._places import parts_of

_FORM = Form(h=HEADING + "%s" + HEADING_END)
_FLAG = {"remote": "Remote", "hybrid": "Hybrid", "onsite": "On-site", None: None}
_EMPLOYMENT = {"full": "Full-time", "intern": "Internship", "contract": "Contract"}


def _details(board: Board, posting: Posting) -> list[dict[str, Any]]:
    intro, outro = _FORM.html((section("About us"), *board.intro)), map(_FORM.render, board.outro)
    named = [titled(part, _FORM) for part in (intro, *posting.body, *outro) if part]
    return [
        {"name": name or None, "value": value, "order": order}
        for order, (name, value) in enumerate(named)
    ]


def _location(posting: Posting) -> dict[str, Any] | None:
    for place in parts_of(posting)[:1]:
        return {
            "name": " | ".join(posting.labels),
            "city": place.city,
            "state": place.region,
            "country": place.code,
            "is_remote": posting.flag in ("remote", "hybrid") or place.is_remote,
        }
    return None


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """One array with all postings."""
    uid, _, token = board.company.board.rpartition(".")
    jobs = [
        {
            "uid": posting.key,
            "name": posting.title,
            "company_name": board.company.name,
            "department": posting.department,
            "location": _location(posting),
            "employment_type": _EMPLOYMENT[posting.employment],
            "workplace_type": _FLAG[posting.flag],
            "time_updated": posting.published.isoformat() if posting.published else None,
            "url_comeet_hosted_page": f"https://www.comeet.com/jobs/x/{uid}/y/{posting.key}",
            "is_internal": False,
            "details": _details(board, posting)[::-1],
        }
        for posting in postings
    ]
    url = f"https://www.comeet.co/careers-api/2.0/company/{uid}/positions"
    query = f"?token={token}&details=true"
    yield Exchange("GET", url + query, 200, "application/json", body(jobs))


def _board(name: str) -> str:
    """A company's uid and token."""
    digits = hashlib.md5(name.encode(), usedforsecurity=False).hexdigest().upper()
    return f"{digits[:2]}.{digits[2:5]}.{digits[5:25]}"


VENDOR = Vendor(answers, _FORM, share=0.2, text_pay=1.0, board=_board)
