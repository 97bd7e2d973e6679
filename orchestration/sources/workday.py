"""Workday: the candidate experience service (CXS) behind a tenant's job site.

A board is `tenant.wdN.Site`, from https://tenant.wdN.myworkdayjobs.com/Site, or, on the host that
tenants share, `wdN.myworkdaysite.tenant.Site`, from wdN.myworkdaysite.com/recruiting/tenant/Site.
Endpoint: POST {tenant}.{wdN}.myworkdayjobs.com/wday/cxs/{tenant}/{site}/jobs, all four keys needed;
GET …/{site}{externalPath} for one posting: text, country, all places, date.
Documentation: none published; https://github.com/colophon-group/jobseek describes it.
Paging: by 20; `total` is right only on page one. Some tenants end at 2,000 and begin again; those
are searched by job family group, then by time type, and must have as many postings as the facets
count.
Completeness: as many postings as `total` says on page one, or as the facets count when it is 2,000.
Does not publish: pay, language, department, level; the employer only as a legal entity, which is
not read.
Terms: https://www.workday.com/en-us/legal.html. Robots: each tenant has its own; read each night.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import Incomplete, Unreadable
from orchestration.sources._toolkit.listing import Get, Listing, Place, Posting
from orchestration.sources._toolkit.paging import Page, get_path, row_key, walk_pages

PAGES = (
    r"\b(?:([\w-]+)\.(wd\d+)\.myworkdayjobs\.com/(?:wday/cxs/[\w-]+/|[a-z]{2}-[A-Z]{2}/)?(?!wday\b)"
    r"|(wd\d+)\.(myworkdaysite)\.com/(?:[\w-]+/)?(?:recruiting|wday/cxs)/([\w-]+)/)([\w-]+)"
)
BOARD = re.compile(r"(?:([A-Za-z0-9-]+)\.(wd\d+)|(wd\d+)\.myworkdaysite\.([\w-]+))\.([\w-]+)", re.A)
SIZE, CAP = 20, 2_000
SPLITS = ("jobFamilyGroup", "timeType")
_ROLL_UP = re.compile(r"\d+ \w+")  # "3 Locations"


def postings(board: str, get: Get) -> Iterator[Posting]:
    api, _ = _addresses(board)

    def search(facets: dict[str, list[str]], number: int) -> Any:
        page = {"limit": SIZE, "offset": number * SIZE, "searchText": ""}
        return get(f"{api}/jobs", json={"appliedFacets": facets, **page}).json()

    yield from _search(search, {}, f"workday {board}")


def _search(search: Callable[..., Any], facets: dict[str, Any], what: str) -> Iterator[Posting]:
    """The postings of a search, split by facets when it finds more than it returns."""
    first = search(facets, 0)

    def fetch_page(number: int) -> Page:
        answer = first if number == 0 else search(facets, number)
        return fields.rows(answer, what, "jobPostings"), get_path(answer, "total")

    capped = fetch_page(0)[1] == CAP
    counted = {
        row_key(f.get("facetParameter")): _objects(f.get("values"))
        for f in _objects(first.get("facets"))
    }
    split = next((n for n in SPLITS if counted.get(n) and n not in facets), None)
    if not capped or split is None:
        yield from walk_pages(fetch_page, "externalPath", SIZE, what, cap=CAP if capped else None)
        return
    seen: set[Any] = set()
    for value in counted[split]:
        with suppress(Incomplete):  # the total count below finds it
            for posting in _search(search, {**facets, split: [value.get("id")]}, what):
                key = row_key(posting.get("externalPath"))
                if key is None or key not in seen:
                    seen.add(key)
                    yield posting
    sums = (
        sum(int(fields.number(v.get("count")) or 0) for v in counted.get(n, [])) for n in SPLITS
    )
    if len(seen) < (least := max(CAP, *sums)):
        raise Incomplete(f"{what}: {len(seen)} postings sent, {least} counted by facets")


def _objects(value: object) -> list[Posting]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def detail(posting: Posting, board: str, get: Get) -> Posting:
    api, _ = _addresses(board)
    page = get(api + fields.required(posting, "externalPath")).json()
    if not isinstance(page, dict) or not isinstance(page.get("jobPostingInfo"), dict):
        raise Unreadable(f"workday {board}: no posting at {posting['externalPath']}")
    return {**posting, "detail": page["jobPostingInfo"]}


def read(posting: Posting, board: str) -> Listing | None:
    path = fields.required(posting, "externalPath")
    page = fields.nested(posting.get("detail"))
    return Listing(
        native_id=_requisition(path),
        title=fields.required(posting, "title"),
        url=fields.text(page.get("externalUrl")) or _addresses(board)[1] + path,
        description_html=fields.text(page.get("jobDescription")),
        places=tuple(dict.fromkeys(_places(posting, page))),
        workplace=fields.text(page.get("remoteType")) or fields.text(posting.get("remoteType")),
        employment_type=" / ".join(fields.texts(page.get("timeType") or posting.get("timeType")))
        or None,
        opening_id=fields.text(page.get("jobReqId")),
        published_at=fields.utc(fields.text(page.get("startDate"))),
        closes_at=fields.utc(fields.text(page.get("endDate"))),
    )


def _requisition(path: str) -> str:
    """The part of a path after the title, or its whole last part when it has no `_`.

    In a title every character but letters and digits is a hyphen, so the first `_` ends it. The id
    therefore depends only on the path: Cook_2024_1 and Cook_2023_1 differ on every night.
    """
    title, _, requisition = path.rpartition("/")[2].partition("_")
    return requisition or title or path


def _places(posting: Posting, page: Posting) -> Iterator[Place]:
    """The places of the detail page, with the country for the first; else those of the list."""
    code = fields.nested(fields.nested(page.get("jobRequisitionLocation")).get("country")).get(
        "alpha2Code"
    )
    country = fields.text(code) or fields.text(fields.nested(page.get("country")).get("descriptor"))
    names = fields.texts(page.get("location")) + fields.texts(page.get("additionalLocations"))
    if not names:
        labels = [t.removesuffix(", More...") for t in fields.texts(posting.get("locationsText"))]
        names = [t for t in labels if not _ROLL_UP.fullmatch(t)]
    for name in names:
        yield Place(text=name, country=country if name == names[0] else None)


def _addresses(board: str) -> tuple[str, str]:
    """The roots of a board's API and of its pages."""
    if not (found := BOARD.fullmatch(board)):
        raise Unreadable(f"workday {board}: not a board of Workday")
    tenant, server, hall, guest, site = found.groups()
    host = f"https://{hall}.myworkdaysite" if hall else f"https://{tenant}.{server}.myworkdayjobs"
    pages = f"recruiting/{guest}/{site}" if hall else site
    return f"{host}.com/wday/cxs/{tenant or guest}/{site}", f"{host}.com/{pages}"
