"""Recruitee: the public offers of a careers site.

Endpoint: GET {board}.recruitee.com/api/offers/
Documentation: https://docs.recruitee.com/reference/offers
Paging: none; one answer is the whole board.
Completeness: nothing proves it: one answer, read to its end as JSON.
Does not publish: team, a key of the opening.
Terms: https://recruitee.com/terms
Robots: disallows `*` on audited sites (colophon-group/jobseek issue 2841), not on bunq's own domain
(as others read it on 2026-09-25). From 2027-02-10 the API asks for a token.
"""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import quote, unquote

import orchestration.sources._listing as li

PAGES = r"\b(?!www\b|api\b|careers\b)([\w-]+)\.recruitee\.com\b"
OFF = "robots.txt of Recruitee's careers sites disallows the API for `*`"
PACE = li.Pace(rate=2.0)  # four at once were clean, 32 were not
WORKPLACES = ("remote", "hybrid", "on_site")
KEYS = ("name", "city", "state", "country")


def postings(board: str, get: li.Get) -> Iterator[li.Posting]:
    answer = get(f"{_site(board)}/api/offers/").json()
    for row in li.envelope(answer, f"recruitee {board}", "offers"):
        yield {key: value for key, value in row.items() if key != "mailbox_email"}


def read(posting: li.Posting, board: str) -> li.Listing | None:
    if posting.get("status", "published") != "published":
        return None
    own_page = f"{_site(board)}/o/{quote(li.text(posting.get('slug')) or '', safe='')}"
    html = (li.text(posting.get(key)) for key in ("description", "requirements"))
    return li.Listing(
        native_id=li.required(posting, "id"),
        title=li.required(posting, "title"),
        url=li.text(posting.get("careers_url")) or (own_page if posting.get("slug") else None),
        company=li.text(posting.get("company_name")),
        description_html="\n".join(filter(None, html)) or None,
        places=tuple(_places(posting)),
        workplace=" + ".join(flag for flag in WORKPLACES if posting.get(flag) is True) or None,
        is_remote=li.flag(posting.get("remote")),
        employment_type=li.text(posting.get("employment_type_code")),
        department=li.text(posting.get("department")),
        level=li.text(posting.get("experience_code")),
        language=_language(posting),
        pays=tuple(_pays(li.part(posting.get("salary")))),
        published_at=_utc(posting.get("published_at")),
        updated_at=_utc(posting.get("updated_at")),
        closes_at=_utc(posting.get("close_at")),
    )


def _site(board: str) -> str:
    return f"https://{quote(unquote(board), safe='')}.recruitee.com"


def _places(posting: li.Posting) -> list[li.Place]:
    """Every location; the flat fields, whose label may be a translated "remote", without any."""
    flat = {**posting, "name": posting.get("location"), "state": posting.get("state_name")}
    rows = li.parts(posting.get("locations")) or [flat]
    places = dict.fromkeys(li.Place(*(li.text(row.get(key)) for key in KEYS)) for row in rows)
    return [place for place in places if place != li.Place()]


def _language(posting: li.Posting) -> str | None:
    """The translation that the offer shows, where that is one."""
    texts = li.part(posting.get("translations"))
    shown = [code for code, row in texts.items() if li.part(row).get("title") == posting["title"]]
    return shown[0] if len(shown) == 1 else None


def _pays(row: li.Posting) -> Iterator[li.Pay]:
    """The range, in strings; without one the object is there with nulls."""
    low, high = li.number(row.get("min")) or None, li.number(row.get("max")) or None
    if low or high:
        yield li.Pay(low, high, li.text(row.get("currency")), li.text(row.get("period")))


def _utc(value: object) -> datetime | None:
    """A time such as 2026-08-05 10:10:39 UTC."""
    return li.utc((li.text(value) or "").removesuffix(" UTC"))
