"""iCIMS on its Jibe front end: pages of 100, the text in three pieces, tags for the work model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.markup import Form
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor, each
from orchestration.simulator.vendor_formats._markup import around, body, whole
from orchestration.simulator.vendor_formats._places import parts_of
from orchestration.simulator.vendor_formats._schema_org import EMPLOYMENT

_FORM = Form(h="<p><strong>%s</strong></p>")
_FLAG = {"remote": "Remote", "hybrid": "Hybrid", "onsite": "On-site"}
_FREQUENCY = {"year": "YEARLY", "month": "MONTHLY", "week": "WEEKLY", "day": "DAILY",
              "hour": "HOURLY"}  # fmt: skip


def _places(posting: Posting) -> dict[str, Any]:
    rows = [
        {
            "full_location": place.label,
            "city": place.city,
            "state": place.region,
            "country": place.country,
            "country_code": place.code,
        }
        for place in parts_of(posting)
    ]
    first = rows[0] if rows else {}
    return first | {"multipleLocations": len(rows) > 1, "additional_locations": rows[1:]}


def _data(board: Board, posting: Posting) -> dict[str, Any]:
    data: dict[str, Any] = {
        "slug": posting.key,
        "language": "en-us",
        "req_id": f"2026-{posting.opening}",
        "title": posting.title,
        "description": around(board, _FORM)[0] + posting.body[0],
        "responsibilities": "".join(posting.body[1:3]),
        "qualifications": "".join(posting.body[3:]) + around(board, _FORM)[1],
        "categories": [{"name": posting.department}] if posting.department else [],
        "employment_type": EMPLOYMENT[posting.employment],
        "tags1": ["Regular"],
        "tags2": [_FLAG[posting.flag]] if posting.flag else [],
        "hiring_organization": board.company.name,
        "apply_url": f"https://careers-x.icims.com/jobs/{posting.key}/login",
        "ats_code": "icims",
        "internal": False,
        "salary_min_value": 0,
        "salary_max_value": 0,
    }
    if posting.published:
        stamp = posting.published.isoformat()[:19] + "+0000"
        data |= {"posted_date": stamp, "create_date": stamp, "update_date": stamp}
    for tier in posting.fields[:1]:
        low, high = whole(tier.minimum), whole(tier.maximum)
        data |= {"salary_min_value": low, "salary_max_value": high}
        data |= {"salary_currency": tier.currency, "salary_frequency": _FREQUENCY[tier.interval]}
    return data | _places(posting)


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """The pages of the list; the total on the first."""
    total = len(postings)
    for number, start in enumerate(range(0, total + 1, 100)):
        jobs = [{"data": _data(board, posting)} for posting in postings[start : start + 100]]
        url = f"https://{board.company.board}/api/jobs?page={number + 1}&limit=100"
        payload = {"jobs": jobs, "totalCount": total, "count": len(jobs), "meta_data": False}
        form = "application/json; charset=utf-8"
        yield Exchange("GET", f"{url}&sortBy=posted_date", 200, form, body(payload))


VENDOR = Vendor(
    answers, _FORM, share=0.3, keys=each(str), board=lambda name: f"jobs.{name}.example"
)
