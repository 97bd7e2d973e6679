"""HRMOS: the career page of a company.

Endpoint: GET hrmos.co/pages/{board}/jobs, with ?page=N from the second page, then each job's page.
Documentation: none public; a job's page holds a schema.org JobPosting (complete-labs/ats-scrapers
scrapers/hrmos.py; colophon-group/jobseek monitors/hrmos.py).
Paging: 100 a page, with the total ("全 120 件中 100 件").
Completeness: as many postings as the total says; a page that says that there is no job is complete.
Does not publish: department, team, level, work model, a key of the opening.
Terms: not known. Robots: not known; read each night.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from urllib.parse import quote, unquote

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import Unreadable
from orchestration.sources._toolkit.listing import Get, Listing, Posting
from orchestration.sources._toolkit.markup import (
    Element,
    element_text,
    elements_by_class,
    parse_html,
    text_of_class,
)
from orchestration.sources._toolkit.paging import Page, walk_pages
from orchestration.sources._toolkit.schema_org import job_posting, listing_from_job, with_label

PAGES = r"\bhrmos\.co/pages/([\w-]+)/jobs\b"
PAGE = {"Accept": "text/html"}
_COUNT = re.compile(r"全\s*([\d,]+)\s*件")
_PATH = re.compile(r"(?:https://hrmos\.co)?/pages/[^/]+/jobs/([\w.-]+)")
_HEADING = re.compile(r"\s*(?:すべての)?求人一覧\s*$")


def postings(board: str, get: Get) -> Iterator[Posting]:
    sent, total = 0, 1

    def fetch_page(number: int) -> Page:
        nonlocal sent, total
        if sent >= total:
            return [], None
        url = _site(board) + (f"?page={number + 1}" if number else "")
        page = parse_html(get(url, headers=PAGE).text, f"hrmos {board}")
        company = text_of_class(page, "sg-corporate-name")
        found = _COUNT.search(text_of_class(page, "pg-count") or "")
        if found is None and not elements_by_class(page, "sg-unavailable-notifier"):
            raise Unreadable(f"hrmos {board}: not a list of jobs")
        total = int(found[1].replace(",", "")) if found else 0
        rows = [
            {**_card(card), "company": _HEADING.sub("", company or "") or None}
            for card in elements_by_class(page, "pg-list-cassette")
        ]
        sent += len(rows)
        return rows, total

    # It ends with as many postings as announced, so any page size will do.
    yield from walk_pages(fetch_page, "id", 1, f"hrmos {board}")


def detail(posting: Posting, board: str, get: Get) -> Posting:
    key = fields.required(posting, "id")
    page = get(f"{_site(board)}/{key}", headers=PAGE).text
    return {**posting, "job": job_posting(page, f"hrmos {board} {key}")}


def read(posting: Posting, board: str) -> Listing | None:
    native_id = fields.required(posting, "id")
    label, teaser = (fields.text(posting.get(key)) for key in ("location", "description"))
    row = Listing(
        native_id=native_id,
        title=fields.required(posting, "title"),
        url=f"{_site(board)}/{native_id}",
        company=fields.text(posting.get("company")),
        description_html=escape(teaser, quote=False) if teaser else None,
        places=with_label((), label),
    )
    if "job" not in posting:
        return row
    page = listing_from_job(fields.nested(posting["job"]), native_id, row.url)
    return replace(
        page,
        title=row.title,
        company=row.company or page.company,
        description_html=page.description_html or row.description_html,
        places=with_label(page.places, label),
        opening_id=None,
    )


def _card(card: Element) -> Posting:
    """A posting of the list; one without a link to a job has no id, and `read` rejects it."""
    paths = (_PATH.fullmatch(link.get("href") or "") for link in card.iter("a"))
    return {
        "id": next((path[1] for path in paths if path), None),
        "title": element_text(next(card.iter("h2"), None)),
        "description": text_of_class(card, "pg-list-cassette-body"),
        "location": text_of_class(card, "sg-tag-location"),
    }


def _site(board: str) -> str:
    return f"https://hrmos.co/pages/{quote(unquote(board), safe='')}/jobs"
