"""Rippling ATS: the job board API of the careers pages.

Endpoint: GET ats.rippling.com/api/v2/board/{board}/jobs, a posting grouped over its places; text,
date and pay on …/jobs/{id}.
Documentation: https://developer.rippling.com/documentation/job-board-api-v2
Paging: from page 0; `totalItems` announces the number of postings.
Completeness: as many postings as `totalItems` says; without it, not proved.
Does not publish: level, a key of the opening, the date of the last change.
Terms: the documentation calls the API public. Robots: not known; read each night.
"""

from collections.abc import Iterator
from urllib.parse import quote

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import Unreadable
from orchestration.sources._toolkit.listing import Get, Listing, Pace, Pay, Place, Posting
from orchestration.sources._toolkit.paging import Page, get_path, walk_pages

PAGES = r"\bats\.rippling\.com/(?:[a-z]{2}-[A-Z]{2}/)?(?!api\b)([\w-]+)"
URL = "https://ats.rippling.com/api/v2/board/{}/jobs"
SIZE = 100
PACE = Pace(rate=2.0)  # 49/s worked in 2026


def postings(board: str, get: Get) -> Iterator[Posting]:
    def fetch_page(number: int) -> Page:
        query = f"?page={number}&pageSize={SIZE}&groupJobsByLocation=true"
        answer = get(URL.format(board) + query).json()
        return fields.rows(answer, f"rippling {board}", "items"), get_path(answer, "totalItems")

    yield from walk_pages(fetch_page, "id", SIZE, f"rippling {board}")


def detail(posting: Posting, board: str, get: Get) -> Posting:
    page = get(f"{URL.format(board)}/{quote(fields.required(posting, 'id'), safe='')}").json()
    if not isinstance(page, dict) or page.get("uuid") != posting["id"]:
        raise Unreadable(f"rippling {board}: another answer than posting {posting['id']}")
    return {**posting, "detail": page}


def read(posting: Posting, board: str) -> Listing | None:
    if (page := fields.nested(posting.get("detail"))).get("unlistedFromSearch") is True:
        return None  # public only to those who have the link
    native_id = fields.required(posting, "id" if "id" in posting else "uuid")  # uuid in version 1
    description = fields.nested(page.get("description"))
    html = (fields.text(description.get(key)) for key in ("company", "role"))
    models = fields.names(posting.get("locations"), "workplaceType")
    return Listing(
        native_id=native_id,
        title=fields.required(posting, "name"),
        url=fields.text(posting.get("url")) or f"https://ats.rippling.com/{board}/jobs/{native_id}",
        company=fields.text(page.get("companyName")),
        description_html="\n".join(filter(None, html)) or None,
        places=tuple(_places(posting, page)),
        workplace=" + ".join(sorted(models)) or None,
        employment_type=fields.text(fields.nested(page.get("employmentType")).get("label")),
        department=next(iter(fields.names([posting.get("department")], "name", "label")), None),
        language=fields.text(posting.get("language")),
        pays=tuple(_pays(page)),
        published_at=fields.utc(fields.text(page.get("createdOn"))),
    )


def _places(posting: Posting, page: Posting) -> Iterator[Place]:
    """The places of the list with their parts, then those that the detail page adds."""
    version_1 = fields.nested(posting.get("workLocation"))
    places = [Place(fields.text(version_1.get("label")))]
    for row in fields.nested_list(posting.get("locations")):
        name, city, state = (fields.text(row.get(key)) for key in ("name", "city", "state"))
        country = fields.text(row.get("countryCode")) or fields.text(row.get("country"))
        places.append(Place(name, city, state, country))
    named = {place.text for place in places}
    places += [Place(t) for t in fields.texts(page.get("workLocations")) if t not in named]
    return (place for place in dict.fromkeys(places) if place != Place())


def _pays(page: Posting) -> Iterator[Pay]:
    """One range per place, in the currency of the place."""
    for row in fields.nested_list(page.get("payRangeDetails")):
        low, high = (
            fields.number(row.get("rangeStart")) or None,
            fields.number(row.get("rangeEnd")) or None,
        )
        currency, interval = fields.text(row.get("currency")), fields.text(row.get("frequency"))
        if low or high:
            yield Pay(low, high, currency, interval, place=fields.text(row.get("location")))
