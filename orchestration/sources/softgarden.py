"""softgarden: the job feed of a career site.

Endpoint: GET {board}.career.softgarden.de/jobs.feed.json, also for boards whose pages are on
softgarden.io.
Documentation: a schema.org DataFeed (https://schema.org/DataFeed) of JobPostings, as in
complete-labs/ats-scrapers scrapers/softgarden.py and nicholasbraun/job-crawler-poc (captured live
2026-07-24).
Paging: none; one answer holds the whole board.
Completeness: as many postings as `numberOfItems` says; without it, not proved.
Does not publish: department, team, level, language, a key of the opening; "-" is a part of the
address that is not stated.
Terms: not known. Robots: not known; read each night.
"""

from collections.abc import Iterator
from dataclasses import replace

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.hosts import board_host
from orchestration.sources._toolkit.listing import LABEL, Get, Listing, Place, Posting
from orchestration.sources._toolkit.schema_org import (
    allowed_properties,
    listing_from_job,
    parse_date,
)

BOARD = LABEL
PAGES = r"\b(?!www\b)([\w-]+)\.(?:career\.softgarden\.de|softgarden\.io)\b(?![.-]\w)"


def postings(board: str, get: Get) -> Iterator[Posting]:
    what = f"softgarden {board}"
    url = f"https://{board_host(board, 'career.softgarden.de')}/jobs.feed.json"
    feed = get(url).json()
    rows = fields.rows(feed, what, "dataFeedElement")
    for row in rows:
        job = row.get("item")
        if isinstance(job, dict):
            yield {"job": allowed_properties(job), "dateModified": row.get("dateModified")}
        else:
            yield {}  # `read` rejects it
    fields.check_announced_total(len(rows), feed.get("numberOfItems"), what)


def read(posting: Posting, board: str) -> Listing | None:
    job = fields.nested(posting["job"])
    native_id = fields.required(fields.nested(job["identifier"]), "value")
    row = listing_from_job(job, native_id, fields.text(job.get("url")))
    places = (Place(*map(_stated, (p.text, p.city, p.region, p.country))) for p in row.places)
    return replace(
        row,
        opening_id=None,  # the identifier is that of the posting
        places=tuple(place for place in dict.fromkeys(places) if place != Place()),
        updated_at=parse_date(posting.get("dateModified")) or row.updated_at,
    )


def _stated(part: str | None) -> str | None:
    return None if part == "-" else part
