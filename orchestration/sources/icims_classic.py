"""iCIMS: the classic pages of *.icims.com. A board is the customer's name, or the whole host.

Endpoint: GET careers-{board}.icims.com/jobs/search?pr=N&in_iframe=1, then each job's page.
Documentation: none public; a job's page holds a schema.org JobPosting.
Paging: as many pages as the links of a page name, one after another.
Does not publish: team, level, pay, language; a closing date (the one in the page is made up).
Terms: https://www.icims.com/legal/. Robots: not known; read each night.

Customers with the Jibe front end are in `icims`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import orchestration.sources._listing as li
from orchestration.sources._markup import Element, html, select, words
from orchestration.sources._paging import Page, walk
from orchestration.sources._schema_org import job_posting, listing, name_of, when

PAGES = (
    r"https?://(?:careers-([a-z0-9-]+)\.icims\.com\b"
    r"|((?!careers-|www\.|api\.|app\.)[a-z0-9-]+\.icims\.com)(?:/jobs|/?$))"
)
BOARD = re.compile(rf"{li.LABEL}(?:\.icims\.com)?")
LABELS = re.compile(r"location|categor|depart|type|arrangement|remote|\bid\b|requisition", re.I)
_HOST = re.compile(r"[a-z0-9][a-z0-9-]*\.icims\.com")
_JOB = re.compile(r"(/jobs/(\d+)/(?:[^/?#]+/)?job)(?=[?#]|$)")
_PLACE = re.compile(r"([A-Z]{2,3})(?:-([A-Z]{2,3}))?(?:-(?i:remote)\b.*|-(.+))?")
_ROW = "ancestor::*[self::li or contains(concat(' ', @class, ' '), ' row ')][1]"


def postings(board: str, get: li.Get) -> Iterator[li.Posting]:
    host = board.lower() if "." in board else f"careers-{board.lower()}.icims.com"
    if not _HOST.fullmatch(host):
        raise li.Unreadable(f"icims_classic {board}: not a board of iCIMS")
    pages = 1

    def ask(number: int) -> Page:
        nonlocal pages
        if number >= pages:
            return [], None
        text = get(f"https://{host}/jobs/search?ss=1&pr={number}&in_iframe=1").text
        rows = list(_cards(html(text, f"icims_classic {board}"), host))
        if not rows and "iCIMS_" not in text:
            raise li.Unreadable(f"icims_classic {board}: not a page of jobs")
        if not rows and number:
            raise li.Incomplete(f"icims_classic {board}: page {number + 1} of {pages} is empty")
        told = re.findall(r"\bPage \d{1,4} of (\d{1,4})\b|[?&;]pr=(\d{1,4})\b", text)
        pages = max([pages, *(int(of) if of else int(last) + 1 for of, last in told)])
        return rows, None

    yield from walk(ask, "id", 1, f"icims_classic {board}")


def detail(posting: li.Posting, board: str, get: li.Get) -> li.Posting:
    page = get(f"{posting['url']}?in_iframe=1").text
    return {**posting, "job": job_posting(page, f"icims_classic {board} {posting['id']}")}


def read(posting: li.Posting, board: str) -> li.Listing | None:
    native_id, fields = li.required(posting, "id"), li.part(posting.get("fields"))

    def said(*labels: str) -> str | None:
        names = (n for label in labels for n in fields if re.search(label, n, re.I))
        return next((li.text(fields[name]) for name in names), None)

    model = said("arrangement", "remote", "workplace|work type|location type")
    row = li.Listing(
        native_id=native_id,
        title=li.required(posting, "title"),
        url=li.text(posting.get("url")),
        places=tuple(_coded(said(r"locations?$") or "")),
        workplace={"yes": "Remote", "no": None}.get((model or "").lower(), model),
        employment_type=said("position type", "employment|job type|^type"),
        department=said("categor", "depart"),
        opening_id=said("requisition", r"\bid\b") or native_id,
        published_at=_posted(li.text(posting.get("posted"))),
    )
    if "job" not in posting:
        return row
    page = listing(job := li.part(posting["job"]), native_id, row.url)
    return replace(
        page,
        title=row.title,
        places=page.places or row.places,
        workplace=row.workplace or page.workplace,
        employment_type=row.employment_type or page.employment_type,
        department=row.department or name_of(job.get("occupationalCategory")),
        opening_id=row.opening_id,
        published_at=row.published_at or page.published_at,
        closes_at=None,
    )


def _cards(page: Element, host: str) -> Iterator[li.Posting]:
    """Each job of a classic page: its link, and the labelled values beside it that name no one."""
    for link in select(page, "//a[.//h2 or .//h3]"):
        found = _JOB.search(link.get("href") or "")
        title = words(select(link, ".//h2 | .//h3")[0])
        if not found or not title:
            continue
        around = (select(link, _ROW) or [link])[0]
        fields = {}
        for label in select(around, ".//*[contains(@class, 'field-label')] | .//dt"):
            name, value = words(label), words(next(label.itersiblings("*"), None))
            if name and value and LABELS.search(name):
                fields[name] = value
        posted = [row.get("title") for row in select(around, ".//span[contains(@title, '/')]")]
        row = {"id": found[2], "title": title, "url": f"https://{host}{found[1]}"}
        yield {**row, "fields": fields, "posted": posted[0] if posted else None}


def _coded(text: str) -> Iterator[li.Place]:
    """Country-state-city as the classic pages write it, one or several."""
    for name in filter(None, (piece.strip() for piece in text.split("|"))):
        country, region, city = found.groups() if (found := _PLACE.fullmatch(name)) else [None] * 3
        yield li.Place(name, city, region, country)


def _posted(value: str | None) -> datetime | None:
    """Month first, as the pages of all tenants have it; the day alone, for it has no zone."""
    found = re.match(r"(\d{1,2})/(\d{1,2})/(\d{4})\b", value or "")
    return when(f"{found[3]}-{found[1]}-{found[2]}") if found else None
