"""Keka: the career portal of a company.

Endpoint: GET {tenant}.keka.com/careers[/{portal}] for the key of the portal, then GET
…/careers/api/embedjobs/{portal}/active/{key}. A board is the tenant, or tenant.portal.
Documentation: https://help.keka.com (embedding jobs in a site of one's own); the answer as in
complete-labs/ats-scrapers scrapers/keka.py and colophon-group/jobseek monitors/keka.py.
Paging: none; one answer holds the whole board.
Completeness: not provable: one answer, which parses as JSON to its end.
Does not publish: company, team, work model, language, date of the last change, closing date. Pay
has a code for the period; where the code says that there is none, its amounts are not shown.
Terms: not known. Robots: not known; read each night.
"""

import re
from collections.abc import Iterator

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import Unreadable
from orchestration.sources._toolkit.hosts import board_host
from orchestration.sources._toolkit.listing import LABEL, Get, Listing, Pay, Place, Posting

PAGES = (
    r"\b(?!(?:www|help|app|developers)\b)([\w-]+)\.keka\.com/careers\b"
    r"(?:/(?!(?:api|jobdetails|default|applyjob)\b)([a-z0-9][\w-]*))?"
)
BOARD = re.compile(rf"({LABEL})(?:\.([a-z0-9][\w-]*))?", re.A | re.I)
KINDS = {1: "Part time", 2: "Full time"}
PERIODS = {1: "hourly", 2: "biweekly", 3: "monthly", 4: "annual"}
"""The codes of employment and of the pay period (complete-labs/ats-scrapers)."""
_KEY = re.compile(
    r"(?:/ats/documents/|/careers/api/embedjobs/js/)"
    r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})",
    re.I,
)


def postings(board: str, get: Get) -> Iterator[Posting]:
    root, portal = _portal(board)
    page = get(f"{root}/{portal}" if portal else root, headers={"Accept": "text/html"}).text
    if not (key := _KEY.search(page)):
        raise Unreadable(f"keka {board}: the page names no portal")
    url = f"{root}/api/embedjobs/{portal or 'default'}/active/{key[1].lower()}"
    yield from fields.rows(get(url).json(), f"keka {board}")


def read(posting: Posting, board: str) -> Listing | None:
    native_id = fields.required(posting, "id")
    root, portal = _portal(board)
    places = dict.fromkeys(map(_place, fields.nested_list(posting.get("jobLocations"))))
    return Listing(
        native_id=native_id,
        title=fields.required(posting, "title"),
        url=f"{root}{f'/{portal}' if portal else ''}/jobdetails/{native_id}",
        description_html=fields.text(posting.get("description")),
        places=tuple(place for place in places if place != Place()),
        employment_type=_code(KINDS, posting.get("jobType")),
        department=fields.text(posting.get("departmentName")),
        level=fields.text(posting.get("experience")),
        opening_id=fields.text(posting.get("jobNumber")),
        pays=tuple(_pays(fields.nested(posting.get("salaryRange")))),
        published_at=fields.utc(fields.text(posting.get("publishedOn"))),
    )


def _portal(board: str) -> tuple[str, str | None]:
    """The address of the careers pages, and the name of a portal that is not the default."""
    if not (parts := BOARD.fullmatch(board)):
        raise Unreadable(f"keka {board:.60}: not a board of keka.com")
    return f"https://{board_host(parts[1], 'keka.com')}/careers", parts[2]


def _place(row: Posting) -> Place:
    return Place(*(fields.text(row.get(key)) for key in ("name", "city", "state", "countryName")))


def _pays(row: Posting) -> Iterator[Pay]:
    period = _code(PERIODS, row.get("salaryPeriod"))
    low, high = (fields.number(row.get(key)) or None for key in ("minimum", "maximum"))
    if period and (low or high):
        yield Pay(low, high, fields.text(row.get("currency")), period)


def _code(words: dict[int, str], value: object) -> str | None:
    return words.get(value) if isinstance(value, int) else None
