"""The panels about who hires: overview, vendors and companies."""

from collections.abc import Mapping

from orchestration.publish.report import parts, queries, rounding
from orchestration.publish.report.columns import MEAN
from orchestration.publish.report.parts import Column, Panel, Record, Records, Table
from orchestration.publish.report.pay import Query

SEGMENT = (
    Column("Listings", "listing_count"),
    Column("Roles", "role_count"),
    Column("Companies", "company_count"),
    Column("Texts read", "with_text_count", "count"),
    Column("Pay disclosed", "with_salary_count", is_of_text=True),
    Column("Pay disclosed, of read", "disclosure_share", "share", is_of_text=True),
    *MEAN,
    Column("Remote, of read", "remote_of_read_share", "share", is_of_text=True),
    Column("Remote, of all", "remote_share", "share"),
)
VENDOR = (
    Column("Technologies counted", "technologies", "items"),
    Column("Own listings", "own_listing_count"),
    Column("Listings naming it", "listing_count"),
    Column("Companies", "company_count"),
    Column("Pay disclosed", "with_salary_count"),
    Column("Mean", "mean_salary_usd", "money"),
    Column("Listings at other companies", "other_listing_count"),
    Column("Other companies", "other_company_count"),
    Column("Pay disclosed, other companies", "other_with_salary_count"),
    Column("Mean, other companies", "other_mean_salary_usd", "money"),
)
EMPLOYER = (
    Column("Listings", "listing_count"),
    Column("Roles", "role_count"),
    Column("Texts read", "with_text_count", "count"),
    Column("AI listings", "ai_listing_count", "count", is_of_text=True),
    Column("Pay disclosed", "with_salary_count", is_of_text=True),
    Column("Pay disclosed, of read", "disclosure_share", "share", is_of_text=True),
    Column("Remote, of read", "remote_of_read_share", "share", is_of_text=True),
    Column("Top city and its share", "top_city", "text"),
    Column("Key technologies", "key_technologies", "list", is_of_text=True),
)


def headline(query: Query, segments: Records) -> Panel:
    """All software listings, and the two AI groups."""
    (union,) = query(queries.UNION_PARTS, union=list(queries.UNION))
    return Panel(
        "headline",
        "Overview",
        "There are two AI groups. The narrow one is the listings of AI/ML companies. The broad "
        "one, AI-related listings, adds every listing that names one of five technologies. Each "
        "figure says which group it is of.",
        (
            parts.table(
                "Software listings and the AI groups",
                "Group",
                SEGMENT,
                segments,
                rounding.is_low_sample_pay,
            ),
        ),
        notes=(
            f"Of the AI-related listings, {rounding.sample(union['tag_only_count'])} are of AI/ML "
            f"companies only, {rounding.sample(union['technology_only_count'])} name one of the "
            f"technologies only, and {rounding.sample(union['both_count'])} do both.",
        ),
    )


def tiles(index: Record | None) -> list[tuple[str, str, str]]:
    """The headline figures: the number, what it counts, and its base."""
    if index is None or not index["listing_count"]:
        return []
    listings = rounding.count(index["listing_count"])
    return [
        (
            listings,
            "software listings",
            f"of {rounding.count(index['all_listing_count'])} listings of all kinds",
        ),
        (rounding.count(index["role_count"]), "roles", f"openings behind the {listings} listings"),
        (
            rounding.count(index["company_count"]),
            "companies",
            "with a software listing",
        ),
        (
            rounding.sample(index["country_count"]),
            "countries",
            f"{rounding.count(index['without_country_count'])} listings without a country",
        ),
        (
            rounding.sample(index["ats_count"]),
            "applicant tracking systems with software listings",
            f"of {rounding.count(index['crawled_ats_count'])} crawled",
        ),
        (
            rounding.count(index["board_count"]),
            "boards crawled",
            f"{rounding.count(index['stale_board_count'])} without a complete answer",
        ),
        (
            rounding.count(index["with_text_count"]),
            "texts read",
            f"of {listings} software listings",
        ),
        (
            rounding.share(index["disclosure_share"]),
            "disclose base pay",
            f"{rounding.count(index['with_salary_count'])} of "
            f"{rounding.count(index['pay_read_count'])} {parts.read(index)}",
        ),
        (
            rounding.share(index["remote_of_read_share"]),
            "are remote",
            f"{rounding.count(index['with_text_remote_count'])} of "
            f"{rounding.count(index['with_text_count'])} whose text was read",
        ),
    ]


