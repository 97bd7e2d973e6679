"""Phenom careers site: pages of ten in a script, only teasers, the text as JSON-LD; no pay key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.markup import Form
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor, each
from orchestration.simulator.vendor_formats._markup import in_script, whole_text

_FORM = Form()
_FLAG = {"remote": "Remote", "hybrid": "Hybrid", "onsite": "Onsite Only", None: ""}
_EMPLOYMENT = {"full": "Full-Time", "intern": "Internship", "contract": "Contract"}
_PAGE = "<!doctype html>\n<html><head>%s</head><body></body></html>\n"
_SIZE = 10


def _key(number: int) -> str:
    return f"SIMU{number}EXTERNALENUS"


def _row(posting: Posting) -> dict[str, Any]:
    place = posting.places[0] if posting.places else None
    plain = place is not None and posting.labels[0] == place.label
    when = f"{posting.published.isoformat()[:19]}.000+0000" if posting.published else None
    return {
        "jobSeqNo": posting.key,
        "jobId": f"R{posting.opening}",
        "reqId": f"R{posting.opening}",
        "title": posting.title,
        "type": _EMPLOYMENT[posting.employment],
        "category": posting.department or "",
        "department": "",
        "city": place.city if place and plain else "",
        "state": (place.region or "") if place and plain else "",
        "country": place.country if place else "",
        "cityStateCountry": posting.labels[0] if posting.labels else "",
        "multi_location": list(posting.labels),
        "RemoteType": _FLAG[posting.flag],
        "postedDate": when,
        "locale": "en_US",
        "descriptionTeaser": "Come and work with us.",
        "hiringManager": "Invented Manager" if posting.variant % 5 == 0 else "",
    }


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """Pages of ten, then the page of each posting."""
    host, _, path = board.company.board.rpartition(".")
    site = f"https://{host}/{path.replace('-', '/')}"
    for start in range(0, len(postings) + 1, _SIZE):
        rows = [_row(posting) for posting in postings[start : start + _SIZE]]
        found = {"status": 200, "hits": len(rows), "totalHits": len(postings),
                 "data": {"jobs": rows}}  # fmt: skip
        data = in_script({"eagerLoadRefineSearch": found})
        page = _PAGE % f"<script>var phApp = {{}}; phApp.ddo = {data}; phApp.x = {{}};</script>"
        url = f"{site}/search-results?from={start}&s=1"
        yield Exchange("GET", url, 200, "text/html; charset=utf-8", page.encode())
    for posting in postings:
        text = whole_text(board, posting, _FORM)
        job = {"@context": "https://schema.org", "@type": "JobPosting", "title": posting.title,
               "description": text}  # fmt: skip
        page = _PAGE % f'<script type="application/ld+json">{in_script(job)}</script>'
        url = f"{site}/job/{posting.key}"
        yield Exchange("GET", url, 200, "text/html; charset=utf-8", page.encode())


VENDOR = Vendor(
    answers,
    _FORM,
    share=0.1,
    text_pay=1.0,
    keys=each(_key),
    board=lambda name: f"careers.{name}.com.us-en",
)
