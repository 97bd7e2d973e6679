"""Workable: the public widget of an account.

Endpoint: GET apply.workable.com/api/v1/widget/accounts/{board}?details=true
Documentation: https://help.workable.com/hc/en-us/articles/115012771647
Paging: none; one answer is the whole board. A posting in several places is sent once for each,
under one shortcode.
Completeness: nothing proves it: one answer, read to its end as JSON.
Does not publish: pay, language, hybrid work, date of the last change, a key of the opening (`code`
is the employer's own free text).
Terms: https://www.workable.com/terms
Robots: apply.workable.com allows everything (as others read it on 2026-09-18); read each night.
"""

from collections.abc import Iterator
from urllib.parse import quote, unquote

import orchestration.sources._listing as li

PAGES = r"\bapply\.workable\.com/(?:api/v\d/(?:widget/)?accounts/|(?!api\b))([\w-]+)"
URL = "https://apply.workable.com/api/v1/widget/accounts/{}?details=true"
PACE = li.Pace(rate=1 / 3, concurrency=1)  # 3,650 at 1-2/s ended in a Retry-After of 23 hours


def postings(board: str, get: li.Get) -> Iterator[li.Posting]:
    answer = get(URL.format(quote(unquote(board), safe=""))).json()
    rows: dict[object, list[li.Posting]] = {}
    for row in li.envelope(answer, f"workable {board}", "jobs"):
        rows.setdefault(repr(row.get("shortcode")), []).append(row)
    for same in rows.values():
        yield {**same[0], "account": answer.get("name"), "rows": same[1:]}


def read(posting: li.Posting, board: str) -> li.Listing | None:
    rows = [posting, *li.parts(posting.get("rows"))]
    places = dict.fromkeys(place for row in rows for place in _places(row))
    html = (li.text(posting.get(key)) for key in ("description", "requirements", "benefits"))
    return li.Listing(
        native_id=li.required(posting, "shortcode"),
        title=li.required(posting, "title"),
        url=li.text(posting.get("url")) or li.text(posting.get("shortlink")),
        company=li.text(posting.get("account")),
        description_html="\n".join(filter(None, html)) or None,
        places=tuple(place for place in places if place != li.Place()),
        is_remote=li.flag(posting.get("telecommuting")),
        employment_type=li.text(posting.get("employment_type")),
        department=li.text(posting.get("department")),
        level=li.text(posting.get("experience")),
        published_at=li.utc(li.text(posting.get("published_on"))),
    )


def _places(row: li.Posting) -> Iterator[li.Place]:
    """The locations that are not hidden; the flat fields where a row has no list of them."""
    for location in (locations := li.parts(row.get("locations"))):
        if location.get("hidden") is not True:
            yield _place(location, "region")
    if not locations:
        yield _place(row, "state")


def _place(row: li.Posting, region: str) -> li.Place:
    return li.Place(
        city=li.text(row.get("city")),
        region=li.text(row.get(region)),
        country=li.text(row.get("country")) or li.text(row.get("countryCode")),
    )
