"""Dover: the careers page by its name, its jobs in pages of 100, text and pay in separate
answers."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.draws import identifier
from orchestration.simulator.markup import Form
from orchestration.simulator.posting import Board, Exchange, Posting, Tier, Vendor
from orchestration.simulator.vendor_formats._markup import body, described, whole
from orchestration.simulator.vendor_formats._places import Parts, parts_of

_FORM = Form(h="<h1>%s</h1>")
_FLAG = {"remote": "REMOTE", "hybrid": "HYBRID", "onsite": "ONSITE", None: None}
_EMPLOYMENT = {"full": "FULL_TIME", "intern": "INTERNSHIP", "contract": "CONTRACT"}
_INTERVAL = {"year": "YEARLY", "month": "MONTHLY", "week": "WEEKLY", "day": "DAILY",
             "hour": "HOURLY"}  # fmt: skip
_API = "https://app.dover.com/api/v1"
_SIZE = 100


def _location(place: Parts, flag: str | None) -> dict[str, Any]:
    option = {"display_name": place.label, "city": place.city, "state": place.region,
              "country": place.code}  # fmt: skip
    return {"location_type": flag, "name": place.label, "location_option": option}


def _compensation(posting: Posting, tier: Tier | None) -> dict[str, Any]:
    return {
        "employment_type": _EMPLOYMENT[posting.employment],
        "open_to_sharing_comp": tier is not None,
        "lower_bound": whole(tier.minimum) if tier else None,
        "upper_bound": whole(tier.maximum) if tier else None,
        "currency_code": tier.currency if tier else None,
        "salary_range_type": _INTERVAL[tier.interval] if tier else None,
    }


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """The careers page, its jobs, then each job."""
    slug = board.company.board
    owner = identifier(zlib.crc32(slug.encode()), 8)
    name = {"id": owner, "slug": slug, "name": board.company.name}
    url = f"{_API}/careers-page-slug/{slug}"
    yield Exchange("GET", url, 200, "application/json", body(name))
    sample = identifier(zlib.crc32(slug.encode()), 9)
    rows: list[dict[str, Any]] = [{"id": sample, "title": "Sample Posting", "is_sample": True}]
    url = f"{_API}/inbound/application-portal-job/{sample}"
    answer = body({"id": sample, "user_provided_description": None})
    details = [Exchange("GET", url, 200, "application/json", answer)]
    for posting, text in described(board, postings, _FORM):
        flag = _FLAG[posting.flag]
        tier = posting.fields[0] if posting.fields else None
        rows.append(
            {
                "id": posting.key,
                "title": posting.title,
                "locations": [_location(place, flag) for place in parts_of(posting)],
                "workplace_type": flag,
                "is_published": True,
                "is_sample": False,
            }
        )
        detail = {
            "id": posting.key,
            "client_name": board.company.name,
            "active": True,
            "is_private": False,
            "created": posting.published.isoformat() if posting.published else None,
            "user_provided_description": text,
            "compensation": _compensation(posting, tier),
        }
        url = f"{_API}/inbound/application-portal-job/{posting.key}"
        details.append(Exchange("GET", url, 200, "application/json", body(detail)))
    for start in range(0, len(rows) + 1, _SIZE):
        answer = body({"count": len(rows), "results": rows[start : start + _SIZE]})
        url = f"{_API}/careers-page/{owner}/jobs?limit={_SIZE}&offset={start}"
        yield Exchange("GET", url, 200, "application/json", answer)
    yield from details


VENDOR = Vendor(answers, _FORM, share=0.15, one_sided=True)
