"""Comeet (Spark Hire Recruit): the careers API, and the same positions in a hosted page.

Endpoint: a board is `uid.token` (91.001.5A3F…): GET www.comeet.co/careers-api/2.0/company/{uid}/
positions?token={token}&details=true; or `name.uid` (acme.91.001): www.comeet.com/jobs/{name}/{uid}
Documentation: https://developers.comeet.com/reference/careers-api-overview
Paging: none; one answer holds the whole board.
Completeness: not provable: one answer, or one page that sets the positions to their end.
Does not publish: pay, team, language, a key of the opening, the date of publication.
Terms: https://www.sparkhire.com/terms-of-use/. Robots: not known; read each night.
"""

import re
from collections.abc import Iterator
from html import escape

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import Unreadable
from orchestration.sources._toolkit.listing import Get, Listing, Place, Posting
from orchestration.sources._toolkit.markup import extract_embedded_json

API = "https://www.comeet.co/careers-api/2.0/company/{}/positions?token={}&details=true"
PAGE = "https://www.comeet.com/jobs/{}/{}"
_UID = r"[0-9A-Za-z]{1,3}\.[0-9A-Za-z]{3}"
PAGES = (
    rf"comeet\.co/careers-api/2\.0/company/({_UID})/positions\?token=([0-9A-Fa-f]+)"
    rf"|comeet\.com/jobs/([\w-]+)/({_UID})(?![\w.])"
)
BOARD = re.compile(rf"({_UID})\.([0-9A-Fa-f]{{8,80}})|([\w-]+)\.({_UID})", re.A)


def postings(board: str, get: Get) -> Iterator[Posting]:
    if not (found := BOARD.fullmatch(board)):
        raise Unreadable(f"comeet {board}: not a board of Comeet")
    if found[1]:
        answer = get(API.format(found[1], found[2])).json()
    else:
        page = get(PAGE.format(found[3], found[4])).text
        answer = extract_embedded_json(page, "COMPANY_POSITIONS_DATA", f"comeet {board}")
    yield from fields.rows(answer, f"comeet {board}")


def read(posting: Posting, board: str) -> Listing | None:
    if posting.get("is_internal") is True:
        return None
    location = fields.nested(posting.get("location"))
    place = Place(*(fields.text(location.get(key)) for key in ("name", "city", "state", "country")))
    return Listing(
        native_id=fields.required(posting, "uid"),
        title=fields.required(posting, "name"),
        url=fields.text(posting.get("url_active_page"))
        or fields.text(posting.get("url_comeet_hosted_page"))
        or fields.text(posting.get("url_recruit_hosted_page")),
        company=fields.text(posting.get("company_name")),
        description_html=_text(posting),
        places=(place,) if place != Place() else (),
        workplace=fields.text(posting.get("workplace_type")),
        is_remote=fields.boolean(location.get("is_remote")),  # also true for hybrid work
        employment_type=fields.text(posting.get("employment_type")),
        department=fields.text(posting.get("department")),
        level=fields.text(posting.get("experience_level")),
        updated_at=fields.utc(fields.text(posting.get("time_updated"))),
    )


def _text(posting: Posting) -> str | None:
    """The sections in their order, each with its name as heading."""
    custom = fields.nested(posting.get("custom_fields"))
    rows = fields.nested_list(posting.get("details")) or fields.nested_list(custom.get("details"))
    html = []
    for row in sorted(rows, key=lambda row: fields.number(row.get("order")) or 0):
        name, value = fields.text(row.get("name")), fields.text(row.get("value"))
        if value:
            html.append(f"<h3>{escape(name, quote=False)}</h3>\n{value}" if name else value)
    return "\n".join(html) or None
