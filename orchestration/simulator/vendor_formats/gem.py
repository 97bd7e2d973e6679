"""Gem job board: an array like that of Greenhouse; pay only in the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from orchestration.simulator.draws import identifier
from orchestration.simulator.markup import Form
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor
from orchestration.simulator.vendor_formats._markup import body, described

_FORM = Form()
_FLAG = {"remote": "remote", "hybrid": "hybrid", "onsite": "in_office", None: None}
_EMPLOYMENT = {"full": "full_time", "intern": "internship", "contract": "contract"}


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """One array with all postings."""
    slug = board.company.board
    jobs = []
    for posting, text in described(board, postings, _FORM):
        published = posting.published.isoformat() if posting.published else None
        offices = [{"id": label, "name": label, "location": {"name": label}}
                   for label in posting.labels]  # fmt: skip
        jobs.append(
            {
                "id": posting.key,
                "internal_job_id": identifier(posting.opening, 5),
                "requisition_id": None,
                "title": posting.title,
                "absolute_url": f"https://jobs.gem.com/{slug}/{posting.key}",
                "content": text,
                "location": {"name": posting.labels[0]} if posting.labels else None,
                "offices": offices if len(offices) > 1 or posting.variant % 2 else [],
                "departments": [{"id": "d", "name": posting.department}]
                if posting.department
                else [],
                "location_type": _FLAG[posting.flag],
                "employment_type": _EMPLOYMENT[posting.employment],
                "first_published_at": published,
                "created_at": published,
                "updated_at": published,
            }
        )
    url = f"https://api.gem.com/job_board/v0/{slug}/job_posts/"
    yield Exchange("GET", url, 200, "application/json", body(jobs))


VENDOR = Vendor(answers, _FORM, share=0.3, text_pay=1.0)
