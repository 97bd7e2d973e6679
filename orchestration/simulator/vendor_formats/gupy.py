"""Gupy: the list and each text as the data of Next.js pages, pay only in the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.markup import Form
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor, each
from orchestration.simulator.vendor_formats._markup import around, in_script
from orchestration.simulator.vendor_formats._places import parts_of
from orchestration.simulator.vendor_formats._schema_org import HTML, page

_FORM = Form()
_FLAG = {"remote": "remote", "hybrid": "hybrid", "onsite": "on-site", None: None}
_TYPE = {"full": "vacancy_type_effective", "intern": "vacancy_type_internship",
         "contract": "vacancy_legal_entity"}  # fmt: skip


def _page(title: str, props: dict[str, Any]) -> bytes:
    data = in_script({"props": {"pageProps": props}})
    script = f'<script id="__NEXT_DATA__" type="application/json">{data}</script>'
    return page(title, None, script)


def _row(posting: Posting) -> dict[str, Any]:
    place = next(iter(parts_of(posting)), None)
    address = {
        "city": place.said if place else None,
        "state": place.region if place else None,
        "country": place.country if place else None,
    }
    return {
        "id": int(posting.key),
        "title": posting.title,
        "type": _TYPE[posting.employment],
        "department": posting.department,
        "workplace": {"address": address, "workplaceType": _FLAG[posting.flag]},
    }


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """The page of the company, then the page of every posting."""
    name, site = board.company.name, f"https://{board.company.board}.gupy.io"
    props = {"careerPage": {"name": name}, "jobs": [_row(posting) for posting in postings]}
    yield Exchange("GET", f"{site}/", 200, HTML, _page(name, props))
    for posting in postings:
        job = {
            "id": int(posting.key),
            "description": around(board, _FORM)[0] + posting.body[0],
            "responsibilities": "".join(posting.body[1:]),
            "prerequisites": around(board, _FORM)[1],
            "publishedAt": posting.published.isoformat() if posting.published else None,
        }
        content = _page(posting.title, {"job": job})
        yield Exchange("GET", f"{site}/jobs/{posting.key}", 200, HTML, content)


VENDOR = Vendor(answers, _FORM, share=0.0, one_place=True, text_pay=1.0, keys=each(str))
