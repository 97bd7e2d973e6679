"""schema.org JobPosting as pages embed it (JSON-LD, else microdata), by Google's rules for it.

https://developers.google.com/search/docs/appearance/structured-data/job-posting
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import Unreadable
from orchestration.sources._toolkit.job_text import PLACEHOLDERS, job_description
from orchestration.sources._toolkit.listing import Listing, Pay, Place, Posting
from orchestration.sources._toolkit.markup import parse_html
from orchestration.sources._toolkit.microdata import items
from orchestration.sources._toolkit.surrogates import fix_surrogates

_NAME = re.compile(r"(?:(?:https?://)?(?:www\.)?schema\.org/|schema:)?JobPosting")
_GUARD = re.compile(r"^\s*(?://\s*)?(?:<!--|<!\[CDATA\[)|(?://\s*)?(?:-->|\]\]>)\s*;?\s*$")
_JAVA = re.compile(r"(\w{3} \w{3} +\d{1,2}) (\d{2}:\d{2}:\d{2} \S{1,6}) (\d{4})")
_DATE = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?\s*")
_ALLOWED_PROPERTIES = (
    *("@type", "title", "url", "description", "identifier", "jobLocation", "jobLocationType"),
    *("applicantLocationRequirements", "employmentType", "inLanguage", "baseSalary"),
    *("salaryCurrency", "datePosted", "dateModified", "validThrough", "directApply", "industry"),
    *("occupationalCategory", "experienceRequirements", "educationRequirements", "workHours"),
    *("qualifications", "responsibilities", "skills", "jobBenefits", "incentiveCompensation"),
    *("uniqueJobCode",),
)
_AMOUNT = re.compile(
    r"([A-Z]{3}|[$€£¥₹])?\s*(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*([A-Z]{3}|[$€£¥₹])?"
)


def job_postings(page: str, what: str) -> list[Posting]:
    """Every JobPosting in the JSON-LD blocks of a page, in order; without any, those in microdata.

    A block that is not JSON is skipped.
    """
    found: list[Posting] = []
    root = parse_html(page, what)
    for script in root.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        try:
            block = fix_surrogates(json.loads(_GUARD.sub("", script.text or ""), strict=False))
        except (ValueError, RecursionError):
            continue
        found += _of_type(block)
    return found or list(items(root, "JobPosting"))


def job_posting(page: str, what: str) -> Posting:
    """The allowed properties of the first JobPosting of a page. Raises Unreadable if there is
    none."""
    for job in job_postings(page, what):
        return allowed_properties(job)
    raise Unreadable(f"{what}: no JobPosting in the page")


def allowed_properties(job: Posting) -> Posting:
    """A JobPosting without properties that may name a person; of the organization only its name."""
    allowed = {key: job[key] for key in _ALLOWED_PROPERTIES if key in job}
    company = name_of(job.get("hiringOrganization"))
    return allowed | ({"hiringOrganization": {"name": company}} if company else {})


def _of_type(block: Any, depth: int = 0) -> Iterator[Posting]:
    if depth > 6:
        return
    if isinstance(block, list):
        for item in block:
            yield from _of_type(item, depth + 1)
    elif isinstance(block, Mapping):
        if any(_NAME.fullmatch(kind.strip()) for kind in fields.texts(block.get("@type"))):
            yield block
        else:
            for item in block.values():
                yield from _of_type(item, depth + 1)


def listing_from_job(job: Posting, native_id: str, url: str | None = None) -> Listing:
    """A JobPosting as a listing. Raises one of `PARSE_ERRORS` for one without a title."""
    organization = job.get("hiringOrganization")
    identifier = job.get("identifier")
    if isinstance(identifier, Mapping):
        identifier = identifier.get("value")
    return Listing(
        native_id=native_id,
        title=unescape(fields.required(job, "title")).strip(),
        url=url or _stated(job.get("url")),
        company=name_of(organization),
        description_html=job_description(job),
        places=tuple(dict.fromkeys(_places(job.get("jobLocation")))),
        applicant_places=tuple(dict.fromkeys(_applicants(job))),
        workplace=" + ".join(fields.texts(job.get("jobLocationType"))) or None,
        employment_type=" / ".join(filter(None, map(_stated, _as_list(job.get("employmentType")))))
        or None,
        language=name_of(job.get("inLanguage")),
        opening_id=_stated(
            identifier.get("value") if isinstance(identifier, Mapping) else identifier
        ),
        pays=tuple(_pays(job)),
        published_at=parse_date(job.get("datePosted")),
        updated_at=parse_date(job.get("dateModified")),
        closes_at=parse_date(job.get("validThrough")),
    )


def with_label(places: tuple[Place, ...], label: str | None) -> tuple[Place, ...]:
    """The places of a page. A single place gets the label of the list; without places it is one."""
    if label is None or len(places) > 1:
        return places
    return (replace(places[0], text=label) if places else Place(label),)


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _stated(value: Any) -> str | None:
    """A text or number as text; None for a placeholder."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    text = unescape(str(value)).strip()
    return None if text.casefold() in PLACEHOLDERS else text


