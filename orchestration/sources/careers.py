"""Company pages that mark up their jobs as schema.org JobPosting (JSON-LD or microdata).

Endpoint: the sitemaps of a host, then each page whose address looks like that of a job. A board is
the host: careers.example.com
Documentation: https://developers.google.com/search/docs/appearance/structured-data/job-posting
Paging: nested sitemaps; a missing, foreign or too deeply nested one makes the board incomplete.
Completeness: every named sitemap was read, and together they name at least one page of the host. We
assume that they name every job, and that a job's address matches our pattern.
Does not publish: department, team, level; pay and dates only where the company marks them up.
Terms: each company's own. Robots: read each night, host by host.

A sitemap has no titles, so `read` returns a listing without a title until the page was requested,
and None for a page without a job; `detail` requests the page.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import Incomplete, NotFound
from orchestration.sources._toolkit.job_page import job_of_page
from orchestration.sources._toolkit.listing import Get, Listing, Pace, Posting
from orchestration.sources._toolkit.schema_org import listing_from_job, parse_date
from orchestration.sources._toolkit.sitemap import HOST, pages

BOARD = re.compile(HOST.pattern, re.I)
PACE = Pace(per_host=True)
_JOB = re.compile(
    r"(?:job|career|karriere|carriere|position|vacanc|vacature|opening|opportunit|requisition"
    r"|stelle|emploi|offre|annonce|empleo|vaga|lavor)[^/]*/.*[^/]",
    re.I,
)
_FILE = re.compile(r"\.(?:xml|gz|pdf|docx?|txt|css|js|jpe?g|png|gif|svg|webp|mp4|zip)$", re.I)


def postings(board: str, get: Get) -> Iterator[Posting]:
    count = 0
    for count, (url, lastmod) in enumerate(pages(board.lower(), get), start=1):  # noqa: B007
        if _is_job(url):
            yield {"url": url, "lastmod": lastmod}
    if not count:
        raise Incomplete(f"careers {board}: the sitemaps name no page of this host")


def detail(posting: Posting, board: str, get: Get) -> Posting:
    """The posting with the job of its page; null when the page is gone or has no job. Raises
    Unreadable when the page does not show which (`job_page`), so that held content stays."""
    url = fields.required(posting, "url")
    try:
        text = get(url).text
    except NotFound:
        return {**posting, "job": None}
    return {**posting, "job": job_of_page(text, url)}


def read(posting: Posting, board: str) -> Listing | None:
    url = fields.required(posting, "url")
    parts = urlsplit(url)
    host = "" if parts.netloc.lower() == board.lower() else parts.netloc
    native_id = parts._replace(scheme="", netloc=host).geturl() or url
    changed = parse_date(posting.get("lastmod"))
    if "job" not in posting:
        return Listing(native_id, "", url, updated_at=changed)
    if posting["job"] is None:
        return None
    job = listing_from_job(fields.nested(posting["job"]), native_id, url)
    return replace(job, updated_at=job.updated_at or changed)


def _is_job(url: str) -> bool:
    """Whether a path contains a word for jobs, or a number on a host that is named for jobs."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    if _FILE.search(path):
        return False
    if _JOB.search(path):
        return True
    on_host = _JOB.match(parts.netloc.split(".")[0] + path)
    return on_host is not None and re.search(r"\d", path) is not None
