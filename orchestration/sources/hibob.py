"""HiBob: the careers site of a company.

Endpoint: GET {board}.careers.hibob.com/api/job-ad, which answers only a request that names the site
(the headers Referer and companyIdentifier, as the site's own page sends them).
Documentation: none public; the data of the careers site (colophon-group/jobseek monitors/hibob.py,
and three more public readers of 2026 that agree).
Paging: none; one answer holds the whole board.
Completeness: not provable: one answer, which parses as JSON to its end.
Does not publish: company, team, level, date of the last change, closing date, a key of the opening.
Terms: not known. Robots: not known; read each night.
"""

from collections.abc import Iterator

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.hosts import board_host
from orchestration.sources._toolkit.listing import LABEL, Get, Listing, Pay, Place, Posting

BOARD = LABEL
PAGES = r"\b(?!www\b)([\w-]+)\.careers\.hibob\.com\b(?![.-]\w)"
TEXT = ("description", "responsibilities", "requirements", "benefits")


def postings(board: str, get: Get) -> Iterator[Posting]:
    site = f"https://{board_host(board, 'careers.hibob.com')}"
    headers = {"Accept": "application/json", "Referer": f"{site}/", "companyIdentifier": board}
    answer = get(f"{site}/api/job-ad", headers=headers).json()
    yield from fields.rows(answer, f"hibob {board}", "jobAdDetails")


def read(posting: Posting, board: str) -> Listing | None:
    native_id = fields.required(posting, "id")
    place = Place(
        text=fields.text(posting.get("site")), country=fields.text(posting.get("country"))
    )
    low, high = (fields.number(posting.get(f"payTransparency{s}Salary")) for s in ("Min", "Max"))
    pay = Pay(
        low or None,
        high or None,
        fields.text(posting.get("payTransparencySalaryCurrency")),
        fields.text(posting.get("payTransparencySalaryPayPeriod")),
    )
    return Listing(
        native_id=native_id,
        title=fields.required(posting, "title"),
        url=f"https://{board}.careers.hibob.com/jobs/{native_id}",
        description_html=fields.joined_text(posting, *TEXT),
        places=(place,) if place != Place() else (),
        workplace=_key_or_label(posting, "workspaceType"),
        employment_type=_key_or_label(posting, "employmentType"),
        department=fields.text(posting.get("department")),
        language=fields.text(posting.get("language")),
        pays=(pay,) if pay.minimum or pay.maximum else (),
        published_at=fields.utc(fields.text(posting.get("publishedAt"))),
    )


def _key_or_label(posting: Posting, name: str) -> str | None:
    """The key of a choice, since the label is the employer's word for it; else the label."""
    return fields.text(posting.get(f"{name}Id")) or fields.text(posting.get(name))
