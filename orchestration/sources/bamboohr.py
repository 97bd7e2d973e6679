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

import orchestration.sources._listing as li
from orchestration.sources._paging import told

PAGES = r"\b(?!www\b|api\b)([\w-]+)\.bamboohr\.com/(?:careers|jobs)\b"
PACE = li.Pace(rate=3.0)  # over 100/s was clean, yet some were refused; 3/s never
DETAIL = (
    *("jobOpeningShareUrl", "description", "compensation", "datePosted", "minimumExperience"),
    *("location", "atsLocation"),
)


def postings(board: str, get: li.Get) -> Iterator[li.Posting]:
    answer, what = get(f"{_careers(board)}/list").json(), f"bamboohr {board}"
    rows = li.envelope(answer, what, "result")
    yield from rows
    li.counted(len(rows), told(answer, "meta", "totalCount"), what)


def detail(posting: li.Posting, board: str, get: li.Get) -> li.Posting:
    key = quote(li.required(posting, "id"), safe="")
    answer = get(f"{_careers(board)}/{key}/detail").json()
    result = answer.get("result") if isinstance(answer, dict) else None
    opening = result.get("jobOpening") if isinstance(result, dict) else None
    if not isinstance(opening, dict):
        raise li.Unreadable(f"bamboohr {board}: no jobOpening in posting {key}")
    return {**posting, "detail": {name: opening[name] for name in DETAIL if name in opening}}


def read(posting: li.Posting, board: str) -> li.Listing | None:
    row = {**posting, **li.part(posting.get("detail"))}
    native_id = li.required(row, "id")
    kind = row.get("locationType")
    place = _place(li.part(row.get("atsLocation")), li.part(row.get("location")))
    return li.Listing(
        native_id=native_id,
        title=li.required(row, "jobOpeningName"),
        url=li.text(row.get("jobOpeningShareUrl")) or f"{_careers(board)}/{quote(native_id)}",
        description_html=li.text(row.get("description")),
        places=(place,) if place != li.Place() else (),
        workplace=f"locationType {kind}" if isinstance(kind, (str, int)) else None,
        is_remote=li.flag(row.get("isRemote")),
        employment_type=li.text(row.get("employmentStatusLabel")),
        department=li.text(row.get("departmentLabel")),
        level=li.text(row.get("minimumExperience")),
        pay_text=li.text(row.get("compensation")),
        published_at=li.utc(li.text(row.get("datePosted"))),
    )


def _careers(board: str) -> str:
    return f"https://{quote(unquote(board), safe='')}.bamboohr.com/careers"


def _place(job: li.Posting, office: li.Posting) -> li.Place:
    """The place of the job, filled up from the office's where that is no other city."""
    city, at = li.text(job.get("city")), li.text(office.get("city"))
    if city and at and city != at:
        office = {}
    return li.Place(
        city=city or at,
        region=next(iter(li.names([job, office], "state", "province")), None),
        country=li.text(job.get("country")) or li.text(office.get("addressCountry")),
    )
