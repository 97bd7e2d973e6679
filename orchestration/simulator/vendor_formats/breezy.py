"""Breezy careers JSON: an array, remote details that may be outdated, pay only in the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.markup import Form
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor, each
from orchestration.simulator.vendor_formats._markup import body, described
from orchestration.simulator.vendor_formats._places import Parts, parts_of
from orchestration.simulator.vendor_formats._workplace import work_model, work_model_paragraph

_FORM = Form()
_EMPLOYMENT = {"full": "fullTime", "intern": "other", "contract": "contract"}
_DETAILS = {"remote": ("remote", "remote-location"), "hybrid": ("hybrid", "hybrid")}


def _location(place: Parts, posting: Posting) -> dict[str, Any]:
    model = work_model(posting) or ""
    row: dict[str, Any] = {
        "country": {"name": place.country, "id": place.code} if place.code else None,
        "state": {"id": place.region, "name": place.region} if place.region else None,
        "city": place.city,
        "name": place.label,
        "is_remote": model in _DETAILS,
    }
    if model in _DETAILS or posting.variant % 9 == 0:
        value = _DETAILS.get(model, ("remote-location",) * 2)[posting.variant % 2]
        row["remote_details"] = {"value": value, "label": value}
    return row


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """One array with all postings."""
    site, rows = f"https://{board.company.board}.breezy.hr", []
    for posting, text in described(board, postings, _FORM):
        locations = [_location(place, posting) for place in parts_of(posting)]
        row = {
            "id": posting.key,
            "friendly_id": f"{posting.key}-job",
            "name": posting.title,
            "url": f"{site}/p/{posting.key}-job",
            "published_date": None,
            "type": {"id": _EMPLOYMENT[posting.employment], "name": posting.employment},
            "location": locations[0] if locations else {"name": "", "is_remote": False},
            "locations": locations if len(locations) > 1 else [],
            "department": posting.department,
            "salary": "",
            # The key is part of a place: without a place the text states the model.
            "description": text + work_model_paragraph(posting, *(_DETAILS if locations else ())),
            "company": {"name": board.company.name, "friendly_id": board.company.board},
        }
        if posting.published:
            time = posting.published.isoformat(timespec="milliseconds")
            row["published_date"] = time.replace("+00:00", "Z")
        rows.append(row)
    url = f"{site}/json?verbose=true"
    yield Exchange("GET", url, 200, "application/json; charset=utf-8", body(rows))


VENDOR = Vendor(answers, _FORM, share=0.2, text_pay=1.0, keys=each(lambda number: f"{number:012x}"))
