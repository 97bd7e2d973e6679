"""The panels about who hires: the headline, vendors and companies."""

from collections.abc import Mapping

from orchestration.publish.report import parts, queries, rounding
from orchestration.publish.report.parts import Column, Panel, Record, Records, Table
from orchestration.publish.report.pay import Ask

SEGMENT = (
    Column("Listings", "listing_count"),
    Column("Roles", "role_count"),
    Column("Companies", "company_count"),
    Column("Texts read", "with_text_count", "count"),
    Column("With salary", "with_salary_count", is_of_text=True),
    Column("Disclose pay, of read", "disclosure_share", "share", is_of_text=True),
    Column("Mean", "mean_salary_usd", "money", is_of_text=True),
    Column("Median", "median_salary_usd", "money", is_of_text=True),
    Column("Remote, of read", "remote_of_read_share", "share", is_of_text=True),
    Column("Remote, of all", "remote_share", "share"),
)
VENDOR = (
    Column("Counted names", "technologies", "items"),
    Column("Own listings", "own_listing_count"),
    Column("Naming it", "listing_count"),
    Column("Companies", "company_count"),
    Column("With salary", "with_salary_count"),
    Column("Mean", "mean_salary_usd", "money"),
    Column("Naming it, others’", "other_listing_count"),
    Column("Other companies", "other_company_count"),
    Column("Others’ with salary", "other_with_salary_count"),
    Column("Others’ mean", "other_mean_salary_usd", "money"),
)
EMPLOYER = (
    Column("Listings", "listing_count"),
    Column("Roles", "role_count"),
    Column("Texts read", "with_text_count", "count"),
    Column("AI listings", "ai_listing_count", "count", is_of_text=True),
    Column("With salary", "with_salary_count", is_of_text=True),
    Column("Disclose pay, of read", "disclosure_share", "share", is_of_text=True),
    Column("Remote, of read", "remote_of_read_share", "share", is_of_text=True),
    Column("Top city, its share", "top_city", "text"),
    Column("Key technologies", "key_technologies", "list", is_of_text=True),
)


def headline(ask: Ask, segments: Records) -> Panel:
    (union,) = ask(queries.UNION_PARTS, union=list(queries.UNION))
    return Panel(
        "headline",
        "The index tonight",
        "Two groups are called AI, and they are not the same: the listings of companies with the "
        "AI/ML industry tag, and the AI union, which adds every listing naming one of five "
        "technologies. A figure belongs to the group it is printed under.",
        (
            parts.table(
                "The index and its AI groups", "Group", SEGMENT, segments, rounding.is_small_pay
            ),
        ),
        notes=(
            f"The AI union, by how a listing came in: {parts.listings(union['tag_only_count'])} by "
            f"the tag alone, {rounding.sample(union['technology_only_count'])} by a technology "
            f"alone, {rounding.sample(union['both_count'])} by both.",
        ),
    )


def tiles(index: Record | None) -> list[tuple[str, str, str]]:
    """The headline counts: the number, what it counts, and what it is counted from."""
    if index is None or not index["listing_count"]:
        return []
    listings = rounding.count(index["listing_count"])
    return [
        (
            listings,
            "software listings",
            f"of {rounding.count(index['all_listing_count'])} listings of any kind",
        ),
        (rounding.count(index["role_count"]), "roles", f"clusters of the {listings} listings"),
        (
            rounding.count(index["company_count"]),
            "companies",
            "with a software listing",
        ),
        (
            rounding.sample(index["country_count"]),
            "countries",
            f"{rounding.count(index['without_country_count'])} listings tell none",
        ),
        (
            rounding.sample(index["ats_count"]),
            "applicant tracking systems with software listings",
            f"of {rounding.count(index['crawled_ats_count'])} that were asked",
        ),
        (
            rounding.count(index["board_count"]),
            "boards asked",
            f"{rounding.count(index['stale_board_count'])} without a complete answer",
        ),
        (
            rounding.count(index["with_text_count"]),
            "texts read",
            f"of {listings} software listings",
        ),
        (
            rounding.share(index["disclosure_share"]),
            "publish base pay",
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


def vendors(ask: Ask, names: Mapping[str, str], comparisons: tuple[Table, ...]) -> Panel:
    rows = ask(queries.VENDORS)
    for row in rows:
        row["technologies"] = [names.get(t, t) for t in row["technologies"] or ()]
    openai = next(r for r in rows if r["vendor_company_id"] in ("openai", None))
    if not openai["listing_count"]:
        lead = "No listing of tonight's names a technology of OpenAI's."
    else:
        own = openai["own_listing_count"]
        lead = (
            f"{parts.listings(openai['other_listing_count'])} of "
            f"{parts.companies(openai['other_company_count'])} other than OpenAI name a "
            f"technology of its; their mean is {rounding.money(openai['other_mean_salary_usd'])} "
            f"({parts.listings(openai['other_with_salary_count'])} with salary"
            + (", small n). " if _is_small_others(openai) else "). ")
            + (f"OpenAI itself has {parts.listings(own)}." if own else "")
        )
    return Panel(
        "vendors",
        "The vendor ecosystem",
        lead,
        (
            parts.table(
                "Vendors of AI technologies: their own listings, and the listings naming them",
                "Vendor",
                VENDOR,
                rows,
                _is_small_vendor,
                "“No data” under own listings: no software listing of the vendor's was collected.",
            ),
            *comparisons,
        ),
        notes=(
            "A vendor's row covers everything it makes, not its AI products alone: the "
            "counted names say which.",
        ),
    )


def _is_small_vendor(row: Record) -> bool:
    return rounding.is_small(row["with_salary_count"], row["company_count"])


def _is_small_others(row: Record) -> bool:
    return rounding.is_small(row["other_with_salary_count"], row["other_company_count"])


def employers(ask: Ask, names: Mapping[str, str]) -> Panel:
    rows = ask(queries.COMPANIES)
    for row in rows:
        city, share = row["top_city_name"], rounding.share(row["top_city_share"])
        row["top_city"] = f"{city} {share}" if city else None
        row["key_technologies"] = [names.get(t, t) for t in row["key_technologies"] or ()]
    if not rows:
        return Panel("who-is-hiring", "Who is hiring", "No company has a listing tonight.")
    ai = sorted(
        (r for r in rows if r["ai_listing_count"]),
        key=lambda r: (-r["ai_listing_count"], r["company_id"]),
    )[:15]
    return Panel(
        "who-is-hiring",
        "Who is hiring",
        f"{rows[0]['label']} has the most software listings tonight: "
        f"{rounding.count(rows[0]['listing_count'])}, which are "
        f"{rounding.count(rows[0]['role_count'])} roles. Boards repeat one role per place, so "
        "both are shown.",
        (
            parts.table("Companies by software listings", "Company", EMPLOYER, rows[:15]),
            *_ai_table(ai),
        ),
        notes=(
            "Each row is one company, so no row is marked small; read its shares beside its "
            "listings. “Not read”: no text of the company's listings was fetched, so nothing is "
            "known of their pay, workplace and technologies.",
        ),
    )


def _ai_table(rows: Records) -> tuple[Table, ...]:
    if not rows:
        return ()
    return (
        parts.table(
            "Companies by listings of the AI union",
            "Company",
            EMPLOYER,
            rows,
            note="Ordered by AI listings; the other columns are of all the company's software "
            "listings.",
        ),
    )
