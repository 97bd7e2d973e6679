"""Lever postings: an array, requirements in `lists`, one pay range, milliseconds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress
from typing import Any

from orchestration.simulator.markup import PLAIN, Form, plain
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor
from orchestration.simulator.vendor_formats._markup import around, body, titled, whole

_FORM = Form("<div>%s</div><div><br></div>", "<div><b>%s</b></div>", "<ul>%s</ul>", "<li>%s</li>")
_LIST, _LIST_END = _FORM.ul.split("%s")
_INTERVAL = {"year": "per-year-salary", "month": "per-month-salary", "week": "per-week-salary",
             "day": "per-day-wage", "hour": "per-hour-wage"}  # fmt: skip
_COMMITMENT = {"full": ("Full-time", "Permanent", "Full-time"), "intern": ("Internship",) * 3,
               "contract": ("Contract",) * 3}  # fmt: skip


def _shared(board: Board, posting: Posting) -> dict[str, Any]:
    """The keys that copies of one opening share: the text before the lists, the lists, the text
    after them."""
    start, outro = around(board, _FORM)
    start_plain, outro_plain = around(board, PLAIN)
    start_plain = plain((start_plain,))
    is_list = [_LIST in section for section in posting.body]
    first = is_list.index(True)
    middle, middle_plain = "".join(posting.body[:first]), plain(posting.plain[:first])
    after, after_plain = (
        [section for section, listed in zip(body[first:], is_list[first:], strict=True)
         if not listed]
        for body in (posting.body, posting.plain)
    )  # fmt: skip
    return {
        "description": start + middle,
        "descriptionPlain": f"{start_plain}\n\n{middle_plain}",
        "opening": start,
        "openingPlain": start_plain,
        "descriptionBody": middle,
        "descriptionBodyPlain": middle_plain,
        "lists": [
            {"text": name, "content": items.removeprefix(_LIST).removesuffix(_LIST_END)}
            for name, items in (titled(part, _FORM) for part in compress(posting.body, is_list))
        ],
        "additional": "".join((*after, outro)),
        "additionalPlain": plain((*after_plain, outro_plain)),
    }


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """One array with all postings."""
    site = board.company.board
    last: tuple[str, ...] | None = None
    shared: dict[str, Any] = {}
    jobs = []
    for posting in postings:
        if posting.body is not last:
            last, shared = posting.body, _shared(board, posting)
        url = f"https://jobs.lever.co/{site}/{posting.key}"
        categories: dict[str, Any] = {
            "commitment": _COMMITMENT[posting.employment][posting.variant % 3],
            "team": posting.team,
            "department": posting.department,
            "location": posting.labels[0] if posting.labels else None,
            "allLocations": list(posting.labels),
        }
        job: dict[str, Any] = {
            **shared,
            "id": posting.key,
            "text": posting.title,
            "categories": {name: value for name, value in categories.items() if value is not None},
            "country": posting.places[0].code if posting.places else None,
            "workplaceType": posting.flag or "unspecified",
            "hostedUrl": url,
            "applyUrl": f"{url}/apply",
        }
        if posting.published:
            job["createdAt"] = int(posting.published.timestamp() * 1000)
        for tier in posting.fields[:1]:
            job["salaryRange"] = {
                "min": whole(tier.minimum), "max": whole(tier.maximum), "currency": tier.currency,
                "interval": _INTERVAL[tier.interval],
            }  # fmt: skip
            if posting.variant % 2:
                text = "Base pay depends on experience. Equity and benefits come on top."
                job["salaryDescription"] = f"<div>{text}</div>"
                job["salaryDescriptionPlain"] = text
        jobs.append(job)
    url = f"https://api.lever.co/v0/postings/{site}?mode=json"
    yield Exchange("GET", url, 200, "application/json; charset=utf-8", body(jobs))


VENDOR = Vendor(answers, _FORM, plain=True, share=0.8)
