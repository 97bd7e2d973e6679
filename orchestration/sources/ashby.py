"""Ashby: the public job posting API.

Endpoint: GET api.ashbyhq.com/posting-api/job-board/{board}?includeCompensation=true.
Documentation: https://developers.ashbyhq.com/docs/public-job-posting-api
Paging: none; one answer is the whole board, whose name is case-sensitive and may hold spaces.
Completeness: nothing proves it: one answer, read to its end as JSON.
Does not publish: company, level, language, date of the last change, a key of the opening.
Terms: the documentation offers it for public job boards. Robots: not known; read each night.
"""

from collections.abc import Iterator
from urllib.parse import quote, unquote

import orchestration.sources._listing as li

PAGES = r"\b(?:jobs\.ashbyhq\.com|api\.ashbyhq\.com/posting-api/job-board)/([\w.%-]+)"
BOARD = li.SPACED
URL = "https://api.ashbyhq.com/posting-api/job-board/{}?includeCompensation=true"


def postings(board: str, get: li.Get) -> Iterator[li.Posting]:
    answer = get(URL.format(quote(unquote(board), safe=""))).json()
    yield from li.envelope(answer, f"ashby {board}", "jobs")


def read(posting: li.Posting, board: str) -> li.Listing | None:
    if posting.get("isListed") is False:
        return None  # reachable by its link only
    is_hidden = posting.get("shouldDisplayCompensationOnJobPostings") is False
    compensation = {} if is_hidden else li.part(posting.get("compensation"))
    places = dict.fromkeys(map(_place, [posting, *li.parts(posting.get("secondaryLocations"))]))
    return li.Listing(
        native_id=li.required(posting, "id"),
        title=li.required(posting, "title"),
        url=li.text(posting.get("jobUrl")),
        description_html=li.text(posting.get("descriptionHtml")),
        places=tuple(place for place in places if place != li.Place()),
        workplace=li.text(posting.get("workplaceType")),
        is_remote=li.flag(posting.get("isRemote")),
        employment_type=li.text(posting.get("employmentType")),
        department=li.text(posting.get("department")),
        team=li.text(posting.get("team")),
        pays=tuple(_pays(compensation)),
        pay_text=_pay_text(compensation),
        published_at=li.utc(li.text(posting.get("publishedAt"))),
    )


def _place(row: li.Posting) -> li.Place:
    address = li.part(row.get("address"))
    address = li.part(address.get("postalAddress", address))
    return li.Place(
        text=li.text(row.get("location")),
        city=li.text(address.get("addressLocality")),
        region=li.text(address.get("addressRegion")),
        country=li.text(address.get("addressCountry")),
    )


def _pays(compensation: li.Posting) -> Iterator[li.Pay]:
    """The components of every tier; without tiers the summary, which is their union."""
    tiers = li.parts(compensation.get("compensationTiers"))
    rows = [(t.get("title"), c) for t in tiers for c in li.parts(t.get("components"))]
    for title, row in rows or [(None, c) for c in li.parts(compensation.get("summaryComponents"))]:
        yield li.Pay(
            minimum=li.number(row.get("minValue")),
            maximum=li.number(row.get("maxValue")),
            currency=li.text(row.get("currencyCode")),
            interval=li.text(row.get("interval")),
            kind=li.text(row.get("compensationType")),
            title=li.text(title),
        )


def _pay_text(compensation: li.Posting) -> str | None:
    """The summary, and what tiers add to it in words (163 of 4,472 postings; OTE is said there)."""
    summary = li.text(compensation.get("scrapeableCompensationSalarySummary"))
    notes = li.names(compensation.get("compensationTiers"), "additionalInformation")
    words = [summary or li.text(compensation.get("compensationTierSummary")), *notes]
    return "\n".join(filter(None, words)) or None
