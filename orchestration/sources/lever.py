"""Lever: the Postings API.

Endpoint: GET api.lever.co/v0/postings/{board}?mode=json; boards of EU customers answer only on
api.eu.lever.co, and the name does not tell: the second host is asked when the first says 404.
Documentation: https://github.com/lever/postings-api
Paging: none needed; without `limit` the whole board is one array.
Completeness: nothing proves it: one answer, read to its end as JSON; an empty one is asked of the
other host.
Does not publish: company, language, date of the last change, a key of the opening.
Terms: "may be scraped by third parties" (postings-api). Robots: not known; read each night.
"""

from collections.abc import Iterator
from contextlib import suppress
from html import escape
from urllib.parse import quote, unquote

import orchestration.sources._listing as li

PAGES = r"\b(?:jobs|api)(?:\.eu)?\.lever\.co/(?:v0/postings/)?([\w-][\w.-]*)"
BOARD, HOSTS = li.SPACED, ("api.lever.co", "api.eu.lever.co")


def postings(board: str, get: li.Get) -> Iterator[li.Posting]:
    what, path = f"lever {board}", f"/v0/postings/{quote(unquote(board), safe='')}?mode=json"
    try:
        rows = li.envelope(get(f"https://{HOSTS[0]}{path}").json(), what)
    except li.NotFound:
        yield from li.envelope(get(f"https://{HOSTS[1]}{path}").json(), what)
        return
    if not rows:
        with suppress(li.NotFound):  # one that moved to the EU can leave an empty board behind
            rows = li.envelope(get(f"https://{HOSTS[1]}{path}").json(), what)
    yield from rows


def read(posting: li.Posting, board: str) -> li.Listing | None:
    categories = li.part(posting.get("categories"))
    pay = li.part(posting.get("salaryRange"))
    return li.Listing(
        native_id=li.required(posting, "id"),
        title=li.required(posting, "text"),
        url=li.text(posting.get("hostedUrl")),
        description_html=_description(posting),
        places=tuple(_places(categories, li.text(posting.get("country")))),
        workplace=li.text(posting.get("workplaceType")),
        employment_type=li.text(categories.get("commitment")),
        department=li.text(categories.get("department")),
        team=li.text(categories.get("team")),
        level=li.text(categories.get("level")),
        pays=(_pay(pay),) if pay else (),
        pay_text=li.text(posting.get("salaryDescriptionPlain"))
        or li.text(posting.get("salaryDescription")),
        published_at=li.utc_from_ms(posting.get("createdAt")),
    )


def _description(posting: li.Posting) -> str | None:
    """The parts in the order of the page; `description` is `opening` and `descriptionBody`."""
    body = li.text(posting.get("descriptionBody"))
    whole = li.text(posting.get("description"))
    html = [li.text(posting.get("opening")), body] if body or not whole else [whole]
    for row in li.parts(posting.get("lists")):
        head, items = li.text(row.get("text")), li.text(row.get("content"))
        html.append(f"<h3>{escape(head, quote=False)}</h3>" if head else None)
        html.append(f"<ul>{items}</ul>" if items else None)
    html.append(li.text(posting.get("additional")))
    return "\n".join(filter(None, html)) or None


def _places(categories: li.Posting, country: str | None) -> Iterator[li.Place]:
    """Every location; the country is published for the first-named one alone."""
    names = li.texts(categories.get("location")) + li.texts(categories.get("allLocations"))
    for name in dict.fromkeys(names):
        yield li.Place(text=name, country=country if name == names[0] else None)
    if country and not names:
        yield li.Place(country=country)


def _pay(row: li.Posting) -> li.Pay:
    return li.Pay(
        minimum=li.number(row.get("min")),
        maximum=li.number(row.get("max")),
        currency=li.text(row.get("currency")),
        interval=li.text(row.get("interval")),
    )
