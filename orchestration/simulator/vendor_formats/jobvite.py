"""Jobvite: lists of 50, then a page with a JobPosting for each posting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.markup import escape
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor
from orchestration.simulator.vendor_formats._schema_org import FORM, HTML, job_posting, page

_EMPTY: dict[str, Any] = {"minValue": "", "maxValue": "", "unitText": ""}


def _where(posting: Posting) -> str:
    return posting.labels[0] if len(posting.labels) == 1 else f"{len(posting.labels)} Locations"


def _row(posting: Posting, path: str) -> str:
    where = escape(_where(posting)) if posting.labels else ""
    return (
        f'<tr><td class="jv-job-list-name"><a href="{path}">{escape(posting.title)}</a></td>'
        f'<td class="jv-job-list-location">\n  {where}\n</td></tr>\n'
    )


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """The pages of the list, then the page of every posting."""
    name, total = board.company.board, len(postings)
    paths = [f"/{name}/job/{posting.key}" for posting in postings]
    site = "https://jobs.jobvite.com"
    for number, start in enumerate(range(0, total, 50) or [0]):
        shown = list(zip(postings, paths, strict=True))[start : start + 50]
        rows = "".join(_row(posting, path) for posting, path in shown)
        label = f"{start + 1}-{start + len(shown)} of {total}" if shown else ""
        listed = f'<table class="jv-job-list">{rows}</table>'
        listed += f'<div class="jv-pagination-text">{label}</div>'
        url = f"{site}/{name}/search?p={number}"
        yield Exchange("GET", url, 200, HTML, page("Jobs", None, listed))
    for posting, path in zip(postings, paths, strict=True):
        more: dict[str, Any] = {"industry": posting.department or ""}
        if not posting.fields:
            more["baseSalary"] = {"@type": "MonetaryAmount", "currency": "", "value": _EMPTY}
        content = page(posting.title, job_posting(board, posting, **more))
        yield Exchange("GET", site + path, 200, HTML, content)


VENDOR = Vendor(answers, FORM, share=0.2, flags=False, text_pay=0.8)
