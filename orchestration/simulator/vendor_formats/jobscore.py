"""JobScore feed: everything in one answer, pay in cents (yen in yen), remote in a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.markup import Form
from orchestration.simulator.posting import Board, Exchange, Posting, Tier, Vendor
from orchestration.simulator.vendor_formats._markup import body, described
from orchestration.simulator.vendor_formats._places import parts_of

_FORM = Form(h="<p><b>%s</b></p>")
_EMPLOYMENT = {"full": "Full Time", "intern": "Internship", "contract": "Contract"}


def _cents(amount: float | None, tier: Tier) -> int | None:
    return None if amount is None else round(amount * (1 if tier.currency == "JPY" else 100))


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """One answer with all postings."""
    code = board.company.board
    jobs = []
    for posting, text in described(board, postings, _FORM):
        place = next(iter(parts_of(posting)), None)
        remote = None
        if place and place.label.startswith(("Remote", "Hybrid")):
            remote = "Yes | Can work remotely" if place.is_remote else "Hybrid | Some days remote"
        url = f"https://careers.jobscore.com/careers/{code}/jobs/{posting.key}"
        job: dict[str, Any] = {
            "id": posting.key,
            "title": posting.title,
            "description": text,
            "detail_url": f"{url}?ref=rss&sid=68",
            "city": place.city if place else None,
            "state": place.region if place else None,
            "country": place.code if place else None,
            "location": place.label if place else None,
            "department": posting.department,
            "job_type": _EMPLOYMENT[posting.employment],
            "remote": remote,
            "opened_date": posting.published.isoformat() if posting.published else None,
            "public_salary_minimum": None,
            "public_salary_maximum": None,
            "hiring_team": [],
        }
        for tier in posting.fields[:1]:
            job |= {
                "public_salary_minimum": _cents(tier.minimum, tier),
                "public_salary_maximum": _cents(tier.maximum, tier),
                "public_compensation_interval": f"per {tier.interval}",
                "currency_code": tier.currency,
            }
        jobs.append(job)
    answer = body({"company_code": code, "company_name": board.company.name, "jobs": jobs})
    feed = f"https://careers.jobscore.com/jobs/{code}/feed.json"
    yield Exchange("GET", feed, 200, "application/json", answer)


VENDOR = Vendor(answers, _FORM, share=0.15, flags=False, one_sided=True)
