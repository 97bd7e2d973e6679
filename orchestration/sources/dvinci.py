"""d.vinci: the list of job publications of a career portal.

Endpoint: GET {board}.dvinci-hr.com/jobPublication/list.json
Documentation: https://static.dvinci-easy.com/files/d.vinci%20job-publication-api.html (public for
every portal since version 2022.11; 403 where the customer has switched it off).
Paging: none; one answer holds the whole board.
Completeness: not provable: one answer, which parses as JSON to its end.
Does not publish: team, level, work model, date of the last change, closing date; the company is
missing on some portals.
Terms: not known. Robots: not known; read each night.
"""

from collections.abc import Iterator

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.hosts import board_host
from orchestration.sources._toolkit.listing import LABEL, Get, Listing, Pay, Place, Posting

BOARD = LABEL
PAGES = r"\b(?!www\b)([\w-]+)\.dvinci-hr\.com\b(?![.-]\w)"
TEXT = ("introduction", "tasks", "profile", "weOffer", "closingText")
OPENING = ("id", "reference", "createdDate", "department", "company", "categories", "locations",
           "workingTimes", "contractPeriod", "salary", "type")  # fmt: skip


def postings(board: str, get: Get) -> Iterator[Posting]:
    url = f"https://{board_host(board, 'dvinci-hr.com')}/jobPublication/list.json"
    for row in fields.rows(get(url).json(), f"dvinci {board}"):
        opening = row.get("jobOpening")
        if isinstance(opening, dict):  # it also names the persons in charge
            row = {**row, "jobOpening": {k: opening[k] for k in OPENING if k in opening}}
        yield row


def read(posting: Posting, board: str) -> Listing | None:
    opening = fields.nested(posting.get("jobOpening"))
    if opening.get("type") == "INTERNAL":
        return None
    department = opening.get("department")
    if not isinstance(department, str):
        department = next(iter(fields.names(opening.get("categories"), "name")), None)
    pay = _pay(fields.nested(opening.get("salary")))
    places = dict.fromkeys(map(_place, fields.nested_list(opening.get("locations"))))
    times = opening.get("workingTimes")
    kinds = fields.texts(times) or fields.names(times, "internalName", "name")
    key = opening.get("id")
    return Listing(
        native_id=fields.required(posting, "id"),
        title=fields.required(posting, "position"),
        url=fields.text(posting.get("jobPublicationURL")),
        company=fields.text(fields.nested(opening.get("company")).get("name")),
        description_html=fields.joined_text(posting, *TEXT),
        places=tuple(place for place in places if place != Place()),
        employment_type=" / ".join(kinds) or None,
        department=fields.text(department),
        language=fields.text(posting.get("language")),
        opening_id=str(key) if isinstance(key, str | int) else None,
        pays=(pay,) if pay.minimum or pay.maximum else (),
        published_at=fields.utc(fields.text(opening.get("createdDate"))),
    )


def _place(row: Posting) -> Place:
    country, address = fields.nested(row.get("country")), fields.nested(row.get("address"))
    return Place(
        text=fields.text(row.get("name")),
        city=fields.text(address.get("city")),
        region=fields.text(address.get("usState")),
        country=fields.text(country.get("isoA2")) or fields.text(country.get("name")),
    )


def _pay(row: Posting) -> Pay:
    """The range, in the form of a schema.org MonetaryAmount."""
    value = fields.nested(row.get("value"))
    low, high = (fields.number(value.get(key)) or None for key in ("minValue", "maxValue"))
    currency, interval = fields.text(row.get("currency")), fields.text(value.get("unitText"))
    return Pay(low, high, currency, interval)
