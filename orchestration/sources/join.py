"""Join: company pages on join.com.

Endpoint: GET join.com/companies/{board}?page=N for the data in the page, then each job's page.
Documentation: none public; a job's page holds a schema.org JobPosting.
Paging: five a page, with the total.
Completeness: as many postings as `pagination.total` says, on the page of this company; without it,
not proved.
Does not publish: team, level, language, a key of the opening; pay on the list of some, in cents.
Terms: https://join.com/terms-of-use. Robots: not known; read each night.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import Unreadable
from orchestration.sources._toolkit.listing import Get, Listing, Pay, Place, Posting
from orchestration.sources._toolkit.markup import next_data
from orchestration.sources._toolkit.paging import Page, get_path, walk_pages
from orchestration.sources._toolkit.schema_org import job_posting, listing_from_job

PAGES = r"\bjoin\.com/companies/([a-z0-9][\w-]*)"
PAGE = "https://join.com/companies/{}"


def postings(board: str, get: Get) -> Iterator[Posting]:
    if not re.fullmatch(r"[a-z0-9][\w-]*", board, re.I | re.A):
        raise Unreadable(f"join {board}: not a board of Join")

    pages = 1

    def fetch_page(number: int) -> Page:
        nonlocal pages
        if number >= pages:
            return [], None
        text = get(f"{PAGE.format(board)}?page={number + 1}").text
        data = next_data(text, f"join {board}")
        state = get_path(data, "props", "pageProps", "initialState")
        company, jobs = get_path(state, "company"), get_path(state, "jobs")
        rows = fields.rows(jobs, f"join {board}", "items")
        if not isinstance(company, dict):
            raise Unreadable(f"join {board}: the page names no company")
        # For a company without a page the site shows the page of another.
        ours, theirs = _plain(board), _plain(str(get_path(company, "domain") or board))
        if rows and not (ours.startswith(theirs) or theirs.startswith(ours)):
            raise Unreadable(f"join {board}: the page of another company")
        count = fields.number(get_path(jobs, "pagination", "pageCount"))
        pages = int(count or number + 2)
        named = [{**row, "company": get_path(company, "name")} for row in rows]
        return named, get_path(jobs, "pagination", "total")

    yield from walk_pages(fetch_page, "id", 5, f"join {board}")


def detail(posting: Posting, board: str, get: Get) -> Posting:
    page = get(f"{PAGE.format(board)}/{posting['idParam']}").text
    return {**posting, "job": job_posting(page, f"join {board} {posting['id']}")}


def read(posting: Posting, board: str) -> Listing | None:
    native_id = fields.required(posting, "id")
    city, country = fields.nested(posting.get("city")), fields.nested(posting.get("country"))
    code = fields.text(country.get("iso3166")) or fields.text(city.get("countryName"))
    place = Place(
        None, fields.text(city.get("cityName")), fields.text(city.get("regionName")), code
    )
    row = Listing(
        native_id=native_id,
        title=fields.required(posting, "title"),
        url=f"{PAGE.format(board)}/{posting.get('idParam') or native_id}",
        company=fields.text(posting.get("company")),
        places=(place,) if place != Place() else (),
        workplace=fields.text(posting.get("workplaceType")),
        employment_type=fields.text(fields.nested(posting.get("employmentType")).get("name")),
        department=fields.text(fields.nested(posting.get("category")).get("name")),
        pays=tuple(_pays(posting)),
        published_at=fields.utc(fields.text(posting.get("createdAt"))),
    )
    if "job" not in posting:
        return row
    page = listing_from_job(fields.nested(posting["job"]), native_id, row.url)
    return replace(
        row,
        description_html=page.description_html,
        places=row.places or page.places,
        applicant_places=page.applicant_places,
        pays=page.pays or row.pays,
        closes_at=page.closes_at,
    )


def _pays(posting: Posting) -> Iterator[Pay]:
    """The range of the list, in minor units, unless the employer hides it."""
    if fields.nested(posting.get("settings")).get("showSalary") is False:
        return
    sides = [fields.nested(posting.get(f"salaryAmount{side}")) for side in ("From", "To")]
    currency = next(iter(fields.names(sides, "currency")), None)
    per = 1 if currency in fields.ZERO_DECIMAL_CURRENCIES else 100
    low, high = (fields.number(side.get("amount"), per) or None for side in sides)
    if low or high:
        yield Pay(low, high, currency, fields.text(posting.get("salaryFrequency")))


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
