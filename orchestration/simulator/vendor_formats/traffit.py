"""Traffit adverts: named values and options in texts, the place as JSON in a text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.markup import Form
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor, each
from orchestration.simulator.vendor_formats._markup import around, body, whole
from orchestration.simulator.vendor_formats._places import parts_of

_FORM = Form()
_MODEL = {"remote": "Remote", "hybrid": "Hybrid", "onsite": "Office", None: None}
_EMPLOYMENT = {"full": "Full time", "intern": "Internship", "contract": "Contract"}
_RATE = {"year": "Yearly", "month": "Monthly", "week": "Weekly", "day": "Daily",
         "hour": "Hourly"}  # fmt: skip


def _values(board: Board, posting: Posting) -> list[dict[str, Any]]:
    values = {
        "description": around(board, _FORM)[0] + posting.body[0],
        "requirements": "".join(posting.body[1:]),
        "benefits": around(board, _FORM)[1],
        "recruiter": "Invented Recruiter",
    }
    for place in parts_of(posting)[:1]:
        at = {"locality": place.said, "region1": place.region, "country": place.country}
        values["geolocation"] = json.dumps(at)
    return [{"field_id": name, "value": value} for name, value in values.items()]


def _options(posting: Posting) -> dict[str, Any]:
    options: dict[str, Any] = {
        "job_type": [_EMPLOYMENT[posting.employment]],
        "_work_model": _MODEL[posting.flag],
        "branches": posting.department,
    }
    for tier in posting.fields[:1]:
        options |= {
            "_Salary_MIN": str(whole(tier.minimum)),
            "_Salary_MAX": str(whole(tier.maximum)),
            "_Salary_Currency": tier.currency,
            "_Salary_Rate": _RATE[tier.interval],
        }
    return options


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """One page of adverts. A page is chosen by a header of the request, which a recording does not
    know, so a board of this market has at most one."""
    site = f"https://{board.company.board}.traffit.com"
    rows = [
        {
            "id": int(posting.key),
            "url": f"{site}/public/an/{posting.key}",
            "valid_start": f"{posting.published:%Y-%m-%d %H:%M:%S}" if posting.published else None,
            "valid_end": None,
            "awarded": False,
            "advert": {"name": posting.title, "language": "en", "values": _values(board, posting)},
            "options": _options(posting),
        }
        for posting in postings
    ]
    url = f"{site}/public/job_posts/published"
    yield Exchange("GET", url, 200, "application/json", body(rows))


VENDOR = Vendor(answers, _FORM, share=0.0, one_place=True, keys=each(str))
