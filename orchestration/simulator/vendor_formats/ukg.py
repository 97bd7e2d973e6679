"""UKG Pro: a search by POST in pages of 50, and a page with the whole opportunity in a script.

Pay is only in the text: the vendor has a field for pay per year and one for pay per hour, but none
for the other periods of this market.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.draws import identifier
from orchestration.simulator.markup import Form, plain
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor
from orchestration.simulator.vendor_formats._markup import body, described
from orchestration.simulator.vendor_formats._places import Parts, parts_of

_FORM = Form(h="<p><strong>%s</strong></p>")
_FLAG = {"hybrid": 0, "onsite": 1, "remote": 2, None: None}
_SIZE = 50
_SEARCH: dict[str, Any] = {
    "Top": _SIZE, "QueryString": "", "OrderBy": None, "OrderByKey": None, "Filters": [],
    "Coordinates": None, "Extent": None, "ProximitySearchType": 0,
}  # fmt: skip


def _location(place: Parts) -> dict[str, Any]:
    state = {"Code": place.region, "Name": place.region} if place.region else None
    country = {"Code": place.iso3, "Name": place.country} if place.country else None
    return {
        "LocalizedName": place.label,
        "Address": {"City": place.city, "State": state, "Country": country},
        "Coordinates": {"Latitude": 0.0, "Longitude": 0.0},
    }


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """The search in pages, then the page of each opportunity."""
    host, tenant, guid = board.company.board.split(".")
    root = f"https://{host}.ultipro.com/{tenant}/JobBoard/{guid}"
    rows, pages = [], []
    for posting, text in described(board, postings, _FORM):
        row: dict[str, Any] = {
            "Id": posting.key,
            "Title": posting.title,
            "RequisitionNumber": f"REQ{posting.opening:09d}",
            "FullTime": posting.employment == "full" or None,
            "JobCategoryName": posting.department,
            "Locations": [_location(place) for place in parts_of(posting)],
            "PostedDate": posting.published.isoformat() if posting.published else None,
            "BriefDescription": plain(board.intro)[:300],
            "JobLocationType": _FLAG[posting.flag],
        }
        detail = {**row, "Description": text, "PayRangeVisible": True, "SupervisorName": "",
                  "OpportunityIsClosed": False}  # fmt: skip
        model = body(detail).replace(b"</", b"<\\/")
        script = b"new US.Opportunity.CandidateOpportunityDetail(" + model + b");"
        page = b"<!doctype html><html><body><script>var o = " + script + b"</script></body></html>"
        url = f"{root}/OpportunityDetail?opportunityId={posting.key}"
        pages.append(Exchange("GET", url, 200, "text/html; charset=utf-8", page))
        rows.append(row)
    for start in range(0, len(rows) + 1, _SIZE):
        search = {"opportunitySearch": {**_SEARCH, "Skip": start}}
        answer = body({"opportunities": rows[start : start + _SIZE], "totalCount": len(rows)})
        url = f"{root}/JobBoardView/LoadSearchResults"
        yield Exchange("POST", url, 200, "application/json", answer, search)
    yield from pages


def _board(name: str) -> str:
    return f"recruiting.{name.upper()}.{identifier(zlib.crc32(name.encode()), 6)}"


VENDOR = Vendor(answers, _FORM, share=0.15, text_pay=1.0, board=_board)
