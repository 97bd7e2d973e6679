"""The coverage page: boards, texts, fields and days of each source.

Its figures are the `sources` of the manifest, which are the rows of mart_coverage_by_source.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from orchestration.publish.report import (
    hiring,
    names,
    parts,
    rounding,
    sentences,
    source_states,
    template,
)
from orchestration.publish.report.parts import Column, Record, Table

STATES = (
    Column("Listings", "listings", "count"),
    Column("Texts read", "texts", "count", is_minor=True),
    Column("Texts read, of listings", "text_share", "share"),
    Column("Detail pages pending", "pending", "count", is_minor=True),
    Column("Software listings", "software_listings", "count", is_minor=True),
    Column("Boards", "boards", "count"),
    Column("Complete", "complete_boards", "count", is_minor=True),
    Column("Partial", "partial_boards", "count", is_minor=True),
    Column("Carried forward", "carried_forward_boards", "count", is_minor=True),
    Column("Missing", "missing_boards", "count", is_minor=True),
    Column("Not crawled", "skipped_boards", "count", is_minor=True),
    Column("Answers from", "days", "text", is_minor=True),
)
PUBLISHED = (
    ("Title", "title"),
    ("URL", "url"),
    ("Place", "place"),
    ("Pay field", "pay_field"),
    ("Work arrangement field", "workplace_field"),
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
    ("Work arrangement known", "workplace"),
    ("Pay disclosed", "salary"),
)
MART = "mart_coverage_by_source"
GROUPS_SHOWN = 6  # of recording days, in the sentence at the top of a page


def render(out: Path, manifest: Mapping[str, Any]) -> None:
    """Write `out/index.html` from a release's manifest."""
    sources: Sequence[Record] = manifest.get("sources") or ()
    text = template.page(
        "coverage.html.j2",
        manifest,
        "../",
        here="coverage/index.html",
        lead=lead(sources),
        reasons=source_states.reasons(manifest),
        not_ranked=hiring.not_ranked(manifest.get("funds") or ()),
        dates=dates(manifest),
        stale=carried_forward(manifest),
        tables=(*tables(sources, manifest["night"]), source_states.table(manifest))
        if sources
        else (),
    )
    (out / "index.html").write_text(text, "utf-8")


def lead(sources: Sequence[Record]) -> str:
    """How many listings are open, and how many of their texts were read."""
    listings = sum(s["listings"] for s in sources)
    if not listings:
        return "No source has an open listing."
    texts, pending = (sum(s[key] for s in sources) for key in ("texts", "pending"))
    verb = "is" if listings == 1 else "are"
    systems = "system" if len(sources) == 1 else "systems"
    sentence = (
        f"{sentences.total(parts.listings(listings), 'listings')} of "
        f"{sentences.total(str(len(sources)), 'systems')} applicant tracking {systems} {verb} "
        "open. "
    )
    sentence += (
        f"The text of {_read(texts, listings)} was read. The others are known only from a list. If "
        "only their text states pay, work arrangement or technologies, these are not read."
        if texts < listings
        else "The text of each listing was read."
    )
    if pending:
        pages = sentences.page(rounding.count(pending), "coverage/index.html")
        verb = "page is" if pending == 1 else "pages are"
        sentence += f" {pages} detail {verb} pending."
    return sentence


def _read(texts: int, listings: int) -> str:
    words = f"{rounding.count(texts)} ({rounding.share(texts / listings)})"
    return sentences.total(words, "texts")


def tables(sources: Sequence[Record], night: str) -> tuple[Table, ...]:
    """Boards and texts, inferred fields, and published fields, a row per source."""
    named = sorted(sources, key=lambda s: names.source(s["ats"]).lower())
    labels = [{"label": names.source(s["ats"])} for s in named]
    rows = [
        {**s, **label, "days": _days(s) or rounding.day(night)}
        for s, label in zip(named, labels, strict=True)
    ]
    filled = [{**label, **(s.get("filled") or {})} for s, label in zip(named, labels, strict=True)]
    return (
        parts.table(
            "Boards, texts and days by source",
            "Source",
            STATES,
            rows,
            note="Complete: the whole list of the board was read on the night. Carried forward: it "
            "was not read, so the last complete answer is used. Missing: it was not read, and "
            "there is no earlier answer. Detail pages pending: pages with the text of a listing "
            "that later nights request, those of software titles first.",
            source=MART,
        ),
        parts.table(
            "Share of all listings with a text and with each inferred field",
            "Source",
            _shares(INFERRED),
            filled,
            note="Work arrangement and pay can be known without a text: a field, a title or a "
            "place can state the arrangement, and a field can state the pay.",
            source=MART,
        ),
        parts.table(
            "Share of all listings with each published field",
            "Source",
            _shares(PUBLISHED),
            filled,
            note="A field that a source does not publish has 0%.",
            source=MART,
        ),
    )


def _shares(fields: Iterable[tuple[str, str]]) -> tuple[Column, ...]:
    return tuple(Column(name, key, "share") for name, key in fields)


def dates(manifest: Mapping[str, Any]) -> str | None:
    """A sentence for a night that was recorded on other days; None if it was not."""
    groups: dict[str, list[str]] = {}
    for source in manifest.get("sources") or ():
        if days := _days(source):
            groups.setdefault(days, []).append(names.source(source["ats"]))
    if not groups or set(groups) == {rounding.day(manifest["night"])}:
        return None
    if len(groups) == 1:
        return f"The answers were recorded on {next(iter(groups))}."
    sentence = "; ".join(f"{', '.join(of)}: {days}" for days, of in groups.items())
    if len(groups) > GROUPS_SHOWN:
        sentence = "the coverage page lists them"
    return f"The answers were recorded on different days: {sentence}."


def carried_forward(manifest: Mapping[str, Any]) -> list[str]:
    """A sentence for each source without an accepted night: why, and which night is used."""
    last = {s["ats"]: s.get("last_crawled_date") for s in manifest.get("sources") or ()}
    why = {
        one["ats"]: f"quarantined on this night ({'; '.join(one['reasons'])})"
        for one in manifest.get("quarantined") or ()
    }
    stale = sorted({*why, *(manifest.get("stale_sources") or ())})
    return [
        f"{names.source(ats)}: {why.get(ats, 'not crawled on this night')}, so its last accepted "
        "night"
        + (f", {rounding.day(last[ats])}," if last.get(ats) else "")
        + " is carried forward."
        for ats in stale
    ]


def span(sources: Iterable[Mapping[str, Any]]) -> tuple[str, str] | None:
    """The first and last day of recording, as recordings write them; None for no recording."""
    days = [s[k] for s in sources for k in ("recorded_first", "recorded_last") if s.get(k)]
    return (min(days), max(days)) if days else None


def _days(source: Mapping[str, Any]) -> str:
    first, last = source.get("recorded_first"), source.get("recorded_last")
    if not first:
        return ""
    return rounding.day(first) + ("" if first == last else f" to {rounding.day(last)}")
