"""Rippling ATS: the job board API of the careers pages.

Endpoint: GET ats.rippling.com/api/v2/board/{board}/jobs, a posting grouped over its places; text,
date and pay on …/jobs/{id}.
Documentation: https://developer.rippling.com/documentation/job-board-api-v2
Paging: from page 0 on; `totalItems` announces the number of postings.
Completeness: as many postings as `totalItems` says; without it, not proved.
Does not publish: level, a key of the opening, the date of the last change.
Terms: the documentation calls the API public. Robots: not known; read each night.
"""

from collections.abc import Iterator
from urllib.parse import quote

import orchestration.sources._listing as li
from orchestration.sources._paging import Page, told, walk

PAGES = r"\bats\.rippling\.com/(?:[a-z]{2}-[A-Z]{2}/)?(?!api\b)([\w-]+)"
URL = "https://ats.rippling.com/api/v2/board/{}/jobs"
SIZE = 100
PACE = li.Pace(rate=2.0)  # 49 a second stayed clean in 2026


def postings(board: str, get: li.Get) -> Iterator[li.Posting]:
    def page(number: int) -> Page:
        query = f"?page={number}&pageSize={SIZE}&groupJobsByLocation=true"
        answer = get(URL.format(board) + query).json()
        return li.envelope(answer, f"rippling {board}", "items"), told(answer, "totalItems")

    yield from walk(page, "id", SIZE, f"rippling {board}")


def detail(posting: li.Posting, board: str, get: li.Get) -> li.Posting:
    page = get(f"{URL.format(board)}/{quote(li.required(posting, 'id'), safe='')}").json()
    if not isinstance(page, dict) or page.get("uuid") != posting["id"]:
        raise li.Unreadable(f"rippling {board}: another answer than posting {posting['id']}")
    return {**posting, "detail": page}


def read(posting: li.Posting, board: str) -> li.Listing | None:
    if (page := li.part(posting.get("detail"))).get("unlistedFromSearch") is True:
        return None  # reachable by its link only
    native_id = li.required(posting, "id" if "id" in posting else "uuid")  # uuid in version 1
    html = [li.text(li.part(page.get("description")).get(key)) for key in ("company", "role")]
    return li.Listing(
        native_id=native_id,
        title=li.required(posting, "name"),
        url=li.text(posting.get("url")) or f"https://ats.rippling.com/{board}/jobs/{native_id}",
        company=li.text(page.get("companyName")),
        description_html="\n".join(filter(None, html)) or None,
        places=tuple(_places(posting, page)),
        workplace=" + ".join(sorted(li.names(posting.get("locations"), "workplaceType"))) or None,
        employment_type=li.text(li.part(page.get("employmentType")).get("label")),
        department=next(iter(li.names([posting.get("department")], "name", "label")), None),
        language=li.text(posting.get("language")),
        pays=tuple(_pays(page)),
        published_at=li.utc(li.text(page.get("createdOn"))),
    )


def _places(posting: li.Posting, page: li.Posting) -> Iterator[li.Place]:
    """The places of the list with their parts, then what the posting's own page adds."""
    places = [li.Place(li.text(li.part(posting.get("workLocation")).get("label")))]  # version 1
    for row in li.parts(posting.get("locations")):
        name, city, state = (li.text(row.get(key)) for key in ("name", "city", "state"))
        country = li.text(row.get("countryCode")) or li.text(row.get("country"))
        places.append(li.Place(name, city, state, country))
    named = {place.text for place in places}
    places += [li.Place(t) for t in li.texts(page.get("workLocations")) if t not in named]
    return (place for place in dict.fromkeys(places) if place != li.Place())


def _pays(page: li.Posting) -> Iterator[li.Pay]:
    """One range for each place, each in its own currency."""
    for row in li.parts(page.get("payRangeDetails")):
        low, high = li.number(row.get("rangeStart")) or None, li.number(row.get("rangeEnd")) or None
        currency, interval = li.text(row.get("currency")), li.text(row.get("frequency"))
        if low or high:
            yield li.Pay(low, high, currency, interval, place=li.text(row.get("location")))
