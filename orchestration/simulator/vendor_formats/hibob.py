"""HiBob careers site: one answer, the text in sections, one site a posting, pay with its period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.markup import Form
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor
from orchestration.simulator.vendor_formats._markup import around, body, whole
from orchestration.simulator.vendor_formats._places import parts_of

_FORM = Form(h="<p><strong>%s</strong></p>")
_FLAG = {"remote": ("remote", "Remote"), "hybrid": ("hybrid", "Hybrid"),
         "onsite": ("on_site", "On-site"), None: (None, None)}  # fmt: skip
_EMPLOYMENT = {"full": "Permanent", "intern": "Intern", "contract": "Contractor"}
_PERIOD = {"year": "annually", "month": "monthly", "week": "weekly", "day": "daily",
           "hour": "hourly"}  # fmt: skip


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """One answer with all postings."""
    ads = []
    for posting in postings:
        place = next(iter(parts_of(posting)), None)
        key, label = _FLAG[posting.flag]
        ad: dict[str, Any] = {
            "id": posting.key,
            "title": posting.title,
            "department": posting.department,
            "employmentTypeId": _EMPLOYMENT[posting.employment],
            "employmentType": "Employee",
            "site": place.label if place else None,
            "country": place.country if place else None,
            "language": "en",
            "description": around(board, _FORM)[0] + posting.body[0],
            "responsibilities": "".join(posting.body[1:]),
            "requirements": None,
            "benefits": around(board, _FORM)[1],
            "publishedAt": posting.published.isoformat() if posting.published else None,
            "workspaceTypeId": key,
            "workspaceType": label,
        }
        for tier in posting.fields[:1]:
            ad |= {
                "payTransparencyMinSalary": whole(tier.minimum),
                "payTransparencyMaxSalary": whole(tier.maximum),
                "payTransparencySalaryCurrency": tier.currency,
                "payTransparencySalaryPayPeriod": _PERIOD[tier.interval],
            }
        ads.append(ad)
    url = f"https://{board.company.board}.careers.hibob.com/api/job-ad"
    answer = body({"filterGroups": {}, "jobAdDetails": ads})
    yield Exchange("GET", url, 200, "application/json", answer)


VENDOR = Vendor(answers, _FORM, share=0.0, one_place=True)
