"""The methodology: every sentence is generated from the data and the manifest."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from orchestration.publish.report import (
    breakdown_ids,
    method_queries,
    names,
    parts,
    queries,
    rounding,
)
from orchestration.publish.report.parts import Column, Record, Table
from orchestration.publish.report.pay import CONVERTED, Query


@dataclass(frozen=True)
class Term:
    """A term with its meaning, and where the numbers of the sentences are from."""

    name: str
    words: str
    figure_ids: tuple[str, ...] = ()
    """The figures of the release among them, in the order of the sentences."""
    table: str = ""
    """The published table that the others are counted from."""
    file: str = ""
    """The file of the release that has the others: the manifest, or the rules of the tables."""


MANIFEST, RULES = "manifest.json", "docs/index.html"
FAMILIES = ("ai_application", "ai_core", "mlops", "devops")


def publication() -> str:
    """What a figure needs to be published, from the seed of the rules."""
    needs = [
        f"{rule['min_roles']} roles at {rule['min_companies']} companies"
        + (
            f" ({rule['min_effective_companies']} effective ones)"
            if int(rule["min_effective_companies"])
            else ""
        )
        + f", none of which has more than {float(rule['max_top_company_share']):.0%}"
        for rule in queries.seed("publication_rules")
    ]
    return f"A mean or share needs {needs[0]}; at the least {needs[1]}."


def sentences(
    index: Record | None,
    coverage: Record,
    manifest: Mapping[str, Any],
    technologies: Mapping[str, str],
) -> list[Term]:
    """Each term and its meaning, with the numbers of this release."""
    counted = parts.listings(coverage["listing_count"])
    every = rounding.sample(index["all_listing_count"]) if index else rounding.NO_DATA
    return [
        Term(
            "Population",
            f"{counted} of {every} open ones are software work by their title (is_software): "
            f"{rounding.count(coverage['core_count'])} core and "
            f"{rounding.count(coverage['adjacent_count'])} adjacent ({_families('adjacent')}). "
            "Open means present in the last complete answer of the board.",
            figure_ids=("index/listing_count/report",),
            table="core.fct_listings",
        ),
        Term(
            "Listing and role",
            "A listing is one posting on a board; it counts once in every group it belongs to. A "
            "role is the listings of one opening, such as one posted once per city.",
        ),
        Term(
            "Salary",
            "Method “report”: base pay that the employer disclosed, never estimated. A range "
            "counts as its midpoint, several tiers as the mean of their midpoints. Of the listings "
            f"with pay disclosed, {rounding.count(coverage['field_count'])} state it in a field "
            f"and {rounding.count(coverage['text_count'])} in the text; "
            f"{rounding.count(coverage['tiered_count'])} have more than one tier. Means and "
            "medians are over listings, without weights by company.",
            figure_ids=("index/mean_salary_usd/report",),
            table="core.fct_listings",
        ),
        Term(
            "Currency",
            "Pay is converted at the reference rate of the European Central Bank on the night a "
            "listing was first seen, or the last rate before it. Pay in a currency without a rate "
            f"is excluded. {CONVERTED}",
        ),
        Term(
            "AI groups",
            "AI/ML companies (narrow): listings of companies of the industry "
            f"{names.industry('ai-ml')}. AI-related "
            f"listings (broad): those, and every listing that names one of "
            f"{', '.join(technologies.get(t, t) for t in queries.UNION)}. AI-related listings with "
            f"Spark: the same, and {technologies.get('spark', 'Spark')}. "
            "Each group has its own base and its own segment_id.",
        ),
        Term(
            "Technologies",
            "A technology counts where the text requires or uses it in the role. It does not count "
            "where the company describes itself, its customers or its investors.",
        ),
        Term(
            "Companies",
            "The industries and the size of a company are from a source, or else from what the "
            "company says about itself in its postings, or else from general knowledge: the "
            f"industries of {rounding.count(coverage['general_industry_count'])} of {counted}, and "
            f"the size of {rounding.count(coverage['general_size_count'])}. For "
            f"{rounding.count(coverage['contradicted_count'])} the company says something else "
            "than the facts; core.dim_companies shows both.",
            table="core.dim_companies",
        ),
        Term(
            "Unknown",
            f"Of {counted}, the industry of the company is unknown for "
            f"{rounding.count(coverage['without_industry_count'])} and its size for "
            f"{rounding.count(coverage['without_size_count'])}. Unknown values are not estimated.",
            table="core.dim_companies",
        ),
        Term(
            "Read, not read, not stated",
            f"The text of {rounding.count(coverage['with_text_count'])} of {counted} was fetched. "
            "A listing without a text is known only from a list, so shares of pay, work "
            "arrangement and technologies are of the listings whose text was read. One whose list "
            "gives pay counts as read for pay. The work arrangement of "
            f"{rounding.count(coverage['not_stated_count'])} is not stated in the text, and that "
            f"of {rounding.count(coverage['not_read_count'])} was not read. The shares “of all” "
            "are those of the reference report's method.",
            figure_ids=(
                "index/remote_of_read_share/report",
                *(
                    breakdown_ids.Breakdown("index", "workplace", (name,)).figure_id
                    for name in ("not stated", "not read")
                ),
            ),
            table="core.fct_listings",
        ),
        Term(
            "Low sample",
            f"{publication()} A group below the first is grey and marked “{rounding.LOW_SAMPLE}”; "
            f"its interval says how little it tells. A group below the second is "
            f"“{rounding.SUPPRESSED}”: its sample is shown and its figure is not. A cell shows "
            f"“{rounding.NO_DATA}” where nothing was counted, and “{rounding.NOT_READ}” where no "
            "text was fetched that could state it.",
            file=RULES,
        ),
        Term(
            "Intervals",
            "Listings of one company resemble each other, so an interval depends on how many "
            "companies there are, not only on listings. It is found by leaving out each company in "
            "turn (the jackknife), with Student's t for as many effective companies as there are: "
            "companies of equal size that would be as concentrated. A difference is called higher "
            "or lower only where its own interval excludes zero, which leaves a company out of "
            "both groups at once.",
        ),
        Term(
            "Robust median",
            "The other method beside the report's: each role counts once per pay zone, not each "
            "copy of its listing; only listings in the United States, with pay in dollars. Groups "
            "of another country are of that country and its currency.",
        ),
        Term(
            "Rounding",
            "Figures are rounded once, at the end: to dollars and percent in tables, to thousands "
            "in charts. A difference is rounded after the subtraction, so it can be off by one "
            "from the rounded figures beside it.",
        ),
        Term(
            "What is not claimed",
            "The report claims no cause and no trend. A company can have many listings, so the "
            f"number of companies is the better measure of a sample. {history(manifest)}",
            file=MANIFEST,
        ),
        Term(
            "Release",
            f"{manifest['release_id']}, built by version {manifest['code_version']} from "
            f"{len(manifest['tables'])} tables; the quality page has the checks of each, and of "
            "the night of each source.",
            file=MANIFEST,
        ),
    ]


def _families(software_class: str) -> str:
    """The families of roles of a class, as a list."""
    rows = queries.seed("role_families")
    return ", ".join(r["role_family"] for r in rows if r["software_class"] == software_class)


def history(manifest: Mapping[str, Any]) -> str:
    """The first night of the data directory, as a sentence."""
    first = manifest.get("first_night") or manifest["night"]
    return f"Data since {rounding.day(first)}."


def tables(query: Query) -> tuple[Table, ...]:
    """Annual factors and excluded pay; those with rows."""
    intervals = query(method_queries.INTERVALS)
    for row in intervals:
        row["dates"] = " to ".join(
            rounding.day(day)
            for day in sorted({str(row["first_rate_date"]), str(row["last_rate_date"])} - {"None"})
        )
    excluded = query(method_queries.PAYS)
    for row in excluded:
        row["label"] = names.exclusion(row["label"])
    listed = (
        parts.table(
            "Annual factors: multipliers from each pay interval to a year",
            "Interval",
            (
                Column("Factor", "factor", "count"),
                Column("Listings", "listing_count"),
                Column("Currencies", "currency_count", is_minor=True),
                Column("Exchange rates of", "dates", "text", is_minor=True),
            ),
            intervals,
            source="core.fct_listing_pay_ranges",
        ),
        parts.table(
            "Published pay that was excluded, by reason",
            "Reason",
            (Column("Pay ranges", "pay_count"), Column("Listings", "listing_count")),
            excluded,
            source="core.fct_listing_pay_ranges",
        ),
    )
    return tuple(t for t in listed if t.rows)


def families(query: Query) -> list[tuple[str, list[str]]]:
    """The technologies of each family that the report compares."""
    rows = query(method_queries.FAMILIES, families=list(FAMILIES))
    return [
        (
            names.family(family),
            [r["technology_name"] for r in rows if r["technology_family"] == family],
        )
        for family in FAMILIES
    ]
