"""Polymer: pages of 50 with pay in a phrase, the text in a separate answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.markup import Form
from orchestration.simulator.posting import Board, Exchange, Posting, Tier, Vendor, each
from orchestration.simulator.vendor_formats._markup import body, described
from orchestration.simulator.vendor_formats._places import parts_of

_FORM = Form("<div>%s</div>", "<h2>%s</h2>", "<ul>%s</ul>", "<li>%s</li>")
_FLAG = {"remote": "Remote", "hybrid": "Hybrid", "onsite": "No remote", None: None}
_EMPLOYMENT = {"full": "Full-time", "intern": "Internship", "contract": "Contract"}
_SIZE = 50


def _amount(amount: float) -> str:
    if amount >= 1000 and amount % 1000 == 0:
        return f"{amount / 1000:,.0f}K"
    return f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}"


def _pretty(tier: Tier) -> str:
    sides = [_amount(side) for side in (tier.minimum, tier.maximum) if side is not None]
    article = "an" if tier.interval == "hour" else "a"
    return f"{'-'.join(dict.fromkeys(sides))} {tier.currency} {article} {tier.interval}"


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """The pages, then the answer for each job."""
    slug = board.company.board
    url = f"https://api.polymer.co/v1/hire/organizations/{slug}/jobs"
    items, details = [], []
    for posting, text in described(board, postings, _FORM):
        place = next(iter(parts_of(posting)), None)
        item: dict[str, Any] = {
            "id": int(posting.key),
            "title": posting.title,
            "organization_name": board.company.name,
            "city": place.city if place else None,
            "state_region": place.region if place else None,
            "country": place.code if place else None,
            "display_location": place.label if place else None,
            "remoteness_pretty": _FLAG[posting.flag],
            "kind_pretty": _EMPLOYMENT[posting.employment],
            "job_category_name": posting.team,
            "job_post_url": f"https://jobs.polymer.co/{slug}/{posting.key}",
            "remote_restriction_country_list": [],
            "salary_pretty": _pretty(posting.fields[0]) if posting.fields else None,
            "published_at": posting.published.isoformat() if posting.published else None,
        }
        whole = body({**item, "description": text, "department": posting.department})
        details.append(Exchange("GET", f"{url}/{posting.key}", 200, "application/json", whole))
        items.append(item)
    pages = max(1, -(-len(items) // _SIZE))
    for page in range(1, pages + 1):
        meta = {"count": len(items), "total": pages, "page": page, "is_first": page == 1,
                "is_last": page == pages, "organization_name": board.company.name}  # fmt: skip
        rows = items[(page - 1) * _SIZE : page * _SIZE]
        answer = body({"items": rows, "meta": meta})
        yield Exchange("GET", f"{url}?page={page}", 200, "application/json", answer)
    yield from details


VENDOR = Vendor(answers, _FORM, share=0.15, keys=each(str))
