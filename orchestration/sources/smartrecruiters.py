"""SmartRecruiters: the Posting API.

Endpoint: GET api.smartrecruiters.com/v1/companies/{board}/postings, and /postings/{id} for the
text and the pay of each.
Documentation: https://developers.smartrecruiters.com/docs/posting-api
Paging: limit and offset, 100 at most; `totalFound` announces the number. A company that does not
exist has 0, as one that does not hire.
Completeness: as many postings as `totalFound` says, and more than none: a company that does not
exist has none either.
Does not publish: on-site work, team, date of the last change.
Terms: https://help.sap.com/doc/sap-api-policy/latest/en-US/API_Policy_latest.pdf (no harvesting)
Robots: api.smartrecruiters.com disallows / for all but LinkedIn (as others read it on 2026-09-16).
"""

from collections.abc import Iterator
from html import escape
from urllib.parse import quote, unquote

import orchestration.sources._listing as li
from orchestration.sources._paging import Page, told, walk

PAGES = r"\b(?:(?:careers|jobs)|api)\.smartrecruiters\.com/(?:v1/companies/)?([\w-]+)"
OFF = "robots.txt of api.smartrecruiters.com disallows everything for `*`"
PACE = li.Pace(rate=4.0)  # documented: up to 10/s, 8 at once
URL = "https://api.smartrecruiters.com/v1/companies/{}/postings"
SIZE = 100
PEOPLE = ("creator", "customField")  # custom fields also hold pay ceilings that are no offers
SECTIONS = ("companyDescription", "jobDescription", "qualifications", "additionalInformation")


def postings(board: str, get: li.Get) -> Iterator[li.Posting]:
    url, what = URL.format(quote(unquote(board), safe="")), f"smartrecruiters {board}"

    def page(number: int) -> Page:
        answer = get(f"{url}?limit={SIZE}&offset={number * SIZE}").json()
        return li.envelope(answer, what, "content"), told(answer, "totalFound")

    count = 0
    for count, row in enumerate(walk(page, "id", SIZE, what), start=1):  # noqa: B007
        yield _without_people(row)
    if not count:
        raise li.Incomplete(f"{what}: no postings, as for a company that does not exist")


def detail(posting: li.Posting, board: str, get: li.Get) -> li.Posting:
    key = quote(li.required(posting, "id"), safe="")
    answer = get(f"{URL.format(quote(unquote(board), safe=''))}/{key}").json()
    if not isinstance(answer, dict) or "jobAd" not in answer:
        raise li.Unreadable(f"smartrecruiters {board}: no jobAd in posting {key}")
    return {**posting, "detail": _without_people(answer)}


def read(posting: li.Posting, board: str) -> li.Listing | None:
    if posting.get("visibility", "PUBLIC") != "PUBLIC":
        return None
    whole, location = li.part(posting.get("detail")), li.part(posting.get("location"))
    native_id = li.required(posting, "id")
    company = li.part(posting.get("company"))
    path = f"{quote(li.text(company.get('identifier')) or board)}/{quote(native_id)}"
    return li.Listing(
        native_id=native_id,
        title=li.required(posting, "name"),
        url=li.text(whole.get("postingUrl")) or f"https://jobs.smartrecruiters.com/{path}",
        company=li.text(company.get("name")),
        description_html=_description(li.part(li.part(whole.get("jobAd")).get("sections"))),
        places=tuple(filter(li.Place().__ne__, [_place(location)])),
        workplace=" + ".join(f for f in ("remote", "hybrid") if location.get(f) is True) or None,
        is_remote=li.flag(location.get("remote")),
        employment_type=_label(posting, "typeOfEmployment"),
        department=_label(posting, "department"),
        level=_label(posting, "experienceLevel"),
        language=li.text(li.part(posting.get("language")).get("code")),
        opening_id=li.text(posting.get("refNumber")),
        pays=tuple(_pays(li.part(whole.get("compensation")))),
        published_at=li.utc(li.text(posting.get("releasedDate"))),
    )


def _without_people(row: li.Posting) -> li.Posting:
    return {key: value for key, value in row.items() if key not in PEOPLE}


def _label(posting: li.Posting, key: str) -> str | None:
    return li.text(li.part(posting.get(key)).get("label"))


def _place(row: li.Posting) -> li.Place:
    return li.Place(*(li.text(row.get(k)) for k in ("fullLocation", "city", "region", "country")))


def _description(sections: li.Posting) -> str | None:
    html: list[str] = []
    for section in (li.part(sections.get(key)) for key in SECTIONS):
        if body := li.text(section.get("text")):
            head = li.text(section.get("title"))
            html += [f"<h3>{escape(head, quote=False)}</h3>"] if head else []
            html.append(body)
    return "\n".join(html) or None


def _pays(row: li.Posting) -> Iterator[li.Pay]:
    """The range; a lower side of 0 is none, and nothing is paid up to 1."""
    low, high = li.number(row.get("min")) or None, li.number(row.get("max")) or None
    if (high or low or 0) > 1:
        yield li.Pay(low, high, li.text(row.get("currency")), li.text(row.get("period")))
