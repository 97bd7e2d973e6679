"""JazzHR: career pages on applytojob.com.

Endpoint: GET {board}.applytojob.com/apply/jobs, then each job's page.
Documentation: none public; a job's page holds a schema.org JobPosting.
Paging: none; one page lists every job.
Completeness: the page has the list, and every row and every link to a job was read; no number is
announced.
Does not publish: team, language, work model; closing date (the vendor invents the one in the page).
Terms: https://www.jazzhr.com/terms-of-use/. Robots: not known; read each night.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import Incomplete, Unreadable
from orchestration.sources._toolkit.listing import Get, Listing, Posting
from orchestration.sources._toolkit.markup import (
    element_text,
    elements_by_class,
    is_truncated,
    parse_html,
    select,
    text_of_class,
)
from orchestration.sources._toolkit.schema_org import (
    job_posting,
    listing_from_job,
    name_of,
    with_label,
)

LIST = "https://{}.applytojob.com/apply/jobs"
PAGES = r"https?://((?!app\.|www\.)[a-z0-9-]+)\.applytojob\.com\b"
_PATH = re.compile(r"/apply/jobs/details/([\w-]+)")


def postings(board: str, get: Get) -> Iterator[Posting]:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", board, re.I):
        raise Unreadable(f"jazzhr {board}: not a board of JazzHR")
    text = get(LIST.format(board)).text
    page = parse_html(text, f"jazzhr {board}")
    if not select(page, "//*[starts-with(@id, 'job_listings')]"):
        raise Unreadable(f"jazzhr {board}: not a list of jobs")
    seen = set()
    linked = [_PATH.search(link.get("href") or "") for link in page.iter("a")]
    for row in select(page, "//tr[starts-with(@id, 'row_job_')]"):
        if not elements_by_class(row, "job_title_link"):
            yield {}  # `read` rejects it
        for link in elements_by_class(row, "job_title_link")[:1]:
            found = _PATH.search(link.get("href") or "")
            if found and found[1] not in seen:
                seen.add(found[1])
                cells = select(row, "./td")
                yield {
                    "id": found[1],
                    "title": element_text(link),
                    "department": text_of_class(row, "resumator_department"),
                    "location": element_text(cells[-1]) if len(cells) > 1 else None,
                }
    for key in sorted({found[1] for found in linked if found} - seen):
        yield {"id": key}  # a job in other markup, which `read` rejects
    if is_truncated(text):
        raise Incomplete(f"jazzhr {board}: {len(seen)} postings sent, and the page is cut")


def detail(posting: Posting, board: str, get: Get) -> Posting:
    page = get(f"{LIST.format(board)}/details/{posting['id']}").text
    return {**posting, "job": job_posting(page, f"jazzhr {board} {posting['id']}")}


def read(posting: Posting, board: str) -> Listing | None:
    native_id = fields.required(posting, "id")
    label = fields.text(posting.get("location"))
    row = Listing(
        native_id=native_id,
        title=fields.required(posting, "title"),
        url=f"{LIST.format(board)}/details/{native_id}",
        places=with_label((), label),
        department=fields.text(posting.get("department")),
    )
    if "job" not in posting:
        return row
    page = listing_from_job(job := fields.nested(posting["job"]), native_id, row.url)
    return replace(
        page,
        title=row.title,
        places=with_label(page.places, label),
        department=row.department,
        level=name_of(job.get("experienceRequirements")),
        opening_id=name_of(job.get("uniqueJobCode")) or page.opening_id,
        closes_at=None,
    )
