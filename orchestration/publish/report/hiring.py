"""The panels about who hires: vendors and companies."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from orchestration.publish.report import (
    breakdown_ids,
    charts,
    hiring_queries,
    parts,
    rounding,
    sentences,
    totals,
)
from orchestration.publish.report import names as place_names
from orchestration.publish.report.columns import (
    COMPANIES,
    DISCLOSED_OF_READ,
    LISTINGS,
    MEAN,
    OF_GROUP,
    PAID,
    READ,
    REMOTE_OF_READ,
    ROLES,
    minor,
)
from orchestration.publish.report.parts import Chart, Column, Panel, Record, Records, Table
from orchestration.publish.report.queries import Query

VENDOR = (
    Column("Listings at other companies", "other_listing_count", figure_key="other_figure_id"),
    Column(
        "Other companies",
        "other_company_count",
        figure_key="other_figure_id",
        is_sample=True,
        is_minor=True,
    ),
    Column("Technologies counted", "technologies", "items", total="total", is_minor=True),
    Column("Own listings", "own_listing_count", figure_key="own_figure_id", is_minor=True),
    replace(OF_GROUP, name="Listings naming it", is_minor=True),
    replace(COMPANIES, name="Companies naming it", is_minor=True),
    replace(PAID, is_of_text=False),
    *MEAN,
)
EMPLOYER = (
    OF_GROUP,
    ROLES,
    minor(READ),
    Column(
        "AI listings",
        "ai_listing_count",
        "count",
        is_of_text=True,
        figure="ai_listing_count/report",
    ),
    replace(PAID, kind="count", is_minor=True),
    DISCLOSED_OF_READ,
    minor(REMOTE_OF_READ),
    Column("Top city", "top_city", "text", is_minor=True),
    Column(
        "Listings in the top city",
        "top_city_share",
        "share",
        figure_key="top_city_figure_id",
        share_of=(LISTINGS,),
        is_minor=True,
    ),
    Column("Key technologies", "key_technologies", "list", is_of_text=True, is_minor=True),
)


SHOWN = 15
OF_COMPANIES = (
    "Each row is one company, so no row is marked as a low sample. Read a share together with the "
    "number of listings. “Not read”: no text of the company's listings was fetched, so their pay, "
    "work arrangement and technologies are unknown."
)


def vendors(query: Query, names: Mapping[str, str], comparisons: tuple[Table, ...]) -> Panel:
    """Vendors of AI technologies: their own listings, and the listings that name them."""
    rows = query(hiring_queries.VENDORS)
    rows.sort(key=lambda row: -(row["other_listing_count"] or 0))
    for row in rows:
        row["technologies"] = [names.get(t, t) for t in row["technologies"] or ()]
        vendor = row["vendor_company_id"]
        row["total"] = totals.of_vendor(vendor)
        own, other = row["own_listing_count"], row["other_listing_count"]
        row["own_figure_id"] = f"company={vendor}/{LISTINGS}" if own else ""
        row["other_figure_id"] = f"vendor={vendor} & company<>{vendor}/{LISTINGS}" if other else ""
    openai = next(r for r in rows if r["vendor_company_id"] in ("openai", None))
    if not openai["listing_count"]:
        lead = "No listing names a technology of OpenAI."
    else:
        own, paid = openai["own_listing_count"], openai["other_with_salary_count"]
        other_id = openai["other_figure_id"]
        mean_id = other_id.replace(LISTINGS, "mean_salary_usd/report")
        lead = (
            f"{sentences.number(parts.listings(openai['other_listing_count']), other_id)} of "
            f"{sentences.number(parts.companies(openai['other_company_count']), other_id)} other "
            "than OpenAI name an OpenAI technology. "
            + (
                "Too few of them disclose pay for a mean "
                f"({sentences.number(_few(paid), mean_id)}). "
                if not paid or openai["other_salary_publish_status"] == rounding.SUPPRESSED
                else f"Their pay: {_mean_of_others(openai, mean_id)}. "
            )
            + (f"OpenAI itself has {_own(openai)}." if own else "")
        )
    return Panel(
        "vendors",
        "The vendor ecosystem",
        lead,
        (
            parts.table(
                "Vendors of AI technologies: own listings, and listings that name their "
                "technologies",
                "Vendor",
                VENDOR,
                rows,
                rounding.is_low_sample_pay,
                "“No data” under own listings: the vendor has no software listing in this release. "
                "Pay is the pay of all listings that name a technology of the vendor, including "
                "the vendor's own listings.",
            ),
            *comparisons,
        ),
        parts.present(
            charts.counts(
                "Listings at other companies that name a vendor's technologies",
                "Each bar counts listings of companies other than the vendor.",
                [
                    (
                        rounding.text(row["label"]),
                        f"at {parts.companies(row['other_company_count'])}",
                        row["other_listing_count"] or 0,
                    )
                    for row in rows[: charts.MOST]
                ],
                "Listings at other companies",
                [row["other_figure_id"] for row in rows[: charts.MOST]],
            )
        ),
        notes=(
            "A vendor's row covers its AI technologies, not its languages, clouds and frameworks. "
            "The column “Technologies counted” lists the technologies that are covered.",
        ),
    )


def _few(paid: int | None) -> str:
    return f"n {rounding.count(paid or 0)}"


def _own(row: Record) -> str:
    """The listings of a vendor itself, in a sentence."""
    return sentences.number(parts.listings(row["own_listing_count"]), row["own_figure_id"])


def _mean_of_others(row: Record, figure_id: str) -> str:
    """The mean of the listings of other companies, in a sentence."""
    names = ("mean_salary_usd", "mean_salary_low_usd", "mean_salary_high_usd")
    others = {name: row[f"other_{name}"] for name in (*names, "salary_publish_status")}
    return parts.mean({**others, "with_salary_count": row["other_with_salary_count"]}, figure_id)


def companies(query: Query, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """The companies with the most listings, and those with the most AI-related ones."""
    rows = query(hiring_queries.COMPANIES)
    for row in rows:
        city, country = row["top_city_name"], row["top_city_country_code"] or ""
        row["top_city"] = place_names.place(city, country) if city else None
        row["top_city_share"] = row["top_city_share"] if city else None
        row["top_city_figure_id"] = (
            breakdown_ids.figure_id(row["segment_id"], "place", (city, country), ()) if city else ""
        )
        row["key_technologies"] = [names.get(t, t) for t in row["key_technologies"] or ()]
    return rows


def _of_company(row: Record, key: str, figure: str = LISTINGS) -> str:
    """A count of a company in a sentence."""
    return sentences.number(rounding.count(row[key]), f"company={row['company_id']}/{figure}")


def _roles(row: Record) -> str:
    return sentences.number(
        parts.roles(row["role_count"]), f"company={row['company_id']}/{LISTINGS}"
    )


def not_ranked(funds: Sequence[str]) -> tuple[str, ...]:
    """A sentence about the funds, which are no employers; none without a fund."""
    if not funds:
        return ()
    return (
        f"Not ranked, because their boards list openings of other companies: {', '.join(funds)} "
        "(venture capital).",
    )


def funds(query: Query) -> list[str]:
    """The names of the funds with a software listing."""
    return [rounding.text(row["company_name"]) for row in query(hiring_queries.FUNDS)]


def employers(rows: Records, funds: Sequence[str] = ()) -> Panel:
    """The companies with the most software listings, without funds."""
    if not rows:
        return Panel("employers", "Employers", "No company has a software listing.")
    return Panel(
        "employers",
        "Employers",
        f"{rows[0]['label']} has the most software listings: "
        f"{_of_company(rows[0], 'listing_count')}, for {_roles(rows[0])}. "
        "Many boards post one role once per place, so the table shows both counts.",
        (parts.table("Companies by software listings", "Company", EMPLOYER, rows[:SHOWN]),),
        parts.present(
            _chart(
                "Companies with the most software listings",
                "Each bar counts listings; the number of roles of the company is below its name.",
                rows,
                "listing_count",
                [parts.roles(row["role_count"]) for row in rows],
            )
        ),
        (OF_COMPANIES, *not_ranked(funds)),
    )


def ai_employers(rows: Records, funds: Sequence[str] = ()) -> Panel:
    """The companies with the most AI-related listings, without funds."""
    ai = sorted(
        (r for r in rows if r["ai_listing_count"]),
        key=lambda r: (-r["ai_listing_count"], r["company_id"]),
    )[:SHOWN]
    if not ai:
        return Panel(
            "who-is-hiring", "Who is hiring in AI", "No company has an AI-related listing."
        )
    return Panel(
        "who-is-hiring",
        "Who is hiring in AI",
        f"{ai[0]['label']} has the most AI-related listings: "
        f"{_of_company(ai[0], 'ai_listing_count', 'ai_listing_count/report')} of its "
        f"{_of_company(ai[0], 'listing_count')} software listings. All software listings of an "
        "AI/ML company count as AI-related, whatever the work.",
        (
            parts.table(
                "Companies by AI-related listings",
                "Company",
                EMPLOYER,
                ai,
                note="The rows are ordered by AI-related listings. The other columns describe all "
                "software listings of the company.",
            ),
        ),
        parts.present(
            _chart(
                "Companies with the most AI-related listings",
                "Each bar counts AI-related listings; all software listings of the company are "
                "below its name.",
                ai,
                "ai_listing_count",
                [f"of {rounding.count(row['listing_count'])} listings" for row in ai],
            )
        ),
        (OF_COMPANIES, *not_ranked(funds)),
    )


def _chart(title: str, about: str, rows: Records, key: str, notes: Sequence[str]) -> Chart | None:
    return charts.counts(
        title,
        about,
        [
            (rounding.text(row["label"]), note, row[key])
            for row, note in zip(rows[: charts.MOST], notes, strict=False)
        ],
        "Listings",
        [f"{row['segment_id']}/{key}/report" for row in rows[: charts.MOST]],
    )
