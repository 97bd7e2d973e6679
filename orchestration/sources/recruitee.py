"""Recruitee: the public offers of a careers site.

Endpoint: GET {board}.recruitee.com/api/offers/
Documentation: https://docs.recruitee.com/reference/offers
Paging: none; one answer holds the whole board.
Completeness: not provable: one answer, which parses as JSON to its end.
Does not publish: team, a key of the opening.
Terms: https://recruitee.com/terms
Robots: disallows `*` on audited sites (colophon-group/jobseek issue 2841), not on bunq's own domain
(third party, 2026-09-25). From 2027-02-10 the API asks for a token.
"""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import quote, unquote

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.listing import Get, Listing, Pace, Pay, Place, Posting

PAGES = r"\b(?!www\b|api\b|careers\b)([\w-]+)\.recruitee\.com\b"
OFF = "robots.txt of Recruitee's careers sites disallows the API for `*`"
PACE = Pace(rate=2.0)  # 4 at once worked, 32 did not
WORKPLACES = ("remote", "hybrid", "on_site")
KEYS = ("name", "city", "state", "country")


def postings(board: str, get: Get) -> Iterator[Posting]:
    answer = get(f"{_site(board)}/api/offers/").json()
    for row in fields.rows(answer, f"recruitee {board}", "offers"):
        yield {key: value for key, value in row.items() if key != "mailbox_email"}


def read(posting: Posting, board: str) -> Listing | None:
    if posting.get("status", "published") != "published":
        return None
    own_page = f"{_site(board)}/o/{quote(fields.text(posting.get('slug')) or '', safe='')}"
    html = (fields.text(posting.get(key)) for key in ("description", "requirements"))
    return Listing(
        native_id=fields.required(posting, "id"),
        title=fields.required(posting, "title"),
        url=fields.text(posting.get("careers_url")) or (own_page if posting.get("slug") else None),
        company=fields.text(posting.get("company_name")),
        description_html="\n".join(filter(None, html)) or None,
        places=tuple(_places(posting)),
        workplace=" + ".join(flag for flag in WORKPLACES if posting.get(flag) is True) or None,
        is_remote=fields.boolean(posting.get("remote")),
        employment_type=fields.text(posting.get("employment_type_code")),
        department=fields.text(posting.get("department")),
        level=fields.text(posting.get("experience_code")),
        language=_language(posting),
        pays=tuple(_pays(fields.nested(posting.get("salary")))),
        published_at=_utc(posting.get("published_at")),
        updated_at=_utc(posting.get("updated_at")),
        closes_at=_utc(posting.get("close_at")),
    )


def _site(board: str) -> str:
    return f"https://{quote(unquote(board), safe='')}.recruitee.com"


def _places(posting: Posting) -> list[Place]:
    """Every location; without any the flat fields, whose label may be a translated "remote"."""
    flat = {**posting, "name": posting.get("location"), "state": posting.get("state_name")}
    rows = fields.nested_list(posting.get("locations")) or [flat]
    places = dict.fromkeys(Place(*(fields.text(row.get(key)) for key in KEYS)) for row in rows)
    return [place for place in places if place != Place()]


def _language(posting: Posting) -> str | None:
    """The language of the offer, if it is one of its translations."""
    texts = fields.nested(posting.get("translations"))
    shown = [
        code for code, row in texts.items() if fields.nested(row).get("title") == posting["title"]
    ]
    return shown[0] if len(shown) == 1 else None


def _pays(row: Posting) -> Iterator[Pay]:
    """The range, in strings; an offer without one has the object with nulls."""
    low, high = fields.number(row.get("min")) or None, fields.number(row.get("max")) or None
    if low or high:
        yield Pay(low, high, fields.text(row.get("currency")), fields.text(row.get("period")))


def _utc(value: object) -> datetime | None:
    """A time such as 2026-08-05 10:10:39 UTC."""
    return fields.utc((fields.text(value) or "").removesuffix(" UTC"))
