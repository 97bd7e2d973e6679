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

import orchestration.sources._listing as li
from orchestration.sources._markup import embedded
from orchestration.sources._paging import Page, told, walk
from orchestration.sources._schema_org import job_postings, listing

BOARD = re.compile(rf"((?:{li.LABEL}\.)+[A-Za-z]{{2,}})(?:\.([a-z]+)-([a-z]+))?")
SIGNS = r"\bphApp\.ddo\b|\bcdn\.phenompeople\.com\b"
LOCALES = True
"""Country and language, where the address of a page has them, belong to the board."""
SIZE = 10
PACE = li.Pace(per_host=True)
PEOPLE = frozenset({"hiringManager", "recruiter", "applicationContact"})
_HTML = {"Accept": "text/html"}


def postings(board: str, get: li.Get) -> Iterator[li.Posting]:
    what, site = f"phenom {board}", _site(board)

    def page(number: int) -> Page:
        text = get(f"{site}/search-results?from={number * SIZE}&s=1", headers=_HTML).text
        found = told(embedded(text, "phApp.ddo", what), "eagerLoadRefineSearch")
        if told(found, "status") not in (None, 200):
            raise li.Unreadable(f"{what}: the search says status {told(found, 'status')!r}"[:160])
        rows = li.envelope(told(found, "data"), what, "jobs")
        return [_impersonal(row) for row in rows], told(found, "totalHits")

    yield from walk(page, lambda row: row.get("jobSeqNo") or row.get("jobId"), SIZE, what)


def detail(posting: li.Posting, board: str, get: li.Get) -> li.Posting:
    url = f"{_site(board)}/job/{_id(posting)}"
    for job in job_postings(get(url, headers=_HTML).text, f"phenom {board}"):
        return {**posting, "detail": _impersonal(job)}
    raise li.Unreadable(f"phenom {board}: no JobPosting on the page of {_id(posting)}")


def read(posting: li.Posting, board: str) -> li.Listing | None:
    teaser = li.text(posting.get("descriptionTeaser"))
    places = dict.fromkeys(_places(posting))
    end = li.text(posting.get("jobPostingEndDate"))
    row = li.Listing(
        native_id=_id(posting),
        title=li.required(posting, "title"),
        url=f"{_site(board)}/job/{_id(posting)}",
        description_html=escape(teaser, quote=False) if teaser else None,
        places=tuple(place for place in places if place != li.Place()),
        workplace=li.text(posting.get("RemoteType")) or li.text(posting.get("remoteType")),
        employment_type=li.text(posting.get("type")) or li.text(posting.get("jobType")),
        department=li.text(posting.get("department")) or li.text(posting.get("category")),
        level=li.text(posting.get("experienceLevel")),
        language=li.text(posting.get("locale")),
        opening_id=li.text(posting.get("reqId")) or li.text(posting.get("jobId")),
        published_at=li.utc(li.text(posting.get("postedDate") or posting.get("dateCreated"))),
        closes_at=li.utc(end),
    )
    if not (job := li.part(posting.get("detail"))):
        return row
    whole = listing({**job, "title": row.title}, row.native_id)
    html = whole.description_html or ""
    if "<" not in html:  # escaped once more than JSON needs
        html = unescape(html)
    closes_at = row.closes_at or whole.closes_at
    return replace(row, description_html=html or row.description_html, pays=whole.pays,
                   applicant_places=whole.applicant_places, closes_at=closes_at)  # fmt: skip


def _id(posting: li.Posting) -> str:
    return li.required(posting, "jobSeqNo" if posting.get("jobSeqNo") else "jobId")


def _places(posting: li.Posting) -> Iterator[li.Place]:
    label = li.text(posting.get("cityStateCountry")) or li.text(posting.get("location"))
    city, region = li.text(posting.get("city")), li.text(posting.get("state"))
    yield li.Place(label, city, region, li.text(posting.get("country")))
    for name in li.texts(posting.get("multi_location")):
        if name not in (label, li.text(posting.get("location"))):
            yield li.Place(name)


def _impersonal(row: li.Posting) -> li.Posting:
    """Without keys that name people, or the one in brackets behind Cisco's departments."""
    kept = {key: value for key, value in row.items() if key not in PEOPLE}
    if isinstance(kept.get("department"), str):
        kept["department"] = re.sub(r"\s*\([^)]*\)", "", kept["department"])
    return kept


def _site(board: str) -> str:
    if not (found := BOARD.fullmatch(board)):
        raise li.Unreadable(f"phenom {board}: not the host of a careers site")
    return f"https://{found[1]}" + (f"/{found[2]}/{found[3]}" if found[2] else "")
