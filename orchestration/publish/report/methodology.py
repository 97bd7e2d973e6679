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
from orchestration.publish.report.pay import CONVERTED
from orchestration.publish.report.queries import Query
from orchestration.publish.seeds import seed


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
        + f", with at most {float(rule['max_top_company_share']):.0%} at one company"
        for rule in seed("publication_rules")
    ]
    return (
        f"A sufficient sample has at least {needs[0]}. A low sample has less, but at least "
        f"{needs[1]}."
    )


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
            f"{counted} of {every} that are open are software work (is_software). The title "
            "decides; if it does not, the department or the text does. "
            f"{rounding.count(coverage['core_count'])} are core software work and "
            f"{rounding.count(coverage['adjacent_count'])} are adjacent to it "
            f"({_families('adjacent')}). A listing is open if it is in the last complete answer of "
            "its board.",
            figure_ids=("index/listing_count/report",),
            table="core.fct_listings",
        ),
        Term(
            "Listing and role",
            "A listing is one posting on a board. It counts once in every group that it belongs "
            "to. A role is all listings of one opening; an opening that is posted once per city "
            "has several listings and one role.",
        ),
        Term(
            "Salary",
            "Method “report” counts base pay that the employer disclosed; pay is never estimated. "
            "A pay range counts as its midpoint. Several ranges, each for a place or level (a "
            "tier), count as the mean of their midpoints. Of the listings with pay disclosed, "
            f"{rounding.count(coverage['field_count'])} state it in a field and "
            f"{rounding.count(coverage['text_count'])} in the text; "
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
            "AI/ML companies (narrow): all listings of companies in the industry "
            f"{names.industry('ai-ml')}. AI-related listings (broad): the narrow group, and every "
            "listing that names at least one of "
            f"{', '.join(technologies.get(t, t) for t in queries.UNION)}. AI-related listings with "
            "Spark: the broad group, and every listing that names "
            f"{technologies.get('spark', 'Spark')}. "
            "Each group has its own base and its own segment_id.",
        ),
        Term(
            "Technologies",
            "A technology counts where the text requires it or says that the role uses it. It does "
            "not count where the company describes itself, its customers or its investors.",
        ),
        Term(
            "Companies",
            "The industries and the size of a company come from a document. Without a document, "
            "they come from what the company says about itself in its postings, or else from "
            f"general knowledge. Of {counted}, "
            f"{rounding.count(coverage['general_industry_count'])} have industries from general "
            f"knowledge, and {rounding.count(coverage['general_size_count'])} have a size from it. "
            f"For {rounding.count(coverage['contradicted_count'])}, the company contradicts the "
            "facts; core.dim_companies shows both.",
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
            "A listing without a text is known only from a list, so the shares of pay, work "
            "arrangement and technologies are shares of the listings whose text was read. A "
            "listing whose list states pay counts as read for pay. The text of "
            f"{rounding.count(coverage['not_stated_count'])} was read and does not state the work "
            f"arrangement. For {rounding.count(coverage['not_read_count'])}, nothing was read that "
            "could state it. The shares “of all” follow the method of the reference report.",
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
            f"{publication()} A figure with a low sample is grey and marked "
            f"“{rounding.LOW_SAMPLE}”; its interval shows how uncertain it is. A figure with a "
            f"smaller sample is “{rounding.SUPPRESSED}”: the page shows the sample and not the "
            f"value. A cell shows “{rounding.NO_DATA}” where nothing was counted, and "
            f"“{rounding.NOT_READ}” where no text was fetched that could state the value.",
            file=RULES,
        ),
        Term(
            "Intervals",
            "Listings of one company resemble each other, so an interval depends on the number of "
            "companies, not only on the number of listings. The figure is computed again without "
            "each company in turn (the jackknife). The width of the interval uses Student's t for "
            "the number of effective companies: the number of companies of equal size that would "
            "be as concentrated. A difference is called higher or lower only if its own interval "
            "excludes zero. The interval of a difference leaves a company out of both groups at "
            "once.",
        ),
        Term(
            "Robust median",
            "Method “robust” is the second method. It counts each role once per pay zone, not each "
            "copy of its listing. It uses only listings in the United States with pay in dollars; "
            "for a group about another country, only listings there with pay in its currency.",
        ),
        Term(
            "Rounding",
            "Figures are rounded once, at the end: to dollars and percent in tables, to thousands "
            "in charts. A difference is rounded after the subtraction, so it can differ by one "
            "from the difference of the rounded figures beside it.",
        ),
        Term(
            "What is not claimed",
            "The report claims no cause and no trend. A company can have many listings, so the "
            "number of companies measures a sample better than the number of listings. "
            f"{history(manifest)}",
            file=MANIFEST,
        ),
        Term(
            "Release",
            f"{manifest['release_id']}, built by version {manifest['code_version']} from "
            f"{len(manifest['tables'])} tables. The quality page has the checks of each table and "
            "of the night of each source.",
            file=MANIFEST,
        ),
    ]


def _families(software_class: str) -> str:
    """The families of roles of a class, as a list."""
    rows = seed("role_families")
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
