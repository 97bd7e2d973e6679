"""Greenhouse job board: the whole text escaped once, pay in cents without a period, no flags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from orchestration.simulator.markup import Form, escape
from orchestration.simulator.pay import money
from orchestration.simulator.posting import Board, Exchange, Posting, Tier, Vendor, each
from orchestration.simulator.vendor_formats._markup import around, body


def _once(text: str) -> str:
    """A whole text escaped once, as the API sends it."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;")


_FORM = Form(
    p=_once("<p>%s</p>\n"),
    h=_once("<h3><strong>%s</strong></h3>\n"),
    ul=_once("<ul>\n%s</ul>\n"),
    li=_once("<li>%s</li>\n"),
    escape=lambda text: _once(escape(text)),
)
_END = _once("</div>")
_ODD = 2_654_435_761  # odd, so that products of different numbers differ
_EAST = timezone(timedelta(hours=-5))
_LAST_EDIT = datetime(2026, 11, 1, 3, tzinfo=_EAST)
_PERIOD = {"year": "Annual base salary range", "month": "Monthly base salary range",
           "hour": "Hourly pay range", "day": "Daily rate range"}  # fmt: skip
_BLURB = {"year": "annual base salary", "month": "gross monthly base salary",
          "hour": "hourly pay", "day": "daily rate"}  # fmt: skip


def _key(number: int) -> int:
    return 4_000_000_000 + (number * _ODD) % (1 << 31) + (number >> 40 << 31)


def _time(value: datetime) -> str:
    return value.astimezone(_EAST).isoformat(timespec="seconds")


def _ranges(posting: Posting) -> list[dict[str, Any]]:
    ranges = []
    titled = posting.variant % 3 != 0
    for tier in posting.fields:
        period = _PERIOD[tier.interval]
        title = f"{period} ({tier.title})" if tier.title else period
        blurb = f"<p>The {_BLURB[tier.interval]} range for this role is shown below.</p>"
        ranges.append(_range(tier, title if titled else (tier.title or "Pay range"), blurb))
    if posting.fields and posting.variant % 61 == 0:
        target = Tier(5_000, 15_000, posting.fields[0].currency, "year")
        ranges.append(_range(target, "Annual bonus target range", "<p>Paid on top of base.</p>"))
    if not posting.fields and posting.variant % 47 == 0:
        ranges.append(_range(Tier(0, 0, "USD", "year"), "Annual base salary range", ""))
    return ranges


def _range(tier: Tier, title: str, blurb: str) -> dict[str, Any]:
    return {
        "min_cents": round((tier.minimum or 0) * 100),
        "max_cents": round((tier.maximum or 0) * 100),
        "currency_type": tier.currency,
        "title": title,
        "blurb": blurb,
    }


def _pay_block(ranges: list[dict[str, Any]]) -> str:
    parts = []
    for item in ranges:
        low, high, code = item["min_cents"] / 100, item["max_cents"] / 100, item["currency_type"]
        parts.append(
            f'<div class="pay-input"><div class="description">{item["blurb"]}</div>'
            f'<div class="title">{escape(item["title"])}</div><div class="pay-range">'
            f'<span>{money(low, code)}</span><span class="divider">&mdash;</span>'
            f"<span>{money(high, code)} {code}</span></div></div>"
        )
    return f'<div class="content-pay-transparency">{"".join(parts)}</div>'


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """One list with all postings."""
    token = board.company.board
    intro, outro = around(board, _FORM)
    before = _once('<div class="content-intro">') + intro + _END
    after = _once('<div class="content-conclusion">') + outro + _END
    last: tuple[str, ...] | None = None
    content = ""
    jobs = []
    for posting in postings:
        if posting.body is not last:
            last = posting.body
            content = "".join((before, *last))
        ranges = _ranges(posting)
        shown = ""
        if posting.fields and posting.copies == 1:
            shown = _once(_pay_block(ranges))
        key = int(posting.key)
        job: dict[str, Any] = {
            "absolute_url": f"https://boards.greenhouse.io/{token}/jobs/{key}",
            "data_compliance": [{"type": "gdpr", "requires_consent": False}],
            "internal_job_id": _key(posting.opening) - 1_000_000_000 if posting.listed else None,
            "location": {"name": "; ".join(posting.labels)} if posting.labels else None,
            "metadata": None,
            "id": key,
            "requisition_id": f"R-{_key(posting.opening)}",
            "title": posting.title,
            "company_name": board.company.name,
            "language": "en",
            "application_deadline": None,
            "content": "".join((content, shown, after)),
            "departments": [],
            "offices": [],
            "pay_input_ranges": ranges,
        }
        if len(posting.labels) > 1 and posting.variant % 2:
            job["location"] = {"name": " | ".join(posting.labels)}
        if posting.published:
            job["first_published"] = _time(posting.published)
            touched = posting.published + timedelta(hours=posting.variant % 200)
            job["updated_at"] = _time(min(touched, _LAST_EDIT))
        if posting.department:
            job["departments"] = [
                {"id": posting.variant % 9_000 + 1, "name": posting.department, "child_ids": [],
                 "parent_id": None}
            ]  # fmt: skip
        job["offices"] = [
            {"id": 100 + ord(place.city[0]), "name": place.city, "location": place.label,
             "child_ids": [], "parent_id": None}
            for place in posting.places[:1]
        ]  # fmt: skip
        jobs.append(job)
    url = f"https://boards-api.greenhouse.io/v1/boards/{token}/jobs"
    payload = {"jobs": jobs, "meta": {"total": len(jobs)}}
    query = "?content=true&pay_transparency=true"
    yield Exchange("GET", url + query, 200, "application/json; charset=utf-8", body(payload))


VENDOR = Vendor(
    answers,
    _FORM,
    share=1.3,
    flags=False,
    text_pay=0.34,
    tiers=3,
    pools=True,
    keys=each(lambda number: str(_key(number))),
)
