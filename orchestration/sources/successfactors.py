"""SAP SuccessFactors: the feed of a career site (Career Site Builder).

A board is the site's host, as in jobs.sap.com. Legacy sites (careerN.successfactors.com) and those
at jobs.hr.cloud.sap have no such feed and are not read.
Endpoint: GET {board}/sitemal.xml (sic): RSS 2.0 with Google's namespace.
Documentation: https://help.sap.com/docs/successfactors-recruiting
Paging: none; one answer holds the whole board, and announces no number.
Completeness: not provable: one feed, which parses as XML to its end and has a channel.
Does not publish: pay, workplace, language, level, a key of the opening; the date of publication
only at some sites.
Terms: https://www.sap.com/about/legal/terms-of-use.html (the vendor's); each employer has its own.
Robots: each site has its own; read each night.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import Unreadable
from orchestration.sources._toolkit.listing import LABEL, Get, Listing, Pace, Place, Posting
from orchestration.sources._toolkit.markup import parse_xml

BOARD = rf"(?i)(?!.*\.(?:successfactors|sapsf|cloud)\.\w+$)(?:{LABEL}\.)+[a-z]{{2,}}"
PAGES = (
    r"(?i)https?://([\w-]+\.jobs2web\.com\b"
    r"|(?:[\w-]+\.)+[a-z]{2,}(?=/(?:sitemal\.xml|services/rss/job/)))"
)
SIGNS = r"\brmkcdn\.successfactors\.(?:com|eu)\b|\bj2w\.(?:init|SSO|Apply)\b"
PACE = Pace(per_host=True)
ELEMENTS = {"title", "link", "description", "guid", "pubDate", "id", "employer", "location",
        "job_function", "job_type", "employment_type", "expiration_date"}  # fmt: skip
_PLACED = re.compile(r"(.+?)\s*\(([^()]+)\)\s*")
_PLACE = re.compile(r".+, [A-Z]{2}(, [\w -]+)?")  # Leeds, GB; Reno, NV, US, 89501


def postings(board: str, get: Get) -> Iterator[Posting]:
    if not re.fullmatch(BOARD, board):
        raise Unreadable(f"successfactors {board}: not the host of a career site")
    answer = get(f"https://{board}/sitemal.xml", headers={"Accept": "application/xml, text/xml"})
    root = parse_xml(answer.content, f"successfactors {board}", "rss")
    if root.find("channel") is None:
        raise Unreadable(f"successfactors {board}: a feed without a channel")
    for item in root.iter("item"):
        pairs = ((str(child.tag).rpartition("}")[2], child.text) for child in item)
        yield {name: text for name, text in pairs if name in ELEMENTS and text}


def read(posting: Posting, board: str) -> Listing | None:
    url = fields.text(posting.get("link"))
    title, place = _title(
        fields.required(posting, "title").strip(), fields.text(posting.get("location"))
    )
    html = fields.text(posting.get("description")) or ""
    kind = fields.text(posting.get("job_type")) or fields.text(posting.get("employment_type"))
    return Listing(
        native_id=fields.text(posting.get("id")) or _last(fields.required(posting, "link")),
        title=title,
        url=url,
        company=fields.text(posting.get("employer")),
        description_html=(html if "<" in html else unescape(html)) or None,
        places=(Place(text=place),) if place else (),
        employment_type=kind,
        department=fields.text(posting.get("job_function")),
        published_at=_when(fields.text(posting.get("pubDate"))),
        closes_at=_when(fields.text(posting.get("expiration_date"))),
    )


def _title(title: str, place: str | None) -> tuple[str, str | None]:
    """The title without the place in brackets after it, and the place."""
    if found := _PLACED.fullmatch(title):
        if place is None and _PLACE.fullmatch(found[2]):
            return found[1], found[2]
        if place is not None and found[2].casefold() == place.strip().casefold():
            return found[1], place
    return title, place


def _last(link: str) -> str:
    """The last part of a posting's address, which is its number."""
    return re.split(r"[?#]", link)[0].rstrip("/").rpartition("/")[2]


def _when(text: str | None) -> datetime | None:
    """A date in the form of RSS or of Google."""
    if text is None or re.match(r"\d{4}-", text.strip()):
        return fields.utc(text and text.strip())
    when = parsedate_to_datetime(text)
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
