"""Phenom: the data embedded in a careers site's pages.

A board is the site's host, with country and language where its pages are under them:
`careers.cisco.com.global-en` is https://careers.cisco.com/global/en.
Endpoint: GET {site}/search-results?from=&s=1, whose script holds `phApp.ddo`; GET {site}/job/{id}
for the text, as JSON-LD.
Documentation: none published; https://github.com/colophon-group/jobseek describes both.
Paging: by 10; `totalHits` announces the number of postings, and can change while paging.
Completeness: as many postings as `totalHits` says, of a search that did not fail; without it, not
proved.
Does not publish: company, pay.
Terms: https://www.phenom.com/legal (the vendor's); each site is its employer's and has its own.
Robots: each site has its own; read each night.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape, unescape

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import Unreadable
from orchestration.sources._toolkit.listing import LABEL, Get, Listing, Pace, Place, Posting
from orchestration.sources._toolkit.markup import extract_embedded_json
from orchestration.sources._toolkit.paging import Page, get_path, walk_pages
from orchestration.sources._toolkit.schema_org import job_postings, listing_from_job

BOARD = re.compile(rf"((?:{LABEL}\.)+[A-Za-z]{{2,}})(?:\.([a-z]+)-([a-z]+))?")
SIGNS = r"\bphApp\.ddo\b|\bcdn\.phenompeople\.com\b"
LOCALES = True
"""A country and language in the address of a page are part of the board."""
SIZE = 10
PACE = Pace(per_host=True)
PEOPLE = frozenset({"hiringManager", "recruiter", "applicationContact"})
_HTML = {"Accept": "text/html"}


def postings(board: str, get: Get) -> Iterator[Posting]:
    what, site = f"phenom {board}", _site(board)

    def fetch_page(number: int) -> Page:
        text = get(f"{site}/search-results?from={number * SIZE}&s=1", headers=_HTML).text
        found = get_path(extract_embedded_json(text, "phApp.ddo", what), "eagerLoadRefineSearch")
        if get_path(found, "status") not in (None, 200):
            raise Unreadable(f"{what}: the search has status {get_path(found, 'status')!r}"[:160])
        rows = fields.rows(get_path(found, "data"), what, "jobs")
        return [_impersonal(row) for row in rows], get_path(found, "totalHits")

    yield from walk_pages(
        fetch_page, lambda row: row.get("jobSeqNo") or row.get("jobId"), SIZE, what
    )


def detail(posting: Posting, board: str, get: Get) -> Posting:
    url = f"{_site(board)}/job/{_id(posting)}"
    for job in job_postings(get(url, headers=_HTML).text, f"phenom {board}"):
        return {**posting, "detail": _impersonal(job)}
    raise Unreadable(f"phenom {board}: no JobPosting on the page of {_id(posting)}")


def read(posting: Posting, board: str) -> Listing | None:
    teaser = fields.text(posting.get("descriptionTeaser"))
    places = dict.fromkeys(_places(posting))
    end = fields.text(posting.get("jobPostingEndDate"))
    row = Listing(
        native_id=_id(posting),
        title=fields.required(posting, "title"),
        url=f"{_site(board)}/job/{_id(posting)}",
        description_html=escape(teaser, quote=False) if teaser else None,
        places=tuple(place for place in places if place != Place()),
        workplace=fields.text(posting.get("RemoteType")) or fields.text(posting.get("remoteType")),
        employment_type=fields.text(posting.get("type")) or fields.text(posting.get("jobType")),
        department=fields.text(posting.get("department")) or fields.text(posting.get("category")),
        level=fields.text(posting.get("experienceLevel")),
        language=fields.text(posting.get("locale")),
        opening_id=fields.text(posting.get("reqId")) or fields.text(posting.get("jobId")),
        published_at=fields.utc(
            fields.text(posting.get("postedDate") or posting.get("dateCreated"))
        ),
        closes_at=fields.utc(end),
    )
    if not (job := fields.nested(posting.get("detail"))):
        return row
    whole = listing_from_job({**job, "title": row.title}, row.native_id)
    html = whole.description_html or ""
    if "<" not in html:  # escaped twice
        html = unescape(html)
    closes_at = row.closes_at or whole.closes_at
    return replace(row, description_html=html or row.description_html, pays=whole.pays,
                   applicant_places=whole.applicant_places, closes_at=closes_at)  # fmt: skip


def _id(posting: Posting) -> str:
    return fields.required(posting, "jobSeqNo" if posting.get("jobSeqNo") else "jobId")


def _places(posting: Posting) -> Iterator[Place]:
    label = fields.text(posting.get("cityStateCountry")) or fields.text(posting.get("location"))
    city, region = fields.text(posting.get("city")), fields.text(posting.get("state"))
    yield Place(label, city, region, fields.text(posting.get("country")))
    for name in fields.texts(posting.get("multi_location")):
        if name not in (label, fields.text(posting.get("location"))):
            yield Place(name)


def _impersonal(row: Posting) -> Posting:
    """Without keys that name people, and without the name in brackets after departments of
    Cisco."""
    allowed = {key: value for key, value in row.items() if key not in PEOPLE}
    if isinstance(allowed.get("department"), str):
        allowed["department"] = re.sub(r"\s*\([^)]*\)", "", allowed["department"])
    return allowed


def host(board: str) -> str:
    """The host of a board, whose name may end with a country and a language."""
    return _parts(board)[1]


def _parts(board: str) -> re.Match[str]:
    if not (found := BOARD.fullmatch(board)):
        raise Unreadable(f"phenom {board}: not the host of a careers site")
    return found


def _site(board: str) -> str:
    found = _parts(board)
    return f"https://{found[1]}" + (f"/{found[2]}/{found[3]}" if found[2] else "")
