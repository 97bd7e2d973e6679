"""Teamtailor feeds in pages of a hundred: JSON with pay, RSS with the work model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.markup import Form, escape
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor
from orchestration.simulator.vendor_formats._markup import body, described, whole
from orchestration.simulator.vendor_formats._places import Parts, parts_of
from orchestration.simulator.vendor_formats._workplace import work_model

_FORM = Form()
_STATUS = {"remote": "fully", "hybrid": "hybrid", "onsite": "onsite", None: "none"}
_SIZE = 100


def _location(place: Parts) -> dict[str, Any]:
    address = {"@type": "PostalAddress", "addressLocality": place.city,
               "addressCountry": place.code, "addressRegion": place.region}  # fmt: skip
    return {"@type": "Place", "address": address}


def _item(board: Board, posting: Posting, text: str, site: str) -> dict[str, Any]:
    time = posting.published.isoformat(timespec="seconds") if posting.published else None
    job: dict[str, Any] = {
        "@context": "http://schema.org/",
        "@type": "JobPosting",
        "title": posting.title,
        "description": text,
        "identifier": {"@type": "PropertyValue", "name": board.company.name,
                       "value": posting.number},
        "datePosted": time,
        "hiringOrganization": {"@type": "Organization", "name": board.company.name},
        "jobLocation": [_location(place) for place in parts_of(posting) if place.code],
    }  # fmt: skip
    for tier in posting.fields[:1]:
        value = {"@type": "QuantitativeValue", "unitText": tier.interval.upper(),
                 "minValue": whole(tier.minimum), "maxValue": whole(tier.maximum)}  # fmt: skip
        job["baseSalary"] = {"@type": "MonetaryAmount", "currency": tier.currency, "value": value}
    return {
        "id": posting.key,
        "title": posting.title,
        "url": f"{site}/jobs/{posting.number}",
        "date_published": time,
        "content_html": text,
        "_jobposting": job,
    }


def _rss(postings: Sequence[Posting]) -> bytes:
    items = [
        f"<item><title>{escape(posting.title)}</title><guid>{posting.key}</guid>"
        f"<remoteStatus>{_STATUS[work_model(posting)]}</remoteStatus>"
        f"<tt:department>{escape(posting.department or '')}</tt:department></item>\n"
        for posting in postings
    ]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"'
    space = 'xmlns:tt="https://teamtailor.com/locations"'
    return f"{head} {space}><channel>\n{''.join(items)}</channel></rss>\n".encode()


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """The pages of the JSON feed, then those of the RSS feed, the last of which is not full."""
    site = f"https://{board.company.board}.teamtailor.com"
    texts = described(board, postings, _FORM)
    items = [_item(board, posting, text, site) for posting, text in texts]
    for start in range(0, len(items) or 1, _SIZE):
        page: dict[str, Any] = {"version": "https://jsonfeed.org/version/1.1"}
        page["items"] = items[start : start + _SIZE]
        number = start // _SIZE + 1
        if start + _SIZE < len(items):
            page["next_url"] = f"{site}/jobs.json?page={number + 1}"
        url = f"{site}/jobs.json" + (f"?page={number}" if start else "")
        yield Exchange("GET", url, 200, "application/json; charset=utf-8", body(page))
    for start in range(0, len(postings) + 1, _SIZE):
        url = f"{site}/jobs.rss?offset={start}&per_page={_SIZE}"
        page_of = _rss(postings[start : start + _SIZE])
        yield Exchange("GET", url, 200, "application/rss+xml; charset=utf-8", page_of)


VENDOR = Vendor(answers, _FORM, share=0.3)
