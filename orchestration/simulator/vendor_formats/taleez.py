"""Taleez: the data of a careers site, then a page with a JobPosting for each job, on the vendor's
host; pay only in the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.posting import Board, Exchange, Posting, Vendor, each
from orchestration.simulator.vendor_formats._markup import body
from orchestration.simulator.vendor_formats._places import parts_of
from orchestration.simulator.vendor_formats._schema_org import FORM, HTML, job_posting, page

_CONTRACT = {"full": "CDI", "intern": "Stage", "contract": "CDD"}


def _slug(board: Board, posting: Posting) -> str:
    return f"job-{board.company.board}-{posting.key}"


def _row(board: Board, posting: Posting, choices: dict[str, int]) -> dict[str, Any]:
    place = next(iter(parts_of(posting)), None)
    chosen = [choices[posting.department]] if posting.department else []
    return {
        "id": int(posting.key),
        "label": posting.title,
        "slug": _slug(board, posting),
        "contract": _CONTRACT[posting.employment],
        "remote": place is not None and place.is_remote,
        "lang": "en",
        "publishDate": int(posting.published.timestamp() * 1000) if posting.published else None,
        "location": {
            "city": place.said,
            "region": place.region,
            "country": place.code,
        }
        if place
        else None,
        "properties": [{"id": 1, "choices": chosen}],
    }


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """The data of the site, then the page of every posting."""
    names = dict.fromkeys(p.department for p in postings if p.department)
    choices = {name: number for number, name in enumerate(names, 10)}
    domain = {
        "id": 1,
        "lockedType": "DEPARTMENT",
        "publicName": "Domaine",
        "choices": [{"id": number, "value": name} for name, number in choices.items()],
    }
    site = {
        "id": 1,
        "name": board.company.name,
        "properties": [domain],
        "units": [],
        "jobs": [_row(board, posting, choices) for posting in postings],
    }
    url = f"https://{board.company.board}.taleez.com/api/careez"
    yield Exchange("GET", url, 200, "application/json", body(site))
    for posting in postings:
        content = page(posting.title, job_posting(board, posting))
        address = f"https://taleez.com/apply/{_slug(board, posting)}"
        yield Exchange("GET", address, 200, HTML, content)


VENDOR = Vendor(answers, FORM, share=0.0, flags=False, one_place=True, text_pay=1.0, keys=each(str))
