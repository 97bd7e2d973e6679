"""Rippling ATS: the job board API of the careers pages.

Endpoint: GET ats.rippling.com/api/v2/board/{board}/jobs?page=&pageSize=100, grouped so that a
posting comes once with all its places; a posting's text, date and pay on …/jobs/{id}.
Documentation: https://developer.rippling.com/documentation/job-board-api-v2
Paging: from page 0 on; `totalItems` announces the number of postings.
Does not publish: level, a key of the opening, the date of the last change.
Terms: https://developer.rippling.com/documentation/job-board-api-v2
Robots: not known; read each night.
"""

from collections.abc import Iterator
from urllib.parse import quote, unquote

import orchestration.sources._listing as li
from orchestration.sources._paging import Page, walk

URL = "https://ats.rippling.com/api/v2/board/{}/jobs"
SIZE = 100
PACE = li.Pace(rate=2.0)  # 49 a second stayed clean in 2026


def postings(board: str, get: li.Get) -> Iterator[li.Posting]:
    what, url = f"rippling {board}", URL.format(quote(unquote(board), safe=""))

    def page(number: int) -> Page:
        query = f"?page={number}&pageSize={SIZE}&groupJobsByLocation=true"
        answer = get(url + query).json()
        total = answer.get("totalItems") if isinstance(answer, dict) else None
        return li.envelope(answer, what, "items"), total if isinstance(total, int) else None

    yield from walk(page, "id", SIZE, what)


def detail(posting: li.Posting, board: str, get: li.Get) -> li.Posting:
    url = URL.format(quote(unquote(board), safe=""))
    page = get(f"{url}/{quote(li.required(posting, 'id'), safe='')}").json()
    if not isinstance(page, dict) or page.get("uuid") != posting["id"]:
        raise li.Unreadable(f"rippling {board}: another answer than posting {posting['id']}")
    return {**posting, "detail": page}


def read(posting: li.Posting, board: str) -> li.Listing | None:
    page = li.part(posting.get("detail"))
    if page.get("unlistedFromSearch") is True:
        return None  # reachable by its link only
    native_id = li.required(posting, "id" if "id" in posting else "uuid")  # uuid in version 1
    department = li.part(posting.get("department")) or li.part(page.get("department"))
    employment = li.part(page.get("employmentType"))
    texts = li.part(page.get("description"))
    html = [li.text(texts.get(key)) for key in ("company", "role")]
    return li.Listing(
        native_id=native_id,
        title=li.required(posting, "name"),
        url=li.text(posting.get("url")) or f"https://ats.rippling.com/{board}/jobs/{native_id}",
        company=li.text(page.get("companyName")),
        description_html="\n".join(filter(None, html)) or None,
        places=tuple(_places(posting, page)),
        workplace=" + ".join(sorted(li.names(posting.get("locations"), "workplaceType"))) or None,
        employment_type=li.text(employment.get("label")) or li.text(employment.get("id")),
        department=next(iter(li.names([department], "name", "label")), None),
        language=li.text(posting.get("language")),
        pays=tuple(_pays(page)),
        published_at=li.utc(li.text(page.get("createdOn"))),
    )


def _places(posting: li.Posting, page: li.Posting) -> Iterator[li.Place]:
    """The places of the list with their parts, then what the posting's own page adds."""
    label = li.text(li.part(posting.get("workLocation")).get("label"))
    places = [li.Place(label)] if label else []
    for row in li.parts(posting.get("locations")):
        city, region = li.text(row.get("city")), li.text(row.get("state"))
        country = li.text(row.get("countryCode")) or li.text(row.get("country"))
        places.append(li.Place(li.text(row.get("name")), city, region, country))
    named = {place.text for place in places}
    places += [li.Place(t) for t in li.texts(page.get("workLocations")) if t not in named]
    yield from (place for place in dict.fromkeys(places) if place != li.Place())


def _pays(page: li.Posting) -> Iterator[li.Pay]:
    """One range for each place, each in its own currency."""
    for row in li.parts(page.get("payRangeDetails")):
        low, high = li.number(row.get("rangeStart")), li.number(row.get("rangeEnd"))
        if low or high:
            yield li.Pay(
                minimum=low or None,
                maximum=high or None,
                currency=li.text(row.get("currency")),
                interval=li.text(row.get("frequency")),
                place=li.text(row.get("location")),
            )
