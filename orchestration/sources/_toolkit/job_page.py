"""A page of a company's own site: which JobPosting it is about, if any.

Not here: finding and reading a JobPosting (`schema_org`).
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urljoin, urlsplit

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import Unreadable
from orchestration.sources._toolkit.listing import Posting
from orchestration.sources._toolkit.markup import parse_html
from orchestration.sources._toolkit.schema_org import allowed_properties, job_postings

_MARKUP = re.compile(r"""["'/:]JobPosting["'\\>\s]""")
_PER_PLACE = ("jobLocation", "applicantLocationRequirements", "baseSalary")


def job_of_page(page: str, url: str) -> Posting | None:
    """The job of a page with its allowed properties; None for a page that lists several jobs, and
    for a page of the site without a JobPosting.

    Raises Unreadable when neither is certain: the markup cannot be read, or the page has no link to
    its own site, like a bot wall or a page that scripts fill.
    """
    jobs = job_postings(page, url)
    if jobs:
        return _job_of_address(jobs, url)
    if _MARKUP.search(page):  # broken, or in a form that is not supported
        raise Unreadable(f"{url}: a JobPosting that cannot be read")
    if not any(_leads_on(link.get("href"), url) for link in parse_html(page, url).iter("a")):
        raise Unreadable(f"{url}: neither a job nor a page of the site")
    return None


def _job_of_address(jobs: list[Posting], url: str) -> Posting | None:
    """The job whose address is the page's, else all jobs; merged when they have the same title."""
    own = [job for job in jobs if job.get("url") and _address(job["url"], url) == _address("", url)]
    titles = {fields.required(job, "title") for job in own or jobs}
    if own:
        jobs = own + [job for job in jobs if not job.get("url") and job.get("title") in titles]
    return _merge(jobs) if len(titles) == 1 else None


def _merge(jobs: list[Posting]) -> Posting:
    """Jobs of one title as one: the first, with the places and pays of all."""
    one = dict(allowed_properties(jobs[0]))
    for key in _PER_PLACE if len(jobs) > 1 else ():
        rows: list[object] = []
        for job in jobs:
            value = job.get(key) or []
            each = value if isinstance(value, list) else [value]
            rows += [row for row in each if row not in rows]
        if rows:
            one[key] = rows
    return one


def _leads_on(href: str | None, url: str) -> bool:
    """Whether a link leads to another page of the same host."""
    here, there = _address("", url), _address(href, url)
    return there is not None and here is not None and there != here and there[0] == here[0]


def _address(href: object, url: str) -> tuple[str, str, str] | None:
    """Host, path and query of a link on a page; None when it is not an address."""
    try:
        parts = urlsplit(urljoin(url, str(href or "").strip()))
    except ValueError:
        return None
    return parts.netloc.lower(), unquote(parts.path).rstrip("/"), parts.query
