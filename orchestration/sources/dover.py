"""Dover: the careers page that it hosts.

Endpoint: GET app.dover.com/api/v1/careers-page-slug/{board} for the page's id, then
…/careers-page/{id}/jobs, the text and the pay in …/inbound/application-portal-job/{job}.
Documentation: none public; the requests are those of the careers page itself.
Paging: limit and offset; `count` announces the number, samples and drafts included.
Completeness: as many postings as `count` says, drafts included; without it, not proved.
Does not publish: department, level, language, date of the last change, closing date.
Terms: not known. Robots: not known; read each night.
"""

from collections.abc import Iterator
from urllib.parse import quote

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import Unreadable
from orchestration.sources._toolkit.listing import Get, Listing, Pay, Place, Posting
from orchestration.sources._toolkit.paging import Page, get_path, walk_pages

PAGES = r"\bapp\.dover\.com/(?:jobs|apply)/([\w-]+)"
API = "https://app.dover.com/api/v1"
SIZE = 100
DETAIL = (
    "id", "client_name", "active", "is_private", "created", "compensation",
    "user_provided_description",
)  # fmt: skip


def postings(board: str, get: Get) -> Iterator[Posting]:
    what = f"dover {board}"
    owner = get(f"{API}/careers-page-slug/{quote(board, safe='')}").json()
    if not isinstance(owner, dict) or not isinstance(owner.get("id"), str):
        raise Unreadable(f"{what}: no careers page")
    url = f"{API}/careers-page/{quote(owner['id'], safe='')}/jobs?limit={SIZE}&offset="

    def fetch_page(page: int) -> Page:
        answer = get(f"{url}{page * SIZE}").json()
        return fields.rows(answer, what, "results"), get_path(answer, "count")

    for row in walk_pages(fetch_page, "id", SIZE, what):
        yield {**row, "careers_page_name": owner.get("name")}


def detail(posting: Posting, board: str, get: Get) -> Posting:
    key = fields.required(posting, "id")
    answer = get(f"{API}/inbound/application-portal-job/{key}").json()
    if not isinstance(answer, dict) or "user_provided_description" not in answer:
        raise Unreadable(f"dover {board} {key}: no posting")
    return {**posting, "detail": {name: answer[name] for name in DETAIL if name in answer}}


def read(posting: Posting, board: str) -> Listing | None:
    whole = fields.nested(posting.get("detail"))
    if posting.get("is_published") is False or posting.get("is_sample") is True:
        return None
    if whole.get("active") is False or whole.get("is_private") is True:
        return None
    places = dict.fromkeys(map(_place, fields.nested_list(posting.get("locations"))))
    company = fields.text(whole.get("client_name")) or fields.text(posting.get("careers_page_name"))
    pay = fields.nested(whole.get("compensation"))
    return Listing(
        native_id=(key := fields.required(posting, "id")),
        title=fields.required(posting, "title"),
        url=f"https://app.dover.com/apply/{quote(company or board, safe='')}/{key}",
        company=company,
        description_html=fields.text(whole.get("user_provided_description")),
        places=tuple(place for place in places if place != Place()),
        workplace=fields.text(posting.get("workplace_type")),
        employment_type=fields.text(pay.get("employment_type")),
        pays=tuple(_pays(pay)),
        published_at=fields.utc(fields.text(whole.get("created"))),
    )


def _place(row: Posting) -> Place:
    option = fields.nested(row.get("location_option"))
    return Place(
        text=fields.text(row.get("name")) or fields.text(option.get("display_name")),
        city=fields.text(option.get("city")),
        region=fields.text(option.get("state")),
        country=fields.text(option.get("country")),
    )


def _pays(row: Posting) -> Iterator[Pay]:
    """The range, when the employer chose to share it."""
    low, high = (
        fields.number(row.get("lower_bound")) or None,
        fields.number(row.get("upper_bound")) or None,
    )
    if (low or high) and row.get("open_to_sharing_comp") is not False:
        currency = fields.text(row.get("currency_code"))
        yield Pay(low, high, currency, fields.text(row.get("salary_range_type")))
