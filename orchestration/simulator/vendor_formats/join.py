"""Join: five postings a page as the data of a Next.js page, text and pay in each posting's page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.markup import escape
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor, each
from orchestration.simulator.vendor_formats._markup import in_script
from orchestration.simulator.vendor_formats._places import parts_of
from orchestration.simulator.vendor_formats._schema_org import FORM, HTML, job_posting, page, text

_FLAG = {"remote": "REMOTE", "hybrid": "HYBRID", "onsite": "ONSITE", None: None}
_EMPLOYMENT = {"full": "Employee", "intern": "Intern", "contract": "Freelance"}


def _item(posting: Posting) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": int(posting.key),
        "idParam": f"{posting.key}-x",
        "title": posting.title,
        "createdAt": posting.published.isoformat() if posting.published else None,
        "workplaceType": _FLAG[posting.flag],
        "employmentType": {"name": _EMPLOYMENT[posting.employment]},
        "category": {"name": posting.department} if posting.department else None,
        "settings": {"showSalary": bool(posting.fields)},
    }
    for place in parts_of(posting)[:1]:
        item["city"] = {"cityName": place.said, "countryName": place.country}
        item["country"] = {"iso3166": place.code} if place.code else None
    return item


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """The pages of the list, then the page of every posting."""
    name, total = board.company.board, len(postings)
    company = {"id": board.company.number, "name": board.company.name, "domain": name}
    url = f"https://join.com/companies/{name}"
    for number, start in enumerate(range(0, total, 5) or [0]):
        items = [_item(posting) for posting in postings[start : start + 5]]
        pagination = {"page": number + 1, "pageCount": -(-total // 5), "perPage": 5, "total": total}
        jobs = {"pagination": pagination, "items": items}
        state = {"props": {"pageProps": {"initialState": {"company": company, "jobs": jobs}}}}
        data = in_script(state)
        script = f'<script id="__NEXT_DATA__" type="application/json">{data}</script>'
        content = page(board.company.name, None, script)
        yield Exchange("GET", f"{url}?page={number + 1}", 200, HTML, content)
    for posting in postings:
        job = job_posting(board, posting, description=escape(text(board, posting)))
        content = page(posting.title, job)
        yield Exchange("GET", f"{url}/{posting.key}-x", 200, HTML, content)


VENDOR = Vendor(answers, FORM, share=0.2, one_place=True, keys=each(str))
