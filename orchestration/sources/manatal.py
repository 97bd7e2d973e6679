"""Manatal: the career page of a company on careers-page.com.

Endpoint: GET www.careers-page.com/api/v1.0/c/{board}/jobs/, which the page itself reads.
Documentation: https://developers.manatal.com/reference/career-page_jobs_list (the same list under
another address, whose ids open no page).
Paging: page; `count` announces the postings, `next` is the address of a further page. A page has 20
postings, whatever size is requested.
Completeness: as many postings as `count` says.
Does not publish: company, department, team, level, language, pay, any date, a key of the opening.
Terms: not known. Robots: not known; read each night.
"""

from collections.abc import Iterator
from urllib.parse import quote, unquote

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.listing import Get, Listing, Place, Posting
from orchestration.sources._toolkit.paging import Page, walk_pages

PAGES = r"\b(?:www\.)?careers-page\.com/(?!api\b|static\b|media\b)([\w-]+)"
SITE = "https://www.careers-page.com"
SIZE = 20
PLACE = ("location_display", "city", "state", "country")


def postings(board: str, get: Get) -> Iterator[Posting]:
    url, what, more = f"{SITE}/api/v1.0/c/{_name(board)}/jobs/", f"manatal {board}", True

    def fetch_page(page: int) -> Page:
        nonlocal more
        if not more:
            return [], None
        answer = get(f"{url}?page={page + 1}&page_size={SIZE}").json()
        rows = fields.rows(answer, what, "results")
        more = bool(answer.get("next"))
        return rows, answer.get("count")

    # The answer says which page is the last, so any page size will do.
    yield from walk_pages(fetch_page, "id", 1, what)


def read(posting: Posting, board: str) -> Listing | None:
    place = Place(*(fields.text(posting.get(key)) for key in PLACE))
    page = fields.text(posting.get("hash"))
    return Listing(
        native_id=fields.required(posting, "id"),
        title=fields.required(posting, "position_name"),
        url=f"{SITE}/{_name(board)}/job/{quote(page, safe='')}" if page else None,
        description_html=fields.text(posting.get("description")),
        places=(place,) if place != Place() else (),
        is_remote=fields.boolean(posting.get("is_remote")),
        employment_type=fields.text(posting.get("contract_details")),
    )


def _name(board: str) -> str:
    return quote(unquote(board), safe="")
