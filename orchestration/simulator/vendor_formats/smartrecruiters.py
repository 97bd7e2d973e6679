"""SmartRecruiters postings: pages without text, two booleans of work, pay with the posting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.markup import Form
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor, each
from orchestration.simulator.vendor_formats._markup import around, body, whole
from orchestration.simulator.vendor_formats._places import parts_of
from orchestration.simulator.vendor_formats._workplace import work_model, work_model_paragraph

_FORM = Form(h="<p><b>%s</b></p>")
_EMPLOYMENT = {"full": ("permanent", "Full-time"), "intern": ("intern", "Intern"),
               "contract": ("contract", "Contract")}  # fmt: skip
_PERIOD = {"year": "YEARLY", "month": "MONTHLY", "week": "WEEKLY", "day": "DAILY", "hour": "HOURLY"}
_JSON = "application/json"
_SIZE = 100


def _row(board: Board, posting: Posting, api: str) -> dict[str, Any]:
    place = next(iter(parts_of(posting)), None)
    model = work_model(posting)
    location: dict[str, Any] = {"remote": model == "remote", "hybrid": model == "hybrid"}
    if place and place.code:
        location |= {"country": place.code.lower(), "city": place.city, "region": place.region}
        named = (place.city, place.region, place.country)
        location["fullLocation"] = ", ".join(filter(None, named))
    kind, label = _EMPLOYMENT[posting.employment]
    department = {"id": "1", "label": posting.department} if posting.department else {}
    row = {
        "id": posting.key,
        "name": posting.title,
        "refNumber": f"REF{posting.opening}",
        "defaultJobAd": True,
        "company": {"identifier": board.company.board, "name": board.company.name},
        "location": location,
        "department": department,
        "typeOfEmployment": {"id": kind, "label": label},
        "experienceLevel": {"id": "not_applicable", "label": "Not Applicable"},
        "customField": [],
        "visibility": "PUBLIC" if posting.listed else "INTERNAL",
        "ref": f"{api}/{posting.key}",
        "language": {"code": "en", "label": "English", "labelNative": "English (US)"},
    }
    if posting.published:
        time = posting.published.isoformat(timespec="milliseconds")
        row["releasedDate"] = time.replace("+00:00", "Z")
    return row


def _page(board: Board, posting: Posting, row: dict[str, Any]) -> dict[str, Any]:
    sections = {
        "companyDescription": around(board, _FORM)[0],
        "jobDescription": "".join(posting.body),
        "qualifications": "",
        "additionalInformation": around(board, _FORM)[1]
        + work_model_paragraph(posting, "remote", "hybrid"),
    }
    page = {**row, "active": True}
    titled = {name: {"title": "", "text": text} for name, text in sections.items()}
    page["jobAd"] = {"sections": titled}
    for tier in posting.fields[:1]:
        page["compensation"] = {
            "min": whole(tier.minimum), "max": whole(tier.maximum), "currency": tier.currency,
            "period": _PERIOD[tier.interval],
        }  # fmt: skip
    return page


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """Pages of a hundred, then the answer for each posting."""
    api = f"https://api.smartrecruiters.com/v1/companies/{board.company.board}/postings"
    rows = [_row(board, posting, api) for posting in postings]
    for start in range(0, len(rows) + 1, _SIZE):
        page = {"offset": start, "limit": _SIZE, "totalFound": len(rows)}
        answer = body({**page, "content": rows[start : start + _SIZE]})
        yield Exchange("GET", f"{api}?limit={_SIZE}&offset={start}", 200, _JSON, answer)
    for posting, row in zip(postings, rows, strict=True):
        answer = body(_page(board, posting, row))
        yield Exchange("GET", row["ref"], 200, _JSON, answer)


VENDOR = Vendor(
    answers,
    _FORM,
    share=0.3,
    pools=True,
    keys=each(lambda number: str(744_000_000_000_000 + number)),
)
