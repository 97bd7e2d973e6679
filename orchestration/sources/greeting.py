"""Greeting: the careers site of a company.

Endpoint: GET {board}.career.greetinghr.com for the number of its workspace, then GET
api.greetinghr.com/ats/v1.1/career/workspaces/{number}/openings; the text is in the page of a job.
Documentation: none public; the data of the careers site (ever-jobs spec 391, read live 2026-06-03;
five more public readers of 2026 that agree on the list, four on the page of a job).
Paging: page from 0 and pageSize; `data.totalCount` announces the openings.
Completeness: as many openings as that number says. A company that shows its openings on its own
site alone has none here.
Does not publish: pay, language, date of the last change, a key of the opening.
Terms: not known. Robots: a site disallows applying and nothing else (one reader), of the host of
the list not known; read each night.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import Unreadable
from orchestration.sources._toolkit.hosts import board_host
from orchestration.sources._toolkit.listing import LABEL, Get, Listing, Place, Posting
from orchestration.sources._toolkit.markup import next_data
from orchestration.sources._toolkit.paging import Page, get_path, walk_pages

BOARD = LABEL
PAGES = r"\b(?!www\.)([\w-]+)\.career\.greetinghr\.com\b(?![.-]\w)"
API = "https://api.greetinghr.com/ats/v1.1/career/workspaces"
PAGE = {"Accept": "text/html"}
SIZE = 100


def postings(board: str, get: Get) -> Iterator[Posting]:
    what = f"greeting {board}"
    pages: int | None = None
    workspace = _workspace(get(f"{_site(board)}/", headers=PAGE).text, what)

    def fetch_page(page: int) -> Page:
        nonlocal pages
        if pages is not None and page >= pages:
            return [], None
        answer = get(f"{API}/{workspace}/openings?page={page}&pageSize={SIZE}").json()
        data = get_path(answer, "data")
        pages = page + 2 if get_path(data, "hasNext") is True else page + 1
        return fields.rows(data, what, "datas"), get_path(data, "totalCount")

    # The answer says which page is the last, so any page size will do.
    yield from walk_pages(fetch_page, "openingId", 1, what)


def detail(posting: Posting, board: str, get: Get) -> Posting:
    key = fields.required(posting, "openingId")
    what, page = f"greeting {board} {key}", get(f"{_site(board)}/ko/o/{key}", headers=PAGE).text
    for query in _queries(page, what):
        info = get_path(query, "state", "data", "data", "openingsInfo")
        if isinstance(info, Mapping) and str(info.get("openingId", key)) == key:
            return {**posting, "description": fields.text(info.get("detail"))}
    raise Unreadable(f"{what}: no posting in its page")


def read(posting: Posting, board: str) -> Listing | None:
    if posting.get("deploy") is False:
        return None
    native_id = fields.required(posting, "openingId")
    whole = fields.nested(posting.get("openingJobPosition"))
    positions = fields.nested_list(whole.get("openingJobPositions"))
    at = [fields.nested(row.get("workspacePlace")) for row in positions]
    names = (fields.text(p.get("place")) or fields.text(p.get("location")) for p in at)
    from_home = [place.get("workFromHome") is True for place in at]
    return Listing(
        native_id=native_id,
        title=fields.required(posting, "title"),
        url=f"{_site(board)}/ko/o/{native_id}",
        company=fields.text(fields.nested(posting.get("group")).get("name")),
        description_html=fields.text(posting.get("description")),
        places=tuple(Place(name) for name in dict.fromkeys(filter(None, names))),
        # The flag of an office says nothing of how the job is done.
        is_remote=True if from_home and all(from_home) else None,
        employment_type=_of_each(positions, "jobPositionEmployment", "employmentType"),
        department=_of_each(positions, "workspaceOccupation", "occupation"),
        team=_of_each(positions, "workspaceJob", "job"),
        level=_of_each(positions, "jobPositionCareer", "careerType"),
        published_at=fields.utc(fields.text(posting.get("openDate"))),
        closes_at=fields.utc(fields.text(posting.get("dueDate"))),
    )


def _of_each(positions: list[Posting], name: str, key: str) -> str | None:
    """A word of every position of an opening, each once."""
    return " / ".join(fields.names([row.get(name) for row in positions], key)) or None


def _workspace(page: str, what: str) -> str:
    """The number of the workspace, which is in the key of a query of the page."""
    for query in _queries(page, what):
        key = get_path(query, "queryKey")
        for part in key if isinstance(key, list) else ():
            number = part.get("workspaceId") if isinstance(part, Mapping) else None
            if str(number).isascii() and str(number).isdigit():
                return str(number)
    raise Unreadable(f"{what}: the page names no workspace")


def _queries(page: str, what: str) -> list[Any]:
    found = get_path(next_data(page, what), "props", "pageProps", "dehydratedState", "queries")
    return found if isinstance(found, list) else []


def _site(board: str) -> str:
    return f"https://{board_host(board, 'career.greetinghr.com')}"
