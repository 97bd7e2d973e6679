"""Hireology list: pages of a hundred with the whole text; the amounts of pay have no currency, so
pay is only in the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.markup import Form
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor, each
from orchestration.simulator.vendor_formats._markup import body, described
from orchestration.simulator.vendor_formats._places import parts_of

_FORM = Form()
_EMPLOYMENT = {"full": "Full Time", "intern": "Internship", "contract": "Contract"}
_UNPAID = {"is_comp_range": True, "comp_single_amount": "0.0", "comp_range_min": "0.0",
           "comp_range_max": "0.0", "comp_period": "hour", "comp_frequency": "weekly"}  # fmt: skip
_SIZE = 100


def _row(board: Board, posting: Posting, text: str) -> dict[str, Any]:
    name, places = board.company.board, parts_of(posting)
    return {
        "id": int(posting.key),
        "name": posting.title,
        "created_at": posting.published.isoformat() if posting.published else None,
        "status": "Open",
        "employment_status": _EMPLOYMENT[posting.employment],
        "job_description": text,
        # A state is the only word for what is around a city.
        "locations": [{"city": p.said, "state": p.region or p.country} for p in places],
        "remote": any(place.is_remote for place in places),
        "job_family": {"id": 9, "name": posting.department} if posting.department else None,
        "career_site_url": f"https://careers.hireology.com/{name}/{posting.key}/description",
        "organization": {"id": 1, "name": board.company.name, "type": "Location"},
        "compensation": _UNPAID,
    }


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """The pages of the list; a list of full pages ends with an empty one."""
    rows = [_row(board, posting, text) for posting, text in described(board, postings, _FORM)]
    url = f"https://api.hireology.com/v2/public/careers/{board.company.board}"
    for page in range(1, len(rows) // _SIZE + 2):
        data = rows[(page - 1) * _SIZE : page * _SIZE]
        answer = {"data": data, "count": len(rows), "page": page, "page_size": _SIZE}
        address = f"{url}?page={page}&page_size={_SIZE}"
        yield Exchange("GET", address, 200, "application/json", body(answer))


VENDOR = Vendor(answers, _FORM, share=0.0, flags=False, text_pay=1.0, keys=each(str))
