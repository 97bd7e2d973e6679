"""Breezy HR: the JSON of a careers site.

Endpoint: GET {board}.breezy.hr/json?verbose=true; `verbose` adds the text.
Documentation: https://developer.breezy.hr (the keyed API; that of the careers site is undocumented)
Paging: none; one answer is the whole board.
Completeness: nothing proves it: one answer, read to its end as JSON.
Does not publish: team, level, language, on-site work, date of the last change, a key of the
opening; pay only as the words shown, in which "$" is the dollar of the place.
Terms: not known
Robots: not known; read each night.
"""

from collections.abc import Iterator
from urllib.parse import quote, unquote

import orchestration.sources._listing as li

PAGES = r"\b(?!www\b|api\b|app\b|assets\w*\b)([\w-]+)\.breezy\.hr\b"
PACE = li.Pace(rate=2.0)  # over 90/s was clean for one reader, bursts were refused for another


def postings(board: str, get: li.Get) -> Iterator[li.Posting]:
    answer = get(f"https://{quote(unquote(board), safe='')}.breezy.hr/json?verbose=true").json()
    yield from li.envelope(answer, f"breezy {board}")


def read(posting: li.Posting, board: str) -> li.Listing | None:
    locations = li.parts(posting.get("locations")) or [li.part(posting.get("location"))]
    places = dict.fromkeys(map(_place, locations))
    remote = {li.flag(row.get("is_remote")) for row in locations}
    return li.Listing(
        native_id=li.required(posting, "id"),
        title=li.required(posting, "name"),
        url=li.text(posting.get("url")),
        company=li.text(li.part(posting.get("company")).get("name")),
        description_html=li.text(posting.get("description")),
        places=tuple(place for place in places if place != li.Place()),
        workplace=" + ".join(dict.fromkeys(_models(locations))) or None,
        is_remote=True if True in remote else False if False in remote else None,
        employment_type=li.text(li.part(posting.get("type")).get("id")),
        department=li.text(posting.get("department")),
        pay_text=li.text(posting.get("salary")),
        published_at=li.utc(li.text(posting.get("published_date"))),
    )


def _place(row: li.Posting) -> li.Place:
    state, country = li.part(row.get("state")), li.part(row.get("country"))
    return li.Place(
        text=li.text(row.get("name")),
        city=li.text(row.get("city")),
        region=li.text(state.get("name")) or li.text(state.get("id")),
        country=li.text(country.get("name")) or li.text(country.get("id")),
    )


def _models(locations: list[li.Posting]) -> Iterator[str]:
    """Remote details hold only where the location is remote: elsewhere they are left over."""
    for row in locations:
        if row.get("is_remote") is True:
            yield from li.texts(li.part(row.get("remote_details")).get("value"))
