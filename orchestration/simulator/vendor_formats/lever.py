"""Lever postings: an array, requirements in `lists`, one pay range, milliseconds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.posting import LIST, Board, Exchange, Posting, Vendor
from orchestration.simulator.vendor_formats._markup import body, html, plain, titled, whole

_FORMS = ("<div>%s</div><div><br></div>", "<div><b>%s</b></div>", "<ul>%s</ul>", "<li>%s</li>")
_LISTS = (*_FORMS[:2], "%s", "<li>%s</li>")
_INTERVAL = {"year": "per-year-salary", "month": "per-month-salary", "week": "per-week-salary",
             "day": "per-day-wage", "hour": "per-hour-wage"}  # fmt: skip
_COMMITMENT = {"full": ("Full-time", "Permanent", "Full-time"), "intern": ("Internship",) * 3,
               "contract": ("Contract",) * 3}  # fmt: skip


def _split(sections: tuple[str, ...]) -> tuple[tuple[str, ...], list[str], list[str]]:
    """Text before the lists, the lists, text after them."""
    listed = [k for k, section in enumerate(sections) if LIST in section]
    first = listed[0] if listed else len(sections)
    after = [section for section in sections[first:] if LIST not in section]
    return sections[:first], [sections[k] for k in listed], after


def _shared(board: Board, sections: tuple[str, ...]) -> dict[str, Any]:
    """The keys that copies of one opening share."""
    before, lists, after = _split(sections)
    closing = [*after, *board.outro]
    start, middle = html(board.intro, *_FORMS), html(before, *_FORMS)
    start_plain, middle_plain = plain(board.intro), plain(before)
    return {
        "description": start + middle,
        "descriptionPlain": f"{start_plain}\n\n{middle_plain}",
        "opening": start,
        "openingPlain": start_plain,
        "descriptionBody": middle,
        "descriptionBodyPlain": middle_plain,
        "lists": [
            {"text": name, "content": content}
            for name, content in (titled(part, *_LISTS) for part in lists)
        ],
        "additional": html(closing, *_FORMS),
        "additionalPlain": plain(closing),
    }


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """One array with all postings."""
    site = board.company.board
    last: tuple[str, ...] | None = None
    shared: dict[str, Any] = {}
    jobs = []
    for posting in postings:
        if posting.body is not last:
            last, shared = posting.body, _shared(board, posting.body)
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


VENDOR = Vendor(answers, share=0.8)