def vendors(query: Query, names: Mapping[str, str], comparisons: tuple[Table, ...]) -> Panel:
    """Vendors of AI technologies: their own listings, and the listings that name them."""
    rows = query(queries.VENDORS)
    for row in rows:
        row["technologies"] = [names.get(t, t) for t in row["technologies"] or ()]
    openai = next(r for r in rows if r["vendor_company_id"] in ("openai", None))
    if not openai["listing_count"]:
        lead = "No listing names a technology of OpenAI."
    else:
        own = openai["own_listing_count"]
        lead = (
            f"{parts.listings(openai['other_listing_count'])} of "
            f"{parts.companies(openai['other_company_count'])} other than OpenAI name one of "
            f"its technologies; their mean is {rounding.money(openai['other_mean_salary_usd'])} "
            f"({parts.listings(openai['other_with_salary_count'])} with pay disclosed"
            + (", low sample). " if _is_low_sample_others(openai) else "). ")
            + (f"OpenAI itself has {parts.listings(own)}." if own else "")
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
                _is_low_sample_vendor,
                "“No data” under own listings: the vendor has no software listing in this release.",
            ),
            *comparisons,
        ),
        notes=(
            "A vendor's row covers all its technologies, not only its AI products; the column "
            "“Technologies counted” lists them.",
        ),
    )


def _is_low_sample_vendor(row: Record) -> bool:
    return rounding.is_low_sample(row["with_salary_count"], row["company_count"])


def _is_low_sample_others(row: Record) -> bool:
    return rounding.is_low_sample(row["other_with_salary_count"], row["other_company_count"])


def employers(query: Query, names: Mapping[str, str]) -> Panel:
    """The companies with the most listings, and with the most AI-related ones."""
    rows = query(queries.COMPANIES)
    for row in rows:
        city, share = row["top_city_name"], rounding.share(row["top_city_share"])
        row["top_city"] = f"{city} {share}" if city else None
        row["key_technologies"] = [names.get(t, t) for t in row["key_technologies"] or ()]
    if not rows:
        return Panel("who-is-hiring", "Who is hiring", "No company has a software listing.")
    ai = sorted(
        (r for r in rows if r["ai_listing_count"]),
        key=lambda r: (-r["ai_listing_count"], r["company_id"]),
    )[:15]
    return Panel(
        "who-is-hiring",
        "Who is hiring",
        f"{rows[0]['label']} has the most software listings: "
        f"{rounding.count(rows[0]['listing_count'])}, for "
        f"{rounding.count(rows[0]['role_count'])} roles. Many boards post one role once per "
        "place, so both counts are shown.",
        (
            parts.table("Companies by software listings", "Company", EMPLOYER, rows[:15]),
            *_ai_table(ai),
        ),
        notes=(
            "Each row is one company, so none is marked as a low sample; compare its shares with "
            "its listings. “Not read”: no text of the company's listings was fetched, so their "
            "pay, work arrangement and technologies are unknown.",
        ),
    )


def _ai_table(rows: Records) -> tuple[Table, ...]:
    if not rows:
        return ()
    return (
        parts.table(
            "Companies by AI-related listings",
            "Company",
            EMPLOYER,
            rows,
            note="Ordered by AI-related listings; the other columns are of all software listings "
            "of the company.",
        ),
    )
