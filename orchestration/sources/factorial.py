"""Factorial: the careers site of a company.

Endpoint: GET {board}.factorialhr.com, then each job's page for the text and the rest. A board on
factorial.es says so: acme.es.
Documentation: none public (ever-jobs spec 313, read live 2026-06-03; a reader of three tenants,
2026-09-21; three more public readers of 2026 that agree on the cards).
Paging: none; one page lists every job.
Completeness: the page has the list and ends with its closing tag, and every card with an address
was read; no number is announced.
Does not publish: pay in fields, level, language, date of the last change, a key of the opening. The
company, the date and places with a country are in a job's page alone.
Terms: no clause on reading by programs (a reader of 2026-09-27). Robots: each tenant has its own,
most open (two readers); read each night.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import Incomplete, Unreadable
from orchestration.sources._toolkit.hosts import board_host
from orchestration.sources._toolkit.listing import LABEL, Get, Listing, Place, Posting
from orchestration.sources._toolkit.markup import (
    Element,
    element_text,
    elements_by_class,
    inner_html,
    is_truncated,
    parse_html,
    select,
    text_of_class,
)
from orchestration.sources._toolkit.schema_org import (
    allowed_properties,
    job_postings,
    listing_from_job,
)

PAGES = (
    r"\b(?!(?:www|app|api|apidoc|assets|blog|help|login|static|support)\.)"
    r"([\w-]+)\.factorial(?:hr\.com|\.(es))\b(?![.-]\w)"
)
BOARD = re.compile(rf"({LABEL})(?:\.(es))?", re.A)
PAGE = {"Accept": "text/html"}
REMOTE = {"true": True, "false": False}
_PATH = re.compile(r"/job_posting/((?:[\w%~.-]*-)?([0-9]+))/?(?:[?#]|$)")


def postings(board: str, get: Get) -> Iterator[Posting]:
    what, text = f"factorial {board}", get(f"{_site(board)}/", headers=PAGE).text
    page, sent = parse_html(text, what), 0
    cards = elements_by_class(page, "job-offer-item")
    if not cards and not select(page, "//*[@data-controller='job-filters']"):
        raise Unreadable(f"{what}: not a careers page")
    for card in cards:
        address = card.get("data-job-postings-url") or ""
        found = _PATH.search(address)
        if not found and (not address or "/apply" in address):
            continue  # an invitation to apply without an opening
        sent += 1
        key, slug = (found[2], quote(found[1], safe="%")) if found else (None, None)
        yield {"id": key, "slug": slug, **_card(card)}
    if is_truncated(text) or (cards and not sent):
        raise Incomplete(f"{what}: the page is cut, or no card has the address of a job")


def detail(posting: Posting, board: str, get: Get) -> Posting:
    what = f"factorial {board} {fields.required(posting, 'id')}"
    page = get(_url(posting, board), headers=PAGE).text
    for job in job_postings(page, what):
        return {**posting, "job": allowed_properties(job)}
    # Without a JobPosting, which the pages of before 2026-09 lack, the text alone is certain.
    for text in elements_by_class(parse_html(page, what), "styledText"):
        return {**posting, "job": {"title": posting.get("title"), "description": inner_html(text)}}
    raise Unreadable(f"{what}: no posting in its page")


def read(posting: Posting, board: str) -> Listing | None:
    remote, office = posting.get("isRemote"), fields.text(posting.get("office"))
    row = Listing(
        native_id=fields.required(posting, "id"),
        title=fields.required(posting, "title"),
        url=_url(posting, board),
        places=(Place(office),) if office else (),
        workplace=fields.text(posting.get("workplace")),
        is_remote=REMOTE.get(remote) if isinstance(remote, str) else None,
        employment_type=fields.text(posting.get("employmentType")),
        department=fields.text(posting.get("team")),
    )
    if "job" not in posting:
        return row
    page = listing_from_job(fields.nested(posting["job"]), row.native_id)
    return replace(
        row,
        company=page.company,
        description_html=page.description_html,
        places=page.places or row.places,
        employment_type=page.employment_type or row.employment_type,
        pays=page.pays,
        published_at=page.published_at,
        closes_at=page.closes_at,
    )


def _card(card: Element) -> Posting:
    """The title, then the labels in order: the team, which may be empty, and the work model."""
    labels = [*map(element_text, elements_by_class(card, "text-gray-350")), None, None]
    groups = (e for e in card.iterancestors() if "officeGroup" in (e.get("data-target") or ""))
    office = next((head for group in groups for head in group.iter("h3")), None)
    return {
        "title": text_of_class(card, "factorial__headingFontFamily"),
        "office": element_text(office),
        "team": labels[0],
        "workplace": labels[1],
        "isRemote": card.get("data-is-remote"),
        "employmentType": card.get("data-contract-type"),
    }


def _site(board: str) -> str:
    if not (parts := BOARD.fullmatch(board)):
        raise Unreadable(f"{board:.60}: not a board of factorialhr.com")
    return f"https://{board_host(parts[1], 'factorial.es' if parts[2] else 'factorialhr.com')}"


def _url(posting: Posting, board: str) -> str:
    return f"{_site(board)}/job_posting/{fields.required(posting, 'slug')}"
