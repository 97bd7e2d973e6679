"""Trakstar Hire (Recruiterbox): the front-end API for openings.

Endpoint: GET jsapi.recruiterbox.com/v1/openings?client_name={board}; an unknown name is a 400.
Documentation: https://apiv1.recruiterbox.com/frontend_api.html
Paging: offset and limit; `meta.total` announces the number.
Completeness: as many postings as `meta.total` says; without it, not proved.
Does not publish: company, pay, level, language, whether remote work is full or in part.
Terms: not known; the documentation calls the API public. Robots: not known; read each night.
"""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import quote

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.listing import Get, Listing, Place, Posting
from orchestration.sources._toolkit.paging import Page, get_path, walk_pages

PAGES = r"\b(?!www\b|jsapi\b)([\w-]+)\.(?:hire\.trakstar|recruiterbox)\.com\b"
GONE = r"^400 \S+: refused"
URL = "https://jsapi.recruiterbox.com/v1/openings?client_name={}&offset={}&limit={}"
SIZE = 100
PLACE = ("city", "state", "country")


def postings(board: str, get: Get) -> Iterator[Posting]:
    what = f"trakstar {board}"

    def fetch_page(page: int) -> Page:
        answer = get(URL.format(quote(board, safe=""), page * SIZE, SIZE)).json()
        return fields.rows(answer, what, "objects"), get_path(answer, "meta", "total")

    yield from walk_pages(fetch_page, "id", SIZE, what)


def read(posting: Posting, board: str) -> Listing | None:
    location = fields.nested(posting.get("location"))
    place = Place(None, *(fields.text(location.get(key)) for key in PLACE))
    return Listing(
        native_id=fields.required(posting, "id"),
        title=fields.required(posting, "title"),
        url=fields.text(posting.get("hosted_url")),
        description_html=fields.text(posting.get("description")),
        places=(place,) if place != Place() else (),
        is_remote=fields.boolean(posting.get("allows_remote")),
        employment_type=fields.text(posting.get("position_type")),
        team=fields.text(posting.get("team")),
        published_at=_when(posting.get("created_on")),
        closes_at=_when(posting.get("close_date")),
    )


def _when(value: object) -> datetime | None:
    """A date as text or as seconds since 1970."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return fields.utc_from_ms(value * 1000)
    return fields.utc(fields.text(value))
