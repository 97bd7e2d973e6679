"""SmartRecruiters: the Posting API.

Endpoint: GET api.smartrecruiters.com/v1/companies/{board}/postings, and /postings/{id} for the text
and the pay of each.
Documentation: https://developers.smartrecruiters.com/docs/posting-api
Paging: limit and offset, 100 at most; `totalFound` announces the number. A company that does not
exist has 0, like one without postings.
Completeness: as many postings as `totalFound` says, and at least one, since a company that does not
exist has none either.
Does not publish: on-site work, team, date of the last change.
Terms: https://help.sap.com/doc/sap-api-policy/latest/en-US/API_Policy_latest.pdf (no harvesting)
Robots: api.smartrecruiters.com disallows / for all robots except LinkedIn's (third party,
2026-09-16).
"""

from collections.abc import Iterator
from html import escape
from urllib.parse import quote, unquote

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import Incomplete, Unreadable
from orchestration.sources._toolkit.listing import Get, Listing, Pace, Pay, Place, Posting
from orchestration.sources._toolkit.paging import Page, get_path, walk_pages

PAGES = r"\b(?:(?:careers|jobs)|api)\.smartrecruiters\.com/(?:v1/companies/)?([\w-]+)"
OFF = "robots.txt of api.smartrecruiters.com disallows everything for `*`"
PACE = Pace(rate=4.0)  # documented: up to 10/s, 8 at once
URL = "https://api.smartrecruiters.com/v1/companies/{}/postings"
SIZE = 100
PEOPLE = ("creator", "customField")  # custom fields also hold internal pay ceilings
SECTIONS = ("companyDescription", "jobDescription", "qualifications", "additionalInformation")


def postings(board: str, get: Get) -> Iterator[Posting]:
    url, what = URL.format(quote(unquote(board), safe="")), f"smartrecruiters {board}"

    def fetch_page(number: int) -> Page:
        answer = get(f"{url}?limit={SIZE}&offset={number * SIZE}").json()
        return fields.rows(answer, what, "content"), get_path(answer, "totalFound")

    count = 0
    for count, row in enumerate(walk_pages(fetch_page, "id", SIZE, what), start=1):  # noqa: B007
        yield _without_people(row)
    if not count:
        raise Incomplete(f"{what}: no postings, as for a company that does not exist")


def detail(posting: Posting, board: str, get: Get) -> Posting:
    key = quote(fields.required(posting, "id"), safe="")
    answer = get(f"{URL.format(quote(unquote(board), safe=''))}/{key}").json()
    if not isinstance(answer, dict) or "jobAd" not in answer:
        raise Unreadable(f"smartrecruiters {board}: no jobAd in posting {key}")
    return {**posting, "detail": _without_people(answer)}


def read(posting: Posting, board: str) -> Listing | None:
    if posting.get("visibility", "PUBLIC") != "PUBLIC":
        return None
    whole, location = fields.nested(posting.get("detail")), fields.nested(posting.get("location"))
    native_id = fields.required(posting, "id")
    company = fields.nested(posting.get("company"))
    path = f"{quote(fields.text(company.get('identifier')) or board)}/{quote(native_id)}"
    return Listing(
        native_id=native_id,
        title=fields.required(posting, "name"),
        url=fields.text(whole.get("postingUrl")) or f"https://jobs.smartrecruiters.com/{path}",
        company=fields.text(company.get("name")),
        description_html=_description(
            fields.nested(fields.nested(whole.get("jobAd")).get("sections"))
        ),
        places=tuple(filter(Place().__ne__, [_place(location)])),
        workplace=" + ".join(f for f in ("remote", "hybrid") if location.get(f) is True) or None,
        is_remote=fields.boolean(location.get("remote")),
        employment_type=_label(posting, "typeOfEmployment"),
        department=_label(posting, "department"),
        level=_label(posting, "experienceLevel"),
        language=fields.text(fields.nested(posting.get("language")).get("code")),
        opening_id=fields.text(posting.get("refNumber")),
        pays=tuple(_pays(fields.nested(whole.get("compensation")))),
        published_at=fields.utc(fields.text(posting.get("releasedDate"))),
    )


def _without_people(row: Posting) -> Posting:
    return {key: value for key, value in row.items() if key not in PEOPLE}


def _label(posting: Posting, key: str) -> str | None:
    return fields.text(fields.nested(posting.get(key)).get("label"))


def _place(row: Posting) -> Place:
    return Place(*(fields.text(row.get(k)) for k in ("fullLocation", "city", "region", "country")))


def _description(sections: Posting) -> str | None:
    html: list[str] = []
    for section in (fields.nested(sections.get(key)) for key in SECTIONS):
        if body := fields.text(section.get("text")):
            head = fields.text(section.get("title"))
            html += [f"<h3>{escape(head, quote=False)}</h3>"] if head else []
            html.append(body)
    return "\n".join(html) or None


def _pays(row: Posting) -> Iterator[Pay]:
    """The range; a minimum of 0 is no minimum, and a maximum of 1 or less is no pay."""
    low, high = fields.number(row.get("min")) or None, fields.number(row.get("max")) or None
    if (high or low or 0) > 1:
        yield Pay(low, high, fields.text(row.get("currency")), fields.text(row.get("period")))
