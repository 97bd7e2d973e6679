"""BambooHR: the careers page of an account.

Endpoint: GET {board}.bamboohr.com/careers/list, and /careers/{id}/detail for the text, the date and
the pay of each posting.
Documentation: none of the careers page; https://documentation.bamboohr.com is the keyed API
Paging: none; `meta.totalCount` announces the number of postings.
Completeness: as many postings as `meta.totalCount` says; without it, not proved.
Does not publish: company, team, language, date of the last change, a key of the opening; pay only
as free text.
Terms: https://www.bamboohr.com/legal/terms-of-service
Robots: not known; read each night.
"""

from collections.abc import Iterator
from urllib.parse import quote, unquote

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import Unreadable
from orchestration.sources._toolkit.listing import Get, Listing, Pace, Place, Posting
from orchestration.sources._toolkit.paging import get_path

PAGES = r"\b(?!www\b|api\b)([\w-]+)\.bamboohr\.com/(?:careers|jobs)\b"
GONE = r"redirected to https://www\.bamboohr\.com"
PACE = Pace(rate=3.0)  # over 100/s some requests were refused; at 3/s none was
DETAIL = (
    *("jobOpeningShareUrl", "description", "compensation", "datePosted", "minimumExperience"),
    *("location", "atsLocation"),
)


def postings(board: str, get: Get) -> Iterator[Posting]:
    answer, what = get(f"{_careers(board)}/list").json(), f"bamboohr {board}"
    rows = fields.rows(answer, what, "result")
    yield from rows
    fields.check_announced_total(len(rows), get_path(answer, "meta", "totalCount"), what)


def detail(posting: Posting, board: str, get: Get) -> Posting:
    key = quote(fields.required(posting, "id"), safe="")
    answer = get(f"{_careers(board)}/{key}/detail").json()
    result = answer.get("result") if isinstance(answer, dict) else None
    opening = result.get("jobOpening") if isinstance(result, dict) else None
    if not isinstance(opening, dict):
        raise Unreadable(f"bamboohr {board}: no jobOpening in posting {key}")
    return {**posting, "detail": {name: opening[name] for name in DETAIL if name in opening}}


def read(posting: Posting, board: str) -> Listing | None:
    row = {**posting, **fields.nested(posting.get("detail"))}
    native_id = fields.required(row, "id")
    kind = row.get("locationType")
    place = _place(fields.nested(row.get("atsLocation")), fields.nested(row.get("location")))
    return Listing(
        native_id=native_id,
        title=fields.required(row, "jobOpeningName"),
        url=fields.text(row.get("jobOpeningShareUrl")) or f"{_careers(board)}/{quote(native_id)}",
        description_html=fields.text(row.get("description")),
        places=(place,) if place != Place() else (),
        workplace=f"locationType {kind}" if isinstance(kind, (str, int)) else None,
        is_remote=fields.boolean(row.get("isRemote")),
        employment_type=fields.text(row.get("employmentStatusLabel")),
        department=fields.text(row.get("departmentLabel")),
        level=fields.text(row.get("minimumExperience")),
        pay_text=fields.text(row.get("compensation")),
        published_at=fields.utc(fields.text(row.get("datePosted"))),
    )


def _careers(board: str) -> str:
    return f"https://{quote(unquote(board), safe='')}.bamboohr.com/careers"


def _place(job: Posting, office: Posting) -> Place:
    """The place of the job, completed from the office unless that is in another city."""
    city, at = fields.text(job.get("city")), fields.text(office.get("city"))
    if city and at and city != at:
        office = {}
    return Place(
        city=city or at,
        region=next(iter(fields.names([job, office], "state", "province")), None),
        country=fields.text(job.get("country")) or fields.text(office.get("addressCountry")),
    )
