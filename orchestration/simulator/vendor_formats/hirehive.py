"""HireHive job list: pages of a hundred, a label for the place, pay in tiers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.draws import identifiers
from orchestration.simulator.markup import Form
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor
from orchestration.simulator.vendor_formats._markup import body, described, whole
from orchestration.simulator.vendor_formats._places import parts_of

_FORM = Form()
_EMPLOYMENT = {"full": "FullTime", "intern": "Internship", "contract": "Contract"}
_SIZE = 100


def _row(posting: Posting, text: str, name: str) -> dict[str, Any]:
    place = next(iter(parts_of(posting)), None)
    return {
        "id": posting.key,
        "title": posting.title,
        "location": place.label if place else None,
        "state_code": None,
        "country": {"name": place.country, "code": place.code} if place and place.code else None,
        "salary": None,
        "description": {"html": text, "text": ""},
        "category": {"id": "c", "name": posting.department} if posting.department else None,
        "type": {"type": _EMPLOYMENT[posting.employment]},
        "experience": None,
        "language": {"name": "English", "code": "en-US"},
        "published_date": posting.published.isoformat() if posting.published else None,
        "hosted_url": f"https://{name}.hirehive.com/{posting.key}",
        "compensation_tiers": [
            {"type": "range_salary", "interval": tier.interval, "currency_code": tier.currency,
             "min_value": whole(tier.minimum), "max_value": whole(tier.maximum)}
            for tier in posting.fields
        ],
    }  # fmt: skip


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """The pages of the list; a board without postings has one empty page and none announced."""
    name = board.company.board
    rows = [_row(posting, text, name) for posting, text in described(board, postings, _FORM)]
    pages = -(-len(rows) // _SIZE)
    for page in range(1, max(pages, 1) + 1):
        meta = {"page": page, "page_size": _SIZE, "total_items": len(rows), "total_pages": pages,
                "has_next_page": page < pages, "has_previous_page": page > 1}  # fmt: skip
        answer = body({"meta": meta, "items": rows[(page - 1) * _SIZE : page * _SIZE]})
        url = f"https://{name}.hirehive.com/api/v2/jobs?page={page}&page_size={_SIZE}"
        yield Exchange("GET", url, 200, "application/json", answer)


VENDOR = Vendor(
    answers,
    _FORM,
    share=0.0,
    flags=False,
    one_place=True,
    keys=lambda numbers: [f"job_{key}" for key in identifiers(numbers)],
)
