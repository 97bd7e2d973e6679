"""Hireology: the public list of a careers site.

Endpoint: GET api.hireology.com/v2/public/careers/{board}
Documentation: none public; the data of the careers site (colophon-group/jobseek
monitors/hireology.py and two more public readers of 2026, which send no token; ever-jobs spec 308,
read live 2026-06-03, and another send the one that each page hands out).
Paging: page from 1 and page_size; `count` announces the jobs.
Completeness: as many jobs as `count` says.
Does not publish: the country of a place, the currency of pay, team, work model but remote, level,
language, date of the last change, closing date, a key of the opening.
Terms: not known. Robots: not known; read each night.
"""

from collections.abc import Iterator
from urllib.parse import quote, unquote

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.listing import Get, Listing, Pay, Place, Posting
from orchestration.sources._toolkit.paging import Page, walk_pages

_NAME = r"[A-Za-z0-9](?:[\w.&-]|%2[06F])*"
PAGES = (
    rf"\bcareers\.hireology\.com/({_NAME})(?![\w%&])"
    r"|\b(?!(?:www|api)\.)([\w-]+)\.hireology\.careers\b(?![.-]\w)"
)
BOARD = _NAME
API = "https://api.hireology.com/v2/public/careers"
SITE = "https://careers.hireology.com"
SIZE = 100


def postings(board: str, get: Get) -> Iterator[Posting]:
    url, what = f"{API}/{_name(board)}", f"hireology {board}"

    def fetch_page(page: int) -> Page:
        answer = get(f"{url}?page={page + 1}&page_size={SIZE}").json()
        return fields.rows(answer, what, "data"), answer.get("count")

    yield from walk_pages(fetch_page, "id", SIZE, what)


def read(posting: Posting, board: str) -> Listing | None:
    if posting.get("status") not in (None, "Open"):
        return None
    native_id = fields.required(posting, "id")
    places = dict.fromkeys(map(_place, fields.nested_list(posting.get("locations"))))
    pay = _pay(fields.nested(posting.get("compensation")))
    return Listing(
        native_id=native_id,
        title=fields.required(posting, "name"),
        url=f"{SITE}/{_name(board)}/{native_id}/description",
        company=fields.text(fields.nested(posting.get("organization")).get("name")),
        description_html=fields.text(posting.get("job_description")),
        places=tuple(place for place in places if place != Place()),
        is_remote=fields.boolean(posting.get("remote")),
        employment_type=fields.text(posting.get("employment_status")),
        department=fields.text(fields.nested(posting.get("job_family")).get("name")),
        pays=(pay,) if pay.minimum or pay.maximum else (),
        published_at=fields.utc(fields.text(posting.get("created_at"))),
    )


def _place(row: Posting) -> Place:
    return Place(city=fields.text(row.get("city")), region=fields.text(row.get("state")))


def _pay(row: Posting) -> Pay:
    """The range, or the single amount; what is not set is 0.0."""
    single = fields.number(row.get("comp_single_amount")) or None
    low, high = (fields.number(row.get(f"comp_range_{side}")) or None for side in ("min", "max"))
    if row.get("is_comp_range") is False or not (low or high):
        low = high = single
    return Pay(low, high, interval=fields.text(row.get("comp_period")))


def _name(board: str) -> str:
    return quote(unquote(board), safe="")
