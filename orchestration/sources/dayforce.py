"""Dayforce: the job feed of a career site.

Endpoint: GET www.dayforcehcm.com/api/{tenant}/V1/JobFeeds with internalJobBoardCode. A board is
tenant.code, as in jobs.dayforcehcm.com/{tenant}/{code}.
Documentation: https://developers.dayforce.com (Recruiting, Job Feeds)
Paging: none; one answer holds the whole board, with a row for each language and place of a posting:
rows of one ReferenceNumber are one posting.
Completeness: not provable: one answer, which parses as JSON to its end.
Does not publish: pay, level, closing date, a key of the opening. Dates are without time zone.
Terms: not known. Robots: not known; read each night.
"""

import re
from collections.abc import Iterator

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import Unreadable
from orchestration.sources._toolkit.listing import Get, Listing, Place, Posting

PAGES = r"\bjobs\.dayforcehcm\.com/(?:[a-z]{2}-[A-Z]{2}/)?([\w-]+)/([\w-]+)"
BOARD = re.compile(r"([A-Za-z0-9][\w-]*)\.([\w-]+)", re.A)
URL = (
    "https://www.dayforcehcm.com/api/{}/V1/JobFeeds"
    "?includeActivePostingOnly=true&internalJobBoardCode={}"
)
PLACE = ("City", "State", "Country")


def postings(board: str, get: Get) -> Iterator[Posting]:
    """One row per posting, in English where there is one, with the places of all its rows."""
    if not (parts := BOARD.fullmatch(board)):
        raise Unreadable(f"dayforce {board}: not a board of Dayforce")
    groups: dict[object, list[Posting]] = {}
    for row in fields.rows(get(URL.format(*parts.groups())).json(), f"dayforce {board}"):
        groups.setdefault(str(row.get("ReferenceNumber")), []).append(row)
    for rows in groups.values():
        places = [{key: row.get(key) for key in PLACE} for row in rows]
        best = max(rows, key=_preference)
        yield {**best, "Places": places}


def read(posting: Posting, board: str) -> Listing | None:
    places = dict.fromkeys(map(_place, fields.nested_list(posting.get("Places"))))
    company = posting.get("CompanyName") or posting.get("ParentCompanyName")
    return Listing(
        native_id=fields.required(posting, "ReferenceNumber"),
        title=fields.required(posting, "Title"),
        url=fields.text(posting.get("JobDetailsUrl")),
        company=fields.text(company),
        description_html=fields.text(posting.get("Description")),
        places=tuple(place for place in places if place != Place()),
        is_remote=fields.boolean(posting.get("IsVirtualLocation")),
        employment_type=fields.text(posting.get("EmploymentIndicator")),
        department=fields.text(posting.get("JobFamily")),
        team=fields.text(posting.get("JobFunction")),
        language=fields.text(posting.get("CultureCode")),
        published_at=fields.utc(fields.text(posting.get("DatePosted"))),
        updated_at=fields.utc(fields.text(posting.get("LastUpdated"))),
    )


def _preference(row: Posting) -> tuple[bool, bool, bool]:
    """Rows with a text first, then American English, other English, other languages."""
    culture = str(row.get("CultureCode")).lower()
    return bool(row.get("Description")), culture == "en-us", culture.startswith("en")


def _place(row: Posting) -> Place:
    return Place(None, *(fields.text(row.get(key)) for key in PLACE))
