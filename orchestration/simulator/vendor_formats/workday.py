"""Workday candidate experience: POSTed pages of twenty with the total on the first, roll-up places,
the text on the page of each posting; no pay key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.markup import Form
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor, each
from orchestration.simulator.vendor_formats._markup import body, whole_text

_FORM = Form("<p>%s</p>", "<p></p><p><b>%s</b></p>", "<ul>%s</ul>", "<li><p>%s</p></li>")
_FLAG = {"remote": "Remote", "hybrid": "Hybrid", "onsite": "On-Site"}
_JSON = "application/json;charset=UTF-8"
_SIZE = 20


def _path(posting: Posting) -> str:
    place, title = (
        re.sub(r"[^A-Za-z0-9]", "-", words) for words in ("".join(posting.labels), posting.title)
    )
    return f"/job/{place or 'Anywhere'}/{title}_{posting.key}"


def _row(posting: Posting) -> dict[str, Any]:
    row = {
        "title": posting.title,
        "externalPath": _path(posting),
        "postedOn": "Posted 30+ Days Ago",
        "bulletFields": [posting.key],
    }
    if posting.labels:
        several = len(posting.labels) > 1
        row["locationsText"] = f"{len(posting.labels)} Locations" if several else posting.labels[0]
    return row


def _page(board: Board, posting: Posting, url: str) -> dict[str, Any]:
    text = whole_text(board, posting, _FORM)
    info: dict[str, Any] = {
        "id": f"{posting.number:032x}",
        "title": posting.title,
        "jobDescription": text.replace("'", "&#39;").replace("+", "&#43;"),
        "jobReqId": f"R-{posting.opening}",
        "timeType": "Full time",
        "externalUrl": url,
        "canApply": True,
        "posted": True,
    }
    if posting.labels:
        info["location"] = posting.labels[0]
        info["additionalLocations"] = list(posting.labels[1:])
    if posting.places:
        country = {"descriptor": posting.places[0].country, "alpha2Code": posting.places[0].code}
        info["country"] = {"descriptor": country["descriptor"]}
        info["jobRequisitionLocation"] = {"country": country}
    if posting.flag:
        info["remoteType"] = _FLAG[posting.flag]
    if posting.published:
        info["startDate"] = posting.published.date().isoformat()
    organization = {"name": f"1001 {board.company.name} Inc.", "url": ""}
    return {"jobPostingInfo": info, "hiringOrganization": organization, "similarJobs": []}


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """Pages of twenty, then the page of each posting."""
    tenant, server, site = board.company.board.split(".")
    host = f"https://{tenant}.{server}.myworkdayjobs.com"
    api = f"{host}/wday/cxs/{tenant}/{site}"
    for start in range(0, len(postings) + 1, _SIZE):
        payload = {
            "total": 0 if start else len(postings),
            "jobPostings": [_row(posting) for posting in postings[start : start + _SIZE]],
            "facets": [],
            "userAuthenticated": False,
        }
        search = {"appliedFacets": {}, "limit": _SIZE, "offset": start, "searchText": ""}
        yield Exchange("POST", f"{api}/jobs", 200, _JSON, body(payload), search)
    for posting in postings:
        path = _path(posting)
        page = body(_page(board, posting, f"{host}/{site}{path}"))
        yield Exchange("GET", api + path, 200, _JSON, page)


VENDOR = Vendor(
    answers,
    _FORM,
    share=0.3,
    text_pay=1.0,
    keys=each(lambda number: f"JR{number}"),
    board=lambda name: f"{name}.wd5.External",
)
