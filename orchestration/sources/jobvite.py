"""Jobvite: career sites on jobs.jobvite.com.

Endpoint: GET jobs.jobvite.com/{board}/search?p=N, then each job's page. Sites under /careers/ are
named careers.{name}.
Documentation: none public; a job's page holds a schema.org JobPosting.
Paging: from 0; a page says which jobs it shows, of how many.
Completeness: as many postings as the page announces (1-50 of 120); where it announces none, no link
to another page, and every link to a job was read.
Does not publish: team, level, language, work model; dates and department only in the job's page.
Terms: https://www.jobvite.com/terms-of-use/. Robots: not known; read each night.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import Unreadable
from orchestration.sources._toolkit.listing import NAME, Get, Listing, Posting
from orchestration.sources._toolkit.markup import (
    Element,
    element_text,
    elements_by_class,
    is_truncated,
    parse_html,
    select,
    text_of_class,
)
from orchestration.sources._toolkit.paging import Page, walk_pages
from orchestration.sources._toolkit.schema_org import (
    job_posting,
    listing_from_job,
    name_of,
    with_label,
)

PAGES = r"jobs\.jobvite\.com/(?:(careers)/)?((?!careers/)[a-z0-9][\w-]*)"
GONE = r"redirected to https://search\.jobvite\.com"
BOARD, SITE = rf"(?:careers\.)?{NAME}", "https://jobs.jobvite.com"
_NUMBER = re.compile(r"\d[\d.,\u00a0\u202f]{0,9}")
_NEXT = re.compile(r"[?&]p=\d")


def postings(board: str, get: Get) -> Iterator[Posting]:
    if not re.fullmatch(BOARD, board):
        raise Unreadable(f"jobvite {board}: not a board of Jobvite")
    ended = False

    def fetch_page(number: int) -> Page:
        nonlocal ended
        if ended:
            return [], None
        text = get(f"{SITE}/{board.replace('.', '/')}/search?p={number}").text
        page = parse_html(text, f"jobvite {board}")
        rows = list(_rows(page, board))
        if not rows and not (number or _is_empty(page)):
            raise Unreadable(f"jobvite {board}: not a list of jobs")
        shown = text_of_class(page, "jv-pagination-text")
        numbers = [int(re.sub(r"\D", "", n)) for n in _NUMBER.findall(shown or "")]  # 1-50 of 120
        ended = len(numbers) != 3 or numbers[1] >= numbers[2]
        more = (
            is_truncated(text)
            or shown
            or any(_NEXT.search(a.get("href") or "") for a in page.iter("a"))
        )
        return rows, numbers[2] if len(numbers) == 3 else "none" if more else None

    yield from walk_pages(fetch_page, "id", 1, f"jobvite {board}", announces=False)


def detail(posting: Posting, board: str, get: Get) -> Posting:
    page = get(f"{SITE}{posting['path']}").text
    return {**posting, "job": job_posting(page, f"jobvite {board} {posting['id']}")}


def read(posting: Posting, board: str) -> Listing | None:
    native_id = fields.required(posting, "id")
    label = fields.text(posting.get("location"))
    label = None if re.fullmatch(r"\d+ locations", label or "", re.I) else label
    row = Listing(
        native_id=native_id,
        title=fields.required(posting, "title"),
        url=f"{SITE}{fields.text(posting.get('path')) or ''}",
        places=with_label((), label),
    )
    if "job" not in posting:
        return row
    page = listing_from_job(job := fields.nested(posting["job"]), native_id, row.url)
    page = replace(page, title=row.title, department=name_of(job.get("industry")))
    return replace(page, places=with_label(page.places, label))


def _is_empty(page: Element) -> bool:
    """Whether the page has a list without any link."""
    lists = elements_by_class(page, "jv-job-list")
    return bool(lists) and not any(select(each, ".//a") for each in lists)


def _rows(page: Element, board: str) -> Iterator[Posting]:
    """Each job of a list, in a table or in a plain list."""
    seen, bare, name = set(), dict[str, str](), re.escape(board.rpartition(".")[2])
    for link in select(page, "//a[contains(@href, '/job/')]"):
        found = re.search(rf"/(?:careers/)?{name}/job/([\w-]+)", link.get("href") or "", re.I)
        title = text_of_class(link, "jv-job-list-name") or element_text(link)
        if not found or found[1] in seen:
            continue
        if not title:
            bare[found[1]] = found[0]
            continue
        seen.add(found[1])
        around = (select(link, "ancestor::*[self::tr or self::li][1]") or [link])[0]
        location = text_of_class(around, "jv-job-list-location")
        yield {"id": found[1], "path": found[0], "title": title, "location": location}
    for key in sorted(bare.keys() - seen):
        yield {"id": key, "path": bare[key]}  # `read` rejects it
