"""How the figures were made: every sentence here is generated from the data and the manifest."""

from collections.abc import Mapping
from typing import Any

from orchestration.publish.report import parts, queries, rounding
from orchestration.publish.report.parts import Column, Record, Table
from orchestration.publish.report.pay import Ask

FAMILIES = ("ai_application", "ai_core", "mlops", "devops")


def sentences(
    index: Record | None, coverage: Record, manifest: Mapping[str, Any]
) -> list[tuple[str, str]]:
    """What each term means tonight, in the order of a reader's questions."""
    counted = parts.listings(coverage["listing_count"])
    every = rounding.sample(index["all_listing_count"]) if index else rounding.NO_DATA
    return [
        (
            "Population",
            f"{counted} of {every} open ones are software work by their title (is_software): "
            f"{rounding.count(coverage['core_count'])} at its core and "
            f"{rounding.count(coverage['adjacent_count'])} adjacent. Open means seen in the "
            "board's last full answer.",
        ),
        (
            "Listing and role",
            "A listing is one posting and counts once in every group it is in. A role is a "
            "cluster of listings of one opening, such as one repeated per city.",
        ),
        (
            "Salary",
            "Method “report”: base pay the employer published, never estimated. A range counts "
            "as its midpoint, several tiers as the mean of their midpoints. Of the listings with "
            f"salary, {rounding.count(coverage['field_count'])} publish it in a field and "
            f"{rounding.count(coverage['text_count'])} in the text; "
            f"{rounding.count(coverage['tiered_count'])} have more than one tier. A mean and a "
            "median are over listings, with no weighting by company.",
        ),
        (
            "Currency",
            "Converted at the European Central Bank's reference rate of the night a listing was "
            "first seen, or the last one before it. A currency without a rate is not counted.",
        ),
        (
            "AI groups",
            "AI/ML industry tag: listings of companies known to be of industry ai-ml. AI union: "
            f"those, and every listing naming one of {', '.join(queries.UNION)}. AI union with "
            "Spark: the same and spark. Each has its own denominator and its own segment_id.",
        ),
        (
            "Technologies",
            "A technology counts where the text asks for it in the role; one named in the "
            "company's description of itself, its customers or its investors does not.",
        ),
        (
            "Unknown is unknown",
            f"Of {counted}, unknown are the company's industry of "
            f"{rounding.count(coverage['without_industry_count'])} and its size of "
            f"{rounding.count(coverage['without_size_count'])}. No unknown is guessed.",
        ),
        (
            "Read, not read, not stated",
            f"The text of {rounding.count(coverage['with_text_count'])} of {counted} was fetched. "
            "A listing without a text, known from a list alone, says nothing: pay, workplace and "
            "technologies are shares of the listings whose text was read, and a listing whose "
            "list gives a pay counts as read for pay. The workplace of "
            f"{rounding.count(coverage['not_stated_count'])} is not stated in the text that was "
            f"read, that of {rounding.count(coverage['not_read_count'])} was not read. A share “of "
            "all” is kept beside, since the reference report counts so.",
        ),
        (
            "Small n",
            f"A salary row with fewer than {rounding.SMALL_LISTINGS} listings with salary, or "
            f"from fewer than {rounding.SMALL_COMPANIES} companies, is greyed and marked “small "
            "n”, and a rank leaves it out; of a remote share, the listings of the row whose text "
            "was read count. Where nothing was counted the cell says "
            f"“{rounding.NO_DATA}”, where no text was read that could say it "
            f"“{rounding.NOT_READ}”.",
        ),
        (
            "Rounding",
            "Once, at the end: whole dollars and whole percent in tables, whole thousands in "
            "charts. A difference is rounded after it is taken, so it may be off by one from the "
            "rounded numbers beside it.",
        ),
        (
            "What is not claimed",
            "No cause and no trend. Companies post many listings each, so the counts of companies "
            f"say more about certainty than the counts of listings. {history(manifest)}",
        ),
        (
            "Release",
            f"{manifest['release_id']}, made {manifest['created_at']} by version "
            f"{manifest['code_version']}, from {len(manifest['tables'])} tables below.",
        ),
    ]


def history(manifest: Mapping[str, Any]) -> str:
    first = manifest.get("first_night") or manifest["night"]
    return f"There is no history before {rounding.day(first)}."


def tables(ask: Ask, manifest: Mapping[str, Any]) -> tuple[Table, ...]:
    intervals = ask(queries.INTERVALS)
    for row in intervals:
        row["dates"] = " to ".join(
            sorted({str(row["first_rate_date"]), str(row["last_rate_date"])} - {"None"})
        )
    checked = [
        {"label": t["table"], "rows": t["rows"], "checks": t["checks"], "failed": t["failed"]}
        for t in manifest["tables"]
    ]
    made = (
        parts.table(
            "Annual factors met tonight: what one unit of pay was multiplied by",
            "Paid by the",
            (
                Column("Factor", "factor", "count"),
                Column("Listings", "listing_count"),
                Column("Currencies", "currency_count"),
                Column("Exchange rates of", "dates", "text"),
            ),
            intervals,
        ),
        parts.table(
            "Published pay that was not counted, and why",
            "Reason",
            (Column("Pay ranges", "pay_count"), Column("Listings", "listing_count")),
            ask(queries.PAYS),
        ),
        parts.table(
            "Tables of this release and their checks",
            "Table",
            tuple(Column(k.title(), k, "count") for k in ("rows", "checks", "failed")),
            checked,
        ),
    )
    return tuple(t for t in made if t.rows)


def families(technologies: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    """The technologies of the families compared on the page."""
    return [
        (
            family,
            [t["technology_name"] for t in technologies if t["technology_family"] == family],
        )
        for family in FAMILIES
    ]
