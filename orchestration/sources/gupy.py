"""Gupy: the career page of a company.

Endpoint: GET {board}.gupy.io for the data in the page, then {board}.gupy.io/jobs/{id} for the text.
Documentation: none public; both pages hold the data that they are made from (complete-labs/
ats-scrapers scrapers/gupy.py; colophon-group/jobseek monitors/gupy.py).
Paging: none; one page lists every job.
Completeness: not provable: the page has the list, which parses as JSON to its end, and no number.
Does not publish: pay, team, level, language, date of the last change, a key of the opening.
Terms: those of its users forbid to aggregate, copy or duplicate parts of it (a public reader of
2026-09-27; not checked). Robots: disallows /companies and /candidates (the same reader); read each
night.
"""

from collections.abc import Iterator, Mapping

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import Unreadable
from orchestration.sources._toolkit.hosts import board_host
from orchestration.sources._toolkit.listing import LABEL, Get, Listing, Place, Posting
from orchestration.sources._toolkit.markup import next_data
from orchestration.sources._toolkit.paging import get_path

BOARD = LABEL
PAGES = r"\b(?!www\b|portal\b|login\b)([\w-]+)\.gupy\.io\b(?![.-]\w)"
PAGE = {"Accept": "text/html"}
TEXT = ("description", "responsibilities", "prerequisites", "relevantExperiences")
DETAIL = (*TEXT, "publishedAt", "expiresAt")


def postings(board: str, get: Get) -> Iterator[Posting]:
    what, url = f"gupy {board}", f"https://{board_host(board, 'gupy.io')}/"
    props = get_path(next_data(get(url, headers=PAGE).text, what), "props", "pageProps")
    company = get_path(props, "careerPage", "name")
    for row in fields.rows(props, what, "jobs"):
        yield {**row, "company": company}


def detail(posting: Posting, board: str, get: Get) -> Posting:
    key = fields.required(posting, "id")
    page = get(_url(board, key), headers=PAGE).text
    job = get_path(next_data(page, f"gupy {board} {key}"), "props", "pageProps", "job")
    if not isinstance(job, Mapping) or str(job.get("id", key)) != key:
        raise Unreadable(f"gupy {board} {key}: no posting in its page")
    return {**posting, "detail": {name: job[name] for name in DETAIL if name in job}}


def read(posting: Posting, board: str) -> Listing | None:
    native_id = fields.required(posting, "id")
    whole, at = fields.nested(posting.get("detail")), fields.nested(posting.get("workplace"))
    address = fields.nested(at.get("address"))
    place = Place(None, *(fields.text(address.get(key)) for key in ("city", "state", "country")))
    published = posting.get("publishedAt") or whole.get("publishedAt")
    company = posting.get("company")
    return Listing(
        native_id=native_id,
        title=fields.required(posting, "title" if posting.get("title") else "name"),
        url=_url(board, native_id),
        company=company if isinstance(company, str) else None,
        description_html=fields.joined_text(whole, *TEXT),
        places=(place,) if place != Place() else (),
        workplace=fields.text(at.get("workplaceType")),
        employment_type=fields.text(posting.get("type")),
        department=fields.text(posting.get("department")),
        published_at=fields.utc(fields.text(published)),
        closes_at=fields.utc(fields.text(whole.get("expiresAt"))),
    )


def _url(board: str, key: str) -> str:
    return f"https://{board_host(board, 'gupy.io')}/jobs/{key}"
