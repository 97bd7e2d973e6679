"""Ashby posting API: real HTML, pay in tiers of components, more places beside the first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

from orchestration.simulator.markup import PLAIN, Form, plain
from orchestration.simulator.pay import SYMBOL
from orchestration.simulator.places import Place
from orchestration.simulator.posting import Board, Exchange, Posting, Tier, Vendor
from orchestration.simulator.vendor_formats._markup import around, body, whole, whole_text

_S = ' style="min-height:1.5em"'
_FORM = Form(f"<p{_S}>%s</p>", "<h2><strong>%s</strong></h2>", f"<ul{_S}>%s</ul>",
          f"<li><p{_S}>%s</p></li>")  # fmt: skip
_FLAG = {"remote": "Remote", "hybrid": "Hybrid", "onsite": "OnSite", None: None}
_EMPLOYMENT = {"full": "FullTime", "intern": "Intern", "contract": "Contract"}
_NOTHING: dict[str, Any] = {
    "compensationTierSummary": None, "scrapeableCompensationSalarySummary": None,
    "compensationTiers": [], "summaryComponents": [],
}  # fmt: skip


def _short(tier: Tier) -> str:
    mark = SYMBOL.get(tier.currency, f"{tier.currency} ")
    sides = [
        f"{mark}{amount / 1000:g}K" if amount >= 1000 else f"{mark}{amount:g}"
        for amount in (tier.minimum, tier.maximum)
        if amount is not None
    ]
    ending = "" if tier.interval == "year" else f" per {tier.interval}"
    return " – ".join(sides) + ending


def _component(kind: str, interval: str, tier: Tier | None = None) -> dict[str, Any]:
    return {
        "compensationType": kind,
        "interval": interval,
        "currencyCode": tier.currency if tier else None,
        "minValue": whole(tier.minimum) if tier else None,
        "maxValue": whole(tier.maximum) if tier else None,
    }


_EQUITY = ("Offers Equity", _component("EquityPercentage", "NONE"))
_BONUS = ("Offers Bonus", _component("Bonus", "1 YEAR"))
_CASH = (
    "$10K – $40K equity",
    _component("EquityCashValue", "1 YEAR", Tier(10_000, 40_000, "USD", "year")),
)


def _compensation(posting: Posting) -> dict[str, Any]:
    fields = posting.fields
    if not fields and posting.variant % 53 == 0:
        fields = (Tier(0, 0, "USD", "year"),)
    if not fields:
        return _NOTHING
    extras = [_EQUITY] if posting.variant % 3 else []
    if posting.variant % 7 == 0:
        extras.append(_BONUS)
    if posting.variant % 23 == 0:
        extras.append(_CASH)
    ids = (f"{posting.key[:-4]}{number:04x}" for number in count(1))
    tiers, salaries = [], []
    for tier in fields:
        salary = (_short(tier), _component("Salary", f"1 {tier.interval.upper()}", tier))
        salaries.append(salary)
        tiers.append(
            {
                "id": next(ids),
                "tierSummary": " • ".join([said for said, _ in (salary, *extras)]),
                "title": tier.title,
                "additionalInformation": None,
                "components": [
                    {"id": next(ids), "summary": said, **item} for said, item in (salary, *extras)
                ],
            }
        )
    first = salaries[0][0]
    words = [first, *(said for said, _ in extras)]
    if len(fields) > 1:
        words.append("Multiple Ranges")
    return {
        "compensationTierSummary": " • ".join(words),
        "scrapeableCompensationSalarySummary": first.replace("–", "-"),
        "compensationTiers": tiers,
        "summaryComponents": [item for _, item in (*salaries, *extras)],
    }


def _address(place: Place, label: str) -> dict[str, Any]:
    country = "United States" if place.code == "US" else place.country
    if label.startswith("Remote"):
        return {"postalAddress": {"addressCountry": country}}
    parts = {"addressCountry": country, "addressLocality": place.city}
    if place.region:
        parts["addressRegion"] = place.region
    return {"postalAddress": parts}


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """One list with all postings."""
    name = board.company.board
    before, after = around(board, PLAIN)
    last: tuple[str, ...] | None = None
    rich = flat = ""
    jobs = []
    for posting in postings:
        if posting.body is not last:
            last = posting.body
            rich = whole_text(board, posting, _FORM)
            flat = plain((before, *posting.plain, after))
        url = f"https://jobs.ashbyhq.com/{name}/{posting.key}"
        others = list(zip(posting.labels, posting.places, strict=False))
        remote = {"remote": True, "onsite": False, None: None}.get(posting.flag, True)
        flag = _FLAG[posting.flag]
        if remote and posting.flag == "remote" and posting.variant % 11 == 0:
            flag = None  # older postings have only the boolean
        job: dict[str, Any] = {
            "id": posting.key,
            "title": posting.title,
            "department": posting.department,
            "team": posting.team,
            "employmentType": _EMPLOYMENT[posting.employment],
            "location": posting.labels[0] if posting.labels else None,
            "shouldDisplayCompensationOnJobPostings": bool(posting.fields),
            "secondaryLocations": [
                {"location": label, "address": _address(place, label)}
                for label, place in others[1:]
            ],
            "publishedAt": posting.published.isoformat(timespec="milliseconds")
            if posting.published
            else None,
            "isListed": posting.listed,
            "isRemote": remote,
            "workplaceType": flag,
            "address": _address(others[0][1], others[0][0]) if others else None,
            "jobUrl": url,
            "applyUrl": f"{url}/application",
            "descriptionHtml": rich,
            "descriptionPlain": flat,
            "compensation": _compensation(posting),
        }
        jobs.append(job)
    url = f"https://api.ashbyhq.com/posting-api/job-board/{name}?includeCompensation=true"
    payload = {"jobs": jobs, "apiVersion": "1"}
    yield Exchange("GET", url, 200, "application/json; charset=utf-8", body(payload))


VENDOR = Vendor(answers, _FORM, plain=True, share=1.0, one_sided=True, tiers=3, pools=True)
