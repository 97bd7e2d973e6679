"""d.vinci publications: the text in five parts, every place, pay as a MonetaryAmount."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.markup import Form
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor, each
from orchestration.simulator.vendor_formats._markup import around, body, whole
from orchestration.simulator.vendor_formats._places import Parts, parts_of

_FORM = Form()
_EMPLOYMENT = {"full": "FULL_TIME", "intern": "INTERN", "contract": "CONTRACTOR"}


def _location(place: Parts) -> dict[str, Any]:
    return {
        "name": place.label,
        "country": {"name": place.country, "isoA2": place.code} if place.code else None,
        "address": {"city": place.city, "usState": place.region if place.code == "US" else None},
    }


def _opening(board: Board, posting: Posting) -> dict[str, Any]:
    opening: dict[str, Any] = {
        "id": posting.opening,
        "type": "EXTERNAL" if posting.listed else "INTERNAL",
        "department": posting.department,
        "company": {"id": 1, "name": board.company.name},
        "workingTimes": [{"internalName": _EMPLOYMENT[posting.employment]}],
        "locations": [_location(place) for place in parts_of(posting)],
        "createdDate": posting.published.isoformat() if posting.published else None,
        "recruiter": {"name": "Invented Recruiter"},
    }
    for tier in posting.fields[:1]:
        value = {"minValue": whole(tier.minimum), "maxValue": whole(tier.maximum)}
        opening["salary"] = {
            "currency": tier.currency,
            "value": {**value, "unitText": tier.interval.upper()},
        }
    return opening


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """One list with all publications."""
    site = f"https://{board.company.board}.dvinci-hr.com"
    rows = [
        {
            "id": int(posting.key),
            "language": "en",
            "position": posting.title,
            "jobPublicationURL": f"{site}/en/jobs/{posting.key}/job",
            "introduction": around(board, _FORM)[0],
            "tasks": posting.body[0],
            "profile": "".join(posting.body[1:]),
            "weOffer": around(board, _FORM)[1],
            "closingText": None,
            "jobOpening": _opening(board, posting),
        }
        for posting in postings
    ]
    url = f"{site}/jobPublication/list.json"
    yield Exchange("GET", url, 200, "application/json", body(rows))


VENDOR = Vendor(answers, _FORM, share=0.0, flags=False, pools=True, keys=each(str))
