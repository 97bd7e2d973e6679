"""Pinpoint feed: text in four sections, one place without country, pay with its display string."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.markup import Form
from orchestration.simulator.pay import money
from orchestration.simulator.posting import Board, Exchange, Posting, Tier, Vendor, each
from orchestration.simulator.vendor_formats._markup import around, body

_FORM = Form("<div><!--block-->%s</div>", "<h1><!--block-->%s</h1>", "<ul>%s</ul>",
          "<li><!--block-->%s</li>")  # fmt: skip
_EMPLOYMENT = {"full": "permanent_full_time", "intern": "internship", "contract": "contract_temp"}


def _key(number: int) -> str:
    return str(300_000 + number)


def _pay(tier: Tier | None) -> dict[str, Any]:
    said = None
    if tier is not None and tier.minimum is not None and tier.maximum is not None:
        low, high = money(tier.minimum, tier.currency), money(tier.maximum, tier.currency)
        said = f"{low} - {high} / {tier.interval}"
    return {
        "compensation": said,
        "compensation_minimum": tier.minimum if tier else None,
        "compensation_maximum": tier.maximum if tier else None,
        "compensation_currency": tier.currency if tier else None,
        "compensation_frequency": tier.interval if tier else None,
        "compensation_visible": tier is not None,
    }


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """One list with all postings."""
    name = board.company.board
    rows = []
    for posting in postings:
        path = f"/en/postings/{posting.key}"
        place = posting.places[0] if len(posting.labels) == 1 and posting.places else None
        plain = place is not None and place.region and posting.labels[0] == place.label
        department = {"id": "7", "name": posting.department} if posting.department else None
        row = {
            "id": posting.key,
            "title": posting.title,
            "url": f"https://{name}.pinpointhq.com{path}",
            "path": path,
            "description": around(board, _FORM)[0] + posting.body[0],
            "key_responsibilities": "".join(posting.body[1:]),
            "key_responsibilities_header": "Key Responsibilities",
            "skills_knowledge_expertise": "",
            "skills_knowledge_expertise_header": "Skills, Knowledge and Expertise",
            "benefits": around(board, _FORM)[1],
            "benefits_header": "Benefits",
            "workplace_type": posting.flag,
            "employment_type": _EMPLOYMENT[posting.employment],
            "deadline_at": None,
            "reporting_to": "Invented Manager" if posting.variant % 5 == 0 else None,
            **_pay(posting.fields[0] if posting.fields else None),
            "job": {
                "id": str(posting.opening),
                "requisition_id": f"PIN-{posting.opening}",
                "department": department,
                "division": None,
            },
            "location": {
                "id": "1",
                "name": "; ".join(posting.labels),
                "city": place.city if place and plain else "",
                "province": place.region if place and plain else "",
                "postal_code": "",
            },
        }
        rows.append(row)
    url = f"https://{name}.pinpointhq.com/postings.json"
    yield Exchange("GET", url, 200, "application/json; charset=utf-8", body({"data": rows}))


VENDOR = Vendor(answers, _FORM, share=0.15, keys=each(_key))
