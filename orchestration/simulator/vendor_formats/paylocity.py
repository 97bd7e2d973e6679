"""Paylocity: data in the list's page, one place; then a page with a JobPosting for each posting."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.posting import Board, Exchange, Posting, Vendor, each
from orchestration.simulator.vendor_formats._markup import in_script
from orchestration.simulator.vendor_formats._places import parts_of
from orchestration.simulator.vendor_formats._schema_org import FORM, HTML, job_posting, page

_SITE = "https://recruiting.paylocity.com/Recruiting/Jobs"
_WHERE = {"remote": "Fully Remote", "hybrid": "Hybrid Remote", "onsite": "On-site"}


def _job(posting: Posting) -> dict[str, Any]:
    places = parts_of(posting)
    first = places[0] if places else None
    at = {
        "LocationId": posting.variant,
        "City": first.city if first else None,
        "State": first.region if first else None,
        "Country": first.iso3 if first else None,
    }
    return {
        "JobId": int(posting.key),
        "JobTitle": posting.title,
        "LocationName": " | ".join(posting.labels),
        "JobLocation": at if first else None,
        "PublishedDate": posting.published.isoformat() if posting.published else None,
        "Description": "",
        "IsInternal": not posting.listed,
        "HiringDepartment": posting.department,
        "IsRemote": posting.flag == "remote" or bool(first and first.is_remote),
        "IndeedRemoteType": 2,
    }


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """The list, then the page of every posting."""
    data = {"Jobs": [_job(posting) for posting in postings], "ModuleTitle": board.company.name}
    text = in_script(data)
    script = f"<script>\nwindow.pageData = {text};\n</script>"
    url = f"{_SITE}/All/{board.company.board}"
    yield Exchange("GET", url, 200, HTML, page("Jobs", None, script))
    for posting in postings:
        where = _WHERE.get(posting.flag or "", "")
        line = f'<div class="preview-location">{where} • {", ".join(posting.labels)}</div>'
        content = page(posting.title, job_posting(board, posting), line)
        yield Exchange("GET", f"{_SITE}/Details/{posting.key}", 200, HTML, content)


def _board(name: str) -> str:
    """A company's guid."""
    d = hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()
    return f"{d[:8]}-{d[8:12]}-{d[12:16]}-{d[16:20]}-{d[20:]}"


VENDOR = Vendor(answers, FORM, share=0.15, text_pay=0.5, pools=True, keys=each(str), board=_board)
