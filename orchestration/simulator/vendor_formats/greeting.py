"""Greeting: the number of the workspace in a Next.js page, pages of a hundred openings, each text
in a page of its own; pay only in the text, and of the work models only work from home."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.markup import Form
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor, each
from orchestration.simulator.vendor_formats._markup import body, described, in_script
from orchestration.simulator.vendor_formats._schema_org import HTML, page

_API = "https://api.greetinghr.com/ats/v1.1/career/workspaces"
_FORM = Form()
_EMPLOYMENT = {"full": "FULL_TIME_WORKER", "intern": "INTERN_WORKER", "contract": "CONTRACT_WORKER"}
_SIZE = 100


def _page(title: str, workspace: int, *queries: dict[str, Any]) -> bytes:
    boot = ["publicCareer", "getCareerBootInfo", {"workspaceId": workspace}]
    state = {"queries": [{"queryKey": boot, "state": {"data": {}}}, *queries]}
    data = {"props": {"pageProps": {"dehydratedState": state}}}
    text = in_script(data)
    return page(title, None, f'<script id="__NEXT_DATA__" type="application/json">{text}</script>')


def _row(board: Board, posting: Posting) -> dict[str, Any]:
    positions = [
        {
            "workspaceOccupation": {"occupation": posting.department},
            "workspaceJob": {"job": posting.team} if posting.team else None,
            "workspacePlace": {
                "location": label,
                "place": None,
                "workFromHome": label.startswith("Remote"),
            },
            "jobPositionCareer": {"careerType": "EXPERIENCED", "careerFrom": 3, "careerTo": None},
            "jobPositionEmployment": {"employmentType": _EMPLOYMENT[posting.employment]},
        }
        for label in posting.labels
    ]
    return {
        "openingId": int(posting.key),
        "title": posting.title,
        "deploy": True,
        "openDate": posting.published.isoformat() if posting.published else None,
        "dueDate": None,
        "group": {"name": board.company.name},
        "openingJobPosition": {"openingJobPositions": positions},
    }


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """The careers page, the pages of the list, then the page of every posting."""
    name, site = board.company.name, f"https://{board.company.board}.career.greetinghr.com"
    workspace = zlib.crc32(site.encode())
    yield Exchange("GET", f"{site}/", 200, HTML, _page(name, workspace))
    pages = max(-(-len(postings) // _SIZE), 1)
    for number in range(pages):
        rows = [_row(board, p) for p in postings[number * _SIZE : (number + 1) * _SIZE]]
        data = {"page": number, "pageSize": _SIZE, "totalCount": len(postings), "totalPage": pages,
                "hasPrev": number > 0, "hasNext": number + 1 < pages, "datas": rows}  # fmt: skip
        url = f"{_API}/{workspace}/openings?page={number}&pageSize={_SIZE}"
        answer = body({"success": True, "data": data, "message": None, "errorCode": None})
        yield Exchange("GET", url, 200, "application/json", answer)
    for posting, text in described(board, postings, _FORM):
        info = {"openingId": int(posting.key), "status": "OPEN", "detail": text}
        query = {
            "queryKey": ["career", "getOpeningById", {"openingId": int(posting.key)}],
            "state": {"data": {"success": True, "data": {"openingsInfo": info}}},
        }
        content = _page(posting.title, workspace, query)
        yield Exchange("GET", f"{site}/ko/o/{posting.key}", 200, HTML, content)


VENDOR = Vendor(answers, _FORM, share=0.0, flags=False, text_pay=1.0, keys=each(str))