def name_of(value: Any) -> str | None:
    """A text, or the name of an object; of a list the first."""
    for item in _as_list(value):
        named = item.get("name") if isinstance(item, Mapping) else item
        text = name_of(named) if isinstance(named, list) else _stated(named)
        if text:
            return text
    return None


def _places(value: Any) -> Iterator[Place]:
    for row in _as_list(value):
        address = row.get("address", row) if isinstance(row, Mapping) else row
        label = name_of(row) if isinstance(row, Mapping) else None
        if isinstance(address, Mapping):
            place = Place(
                label,
                name_of(address.get("addressLocality")),
                name_of(address.get("addressRegion")),
                name_of(address.get("addressCountry")),
            )
        else:
            place = Place(label or name_of(address))
        if place != Place():
            yield place


def _applicants(job: Posting) -> Iterator[Place]:
    for row in _as_list(job.get("applicantLocationRequirements")):
        country = isinstance(row, Mapping) and "Country" in fields.texts(row.get("@type"))
        for item in _as_list(row.get("name") if isinstance(row, Mapping) else row):
            if name := _stated(item):
                yield Place(country=name) if country else Place(text=name)


def _pays(job: Posting) -> Iterator[Pay]:
    """Base salaries: a MonetaryAmount, a PriceSpecification or a number. 0 means not disclosed."""
    for row in _as_list(job.get("baseSalary")):
        amount = row if isinstance(row, Mapping) else {"value": row}
        for value in _as_list(amount.get("value")) or [None]:
            inside = value if isinstance(value, Mapping) else {**amount, "value": value}
            exact, written = _amount(inside.get("value", inside.get("price")))
            low, of_low = _amount(inside.get("minValue", inside.get("minPrice")))
            high, of_high = _amount(inside.get("maxValue", inside.get("maxPrice")))
            low, high = low or exact, high or exact
            if low is None and high is None:
                continue
            stated = (amount.get("currency"), inside.get("currency"), amount.get("priceCurrency"))
            yield Pay(
                minimum=low,
                maximum=high,
                currency=next(
                    filter(None, map(_stated, (*stated, job.get("salaryCurrency")))), None
                )
                or of_low
                or of_high
                or written,
                interval=_stated(inside.get("unitText")) or _stated(amount.get("unitText")),
            )


def _amount(value: Any) -> tuple[float | None, str | None]:
    """An amount above 0, also as text with thousands separators, and the currency in the text."""
    currency = None
    if isinstance(value, str) and (found := _AMOUNT.fullmatch(value.strip())):
        before, number, after = found.groups()
        value, currency = number.replace(",", ""), before or after
    amount = fields.number(value)
    return (amount, currency) if amount is not None and amount > 0 else (None, None)


def parse_date(value: Any) -> datetime | None:
    """A date or timestamp in ISO 8601, also without leading zeros, or in the forms of Java (Tue Oct
    27 00:00:00 UTC 2026) and of mail; None for anything else."""
    text = _stated(value)
    if text is None:
        return None
    try:
        return fields.utc(text)
    except ValueError:
        if found := _JAVA.fullmatch(text):
            _, month, day = found[1].split()
            text = f"{day} {month} {found[3]} {found[2]}"
        if not (found := _DATE.fullmatch(text)):
            return _parse_rfc2822(text)
    year, month, day = map(int, found.groups())
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None


def _parse_rfc2822(text: str) -> datetime | None:
    """A date in the form of RFC 2822, with or without the day of the week."""
    try:
        found = parsedate_to_datetime(text)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
