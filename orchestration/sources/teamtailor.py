"""Teamtailor: the JSON feed of a careers site, and its RSS feed for what that leaves out.

Endpoint: GET {board}.teamtailor.com/jobs.json, and /jobs.rss for remote status, department and
role. A board in North America is called {name}.na.
Documentation: https://support.teamtailor.com/en/articles/11171756-rss-feed-how-to-guide
Paging: JSON 100 a page, `next_url` leads on; RSS by offset and per_page.
Does not publish: level, language, a key of the opening.
Terms: https://www.teamtailor.com/en/terms-and-conditions/
Robots: allows the feeds, with `Content-Signal: search=no, ai-train=no, ai-input=no` (polestar, as
others read it on 2026-09-16); read each night.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import quote, unquote, urlsplit

import orchestration.sources._listing as li
from orchestration.sources._markup import xml
from orchestration.sources._schema_org import listing

PAGES = r"\b(?!www\b|api\b|app\b|scripts\b|support\b)([\w-]+(?:\.na)?)\.teamtailor\.com\b"
SIZE = 100
ITEM = ("id", "title", "url", "date_published", "date_modified", "content_html", "_jobposting")
TT = "{https://teamtailor.com/locations}"
RSS = {"remoteStatus": "remoteStatus", "department": f"{TT}department", "role": f"{TT}role"}


def postings(board: str, get: li.Get) -> Iterator[li.Posting]:
    site = f"https://{quote(unquote(board), safe='')}.teamtailor.com"
    more, what = _more(site, get), f"teamtailor {board}"
    seen: set[object] = set()
    query = ""
    while True:
        answer = get(f"{site}/jobs.json{query}").json()
        items = li.envelope(answer, what, "items")
        fresh = {repr(item.get("id")): item for item in items if repr(item.get("id")) not in seen}
        seen.update(fresh)
        for item in fresh.values():
            row = {key: item[key] for key in ITEM if key in item}
            yield {**row, "rss": more.get(str(item.get("id")))}
        if not (following := li.text(answer.get("next_url"))):
            return
        if not fresh:
            raise li.Incomplete(f"{what}: a page repeats earlier ones, {len(seen)} rows sent")
        query = f"?{urlsplit(following).query}"  # on our host, whatever host it names


def _more(site: str, get: li.Get) -> Mapping[str, li.Posting]:
    """What the RSS feed adds, by the id of the posting; nothing when there is no such feed."""
    found: dict[str, li.Posting] = {}
    while True:
        try:
            content = get(f"{site}/jobs.rss?offset={len(found)}&per_page={SIZE}").content
        except li.NotFound:
            return found
        known = len(found)
        for item in xml(content, f"{site}/jobs.rss", "rss").iterfind("channel/item"):
            row = {key: item.findtext(tag) for key, tag in RSS.items()}
            found.setdefault((item.findtext("guid") or "").strip(), row)
        if len(found) != known + SIZE:
            return found


def read(posting: li.Posting, board: str) -> li.Listing | None:
    rss, job = li.part(posting.get("rss")), li.part(posting.get("_jobposting"))
    dates = {"datePosted": posting.get("date_published")}
    dates |= {"dateModified": posting.get("date_modified")}
    said = {**dates, **job, "title": li.required(posting, "title")}
    read = listing(said, li.required(posting, "id"), li.text(posting.get("url")))
    status = li.text(rss.get("remoteStatus"))
    return replace(
        read,
        description_html=li.text(posting.get("content_html")) or read.description_html,
        workplace=f"remoteStatus {status}" if status else None,
        department=li.text(rss.get("department")),
        team=li.text(rss.get("role")),
        opening_id=None,  # the identifier is the posting's own number
    )
