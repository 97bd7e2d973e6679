"""JobPosting in JSON-LD, as vendors and companies embed it in the page of a job."""

from __future__ import annotations

from typing import Any

import orjson

from orchestration.simulator.markup import Form, escape
from orchestration.simulator.places import Place
from orchestration.simulator.posting import Board, Posting
from orchestration.simulator.vendor_formats._markup import whole, whole_text

HTML = "text/html; charset=utf-8"
_HEAD = b'<!doctype html>\n<html><head><meta charset="utf-8"><title>%b</title>'
_SCRIPT = b'<script type="application/ld+json">'
EMPLOYMENT = {"full": "FULL_TIME", "intern": "INTERN", "contract": "CONTRACTOR"}
FORM = Form("<p>%s</p>\n", "<h3>%s</h3>\n", "<ul>\n%s</ul>\n", "<li>%s</li>\n")


def text(board: Board, posting: Posting) -> str:
    """The whole text of a posting as HTML."""
    return whole_text(board, posting, FORM)


def job_posting(board: Board, posting: Posting, **more: Any) -> dict[str, Any]:
    """A posting as JobPosting with one base salary; `more` replaces or adds keys."""
    job: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": posting.title,
        "description": text(board, posting),
        "identifier": {"@type": "PropertyValue", "value": str(posting.opening)},
        "hiringOrganization": {"@type": "Organization", "name": board.company.name},
        "employmentType": EMPLOYMENT[posting.employment],
    }
    if posting.published:
        job["datePosted"] = posting.published.date().isoformat()
    if posting.places:
        named = zip(posting.labels, posting.places, strict=False)
        job["jobLocation"] = [_place(label, place) for label, place in named]
    if posting.flag == "remote" or any(label.startswith("Remote") for label in posting.labels):
        job["jobLocationType"] = "TELECOMMUTE"
    for tier in posting.fields[:1]:
        value = {"minValue": whole(tier.minimum), "maxValue": whole(tier.maximum)}
        job["baseSalary"] = {
            "@type": "MonetaryAmount",
            "currency": tier.currency,
            "value": {"@type": "QuantitativeValue", **value, "unitText": tier.interval.upper()},
        }
    return job | more


def _place(label: str, place: Place) -> dict[str, Any]:
    """The address, and the label if it says more than the address."""
    address = {"@type": "PostalAddress", "addressCountry": place.code}
    row = {"@type": "Place", "address": address}
    if label.startswith("Remote"):
        return row | {"name": label}
    address |= {"addressLocality": place.city}
    if place.region:
        address["addressRegion"] = place.region
    return row | ({"name": label} if label != place.label else {})


def page(title: str, job: dict[str, Any] | None, body: str = "") -> bytes:
    """A page with a JobPosting in its head."""
    parts = [_HEAD % escape(title).encode()]
    if job is not None:
        parts += (_SCRIPT, orjson.dumps(job).replace(b"</", b"<\\/"), b"</script>")
    parts.append(b"</head>\n<body>%b</body></html>\n" % body.encode())
    return b"".join(parts)
