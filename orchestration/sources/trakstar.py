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

import orchestration.sources._listing as li
from orchestration.sources._paging import Page, told, walk

PAGES = r"\b(?!www\b|jsapi\b)([\w-]+)\.(?:hire\.trakstar|recruiterbox)\.com\b"
URL = "https://jsapi.recruiterbox.com/v1/openings?client_name={}&offset={}&limit={}"
SIZE = 100
PLACE = ("city", "state", "country")


def postings(board: str, get: li.Get) -> Iterator[li.Posting]:
    what = f"trakstar {board}"

    def ask(page: int) -> Page:
        answer = get(URL.format(quote(board, safe=""), page * SIZE, SIZE)).json()
        return li.envelope(answer, what, "objects"), told(answer, "meta", "total")

    yield from walk(ask, "id", SIZE, what)


def read(posting: li.Posting, board: str) -> li.Listing | None:
    location = li.part(posting.get("location"))
    place = li.Place(None, *(li.text(location.get(key)) for key in PLACE))
    return li.Listing(
        native_id=li.required(posting, "id"),
        title=li.required(posting, "title"),
        url=li.text(posting.get("hosted_url")),
        description_html=li.text(posting.get("description")),
        places=(place,) if place != li.Place() else (),
        is_remote=li.flag(posting.get("allows_remote")),
        employment_type=li.text(posting.get("position_type")),
        team=li.text(posting.get("team")),
        published_at=_when(posting.get("created_on")),
        closes_at=_when(posting.get("close_date")),
    )


def _when(value: object) -> datetime | None:
    """A date in text, or seconds since 1970."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return li.utc_from_ms(value * 1000)
    return li.utc(li.text(value))
