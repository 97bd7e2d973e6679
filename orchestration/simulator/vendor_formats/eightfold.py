"""Eightfold search, the older form: pages of ten without text, times in seconds, no pay key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.markup import Form
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor, each
from orchestration.simulator.vendor_formats._markup import body, whole_text

_FORM = Form(h="<h4>%s</h4>")
_JSON = "application/json"
_SIZE = 10


def _key(number: int) -> str:
    return str(790_000_000_000 + number)


def _row(posting: Posting, host: str) -> dict[str, Any]:
    created = int(posting.published.timestamp()) if posting.published else None
    return {
        "id": int(posting.key),
        "name": posting.title,
        "posting_name": posting.title,
        "location": posting.labels[0] if posting.labels else "",
        "locations": list(posting.labels),
        "department": posting.department,
        "t_create": created,
        "t_update": created + posting.variant % 90_000 if created else None,
        "ats_job_id": f"R{posting.opening}",
        "display_job_id": f"R{posting.opening}",
        "job_description": "",
        "locale": "en_US",
        "location_flexibility": None,
        "work_location_option": posting.flag,
        "canonicalPositionUrl": f"{host}/careers/job/{posting.key}",
        "isPrivate": not posting.listed,
    }


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """Pages of ten, then each position's own answer."""
    _, tenant, domain = board.company.board.split(".", 2)
    host = f"https://{tenant}.eightfold.ai"
    api = f"{host}/api/apply/v2/jobs"
    rows = [_row(posting, host) for posting in postings]
    for start in range(0, len(rows) + 1, _SIZE):
        query = f"domain={domain}&query=&location=&start={start}&sort_by=timestamp"
        payload = {"domain": domain, "count": len(rows), "positions": rows[start : start + _SIZE]}
        yield Exchange("GET", f"{api}?{query}", 200, _JSON, body(payload))
    for posting, row in zip(postings, rows, strict=True):
        text = whole_text(board, posting, _FORM)
        manager = {"hiring_manager": "Invented Manager"} if posting.variant % 5 == 0 else {}
        url = f"{api}/{posting.key}?domain={domain}"
        yield Exchange("GET", url, 200, _JSON, body({**row, **manager, "job_description": text}))


VENDOR = Vendor(
    answers,
    _FORM,
    share=0.1,
    text_pay=1.0,
    pools=True,
    keys=each(_key),
    board=lambda name: f"v2.{name}.{name}.com",
)
