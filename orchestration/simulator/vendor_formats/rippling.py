"""Rippling board API: pages without text, workplace per place, pay with the posting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.markup import Form
from orchestration.simulator.places import Place
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor
from orchestration.simulator.vendor_formats._markup import around, body, whole

_FORM = Form("<p>%s</p>", "<h2>%s</h2>", "<ul>%s</ul>", "<li><p>%s</p></li>")
_FLAG = {"remote": "REMOTE", "hybrid": "HYBRID", "onsite": "ON_SITE", None: None}
_EMPLOYMENT = {"full": ("SALARIED_FT", "Salaried, full-time"), "intern": ("INTERN", "Intern"),
               "contract": ("CONTRACTOR", "Contractor")}  # fmt: skip
_JSON = "application/json"
_SIZE = 100


def _location(label: str, place: Place | None, flag: str | None) -> dict[str, Any]:
    plain = place is not None and label == place.label
    return {
        "name": label,
        "country": place.country if place else None,
        "countryCode": place.code if place else None,
        "state": place.region if place and plain else None,
        "stateCode": None,
        "city": place.city if place and plain else None,
        "workplaceType": _FLAG[flag],
    }


def _row(posting: Posting, url: str) -> dict[str, Any]:
    places: list[Place | None] = [*posting.places, None]
    locations = [
        _location(label, place, posting.flag)
        for label, place in zip(posting.labels, places, strict=False)
    ]
    return {
        "id": posting.key,
        "name": posting.title,
        "url": url,
        "department": {"name": posting.department} if posting.department else None,
        "locations": locations or [_location("", None, posting.flag)],
        "language": "en-US",
    }


def _page(board: Board, posting: Posting, url: str) -> dict[str, Any]:
    label, name = _EMPLOYMENT[posting.employment]
    return {
        "uuid": posting.key,
        "name": posting.title,
        "url": url,
        "companyName": board.company.name,
        "unlistedFromSearch": not posting.listed,
        "description": {
            "company": around(board, _FORM)[0],
            "role": "".join(posting.body) + around(board, _FORM)[1],
        },
        "employmentType": {"label": label, "id": name},
        "workLocations": list(posting.labels),
        "createdOn": posting.published.isoformat() if posting.published else None,
        "payRangeDetails": [
            {"location": next(iter(posting.labels), None), "currency": tier.currency,
             "frequency": tier.interval.upper(), "rangeStart": whole(tier.minimum),
             "rangeEnd": whole(tier.maximum), "isRemote": posting.flag == "remote"}
            for tier in posting.fields
        ],
    }  # fmt: skip


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """Pages of a hundred, then the answer for each posting."""
    name = board.company.board
    api = f"https://ats.rippling.com/api/v2/board/{name}/jobs"
    urls = [f"https://ats.rippling.com/{name}/jobs/{posting.key}" for posting in postings]
    rows = [_row(posting, url) for posting, url in zip(postings, urls, strict=True)]
    pages = -(-len(rows) // _SIZE)
    for number in range(pages + 1):  # an empty page follows a full last page
        url = f"{api}?page={number}&pageSize={_SIZE}&groupJobsByLocation=true"
        items = rows[number * _SIZE : (number + 1) * _SIZE]
        payload = {"items": items, "page": number, "pageSize": _SIZE, "totalItems": len(rows),
                   "totalPages": pages}  # fmt: skip
        yield Exchange("GET", url, 200, _JSON, body(payload))
    for posting, url in zip(postings, urls, strict=True):
        page = _page(board, posting, url)
        yield Exchange("GET", f"{api}/{posting.key}", 200, _JSON, body(page))


VENDOR = Vendor(answers, _FORM, share=0.2, pools=True)
