"""Dayforce job feed: an array with a row for each place of a posting, some in French as well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.markup import Form
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor, each
from orchestration.simulator.vendor_formats._markup import body, described
from orchestration.simulator.vendor_formats._places import Parts, parts_of

_FORM = Form(h="<h2>%s</h2>")
_EMPLOYMENT = {"full": "Full Time", "intern": "Intern", "contract": "Contract"}
_NOWHERE = Parts("", None, None, None, None, False)


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """One array with all postings."""
    tenant, code = board.company.board.split(".")
    rows = []
    for posting, text in described(board, postings, _FORM):
        for place in parts_of(posting) or [_NOWHERE]:
            row: dict[str, Any] = {
                "Title": posting.title,
                "Description": text,
                "CompanyName": board.company.name,
                "JobDetailsUrl": f"https://jobs.dayforcehcm.com/en-US/{tenant}/{code}/jobs/"
                + posting.key,
                "City": place.said,
                "State": place.region,
                "Country": place.iso3,
                "JobFamily": posting.department,
                "JobFunction": posting.team,
                "EmploymentIndicator": _EMPLOYMENT[posting.employment],
                "DatePosted": posting.published.replace(tzinfo=None).isoformat()
                if posting.published
                else None,
                "LastUpdated": None,
                "ReferenceNumber": int(posting.key),
                "CultureCode": "en-US",
                "IsVirtualLocation": place.is_remote,
            }
            if posting.variant % 9 == 0:
                rows.append({**row, "CultureCode": "fr-CA", "Description": ""})
            rows.append(row)
    url = f"https://www.dayforcehcm.com/api/{tenant}/V1/JobFeeds"
    query = f"?includeActivePostingOnly=true&internalJobBoardCode={code}"
    yield Exchange("GET", url + query, 200, "application/json; charset=utf-8", body(rows))


VENDOR = Vendor(
    answers,
    _FORM,
    share=0.2,
    flags=False,
    text_pay=1.0,
    keys=each(str),
    board=lambda name: f"{name}.CANDIDATEPORTAL",
)
