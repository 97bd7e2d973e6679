"""Paylocity: public job lists on recruiting.paylocity.com. A board is the list's guid.

Endpoint: GET /Recruiting/Jobs/All/{board} for the data in the page, then /Jobs/Details/{JobId}.
Documentation: none public.
Paging: none; one page lists every job.
Completeness: not provable: one page that sets its data to their end.
Does not publish: team, level, language, a key of the opening; work models only as the names of
places, and on job pages.
Terms: https://www.paylocity.com/terms-of-use/. Robots: not known; read each night.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import Unreadable
from orchestration.sources._toolkit.listing import Get, Listing, Place, Posting
from orchestration.sources._toolkit.markup import (
    element_text,
    elements_by_class,
    extract_embedded_json,
    inner_html,
    parse_html,
    text_of_class,
)
from orchestration.sources._toolkit.schema_org import (
    allowed_properties,
    job_postings,
    listing_from_job,
    with_label,
)

SITE = "https://recruiting.paylocity.com/Recruiting/Jobs"
PAGES = r"recruiting\.paylocity\.com/[Rr]ecruiting/[Jj]obs/All/([0-9a-f]{8}(?:-[0-9a-f]{4,12}){4})"
BOARD = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
_NO_NAME = re.compile(r"\s*(?:career|employment|job) opportunities\s*", re.I)
_MODEL = re.compile(r"fully remote|hybrid remote|hybrid|remote|on-?site", re.I)


def postings(board: str, get: Get) -> Iterator[Posting]:
    if not BOARD.fullmatch(board):
        raise Unreadable(f"paylocity {board}: not a board of Paylocity")
    data = extract_embedded_json(
        get(f"{SITE}/All/{board}").text, "window.pageData", f"paylocity {board}"
    )
    for row in fields.rows(data, f"paylocity {board}", "Jobs"):
        yield {**row, "ModuleTitle": data.get("ModuleTitle")}


def detail(posting: Posting, board: str, get: Get) -> Posting:
    """The posting with its JobPosting; from older pages the sections and the line with the
    place."""
    what = f"paylocity {board} {posting['JobId']}"
    text = get(f"{SITE}/Details/{posting['JobId']}").text
    jobs, page = job_postings(text, what), parse_html(text, what)
    heads = elements_by_class(page, "job-listing-header")
    bodies = [(element_text(head), next(head.itersiblings("*"), None)) for head in heads]
    sections = [[name, inner_html(body)] for name, body in bodies if body is not None]
    if not jobs and not sections:
        raise Unreadable(f"{what}: no job in the page")
    job = allowed_properties(jobs[0]) if jobs else None
    where = text_of_class(page, "preview-location")
    return {**posting, "job": job, "sections": sections, "where": where}


def read(posting: Posting, board: str) -> Listing | None:
    if posting.get("IsInternal") is True:
        return None
    native_id = fields.required(posting, "JobId")
    at = fields.nested(posting.get("JobLocation"))
    place = Place(
        fields.text(posting.get("LocationName")) or fields.text(at.get("Name")),
        *(fields.text(at.get(key)) for key in ("City", "State", "Country")),
    )
    company = fields.text(posting.get("ModuleTitle"))
    teaser = (fields.text(posting.get("Description")) or "").strip()
    row = Listing(
        native_id=native_id,
        title=fields.required(posting, "JobTitle"),
        url=f"{SITE}/Details/{native_id}",
        company=None if company and _NO_NAME.fullmatch(company) else company,
        description_html=(teaser if "<" in teaser else escape(teaser, quote=False)) or None,
        places=(place,) if place != Place() else (),
        is_remote=fields.boolean(posting.get("IsRemote")),
        department=fields.text(posting.get("HiringDepartment")),
        published_at=fields.utc(fields.text(posting.get("PublishedDate"))),
    )
    if "job" not in posting:
        return row
    named = ((fields.text(name), fields.text(text)) for name, text in posting["sections"])
    sections = {name: text for name, text in named if name and text}
    kind = sections.pop("Job Type", None)
    model = _MODEL.match(fields.text(posting.get("where")) or "")
    older = "\n".join(f"<h3>{escape(n, quote=False)}</h3>\n{t}" for n, t in sections.items())
    row = replace(row, workplace=model[0] if model else None)
    row = replace(row, description_html=older or row.description_html)
    if posting["job"] is None:
        return replace(row, employment_type=kind)
    page = listing_from_job(fields.nested(posting["job"]), native_id, row.url)
    return replace(
        row,
        company=row.company or page.company,
        description_html=page.description_html or row.description_html,
        places=row.places or with_label(page.places, None),
        applicant_places=page.applicant_places,
        workplace=row.workplace or page.workplace,
        employment_type=page.employment_type or kind,
        pays=page.pays,
        closes_at=page.closes_at,
    )
