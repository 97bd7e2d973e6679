"""HERP Hire: the career page of a company.

Endpoint: GET herp.careers/v1/{board}, then each job's page for the text and the rest.
Documentation: none public; a job's page holds a schema.org JobPosting (complete-labs/ats-scrapers
scrapers/herp.py; colophon-group/jobseek monitors/herp.py).
Paging: none; one page lists every job.
Completeness: the page has the list and ends with its closing tag, and every card was read; no
number is announced.
Does not publish: team, level, work model, language, a key of the opening.
Terms: not known. Robots: not known; read each night.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote, unquote

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import Incomplete, Unreadable
from orchestration.sources._toolkit.listing import Get, Listing, Posting
from orchestration.sources._toolkit.markup import (
    element_text,
    elements_by_class,
    is_truncated,
    parse_html,
    select,
)
from orchestration.sources._toolkit.schema_org import job_posting, listing_from_job

PAGES = r"\bherp\.careers/v1/([\w-]+)"
PAGE = {"Accept": "text/html"}
_PATH = re.compile(r"/v1/[^/]+/([\w~-]+)")


def postings(board: str, get: Get) -> Iterator[Posting]:
    what, text = f"herp {board}", get(_site(board), headers=PAGE).text
    page = parse_html(text, what)
    if not elements_by_class(page, "requisition-list"):
        raise Unreadable(f"{what}: not a list of jobs")
    names = select(page, "//meta[@property='og:site_name']")
    company = names[0].get("content") if names else None
    for card in elements_by_class(page, "requisition-list-card"):
        links = elements_by_class(card, "requisition-list-card__header-anchor")
        href = (links[0].get("href") if links else None) or ""
        if "/requisition-groups/" in href:
            continue  # a link to a group of jobs, each of which has its own card
        found = _PATH.fullmatch(href)
        yield {
            "id": found[1] if found else None,
            "title": element_text(next(card.iter("h2"), None)),
            "company": company,
            "categories": list(
                map(element_text, elements_by_class(card, "career-page-group-name-tag__text"))
            ),
        }
    if is_truncated(text):
        raise Incomplete(f"{what}: the page is cut")


def detail(posting: Posting, board: str, get: Get) -> Posting:
    key = fields.required(posting, "id")
    page = get(f"{_site(board)}/{key}", headers=PAGE).text
    return {**posting, "job": job_posting(page, f"herp {board} {key}")}


def read(posting: Posting, board: str) -> Listing | None:
    native_id = fields.required(posting, "id")
    row = Listing(
        native_id=native_id,
        title=fields.required(posting, "title"),
        url=f"{_site(board)}/{native_id}",
        company=fields.text(posting.get("company")),
        department=" / ".join(dict.fromkeys(fields.texts(posting.get("categories")))) or None,
    )
    if "job" not in posting:
        return row
    page = listing_from_job(fields.nested(posting["job"]), native_id, row.url)
    return replace(
        page,
        title=row.title,
        company=row.company or page.company,
        department=row.department,
        opening_id=None,
    )


def _site(board: str) -> str:
    return f"https://herp.careers/v1/{quote(unquote(board), safe='')}"
