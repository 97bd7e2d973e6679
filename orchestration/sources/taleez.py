"""Taleez: the careers site of a company.

Endpoint: GET {board}.taleez.com/api/careez, which the site itself reads, then
taleez.com/apply/{slug} for the text.
Documentation: none public (career-ops-hq/career-ops providers/taleez.mjs, read live 2026-08-14; a
reader of six sites, 2026-08-31; three more public readers of 2026 that agree).
Paging: none; one answer holds the whole board.
Completeness: not provable: one answer, which parses as JSON to its end.
Does not publish: pay, date of the last change, closing date, a key of the opening. Department,
level and work model are properties that an employer may leave out; the type of a property says
what it means, whatever the employer calls it.
Terms: not known. Robots: disallows nothing on the sites and nothing of /apply/ (one reader); read
each night.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.hosts import board_host
from orchestration.sources._toolkit.listing import LABEL, Get, Listing, Place, Posting
from orchestration.sources._toolkit.schema_org import job_posting, listing_from_job

BOARD = LABEL
PAGES = r"\b(?!(?:www|app|api|help|blog)\.)([\w-]+)\.taleez\.com\b(?![.-]\w)"
PAGE = {"Accept": "text/html"}
FIELDS = {"DEPARTMENT": "department", "XP": "experience", "REMOTE": "workplace"}
"""The types of a property that are read."""
KEYS = {"id": "id", "title": "label", "slug": "slug", "employmentType": "contract",
        "isRemote": "remote", "language": "lang", "publishedAt": "publishDate"}  # fmt: skip


def postings(board: str, get: Get) -> Iterator[Posting]:
    url, what = f"https://{board_host(board, 'taleez.com')}/api/careez", f"taleez {board}"
    answer = get(url, headers={"Accept": "application/json"}).json()
    rows = fields.rows(answer, what, "jobs")
    known = {row.get("id"): row for row in _objects(answer.get("properties"))}
    units = {row.get("id"): row.get("name") for row in _objects(answer.get("units"))}
    for row in rows:
        at, unit = row.get("location"), row.get("unitId")
        place = at if isinstance(at, dict) else {}
        yield {
            **{key: row.get(name) for key, name in KEYS.items()},
            **_properties(row, known),
            "location": {key: place.get(key) for key in ("city", "region", "country")},
            "team": units.get(unit) if isinstance(unit, int | str) else None,
            "company": answer.get("name"),
        }


def detail(posting: Posting, board: str, get: Get) -> Posting:
    page = get(_url(posting), headers=PAGE).text
    return {**posting, "job": job_posting(page, f"taleez {board} {posting.get('id')}")}


def read(posting: Posting, board: str) -> Listing | None:
    at = fields.nested(posting.get("location"))
    place = Place(None, *(fields.text(at.get(key)) for key in ("city", "region", "country")))
    row = Listing(
        native_id=fields.required(posting, "id"),
        title=fields.required(posting, "title"),
        url=_url(posting),
        company=fields.text(posting.get("company")),
        places=(place,) if place != Place() else (),
        workplace=fields.text(posting.get("workplace")),
        is_remote=fields.boolean(posting.get("isRemote")),
        employment_type=fields.text(posting.get("employmentType")),
        department=fields.text(posting.get("department")),
        team=fields.text(posting.get("team")),
        level=fields.text(posting.get("experience")),
        language=fields.text(posting.get("language")),
        published_at=fields.utc_from_ms(posting.get("publishedAt")),
    )
    if "job" not in posting:
        return row
    page = listing_from_job(fields.nested(posting["job"]), row.native_id)
    return replace(row, description_html=page.description_html, pays=page.pays)


def _properties(row: Posting, known: Mapping[Any, Posting]) -> dict[str, str]:
    """What a posting chose of the properties that are read, in the employer's words."""
    found = {}
    for chosen in _objects(row.get("properties")):
        kind = known.get(chosen.get("id"), {})
        words = {choice.get("id"): choice.get("value") for choice in _objects(kind.get("choices"))}
        ids = chosen.get("choices")
        values = fields.texts([words.get(key) for key in ids if isinstance(key, int | str)]
                              if isinstance(ids, list) else None)  # fmt: skip
        name = kind.get("lockedType")
        if values and isinstance(name, str) and name in FIELDS:
            found[FIELDS[name]] = " / ".join(dict.fromkeys(values))
    return found


def _objects(value: object) -> list[Posting]:
    """The objects of a list whose ids can be keys."""
    rows = value if isinstance(value, list) else []
    return [
        row
        for row in rows
        if isinstance(row, Mapping) and isinstance(row.get("id"), int | str | None)
    ]


def _url(posting: Posting) -> str:
    return f"https://taleez.com/apply/{quote(fields.required(posting, 'slug'), safe='')}"
