"""ADP Workforce Now: a list in pages of 20 with pay by grade, the text in a separate answer."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.draws import identifier
from orchestration.simulator.markup import Form
from orchestration.simulator.posting import Board, Exchange, Posting, Tier, Vendor, each
from orchestration.simulator.vendor_formats._markup import body, described, whole
from orchestration.simulator.vendor_formats._places import Parts, parts_of

_FORM = Form("<div>%s</div>", "<div><b>%s</b></div>", "<ul>%s</ul>", "<li>%s</li>")
_EMPLOYMENT = {"full": "Full Time", "intern": "Intern", "contract": "Contract"}
_INTERVAL = {"year": ("AN", "Annual"), "month": ("MO", "Monthly"), "day": ("DA", "Daily"),
             "hour": ("HR", "Hourly"), "week": ("WK", "Weekly")}  # fmt: skip
_API = "https://workforcenow.adp.com/mascsr/default/careercenter/public/events/staffing/v1"
_LIST = f"{_API}/job-requisitions"
_SIZE = 20


def _location(place: Parts) -> dict[str, Any]:
    address = {
        "cityName": place.city,
        "countrySubdivisionLevel1": {"codeValue": place.region},
        "countryCode": {"codeValue": place.code},
    }
    return {"address": address, "nameCode": {"shortName": place.label}}


def _rate(amount: float | None, tier: Tier) -> dict[str, Any] | None:
    return {"amountValue": whole(amount), "currencyCode": tier.currency} if amount else None


def _row(posting: Posting) -> dict[str, Any]:
    key = posting.key.removesuffix("_1")
    texts: list[dict[str, Any]] = [{"stringValue": key, "nameCode": {"codeValue": "ExternalJobID"}}]
    if posting.department:
        field = {"codeValue": "HomeDepartment"}
        texts.append({"stringValue": posting.department, "nameCode": field})
    row: dict[str, Any] = {
        "itemID": posting.key,
        "clientRequisitionID": str(posting.opening),
        "requisitionTitle": posting.title,
        "requisitionLocations": [_location(place) for place in parts_of(posting)],
        "workLevelCode": {"shortName": _EMPLOYMENT[posting.employment]},
        "customFieldGroup": {"stringFields": texts, "codeFields": []},
    }
    if posting.published:
        row["postDate"] = posting.published.isoformat(timespec="milliseconds")
    for tier in posting.fields[:1]:
        row["payGradeRange"] = {
            "minimumRate": _rate(tier.minimum, tier), "maximumRate": _rate(tier.maximum, tier),
        }  # fmt: skip
        code, name = _INTERVAL[tier.interval]
        row["customFieldGroup"]["codeFields"].append(
            {"codeValue": code, "shortName": name, "nameCode": {"codeValue": "SalaryType"}}
        )
    return row


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """The language of the centre, the list in pages, then the answer for each requisition."""
    centre, code = board.company.board.split(".")
    query = f"cid={centre}&ccId={code}&lang=en_US&locale=en_US"
    locale = {"stringValue": "en_US", "nameCode": {"codeValue": "Locale"}}
    links = {"contentLinks": [], "meta": {"customFieldGroup": {"stringFields": [locale]}}}
    url = f"{_API}/content-links/career-center?{query}"
    yield Exchange("GET", url, 200, "application/json", body(links))
    rows, details = [], []
    for posting, text in described(board, postings, _FORM):
        row = _row(posting)
        key = posting.key.removesuffix("_1")
        answer = body({**row, "requisitionDescription": text})
        url = f"{_LIST}/{key}?{query}"
        details.append(Exchange("GET", url, 200, "application/json", answer))
        rows.append(row)
    for start in range(0, len(rows) + 1, _SIZE):
        meta = {"startSequence": start, "totalNumber": len(rows)}
        answer = body({"jobRequisitions": rows[start : start + _SIZE], "meta": meta})
        url = f"{_LIST}?{query}&$top={_SIZE}&$skip={start}"
        yield Exchange("GET", url, 200, "application/json", answer)
    yield from details


def _board(name: str) -> str:
    return f"{identifier(zlib.crc32(name.encode()), 7)}.19000101_000001"


VENDOR = Vendor(
    answers,
    _FORM,
    share=0.15,
    flags=False,
    one_sided=True,
    keys=each(lambda number: f"{9_200_000_000_000 + number}_1"),
    board=_board,
)
