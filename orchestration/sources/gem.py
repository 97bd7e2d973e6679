"""Gem: the Job Board API.

Endpoint: GET api.gem.com/job_board/v0/{board}/job_posts/; the last slash is needed, and the name of
a board is case-sensitive.
Documentation: https://api.gem.com/job_board/v0/reference
Paging: none; one answer holds the whole board.
Completeness: not provable: one answer, which parses as JSON to its end.
Does not publish: company, pay, level, language, country apart from the place, closing date.
Terms: https://api.gem.com/job_board/v0/reference (most endpoints public, 20 requests/s with a key).
Robots: not known; read each night.
"""

from collections.abc import Iterator
from urllib.parse import quote, unquote

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.listing import Get, Listing, Place, Posting

PAGES = r"\b(?:jobs\.gem\.com/(?!api\b)|api\.gem\.com/job_board/v0/)([\w-]+)"
URL = "https://api.gem.com/job_board/v0/{}/job_posts/"


def postings(board: str, get: Get) -> Iterator[Posting]:
    answer = get(URL.format(quote(unquote(board), safe=""))).json()
    yield from fields.rows(answer, f"gem {board}")


def read(posting: Posting, board: str) -> Listing | None:
    opening = posting.get("internal_job_id")
    return Listing(
        native_id=fields.required(posting, "id"),
        title=fields.required(posting, "title"),
        url=fields.text(posting.get("absolute_url")),
        description_html=fields.text(posting.get("content")),
        places=tuple(Place(text=name) for name in dict.fromkeys(_places(posting))),
        workplace=fields.text(posting.get("location_type")),
        employment_type=fields.text(posting.get("employment_type")),
        department=" / ".join(fields.names(posting.get("departments"), "name")) or None,
        opening_id=None if opening is None else str(opening),
        published_at=fields.utc(fields.text(posting.get("first_published_at"))),
        updated_at=fields.utc(fields.text(posting.get("updated_at"))),
    )


def _places(posting: Posting) -> list[str]:
    """The name of each office; the single label when there is no office."""
    offices = fields.nested_list(posting.get("offices"))
    names = [t for o in offices for t in fields.texts(_name(o.get("location")) or o.get("name"))]
    return names or fields.texts(_name(posting.get("location")))


def _name(location: object) -> object:
    """The name of a place, which is an object with a name or the name alone."""
    return location if isinstance(location, str) else fields.nested(location).get("name")
