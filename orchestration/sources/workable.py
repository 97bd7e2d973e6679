"""Workable: the public widget of an account.

Endpoint: GET apply.workable.com/api/v1/widget/accounts/{board}?details=true
Documentation: https://help.workable.com/hc/en-us/articles/115012771647
Paging: none; one answer holds the whole board. A posting in several places has a row for each,
with one shortcode.
Completeness: not provable: one answer, which parses as JSON to its end.
Does not publish: pay, language, hybrid work, date of the last change, a key of the opening (`code`
is the employer's own free text).
Terms: https://www.workable.com/terms
Robots: apply.workable.com allows everything (third party, 2026-09-18); read each night.
"""

from collections.abc import Iterator
from urllib.parse import quote, unquote

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.listing import Get, Listing, Pace, Place, Posting

PAGES = (
    r"\b(?:apply\.workable\.com/(?:api/v\d/(?:widget/)?accounts/|(?!api\b))([\w-]+)"
    r"|(?!(?:apply|blog|careers|get|id|jobs|partners|resources|try)\b)"
    r"([\w-]+)\.workable\.com\b(?![.-]\w))"
)
URL = "https://apply.workable.com/api/v1/widget/accounts/{}?details=true"
PACE = Pace(rate=1 / 3, concurrency=1)  # 3,650 requests at 1-2/s led to a Retry-After of 23 hours


def postings(board: str, get: Get) -> Iterator[Posting]:
    answer = get(URL.format(quote(unquote(board), safe=""))).json()
    rows: dict[object, list[Posting]] = {}
    for row in fields.rows(answer, f"workable {board}", "jobs"):
        rows.setdefault(repr(row.get("shortcode")), []).append(row)
    for same in rows.values():
        yield {**same[0], "account": answer.get("name"), "rows": same[1:]}


def read(posting: Posting, board: str) -> Listing | None:
    rows = [posting, *fields.nested_list(posting.get("rows"))]
    places = dict.fromkeys(place for row in rows for place in _places(row))
    html = (fields.text(posting.get(key)) for key in ("description", "requirements", "benefits"))
    return Listing(
        native_id=fields.required(posting, "shortcode"),
        title=fields.required(posting, "title"),
        url=fields.text(posting.get("url")) or fields.text(posting.get("shortlink")),
        company=fields.text(posting.get("account")),
        description_html="\n".join(filter(None, html)) or None,
        places=tuple(place for place in places if place != Place()),
        is_remote=fields.boolean(posting.get("telecommuting")),
        employment_type=fields.text(posting.get("employment_type")),
        department=fields.text(posting.get("department")),
        level=fields.text(posting.get("experience")),
        published_at=fields.utc(fields.text(posting.get("published_on"))),
    )


def _places(row: Posting) -> Iterator[Place]:
    """The locations that are not hidden; the flat fields of a row without a list of them."""
    for location in (locations := fields.nested_list(row.get("locations"))):
        if location.get("hidden") is not True:
            yield _place(location, "region")
    if not locations:
        yield _place(row, "state")


def _place(row: Posting, region: str) -> Place:
    return Place(
        city=fields.text(row.get("city")),
        region=fields.text(row.get(region)),
        country=fields.text(row.get("country")) or fields.text(row.get("countryCode")),
    )
