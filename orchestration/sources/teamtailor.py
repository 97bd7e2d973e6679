"""Teamtailor: the JSON feed of a careers site, and its RSS feed for the fields that JSON lacks.

Endpoint: GET {board}.teamtailor.com/jobs.json, and /jobs.rss for remote status, department and
role. A board in North America is called {name}.na.
Documentation: https://support.teamtailor.com/en/articles/11171756-rss-feed-how-to-guide
Paging: JSON 100 a page, `next_url` leads on; RSS by offset and per_page.
Completeness: the last page names no next one, and the list has every posting of the RSS feed.
Does not publish: level, language, a key of the opening.
Terms: https://www.teamtailor.com/en/terms-and-conditions/
Robots: allows the feeds, with `Content-Signal: search=no, ai-train=no, ai-input=no` (polestar, as
others read it on 2026-09-16); read each night.
"""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote, unquote, urlsplit

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import Incomplete, NotAnswered, NotFound, Unreadable
from orchestration.sources._toolkit.listing import LABEL, Get, Listing, Posting
from orchestration.sources._toolkit.markup import parse_xml
from orchestration.sources._toolkit.paging import MAX_PAGES, Page, walk_pages
from orchestration.sources._toolkit.schema_org import listing_from_job

PAGES = r"\b(?!www\b|api\b|app\b|scripts\b|support\b)([\w-]+(?:\.na)?)\.teamtailor\.com\b"
BOARD = rf"{LABEL}(?:\.na)?"
SIZE = 100
ITEM = ("id", "title", "url", "date_published", "date_modified", "content_html", "_jobposting")
TT = "{https://teamtailor.com/locations}"
RSS = {"remoteStatus": "remoteStatus", "department": f"{TT}department", "role": f"{TT}role"}


def postings(board: str, get: Get) -> Iterator[Posting]:
    site = f"https://{quote(unquote(board), safe='')}.teamtailor.com"
    what, trouble = f"teamtailor {board}", None
    following: object = f"{site}/jobs.json"
    try:
        more = _more(site, get)
    except (NotAnswered, Unreadable) as error:
        more, trouble = {}, f"{what}: without the RSS feed: {error}"

    def fetch_page(page: int) -> Page:
        nonlocal following
        if not following:
            return [], None
        if not isinstance(following, str):
            raise Incomplete(f"{what}: the next page after {page} is not an address")
        query = urlsplit(following).query  # only its query, so that the host stays the same
        answer = get(f"{site}/jobs.json" + (f"?{query}" if query else "")).json()
        items = fields.rows(answer, what, "items")
        following = answer.get("next_url")
        if following and not items:
            raise Incomplete(f"{what}: page {page + 1} is empty and names a next page")
        return [{key: item[key] for key in ITEM if key in item} for item in items], None

    listed = set()
    for row in walk_pages(
        fetch_page, "id", 1, what, announces=False
    ):  # until a page names no next one
        listed.add(str(row.get("id")))
        yield {**row, "rss": more.get(str(row.get("id")))}
    if not trouble and (missing := len(more.keys() - listed)):
        trouble = f"{what}: {missing} postings of the RSS feed are not in the list"
    if trouble:
        raise Incomplete(trouble)


def _more(site: str, get: Get) -> dict[str, Posting]:
    """The fields that the RSS feed adds, by posting id; empty when there is no feed."""
    found: dict[str, Posting] = {}
    for _ in range(MAX_PAGES):
        try:
            content = get(f"{site}/jobs.rss?offset={len(found)}&per_page={SIZE}").content
        except NotFound:
            break
        known = len(found)
        for item in parse_xml(content, f"{site}/jobs.rss", "rss").iterfind("channel/item"):
            row = {key: item.findtext(tag) for key, tag in RSS.items()}
            found.setdefault((item.findtext("guid") or "").strip(), row)
        if len(found) != known + SIZE:
            break
    return found


def read(posting: Posting, board: str) -> Listing | None:
    rss, job = fields.nested(posting.get("rss")), fields.nested(posting.get("_jobposting"))
    dates = {"datePosted": posting.get("date_published")}
    dates |= {"dateModified": posting.get("date_modified")}
    merged = {**dates, **job, "title": fields.required(posting, "title")}
    read = listing_from_job(merged, fields.required(posting, "id"), fields.text(posting.get("url")))
    status = fields.text(rss.get("remoteStatus"))
    return replace(
        read,
        description_html=fields.text(posting.get("content_html")) or read.description_html,
        workplace=f"remoteStatus {status}" if status else None,
        department=fields.text(rss.get("department")),
        team=fields.text(rss.get("role")),
        opening_id=None,  # the identifier is the number of the posting itself
    )
