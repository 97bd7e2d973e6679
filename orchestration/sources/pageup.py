"""PageUp: the feed of a careers site on careers.pageuppeople.com.

Endpoint: GET careers.pageuppeople.com/{client}/{site}/{locale}/rss. A board is the three of them:
595.cw.en.
Documentation: none public; the feed has the vendor's own namespace (a reader of 112 boards of
2026-10-03, who compared 17 feeds with the pages of the list and found none short; six more public
readers of 2026 that agree on the fields).
Paging: none; one answer holds the whole board.
Completeness: not provable: one answer, which parses as XML to its end.
Does not publish: company, pay, work model, level, date of the last change, a key of the opening.
The category and the part of the organization are the employer's own words.
Terms: not known. Robots: disallows the internal sites (ci), tests and administration, nothing of
the public sites (three readers); read each night.
"""

import re
from collections.abc import Iterator

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import Unreadable
from orchestration.sources._toolkit.listing import Get, Listing, Place, Posting
from orchestration.sources._toolkit.markup import parse_xml
from orchestration.sources._toolkit.schema_org import parse_date

PAGES = (
    r"\bcareers\.pageuppeople\.com/(?:mob/)?([1-9]\d{0,8})/(?!ci/)([a-z][a-z0-9-]{0,15})"
    r"/([a-z]{2,3}(?:-[a-z]{2})?)(?![\w-])"
)
BOARD = re.compile(r"([1-9]\d{0,8})\.([a-z][a-z0-9-]{0,15})\.([a-z]{2,3}(?:-[a-z]{2})?)", re.A)
FEED = {"Accept": "application/rss+xml, application/xml"}
JOB = "{http://pageuppeople.com/}"
KEYS = {
    "id": f"{JOB}refNo",
    "title": "title",
    "description": f"{JOB}description",
    "location": f"{JOB}location",
    "employmentType": f"{JOB}workType",
    "team": f"{JOB}businessLayer1",
    "pubDate": "pubDate",
    "closes": f"{JOB}closingDate",
}


def postings(board: str, get: Get) -> Iterator[Posting]:
    what, site = f"pageup {board}", _site(board)
    channel = parse_xml(get(f"{site}/rss", headers=FEED).content, what, "rss").find("channel")
    if channel is None:
        raise Unreadable(f"{what}: a feed without a channel")
    for item in channel.iterfind("item"):
        categories = [row.text for row in item.iterfind(f"{JOB}category")]
        yield {**{key: item.findtext(tag) for key, tag in KEYS.items()}, "category": categories}


def read(posting: Posting, board: str) -> Listing | None:
    native_id = fields.required(posting, "id").strip()
    return Listing(
        native_id=native_id,
        title=fields.required(posting, "title").strip(),
        url=f"{_site(board)}/job/{native_id}",
        description_html=fields.text(posting.get("description")),
        places=tuple(dict.fromkeys(_places(fields.text(posting.get("location"))))),
        employment_type=fields.text(posting.get("employmentType")),
        # A category is sent twice.
        department=" / ".join(dict.fromkeys(fields.texts(posting.get("category")))) or None,
        team=fields.text(posting.get("team")),
        language=_site(board).rpartition("/")[2],
        published_at=parse_date(posting.get("pubDate")),
        closes_at=parse_date(posting.get("closes")),
    )


def _places(text: str | None) -> Iterator[Place]:
    """Places like `VIC|Melbourne,WA|Perth`, the wider part first. A comma begins a place only where
    parts follow, since a name has commas too."""
    for place in re.split(r",(?=[^,|]*\|)", text or ""):
        if parts := [part.strip() for part in place.split("|") if part.strip()]:
            yield Place(", ".join(reversed(parts)))


def _site(board: str) -> str:
    if not (parts := BOARD.fullmatch(board)):
        raise Unreadable(f"{board:.60}: not a board of careers.pageuppeople.com")
    return "https://careers.pageuppeople.com/" + "/".join(parts.groups())
