"""Lever: the Postings API.

Endpoint: GET api.lever.co/v0/postings/{board}?mode=json; boards of EU customers answer only on
api.eu.lever.co, and the name does not show it: a 404 of the first host leads to the second.
Documentation: https://github.com/lever/postings-api
Paging: none needed; without `limit` the whole board is one array.
Completeness: not provable: one answer, which parses as JSON to its end; after an empty one the
other host is requested.
Does not publish: company, language, date of the last change, a key of the opening.
Terms: "may be scraped by third parties" (postings-api). Robots: not known; read each night.
"""

from collections.abc import Iterator
from contextlib import suppress
from html import escape
from urllib.parse import quote, unquote

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import NotFound
from orchestration.sources._toolkit.listing import SPACED, Get, Listing, Pay, Place, Posting

PAGES = r"\b(?:jobs|api)(?:\.eu)?\.lever\.co/(?:v0/postings/)?([\w-][\w.-]*)"
BOARD, HOSTS = SPACED, ("api.lever.co", "api.eu.lever.co")


def postings(board: str, get: Get) -> Iterator[Posting]:
    what, path = f"lever {board}", f"/v0/postings/{quote(unquote(board), safe='')}?mode=json"
    try:
        rows = fields.rows(get(f"https://{HOSTS[0]}{path}").json(), what)
    except NotFound:
        yield from fields.rows(get(f"https://{HOSTS[1]}{path}").json(), what)
        return
    if not rows:
        with suppress(NotFound):  # a board that moved to the EU may be empty on the first host
            rows = fields.rows(get(f"https://{HOSTS[1]}{path}").json(), what)
    yield from rows


def read(posting: Posting, board: str) -> Listing | None:
    categories = fields.nested(posting.get("categories"))
    pay = fields.nested(posting.get("salaryRange"))
    return Listing(
        native_id=fields.required(posting, "id"),
        title=fields.required(posting, "text"),
        url=fields.text(posting.get("hostedUrl")),
        description_html=_description(posting),
        places=tuple(_places(categories, fields.text(posting.get("country")))),
        workplace=fields.text(posting.get("workplaceType")),
        employment_type=fields.text(categories.get("commitment")),
        department=fields.text(categories.get("department")),
        team=fields.text(categories.get("team")),
        level=fields.text(categories.get("level")),
        pays=(_pay(pay),) if pay else (),
        pay_text=fields.text(posting.get("salaryDescriptionPlain"))
        or fields.text(posting.get("salaryDescription")),
        published_at=fields.utc_from_ms(posting.get("createdAt")),
    )


def _description(posting: Posting) -> str | None:
    """The parts in the order of the page; `description` is `opening` with `descriptionBody`."""
    body = fields.text(posting.get("descriptionBody"))
    whole = fields.text(posting.get("description"))
    html = [fields.text(posting.get("opening")), body] if body or not whole else [whole]
    for row in fields.nested_list(posting.get("lists")):
        head, items = fields.text(row.get("text")), fields.text(row.get("content"))
        html.append(f"<h3>{escape(head, quote=False)}</h3>" if head else None)
        html.append(f"<ul>{items}</ul>" if items else None)
    html.append(fields.text(posting.get("additional")))
    return "\n".join(filter(None, html)) or None


def _places(categories: Posting, country: str | None) -> Iterator[Place]:
    """Every location; the country belongs only to the first one."""
    names = fields.texts(categories.get("location")) + fields.texts(categories.get("allLocations"))
    for name in dict.fromkeys(names):
        yield Place(text=name, country=country if name == names[0] else None)
    if country and not names:
        yield Place(country=country)


def _pay(row: Posting) -> Pay:
    return Pay(
        minimum=fields.number(row.get("min")),
        maximum=fields.number(row.get("max")),
        currency=fields.text(row.get("currency")),
        interval=fields.text(row.get("interval")),
    )
