"""UKG Pro Recruiting (UltiPro): the search behind a job board, and the page of an opportunity.

Endpoint: POST recruiting.ultipro.com/{tenant}/JobBoard/{guid}/JobBoardView/LoadSearchResults, the
text in GET …/OpportunityDetail?opportunityId={id}. A board is host.tenant.guid, its host short:
recruiting, recruiting2…9, or recruiting.ca for recruiting.ultipro.ca.
Documentation: none public; the requests are those of the board's own page.
Paging: Top and Skip; `totalCount` announces the number. A search without ProximitySearchType 0, or
in camel case, finds nothing.
Completeness: as many postings as `totalCount` says; without it, not proved.
Does not publish: company, level, language, closing date.
Terms: not known. Robots: not known; read each night.
"""

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import Unreadable
from orchestration.sources._toolkit.listing import Get, Listing, Pay, Place, Posting
from orchestration.sources._toolkit.markup import extract_embedded_json
from orchestration.sources._toolkit.paging import Page, get_path, walk_pages

PAGES = r"\b(recruiting[2-9]?)\.ultipro\.(?:com|(ca))/(\w+)/JobBoard/([0-9A-Fa-f-]{36})"
BOARD = re.compile(r"(recruiting[2-9]?)(\.ca)?\.([A-Za-z0-9]{3,64})\.([0-9A-Fa-f-]{36})")
SIZE = 50
SEARCH: dict[str, Any] = {
    "Top": SIZE, "QueryString": "", "OrderBy": None, "OrderByKey": None, "Filters": [],
    "Coordinates": None, "Extent": None, "ProximitySearchType": 0,
}  # fmt: skip
WORKPLACES = ("Hybrid", "On-site", "Remote")  # the names of JobLocationType 0, 1 and 2
DETAIL = (
    "Id", "Description", "Locations", "UpdatedDate", "OpportunityIsClosed", "Salaried", "PayRange",
    "PayRangeVisible", "PayRangeCurrencyCode", "CompensationCurrencyCode",
    "CompensationAnnualMinimum", "CompensationAnnualMaximum",
    "CompensationHourlyMinimum", "CompensationHourlyMaximum",
)  # fmt: skip


def postings(board: str, get: Get) -> Iterator[Posting]:
    what, url = f"ukg {board}", f"{_root(board)}/JobBoardView/LoadSearchResults"

    def fetch_page(page: int) -> Page:
        search = {"opportunitySearch": {**SEARCH, "Skip": page * SIZE}}
        answer = get(url, json=search).json()
        return fields.rows(answer, what, "opportunities"), get_path(answer, "totalCount")

    yield from walk_pages(fetch_page, "Id", SIZE, what)


def detail(posting: Posting, board: str, get: Get) -> Posting:
    key = fields.required(posting, "Id")
    page = get(_url(board, key), headers={"Accept": "text/html"}).text
    found = extract_embedded_json(
        page, "US.Opportunity.CandidateOpportunityDetail(", f"ukg {board} {key}"
    )
    return {**posting, "detail": {name: found[name] for name in DETAIL if name in found}}


def read(posting: Posting, board: str) -> Listing | None:
    whole = fields.nested(posting.get("detail"))
    if whole.get("OpportunityIsClosed") is True:
        return None
    brief = fields.text(posting.get("BriefDescription"))
    kind, full = posting.get("JobLocationType"), posting.get("FullTime")
    rows = fields.nested_list(whole.get("Locations")) or fields.nested_list(
        posting.get("Locations")
    )
    return Listing(
        native_id=(key := fields.required(posting, "Id")),
        title=fields.required(posting, "Title"),
        url=_url(board, key),
        description_html=fields.text(whole.get("Description"))
        or (escape(brief) if brief else None),
        places=tuple(dict.fromkeys(map(_place, rows))),
        workplace=WORKPLACES[kind] if kind in (0, 1, 2) else None,
        employment_type=("PartTime", "FullTime")[full] if isinstance(full, bool) else None,
        department=fields.text(posting.get("JobCategoryName")),
        opening_id=fields.text(posting.get("RequisitionNumber")),
        pays=tuple(_pays(whole)),
        published_at=fields.utc(fields.text(posting.get("PostedDate"))),
        updated_at=fields.utc(fields.text(whole.get("UpdatedDate"))),
    )


def _root(board: str) -> str:
    if not (parts := BOARD.fullmatch(board)):
        raise Unreadable(f"ukg {board}: not a board of UKG")
    host, land, tenant, guid = parts.groups()
    return f"https://{host}.ultipro{land or '.com'}/{tenant}/JobBoard/{guid}"


def _url(board: str, key: str) -> str:
    return f"{_root(board)}/OpportunityDetail?opportunityId={key}"


def _place(row: Posting) -> Place:
    address = fields.nested(row.get("Address"))
    state, country = fields.nested(address.get("State")), fields.nested(address.get("Country"))
    return Place(
        text=fields.text(row.get("LocalizedName")),
        city=fields.text(address.get("City")),
        region=fields.text(state.get("Code")) or fields.text(state.get("Name")),
        country=fields.text(country.get("Code")) or fields.text(country.get("Name")),
    )


def _pays(row: Posting) -> Iterator[Pay]:
    """The visible compensation. The page also contains hidden pay ranges, which are not
    published."""
    shown = {} if row.get("PayRangeVisible") is False else fields.nested(row.get("PayRange"))
    ranges = (
        ("Annual", row, "CompensationAnnual"),
        ("Hourly", row, "CompensationHourly"),
        (None, shown, "PayRange"),
    )
    currency = row.get("CompensationCurrencyCode") or row.get("PayRangeCurrencyCode")
    for interval, values, name in ranges:
        low = fields.number(values.get(f"{name}Minimum")) or None
        high = fields.number(values.get(f"{name}Maximum")) or None
        if low or high:
            yield Pay(low, high, fields.text(currency), interval)
            return
