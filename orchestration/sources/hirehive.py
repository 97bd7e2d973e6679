"""HireHive: the public job API of a careers site.

Endpoint: GET {board}.hirehive.com/api/v2/jobs
Documentation: the vendor's OpenAPI file lists it without a key; the answer is that of the careers
site itself (ever-jobs spec 395, read live 2026-06-03; colophon-group/jobseek monitors/hirehive.py).
Paging: page and page_size; `meta` has the number of postings and of pages.
Completeness: as many postings as `meta.total_items` says, on as many pages as `meta.total_pages`.
Does not publish: company, team, work model, date of the last change, closing date, a key of the
opening.
Terms: not known. Robots: not known; read each night.
"""

from collections.abc import Iterator

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.hosts import board_host
from orchestration.sources._toolkit.listing import LABEL, Get, Listing, Pay, Place, Posting
from orchestration.sources._toolkit.paging import Page, get_path, walk_pages

BOARD = LABEL
PAGES = r"\b(?!www\b|api\b)([\w-]+)\.hirehive\.com\b(?![.-]\w)"
SIZE = 100


def postings(board: str, get: Get) -> Iterator[Posting]:
    url, pages = f"https://{board_host(board, 'hirehive.com')}/api/v2/jobs", 1

    def fetch_page(page: int) -> Page:
        nonlocal pages
        if page >= pages:
            return [], None
        answer = get(f"{url}?page={page + 1}&page_size={SIZE}").json()
        rows = fields.rows(answer, f"hirehive {board}", "items")
        pages = int(fields.number(get_path(answer, "meta", "total_pages")) or 1)
        return rows, get_path(answer, "meta", "total_items")

    # The answer says which page is the last, so any page size will do.
    yield from walk_pages(fetch_page, "id", 1, f"hirehive {board}")


def read(posting: Posting, board: str) -> Listing | None:
    place = Place(
        text=fields.text(posting.get("location")),
        region=fields.text(posting.get("state_code")),
        country=_part(posting, "country", "code"),
    )
    return Listing(
        native_id=fields.required(posting, "id"),
        title=fields.required(posting, "title"),
        url=fields.text(posting.get("hosted_url")),
        description_html=_part(posting, "description", "html"),
        places=(place,) if place != Place() else (),
        employment_type=_part(posting, "type", "type"),
        department=_part(posting, "category", "name"),
        level=_part(posting, "experience", "type"),
        language=_part(posting, "language", "code"),
        pays=tuple(_pays(posting)),
        pay_text=fields.text(posting.get("salary")),
        published_at=fields.utc(fields.text(posting.get("published_date"))),
    )


def _part(posting: Posting, name: str, key: str) -> str | None:
    return fields.text(fields.nested(posting.get(name)).get(key))


def _pays(posting: Posting) -> Iterator[Pay]:
    """The tiers with an amount; a tier may be of type `none`, or have a fixed amount as minimum."""
    for row in fields.nested_list(posting.get("compensation_tiers")):
        low, high = (fields.number(row.get(key)) or None for key in ("min_value", "max_value"))
        if low or high:
            if row.get("type") == "fixed_salary":
                low, high = low or high, high or low
            currency, interval = (
                fields.text(row.get(key)) for key in ("currency_code", "interval")
            )
            yield Pay(low, high, currency, interval)
