"""Eightfold: the careers pages' own search, in either of its two forms.

A board is `v2.{tenant}.{domain}` or `pcsx.{tenant}.{domain}`, as in v2.albemarle.albemarle.com: the
form that a tenant has enabled (the other answers 403), its name at eightfold.ai, and the company's
domain, which every request names. Tenants on a host of their own are not supported.
Endpoint: GET {tenant}.eightfold.ai/api/apply/v2/jobs or /api/pcsx/search; then v2/jobs/{id} or
pcsx/position_details for the text.
Documentation: none published; https://github.com/complete-labs/ats-scrapers describes both.
Paging: always by 10; `count` announces the number of positions.
Completeness: as many positions as `count` says; without it, not proved.
Does not publish: company, pay; the work model is onsite where nobody set it.
Terms: https://eightfold.ai/terms-of-service/
Robots: tenants disallow `*` (jobseek #2841, read 2026).
"""

import re
from collections.abc import Iterator
from typing import Any

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import Unreadable
from orchestration.sources._toolkit.listing import Get, Listing, Place, Posting
from orchestration.sources._toolkit.paging import Page, get_path, walk_pages

OFF = "robots.txt of its tenants disallows all robots"
BOARD = re.compile(r"(v2|pcsx)\.([A-Za-z0-9-]+)\.([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")
SIZE = 10
FLAGS = (
    "locationFlexibility",
    "location_flexibility",
    "workLocationOption",
    "work_location_option",
)
UPSTREAM = ("atsJobId", "ats_job_id", "displayJobId", "display_job_id")

_TENANT = re.compile(
    r"https?://(?!(?:www|app|api|static|assets|cdn|help|support|vscdn)\.)([a-z0-9-]+)\.eightfold\.ai"
    r"/(?:careers|api/)(?:[^\s\"'<>]*?[?&;]domain=([a-z0-9-]+(?:\.[a-z0-9-]+)+))?",
    re.I,
)


def guesses(text: str) -> Iterator[str]:
    """The boards that the URLs in a text may belong to. A URL never shows the form and not
    always the domain, so the caller must check each guess."""
    named = dict.fromkeys(_TENANT.findall(text.lower()))
    with_domain = {tenant for tenant, domain in named if domain}
    for tenant, domain in named:
        if domain or tenant not in with_domain:
            for form in ("v2", "pcsx"):
                yield f"{form}.{tenant}.{domain or f'{tenant}.com'}"


def postings(board: str, get: Get) -> Iterator[Posting]:
    what, (form, api, domain) = f"eightfold {board}", _address(board)
    search = "/pcsx/search" if form == "pcsx" else "/apply/v2/jobs"

    def fetch_page(number: int) -> Page:
        query = f"?domain={domain}&query=&location=&start={number * SIZE}&sort_by=timestamp"
        found = _found(get(api + search + query).json(), form)
        return fields.rows(found, what, "positions"), get_path(found, "count")

    yield from walk_pages(fetch_page, "id", SIZE, what)


def detail(posting: Posting, board: str, get: Get) -> Posting:
    """The posting with the text of its detail page; other parts of the page can name people."""
    form, api, domain = _address(board)
    native_id = int(fields.required(posting, "id"))
    one = f"/pcsx/position_details?position_id={native_id}&hl=en&domain={domain}"
    other = f"/apply/v2/jobs/{native_id}?domain={domain}"
    found = _found(get(api + (one if form == "pcsx" else other)).json(), form)
    key = "jobDescription" if form == "pcsx" else "job_description"
    if not isinstance(found, dict) or key not in found:
        raise Unreadable(f"eightfold {board}: no {key} of position {native_id}")
    return {**posting, "job_description": found[key]}


def _found(answer: Any, form: str) -> Any:
    """The content of an answer; the newer form wraps it in an envelope."""
    return answer.get("data") if form == "pcsx" and isinstance(answer, dict) else answer


def read(posting: Posting, board: str) -> Listing | None:
    if posting.get("isPrivate") is True:
        return None
    native_id = fields.required(posting, "id")
    path = fields.text(posting.get("positionUrl"))
    names = fields.texts(posting.get("locations")) or fields.texts(posting.get("location"))
    return Listing(
        native_id=native_id,
        title=fields.required(posting, "name"),
        url=fields.text(posting.get("canonicalPositionUrl"))
        or (path and _address(board)[1].removesuffix("/api") + path),
        description_html=fields.text(posting.get("job_description")),
        places=tuple(Place(text=name) for name in dict.fromkeys(names)),
        workplace=next(filter(None, (fields.text(posting.get(key)) for key in FLAGS)), None),
        department=fields.text(posting.get("department")),
        language=fields.text(posting.get("locale")),
        opening_id=next((str(posting[key]) for key in UPSTREAM if posting.get(key)), None),
        published_at=_when(posting, "postedTs", "t_create", "creationTs"),
        updated_at=_when(posting, "t_update"),
    )


def _when(posting: Posting, *keys: str) -> Any:
    """The first of several times, given in seconds since 1970."""
    seconds = next((fields.number(posting[key]) for key in keys if posting.get(key)), None)
    return fields.utc_from_ms(None if seconds is None else seconds * 1000)


def _address(board: str) -> tuple[str, str, str]:
    """The form of a board's search, the root of its API, and its domain."""
    if not (found := BOARD.fullmatch(board)):
        raise Unreadable(f"eightfold {board}: not a board of eightfold.ai")
    return found[1], f"https://{found[2]}.eightfold.ai/api", found[3]
