"""Oracle candidate experience: pages of two hundred in an envelope, workplace codes, text in the
details; no pay key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.markup import Form
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor, each
from orchestration.simulator.vendor_formats._markup import around, body

_FORM = Form(h="<p><strong>%s</strong></p>")
_FLAG = {"remote": "ORA_REMOTE", "hybrid": "ORA_HYBRID", "onsite": "ORA_ON_SITE", None: None}
_JSON = "application/vnd.oracle.adf.resourcecollection+json"
_SIZE = 200


def _key(number: int) -> str:
    return str(20_000 + number)


def _row(posting: Posting) -> dict[str, Any]:
    codes = [place.code for place in posting.places] + [None]
    others = list(zip(posting.labels, codes, strict=False))[1:]
    return {
        "Id": posting.key,
        "Title": posting.title,
        "PostedDate": posting.published.date().isoformat() if posting.published else None,
        "PostingEndDate": None,
        "Language": "US",
        "PrimaryLocation": posting.labels[0] if posting.labels else None,
        "PrimaryLocationCountry": codes[0],
        "secondaryLocations": [{"Name": label, "CountryCode": code} for label, code in others],
        "WorkplaceTypeCode": _FLAG[posting.flag],
        "ShortDescriptionStr": "",
        "Department": posting.department,
    }


def _details(board: Board, posting: Posting) -> dict[str, Any]:
    row = _row(posting)
    return {
        "Id": row["Id"],
        "Title": row["Title"],
        "ExternalDescriptionStr": "".join(posting.body),
        "CorporateDescriptionStr": "".join(around(board, _FORM)),
        "ExternalPostedStartDate": posting.published.isoformat() if posting.published else None,
        "PrimaryLocation": row["PrimaryLocation"],
        "PrimaryLocationCountry": row["PrimaryLocationCountry"],
        "secondaryLocations": row["secondaryLocations"],
        "HiringManager": "Invented Manager" if posting.variant % 5 == 0 else None,
        "JobSchedule": "Full time" if posting.employment == "full" else None,
        "ContentLocale": "en",
        "requisitionFlexFields": [],
    }


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """Pages of two hundred, then each posting's details."""
    host, _, site = board.company.board.rpartition(".")
    api = f"https://{host}.oraclecloud.com/hcmRestApi/resources/latest"
    for start in range(0, len(postings) + 1, _SIZE):
        finder = f"findReqs;siteNumber={site},limit={_SIZE},offset={start}"
        query = f"onlyData=true&expand=requisitionList.secondaryLocations&finder={finder}"
        rows = [_row(posting) for posting in postings[start : start + _SIZE]]
        payload = {"items": [{"TotalJobsCount": len(postings), "requisitionList": rows}]}
        url = f"{api}/recruitingCEJobRequisitions?{query},sortBy=POSTING_DATES_DESC"
        yield Exchange("GET", url, 200, _JSON, body(payload))
    for posting in postings:
        finder = f"ById;Id=%22{posting.key}%22,siteNumber={site}"
        query = f"expand=all&onlyData=true&finder={finder}"
        url = f"{api}/recruitingCEJobRequisitionDetails?{query}"
        yield Exchange("GET", url, 200, _JSON, body({"items": [_details(board, posting)]}))


VENDOR = Vendor(
    answers,
    _FORM,
    share=0.2,
    text_pay=1.0,
    keys=each(_key),
    board=lambda name: f"{name}.fa.us2.CX_1001",
)
