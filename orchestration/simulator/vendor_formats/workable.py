"""Workable widget: one row for each place of a posting, remote or not, pay only in the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.markup import Form
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor, each
from orchestration.simulator.vendor_formats._markup import body, described
from orchestration.simulator.vendor_formats._places import Parts, parts_of
from orchestration.simulator.vendor_formats._workplace import work_model, work_model_paragraph

_FORM = Form(h="<p><strong>%s</strong></p>")
_EMPLOYMENT = {"full": "Full-time", "intern": "", "contract": "Contract"}


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """One answer with all postings."""
    account, jobs = board.company.board, []
    for posting, text in described(board, postings, _FORM):
        url = f"https://apply.workable.com/j/{posting.key}"
        day = posting.published.date().isoformat() if posting.published else None
        job: dict[str, Any] = {
            "title": posting.title,
            "shortcode": posting.key,
            "code": "",
            "employment_type": _EMPLOYMENT[posting.employment],
            "telecommuting": work_model(posting) == "remote",
            "department": posting.department,
            "url": url,
            "shortlink": url,
            "application_url": f"{url}/apply",
            "published_on": day,
            "created_at": day,
            "description": text + work_model_paragraph(posting, "remote"),
        }
        for place in parts_of(posting) or [Parts("", None, None, None, None, False)]:
            where = {"country": place.country, "city": place.city or ""}
            location = {**where, "countryCode": place.code, "region": place.region, "hidden": False}
            locations = [location] if place.country else []
            jobs.append({**job, **where, "state": place.region or "", "locations": locations})
    url = f"https://apply.workable.com/api/v1/widget/accounts/{account}?details=true"
    answer = body({"name": board.company.name, "description": "", "jobs": jobs})
    yield Exchange("GET", url, 200, "application/json; charset=utf-8", answer)


VENDOR = Vendor(answers, _FORM, share=0.3, text_pay=1.0, keys=each(lambda number: f"{number:010X}"))
