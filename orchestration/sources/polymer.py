"""Polymer: the public API of an organisation's jobs.

Endpoint: GET api.polymer.co/v1/hire/organizations/{board}/jobs, the text in …/jobs/{id}.
Documentation: https://developer.polymer.co
Paging: page; `meta.count` announces the postings, `meta.total` the pages; `is_last` is not true.
Completeness: as many postings as `meta.count` says, on as many pages as `meta.total` says.
Does not publish: level, language, closing date, a key of the opening.
Terms: the documentation calls the API public. Robots: empty (2026-10-03); read each night.
"""

import re
from collections.abc import Iterator
from urllib.parse import quote

import orchestration.sources._listing as li
from orchestration.sources._paging import Page, told, walk

PAGES = r"\bjobs\.polymer\.co/([\w-]+)"
URL = "https://api.polymer.co/v1/hire/organizations/{}/jobs"
PLACE = ("display_location", "city", "state_region", "country")
_PAY = re.compile(r"([\d,.]+K?)(?:\s*-\s*([\d,.]+K?))? ([A-Z]{3}) an? (\w+)")


def postings(board: str, get: li.Get) -> Iterator[li.Posting]:
    url, what, pages = URL.format(quote(board, safe="")), f"polymer {board}", 1

    def ask(page: int) -> Page:
        nonlocal pages
        if page >= pages:
            return [], None
        answer = get(f"{url}?page={page + 1}").json()
        rows = li.envelope(answer, what, "items")
        pages = max(pages, int(li.number(told(answer, "meta", "total")) or 0))
        if page and not rows:
            raise li.Incomplete(f"{what}: {pages} pages announced, page {page + 1} is empty")
        return rows, told(answer, "meta", "count")

    yield from walk(ask, "id", 1, what)  # the size of a page is not told: to the last one


def detail(posting: li.Posting, board: str, get: li.Get) -> li.Posting:
    key = li.required(posting, "id")
    answer = get(f"{URL.format(quote(board, safe=''))}/{key}").json()
    if not isinstance(answer, dict) or "description" not in answer:
        raise li.Unreadable(f"polymer {board} {key}: no posting")
    return {**posting, "detail": {key: answer.get(key) for key in ("description", "department")}}


def read(posting: li.Posting, board: str) -> li.Listing | None:
    whole = li.part(posting.get("detail"))
    place = li.Place(*(li.text(posting.get(key)) for key in PLACE))
    lands = li.texts(posting.get("remote_restriction_country_list"))
    pay_text = li.text(posting.get("salary_pretty"))
    return li.Listing(
        native_id=li.required(posting, "id"),
        title=li.required(posting, "title"),
        url=li.text(posting.get("job_post_url")),
        company=li.text(posting.get("organization_name")),
        description_html=li.text(whole.get("description")),
        places=(place,) if place != li.Place() else (),
        applicant_places=tuple(li.Place(country=land) for land in lands),
        workplace=li.text(posting.get("remoteness_pretty")),
        employment_type=li.text(posting.get("kind_pretty")),
        department=li.text(whole.get("department")) or li.text(posting.get("job_category_name")),
        pays=tuple(_pays(pay_text or "")),
        pay_text=pay_text,
        published_at=li.utc(li.text(posting.get("published_at"))),
    )


def _pays(said: str) -> Iterator[li.Pay]:
    """100K-120K USD a year, 13.50 USD an hour."""
    if found := _PAY.fullmatch(said.strip()):
        least, most, currency, interval = found.groups()
        yield li.Pay(_amount(least), _amount(most or least), currency, interval)


def _amount(said: str) -> float | None:
    value = li.number(said.rstrip("K").replace(",", ""))
    return value * 1000 if value and said.endswith("K") else value
