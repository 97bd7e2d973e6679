"""Polymer: the public API of an organisation's jobs.

Endpoint: GET api.polymer.co/v1/hire/organizations/{board}/jobs, the text in …/jobs/{id}.
Documentation: https://developer.polymer.co
Paging: page; `meta.count` announces the postings, `meta.total` the pages; `is_last` is unreliable.
Completeness: as many postings as `meta.count` says, on as many pages as `meta.total` says.
Does not publish: level, language, closing date, a key of the opening.
Terms: the documentation calls the API public. Robots: empty (2026-10-03); read each night.
"""

import re
from collections.abc import Iterator
from urllib.parse import quote

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import Incomplete, Unreadable
from orchestration.sources._toolkit.listing import Get, Listing, Pay, Place, Posting
from orchestration.sources._toolkit.paging import Page, get_path, walk_pages

PAGES = r"\bjobs\.polymer\.co/([\w-]+)"
GONE = r"^422 \S+: refused"
URL = "https://api.polymer.co/v1/hire/organizations/{}/jobs"
PLACE = ("display_location", "city", "state_region", "country")
_PAY = re.compile(r"([\d,.]+K?)(?:\s*-\s*([\d,.]+K?))? ([A-Z]{3}) an? (\w+)")


def postings(board: str, get: Get) -> Iterator[Posting]:
    url, what, pages = URL.format(quote(board, safe="")), f"polymer {board}", 1

    def fetch_page(page: int) -> Page:
        nonlocal pages
        if page >= pages:
            return [], None
        answer = get(f"{url}?page={page + 1}").json()
        rows = fields.rows(answer, what, "items")
        pages = max(pages, int(fields.number(get_path(answer, "meta", "total")) or 0))
        if page and not rows:
            raise Incomplete(f"{what}: {pages} pages announced, page {page + 1} is empty")
        return rows, get_path(answer, "meta", "count")

    # No page size is known, so it goes on to the last page.
    yield from walk_pages(fetch_page, "id", 1, what)


def detail(posting: Posting, board: str, get: Get) -> Posting:
    key = fields.required(posting, "id")
    answer = get(f"{URL.format(quote(board, safe=''))}/{key}").json()
    if not isinstance(answer, dict) or "description" not in answer:
        raise Unreadable(f"polymer {board} {key}: no posting")
    return {**posting, "detail": {key: answer.get(key) for key in ("description", "department")}}


def read(posting: Posting, board: str) -> Listing | None:
    whole = fields.nested(posting.get("detail"))
    place = Place(*(fields.text(posting.get(key)) for key in PLACE))
    lands = fields.texts(posting.get("remote_restriction_country_list"))
    pay_text = fields.text(posting.get("salary_pretty"))
    return Listing(
        native_id=fields.required(posting, "id"),
        title=fields.required(posting, "title"),
        url=fields.text(posting.get("job_post_url")),
        company=fields.text(posting.get("organization_name")),
        description_html=fields.text(whole.get("description")),
        places=(place,) if place != Place() else (),
        applicant_places=tuple(Place(country=land) for land in lands),
        workplace=fields.text(posting.get("remoteness_pretty")),
        employment_type=fields.text(posting.get("kind_pretty")),
        department=fields.text(whole.get("department"))
        or fields.text(posting.get("job_category_name")),
        pays=tuple(_pays(pay_text or "")),
        pay_text=pay_text,
        published_at=fields.utc(fields.text(posting.get("published_at"))),
    )


def _pays(text: str) -> Iterator[Pay]:
    """A pay text such as "100K-120K USD a year" or "13.50 USD an hour"."""
    if found := _PAY.fullmatch(text.strip()):
        least, most, currency, interval = found.groups()
        yield Pay(_amount(least), _amount(most or least), currency, interval)


def _amount(text: str) -> float | None:
    value = fields.number(text.rstrip("K").replace(",", ""))
    return value * 1000 if value and text.endswith("K") else value
