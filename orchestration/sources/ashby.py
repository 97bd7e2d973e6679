"""Ashby: the public job posting API.

Endpoint: GET api.ashbyhq.com/posting-api/job-board/{board}?includeCompensation=true.
Documentation: https://developers.ashbyhq.com/docs/public-job-posting-api
Paging: none; one answer holds the whole board, whose name is case-sensitive and may hold spaces.
Completeness: not provable: one answer, which parses as JSON to its end.
Does not publish: company, level, language, date of the last change, a key of the opening.
Terms: the documentation offers it for public job boards. Robots: not known; read each night.
"""

from collections.abc import Iterator
from urllib.parse import quote, unquote

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.listing import SPACED, Get, Listing, Pay, Place, Posting

PAGES = r"\b(?:jobs\.ashbyhq\.com|api\.ashbyhq\.com/posting-api/job-board)/([\w.%-]+)"
BOARD = SPACED
URL = "https://api.ashbyhq.com/posting-api/job-board/{}?includeCompensation=true"


def postings(board: str, get: Get) -> Iterator[Posting]:
    answer = get(URL.format(quote(unquote(board), safe=""))).json()
    yield from fields.rows(answer, f"ashby {board}", "jobs")


def read(posting: Posting, board: str) -> Listing | None:
    if posting.get("isListed") is False:
        return None  # public only to those who have the link
    is_hidden = posting.get("shouldDisplayCompensationOnJobPostings") is False
    compensation = {} if is_hidden else fields.nested(posting.get("compensation"))
    places = dict.fromkeys(
        map(_place, [posting, *fields.nested_list(posting.get("secondaryLocations"))])
    )
    return Listing(
        native_id=fields.required(posting, "id"),
        title=fields.required(posting, "title"),
        url=fields.text(posting.get("jobUrl")),
        description_html=fields.text(posting.get("descriptionHtml")),
        places=tuple(place for place in places if place != Place()),
        workplace=fields.text(posting.get("workplaceType")),
        is_remote=fields.boolean(posting.get("isRemote")),
        employment_type=fields.text(posting.get("employmentType")),
        department=fields.text(posting.get("department")),
        team=fields.text(posting.get("team")),
        pays=tuple(_pays(compensation)),
        pay_text=_pay_text(compensation),
        published_at=fields.utc(fields.text(posting.get("publishedAt"))),
    )


def _place(row: Posting) -> Place:
    address = fields.nested(row.get("address"))
    address = fields.nested(address.get("postalAddress", address))
    return Place(
        text=fields.text(row.get("location")),
        city=fields.text(address.get("addressLocality")),
        region=fields.text(address.get("addressRegion")),
        country=fields.text(address.get("addressCountry")),
    )


def _pays(compensation: Posting) -> Iterator[Pay]:
    """The components of every tier; without tiers those of the summary, which is their union."""
    tiers = fields.nested_list(compensation.get("compensationTiers"))
    rows = [(t.get("title"), c) for t in tiers for c in fields.nested_list(t.get("components"))]
    for title, row in rows or [
        (None, c) for c in fields.nested_list(compensation.get("summaryComponents"))
    ]:
        yield Pay(
            minimum=fields.number(row.get("minValue")),
            maximum=fields.number(row.get("maxValue")),
            currency=fields.text(row.get("currencyCode")),
            interval=fields.text(row.get("interval")),
            kind=fields.text(row.get("compensationType")),
            title=fields.text(title),
        )


def _pay_text(compensation: Posting) -> str | None:
    """The summary, and the words that tiers add (163 of 4,472 postings; on-target earnings too)."""
    summary = fields.text(compensation.get("scrapeableCompensationSalarySummary"))
    notes = fields.names(compensation.get("compensationTiers"), "additionalInformation")
    words = [summary or fields.text(compensation.get("compensationTierSummary")), *notes]
    return "\n".join(filter(None, words)) or None
