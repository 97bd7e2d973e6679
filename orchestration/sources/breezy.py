"""Breezy HR: the JSON of a careers site.

Endpoint: GET {board}.breezy.hr/json?verbose=true; `verbose` adds the text.
Documentation: https://developer.breezy.hr (the keyed API; that of the careers site is undocumented)
Paging: none; one answer holds the whole board.
Completeness: not provable: one answer, which parses as JSON to its end.
Does not publish: team, level, language, on-site work, date of the last change, a key of the
opening; pay only as the words shown, in which "$" is the dollar of the place.
Terms: not known
Robots: not known; read each night.
"""

from collections.abc import Iterator
from urllib.parse import quote, unquote

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.listing import Get, Listing, Pace, Place, Posting

PAGES = r"\b(?!www\b|api\b|app\b|assets\w*\b)([\w-]+)\.breezy\.hr\b"
GONE = r"redirected to https://(?:www\.|app\.)?breezy\.hr"
PACE = Pace(rate=2.0)  # over 90/s worked for one third party; bursts were refused for another


def postings(board: str, get: Get) -> Iterator[Posting]:
    answer = get(f"https://{quote(unquote(board), safe='')}.breezy.hr/json?verbose=true").json()
    yield from fields.rows(answer, f"breezy {board}")


def read(posting: Posting, board: str) -> Listing | None:
    locations = fields.nested_list(posting.get("locations")) or [
        fields.nested(posting.get("location"))
    ]
    places = dict.fromkeys(map(_place, locations))
    remote = {fields.boolean(row.get("is_remote")) for row in locations}
    return Listing(
        native_id=fields.required(posting, "id"),
        title=fields.required(posting, "name"),
        url=fields.text(posting.get("url")),
        company=fields.text(fields.nested(posting.get("company")).get("name")),
        description_html=fields.text(posting.get("description")),
        places=tuple(place for place in places if place != Place()),
        workplace=" + ".join(dict.fromkeys(_models(locations))) or None,
        is_remote=True if True in remote else False if False in remote else None,
        employment_type=fields.text(fields.nested(posting.get("type")).get("id")),
        department=fields.text(posting.get("department")),
        pay_text=fields.text(posting.get("salary")),
        published_at=fields.utc(fields.text(posting.get("published_date"))),
    )


def _place(row: Posting) -> Place:
    state, country = fields.nested(row.get("state")), fields.nested(row.get("country"))
    return Place(
        text=fields.text(row.get("name")),
        city=fields.text(row.get("city")),
        region=fields.text(state.get("name")) or fields.text(state.get("id")),
        country=fields.text(country.get("name")) or fields.text(country.get("id")),
    )


def _models(locations: list[Posting]) -> Iterator[str]:
    """Remote details count only where the location is remote; elsewhere they are outdated."""
    for row in locations:
        if row.get("is_remote") is True:
            yield from fields.texts(fields.nested(row.get("remote_details")).get("value"))
