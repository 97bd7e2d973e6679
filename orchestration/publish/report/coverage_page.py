"""The page that says what was read of each source: boards, texts, fields, and on which days.

Everything on it comes from the manifest's `sources`, which are the rows of mart_coverage_by_source.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from orchestration.publish.report import parts, rounding
from orchestration.publish.report.parts import Column, Record, Table
from orchestration.publish.report.template import template

STATES = (
    Column("Listings", "listings", "count"),
    Column("Texts read", "texts", "count"),
    Column("… of listings", "text_share", "share"),
    Column("Details pending", "pending", "count"),
    Column("Software listings", "software_listings", "count"),
    Column("Boards", "boards", "count"),
    Column("Complete", "complete_boards", "count"),
    Column("In part", "partial_boards", "count"),
    Column("Carried forward", "carried_forward_boards", "count"),
    Column("Missing", "missing_boards", "count"),
    Column("Not asked", "skipped_boards", "count"),
    Column("Answers of", "days", "text"),
)
PUBLISHED = (
    ("Title", "title"),
    ("Address", "url"),
    ("Place", "place"),
    ("Pay field", "pay_field"),
    ("Workplace field", "workplace_field"),
    ("Employment type", "employment_type"),
    ("Department", "department"),
    ("Team", "team"),
    ("Level", "level"),
    ("Language", "language"),
    ("Published", "published_date"),
    ("Updated", "updated_date"),
    ("Closes", "closing_date"),
)
INFERRED = (
    ("Text read", "text"),
    ("Country resolved", "country"),
    ("Workplace known", "workplace"),
    ("Salary counted", "salary"),
)
GROUPS_SHOWN = 6  # of days, in the sentence at the head of a page


def render(out: Path, manifest: Mapping[str, Any]) -> None:
    """Write `out/index.html` from a release's manifest."""
    sources: Sequence[Record] = manifest.get("sources") or ()
    text = template("coverage.html.j2").render(
        manifest=manifest,
        night=rounding.day(manifest["night"]),
        lead=lead(sources),
        dates=dates(manifest),
        tables=tables(sources, manifest["night"]) if sources else (),
    )
    (out / "index.html").write_text(text.lstrip(), "utf-8")


def lead(sources: Sequence[Record]) -> str:
    listings = sum(s["listings"] for s in sources)
    if not listings:
        return "No listing of any source is open."
    texts, pending = (sum(s[key] for s in sources) for key in ("texts", "pending"))
    said = f"{parts.listings(listings)} of {len(sources)} applicant tracking systems are open. "
    said += (
        f"The text of {rounding.count(texts)} was read "
        f"({rounding.share(texts / listings)}); the others are known from a list alone, and say "
        "nothing of pay, workplace or technologies that only a text says."
        if texts < listings
        else "The text of each was read."
    )
    if pending:
        said += f" {rounding.count(pending)} pages of postings are still to be asked."
    return said


def tables(sources: Sequence[Record], night: str) -> tuple[Table, ...]:
    rows = [{**s, "label": s["ats"], "days": _days(s) or rounding.day(night)} for s in sources]
    filled = [{"label": s["ats"], **(s.get("filled") or {})} for s in sources]
    return (
        parts.table(
            "Boards, texts and days by source",
            "Source",
            STATES,
            rows,
            note="A board is complete when its whole list was answered on the night. Carried "
            "forward: it did not answer, and its last complete answer is used. Missing: it did not "
            "answer and has no earlier answer. Details pending: pages of postings that are still "
            "to be asked; software titles are asked first.",
        ),
        parts.table(
            "Listings whose text was read, and what was made of them, of all listings",
            "Source",
            _shares(INFERRED),
            filled,
            note="A workplace is also known from a field, a title or a place; a salary also from a "
            "field.",
        ),
        parts.table(
            "Listings that fill a field, of all listings, as the source publishes it",
            "Source",
            _shares(PUBLISHED),
            filled,
            note="A field that a source does not have reads 0%.",
        ),
    )


def _shares(fields: Iterable[tuple[str, str]]) -> tuple[Column, ...]:
    return tuple(Column(name, key, "share") for name, key in fields)


def dates(manifest: Mapping[str, Any]) -> str | None:
    """What heads a page whose answers are not of its night; None where they are."""
    groups: dict[str, list[str]] = {}
    for source in manifest.get("sources") or ():
        if days := _days(source):
            groups.setdefault(days, []).append(source["ats"])
    if not groups or set(groups) == {rounding.day(manifest["night"])}:
        return None
    if len(groups) == 1:
        return f"Its answers were recorded on {next(iter(groups))}."
    said = "; ".join(f"{', '.join(names)}: {days}" for days, names in groups.items())
    if len(groups) > GROUPS_SHOWN:
        said = "the coverage page says which"
    return f"These are not of one night. The answers were recorded on different days: {said}."


def span(sources: Iterable[Mapping[str, Any]]) -> tuple[str, str] | None:
    """The first and last day on which anything was recorded, as recordings write them."""
    days = [s[k] for s in sources for k in ("recorded_first", "recorded_last") if s.get(k)]
    return (min(days), max(days)) if days else None


def _days(source: Mapping[str, Any]) -> str:
    first, last = source.get("recorded_first"), source.get("recorded_last")
    if not first:
        return ""
    return rounding.day(first) + ("" if first == last else f" to {rounding.day(last)}")
