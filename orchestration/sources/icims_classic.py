"""iCIMS: the classic pages of *.icims.com. A board is the customer's name, or the whole host.

Endpoint: GET careers-{board}.icims.com/jobs/search?pr=N&in_iframe=1, then each job's page.
Documentation: none public; a job's page holds a schema.org JobPosting.
Paging: as many pages as the links of a page name, one after another.
Completeness: as many pages as the links and the heading name, none empty, and no link to a job that
is not read; no number of postings is announced.
Does not publish: team, level, language; pay and a last day only as labels of some customers (the
closing date in the JobPosting is invented by the vendor).
Terms: https://www.icims.com/legal/. Robots: not known; read each night.

Customers with the Jibe front end are in `icims`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.custom_fields import closing_date, is_pay_field
from orchestration.sources._toolkit.errors import Incomplete, Unreadable
from orchestration.sources._toolkit.listing import LABEL, Get, Listing, Place, Posting
from orchestration.sources._toolkit.markup import (
    Element,
    element_text,
    is_truncated,
    parse_html,
    select,
)
from orchestration.sources._toolkit.paging import Page, walk_pages
from orchestration.sources._toolkit.schema_org import (
    job_posting,
    listing_from_job,
    name_of,
    parse_date,
)

PAGES = (
    r"https?://(?:careers-([a-z0-9-]+)\.icims\.com\b"
    r"|((?!careers-|www\.|api\.|app\.)[a-z0-9-]+\.icims\.com)(?:/jobs|/?$))"
)
BOARD = re.compile(rf"{LABEL}(?:\.icims\.com)?")
LABELS = re.compile(r"location|categor|depart|type|arrangement|remote|\bid\b|requisition", re.I)
_HOST = re.compile(r"[a-z0-9][a-z0-9-]*\.icims\.com")
_JOB = re.compile(r"(/jobs/(\d+)/(?:[^/?#]+/)?job)(?=[?#]|$)")
_PLACE = re.compile(r"([A-Z]{2,3})(?:-([A-Z]{2,3}))?(?:-(?i:remote)\b.*|-(.+))?")
_LAST = re.compile(
    r"\b(?:Page|Seite|P[áa]gina|Sid[ae]|Strona) \d{1,4} \w{1,3} (\d{1,4})\b|[?&;]pr=(\d{1,4})\b"
)
# In every list of jobs, also an empty one, and not in a login or error page of the platform.
_LISTS = re.compile(
    r"iCIMS_(?:JobsTable|ListingsPage|JobListing|SearchResult|NoResult|JobCard|Paging)"
    r"|\bno (?:open |current |matching )?(?:jobs|results|openings|positions|opportunities)\b",
    re.I,
)
_ROW = "ancestor::*[self::li or contains(concat(' ', @class, ' '), ' row ')][1]"


def postings(board: str, get: Get) -> Iterator[Posting]:
    host = board.lower() if "." in board else f"careers-{board.lower()}.icims.com"
    if not _HOST.fullmatch(host):
        raise Unreadable(f"icims_classic {board}: not a board of iCIMS")
    pages, cut = 1, False

    def fetch_page(number: int) -> Page:
        nonlocal pages, cut
        if number >= pages:
            return [], None
        text = get(f"https://{host}/jobs/search?ss=1&pr={number}&in_iframe=1").text
        page = parse_html(text, f"icims_classic {board}")
        rows = list(_cards(page, host))
        linked = {found[2] for a in page.iter("a") if (found := _JOB.search(a.get("href") or ""))}
        rows += [
            {"id": key} for key in sorted(linked - {r["id"] for r in rows})
        ]  # `read` rejects them
        if not rows and not _LISTS.search(text):
            raise Unreadable(f"icims_classic {board}: not a page of jobs")
        if not rows and number:
            raise Incomplete(f"icims_classic {board}: page {number + 1} of {pages} is empty")
        cut = cut or is_truncated(text)
        ends = _LAST.findall(text)
        pages = max([pages, *(int(of) if of else int(last) + 1 for of, last in ends)])
        return rows, None

    yield from walk_pages(fetch_page, "id", 1, f"icims_classic {board}", announces=False)
    if cut:
        raise Incomplete(f"icims_classic {board}: a page is cut short")


def detail(posting: Posting, board: str, get: Get) -> Posting:
    text, what = get(f"{posting['url']}?in_iframe=1").text, f"icims_classic {board} {posting['id']}"
    stated = {k: v or posting.get(k) for k, v in _labelled(parse_html(text, what)).items()}
    return {**posting, **stated, "job": job_posting(text, what)}


def read(posting: Posting, board: str) -> Listing | None:
    native_id, labelled = fields.required(posting, "id"), fields.nested(posting.get("fields"))

    def value(*labels: str) -> str | None:
        names = (n for label in labels for n in labelled if re.search(label, n, re.I))
        return next((fields.text(labelled[name]) for name in names), None)

    model = value("arrangement", "remote", "workplace|work type|location type")
    row = Listing(
        native_id=native_id,
        title=fields.required(posting, "title"),
        url=fields.text(posting.get("url")),
        places=tuple(_coded(value(r"locations?$") or "")),
        workplace={"yes": "Remote", "no": None}.get((model or "").lower(), model),
        employment_type=value("position type", "employment|job type|^type"),
        department=value("categor", "depart"),
        opening_id=value("requisition", r"\bid\b") or native_id,
        pay_text=fields.text(posting.get("pay_text")),
        published_at=_posted(fields.text(posting.get("posted"))),
        closes_at=parse_date(posting.get("closes")),
    )
    if "job" not in posting:
        return row
    page = listing_from_job(job := fields.nested(posting["job"]), native_id, row.url)
    return replace(
        page,
        title=row.title,
        places=page.places or row.places,
        workplace=row.workplace or page.workplace,
        employment_type=row.employment_type or page.employment_type,
        department=row.department or name_of(job.get("occupationalCategory")),
        opening_id=row.opening_id,
        published_at=row.published_at or page.published_at,
        pay_text=row.pay_text,
        closes_at=row.closes_at,
    )


def _cards(page: Element, host: str) -> Iterator[Posting]:
    """Each job of a page: its link, and the labelled values beside it that name no person."""
    for link in select(page, "//a[.//h2 or .//h3]"):
        found = _JOB.search(link.get("href") or "")
        title = element_text(select(link, ".//h2 | .//h3")[0])
        if not found or not title:
            continue
        around = (select(link, _ROW) or [link])[0]
        pairs = {n: v for n, v in _fields(around) if LABELS.search(n) and not closing_date(n, v)}
        posted = [row.get("title") for row in select(around, ".//span[contains(@title, '/')]")]
        row = {"id": found[2], "title": title, "url": f"https://{host}{found[1]}"}
        row |= {"fields": pairs, "posted": posted[0] if posted else None}
        yield {**row, **_labelled(around)}


def _fields(around: Element) -> Iterator[tuple[str, str]]:
    """Each label inside an element, with the value beside it."""
    for label in select(around, ".//*[contains(@class, 'field-label')] | .//dt"):
        name, value = element_text(label), element_text(next(label.itersiblings("*"), None))
        if name and value:
            yield name, value


def _labelled(around: Element) -> dict[str, str | None]:
    """The closing date and the pay in the labels of a card or page."""
    ends = (closing_date(name, value) for name, value in _fields(around))
    pays = [v for n, v in _fields(around) if is_pay_field(n) and re.search(r"\d", v)]
    return {"closes": next(filter(None, ends), None), "pay_text": "\n".join(pays) or None}


def _coded(text: str) -> Iterator[Place]:
    """Places written as country-state-city, separated by `|`."""
    for name in filter(None, (piece.strip() for piece in text.split("|"))):
        country, region, city = found.groups() if (found := _PLACE.fullmatch(name)) else [None] * 3
        yield Place(name, city, region, country)


def _posted(value: str | None) -> datetime | None:
    """A date written month first, as on the pages of all tenants; without time, for it has no
    zone."""
    found = re.match(r"(\d{1,2})/(\d{1,2})/(\d{4})\b", value or "")
    return parse_date(f"{found[3]}-{found[1]}-{found[2]}") if found else None
