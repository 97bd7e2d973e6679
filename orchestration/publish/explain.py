"""One listing of a release, with the words behind each inferred value.

Here: reading the release and formatting lines. Not here: inference, and any other data.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from orchestration import plain_text
from orchestration.publish import databases, release_folder
from orchestration.settings import Settings

Row = dict[str, Any]


def explain(settings: Settings, listing_id: str) -> list[str]:
    """The lines to print. ValueError if there is no release, or no such listing in it."""
    return of_release(release_folder.current(settings), listing_id)


def of_release(release: Path, listing_id: str) -> list[str]:
    """The lines to print, from the folder of a release. ValueError if it lacks the listing."""
    manifest = release_folder.manifest_of(release)
    with duckdb.connect(str(release / release_folder.DATABASE), read_only=True) as db:
        found = _rows(
            db, "core.fct_listings where listing_id = $id", id=plain_text.line(listing_id)
        )
        if not found:
            raise ValueError(
                f"no listing {plain_text.short(listing_id)} is open on {manifest['night']}"
            )
        lines = [*_listing(db, found[0]), *_technologies(db, found[0])]
    if manifest["notice"]:
        lines += ["", manifest["notice"]]
    return [plain_text.line(line) for line in lines]


def _rows(db: duckdb.DuckDBPyConnection, of: str, **parameters: object) -> list[Row]:
    return databases.rows(db.execute(f"from {of}", parameters))


def _line(claim: str, value: str, *proofs: object) -> str:
    """A field, its value, and in quotes the words behind it."""
    words = ", ".join(f"“{proof}”" for proof in proofs if proof)
    return f"{claim:<11} {value:<34} {words}".rstrip()


def _source(name: str | None) -> str:
    """Where a fact about a company is from, in brackets; nothing for an unknown fact."""
    return f" ({name})" if name else ""


def _listing(db: duckdb.DuckDBPyConnection, listing: Row) -> Iterator[str]:
    own = {"id": listing["listing_id"]}
    (company,) = _rows(db, "core.dim_companies where company_id = $id", id=listing["company_id"])
    yield f"{listing['listing_id']}  {listing['title']}"
    size = f"{company['company_size']} people{_source(company['company_size_source'])}"
    yield _line("company", f"{company['company_name']}, {size}", company["company_size_text"])
    industries = ", ".join(company["industries"]) or "unknown"
    source = _source(company["industries_source"])
    yield _line("industries", industries + source, company["industry_text"])
    yield _line("url", listing["url"] or "none")
    yield _line("seen", f"{listing['first_seen_date']} to {listing['last_seen_date']}")
    role = f"{listing['role_family']}, software: {listing['software_class']}"
    yield _line("role", f"{role}, from {listing['role_source']}", listing["role_words"])
    yield _line("seniority", listing["seniority"], listing["title"])
    proofs = _rows(db, "core.fct_listing_evidence where listing_id = $id order by span_text", **own)
    words = _words(proofs, "workplace")
    yield _line("workplace", f"{listing['workplace']}, from {listing['workplace_source']}", *words)
    for claim, value in _requirements(listing):
        label = claim.removeprefix("security_").removesuffix("_sponsorship")
        yield _line(label, value, *_words(proofs, claim))
    for place in _rows(
        db, "core.fct_listing_places where listing_id = $id order by place_number", **own
    ):
        parts = (place["city_name"], place["region_code"], place["country_code"])
        value = ", ".join(p for p in parts if p) or place["world_region"] or "unknown"
        yield _line("place", value, place["place_text"])
    pays = _rows(
        db, "core.fct_listing_pay_ranges where listing_id = $id order by pay_range_id", **own
    )
    for pay in pays:
        yield _line("pay", _pay(pay), pay["span_text"] or pay["tier_text"])
    if not pays:
        yield _line("pay", "not stated")


def _words(proofs: list[Row], claim: str) -> list[str]:
    """The words of the posting behind a claim."""
    return [proof["span_text"] for proof in proofs if proof["claim"] == claim]


def _requirements(listing: Row) -> Iterator[tuple[str, str]]:
    """Each requirement, and what the listing states of it."""
    level = listing["degree_level"]
    years = listing["experience_years"]
    experience = "not stated" if listing["has_text"] else "not read"
    if years is not None:
        experience = f"{years}+ years" if years else "none required"
    yield "visa_sponsorship", listing["visa_sponsorship"]
    yield "degree", f"{listing['degree']} ({level})" if level else listing["degree"]
    yield "experience", experience
    yield "security_clearance", listing["security_clearance"]


def _pay(pay: Row) -> str:
    """A range as published, its source, and its annual amount or why it is excluded."""
    both = (pay["salary_min"], pay["salary_max"])
    ends = [f"{end:,.2f}".removesuffix(".00") for end in both if end is not None]
    interval = (pay["salary_interval"] or "unknown period").replace("_", " ")
    published = f"{'–'.join(ends)} {pay['salary_currency'] or '?'} per {interval}"
    if pay["is_counted"]:
        yearly = f"{pay['annual_salary_usd']:,.0f} USD a year"
        return f"{published}, from {pay['pay_source']}; {yearly}"
    return f"{published}, from {pay['pay_source']}; excluded: {pay['exclusion_reason']}"


def _technologies(db: duckdb.DuckDBPyConnection, listing: Row) -> Iterator[str]:
    """Every mention of a technology; counted ones first."""
    mentions = _rows(
        db,
        "core.fct_technology_mentions where company_id = $company and text_id = $text "
        "order by is_counted desc, technology_id, line_number",
        company=listing["company_id"],
        text=listing["text_id"],
    )
    for is_counted, title in ((True, "technologies"), (False, "named, not counted")):
        chosen = [m for m in mentions if m["is_counted"] is is_counted]
        if chosen:
            yield ""
            yield title
        for m in chosen:
            named_as = (
                f"{m['class']} ({m['mention_reason']})" if m["mention_reason"] else m["class"]
            )
            value = f"{m['strength']}, {named_as}, in {m['section']}"
            yield "  " + _line(m["technology_id"], value, m["span_text"])
