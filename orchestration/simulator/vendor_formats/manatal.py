"""Manatal career page: pages of twenty, one place, no date; pay only in the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.markup import Form
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor, each
from orchestration.simulator.vendor_formats._markup import body, described
from orchestration.simulator.vendor_formats._places import parts_of

_FORM = Form(h="<p><strong>%s</strong></p>")
_SIZE = 20


def _row(posting: Posting, text: str) -> dict[str, Any]:
    place = next(iter(parts_of(posting)), None)
    return {
        "id": int(posting.key),
        "hash": f"{int(posting.key):08X}",
        "position_name": posting.title,
        "description": text,
        "address": "",
        "city": place.city if place else "",
        "state": place.region if place else "",
        "country": place.country if place else "",
        "zipcode": "",
        "location_display": place.label if place else "",
        "is_pinned_in_career_page": False,
        "is_salary_visible": False,
    }


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """The pages of the list."""
    rows = [_row(posting, text) for posting, text in described(board, postings, _FORM)]
    url = f"https://www.careers-page.com/api/v1.0/c/{board.company.board}/jobs/"
    pages = max(1, -(-len(rows) // _SIZE))
    for page in range(1, pages + 1):
        after = f"{url}?page={page + 1}" if page < pages else None
        answer = {"count": len(rows), "next": after, "previous": None,
                  "results": rows[(page - 1) * _SIZE : page * _SIZE]}  # fmt: skip
        query = f"?page={page}&page_size={_SIZE}"
        yield Exchange("GET", url + query, 200, "application/json", body(answer))


VENDOR = Vendor(
    answers, _FORM, share=0.0, flags=False, one_place=True, text_pay=1.0, keys=each(str)
)
