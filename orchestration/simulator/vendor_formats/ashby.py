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


def _short(tier: Tier, dash: str) -> str:
    mark = SYMBOL.get(tier.currency, f"{tier.currency} ")

    def one(amount: float) -> str:
        return f"{mark}{amount / 1000:g}K" if amount >= 1000 else f"{mark}{amount:g}"

    sides = [one(side) for side in (tier.minimum, tier.maximum) if side is not None]
    ending = "" if tier.interval == "year" else f" per {tier.interval}"
    return f" {dash} ".join(sides) + ending


def _component(kind: str, tier: Tier | None, summary: str) -> dict[str, Any]:
    return {
        "summary": summary,
        "compensationType": kind,
        "interval": f"1 {tier.interval.upper()}" if tier else "NONE" if "Eq" in kind else "1 YEAR",
        "currencyCode": tier.currency if tier else None,
        "minValue": whole(tier.minimum) if tier else None,
        "maxValue": whole(tier.maximum) if tier else None,
    }


def _compensation(posting: Posting) -> dict[str, Any]:
    fields = posting.fields
    if not fields and posting.variant % 53 == 0:
        fields = (Tier(0, 0, "USD", "year"),)
    if not fields:
        return _NOTHING
    extras = [_component("EquityPercentage", None, "Offers Equity")] if posting.variant % 3 else []
    if posting.variant % 7 == 0:
        extras.append(_component("Bonus", None, "Offers Bonus"))
    if posting.variant % 23 == 0:
        cash = Tier(10_000, 40_000, "USD", "year")
        extras.append(_component("EquityCashValue", cash, "$10K – $40K equity"))
    ids = (f"{posting.key[:-4]}{number:04x}" for number in count(1))
    tiers, summary = [], []
    for tier in fields:
        salary = _component("Salary", tier, _short(tier, "–"))
        components = [salary, *extras]
        summary.append({name: salary[name] for name in salary if name != "summary"})
        tiers.append(
            {
                "id": next(ids),
                "tierSummary": " • ".join(item["summary"] for item in components),
                "title": tier.title,
                "additionalInformation": None,
                "components": [{"id": next(ids), **item} for item in components],
            }
        )
    summary += [{name: item[name] for name in item if name != "summary"} for item in extras]
    words = [_short(fields[0], "–"), *(item["summary"] for item in extras)]
    if len(fields) > 1:
        words.append("Multiple Ranges")
    return {
        "compensationTierSummary": " • ".join(words),
        "scrapeableCompensationSalarySummary": _short(fields[0], "-"),
        "compensationTiers": tiers,
        "summaryComponents": summary,
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
