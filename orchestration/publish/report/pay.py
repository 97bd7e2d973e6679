"""The panels about pay: by technology, industry, seniority, country and US state."""

from typing import Any

from orchestration.publish.report import charts, names, parts, queries, rounding, sentences
from orchestration.publish.report.columns import FOREIGN, PAY, PAY_OF_TEXTS
from orchestration.publish.report.parts import Column, Panel, Record
from orchestration.publish.report.queries import Query

SENIOR = (*queries.STACK, "javascript", "rust")
CONVERTED = (
    "Pay is converted at exchange rates, not by purchasing power: a mean says what pay is in US "
    "dollars, not what it buys in the country."
)
"""The note of tables that compare countries in dollars."""


def mean_of(row: Record) -> str:
    """A mean with its n, as a clause."""
    figure_id = f"{row['segment_id']}/mean_salary_usd/report"
    sample = (
        f" (n {rounding.count(row['with_salary_count'])} at "
        f"{parts.companies(row['with_salary_company_count'])})"
    )
    mean = sentences.number(rounding.money(row["mean_salary_usd"]), figure_id)
    return f"{row['label']}, {mean} a year{sentences.beside(sample, figure_id)}"


def ends(rows: list[Any], nothing: str) -> str:
    """The highest and the lowest mean of the rows without a low sample, in a sentence."""
    shown = [r for r in rows if r["with_salary_count"] and not rounding.is_low_sample_pay(r)]
    shown.sort(key=lambda r: -r["mean_salary_usd"])
    if not shown:
        some = any(r["with_salary_count"] for r in rows)
        return "No group has a sufficient sample." if some else nothing
    if len(shown) == 1:
        return f"Only one group has a sufficient sample: {mean_of(shown[0])}."
    return (
        "Among the groups with a sufficient sample, the highest mean is that of "
        f"{mean_of(shown[0])}. The lowest is that of {mean_of(shown[-1])}."
    )


def stack(query: Query) -> Panel:
    """Salaries of seven AI technologies."""
    rows = parts.low_sample_last(
        query(queries.SALARY_STACK, stack=list(queries.STACK)),
        "with_salary_count",
        rounding.is_low_sample_pay,
    )
    return Panel(
        "ai-salary-stack",
        "Salary by AI technology",
        ends(rows, "No listing names one of these technologies and discloses pay."),
        tables=(
            parts.table(
                "Salary by AI technology",
                "Technology",
                PAY_OF_TEXTS,
                rows,
                rounding.is_low_sample_pay,
            ),
        ),
        charts=parts.present(charts.pay("Annual base pay by AI technology", rows)),
        notes=(
            "A listing that names several technologies counts in the row of each, so the groups "
            "overlap and the rows do not add up to a total.",
        ),
    )


def technologies(query: Query) -> Panel:
    """Salaries of the technologies with the most salaries."""
    rows = query(queries.SALARY_TECHNOLOGY)
    return Panel(
        "salary-by-technology",
        "Salary by technology",
        "The table has the technologies with the most listings that disclose pay, most listings "
        "first. The chart has the first of them, highest mean first."
        if rows
        else "No listing names a technology and discloses pay.",
        tables=(
            parts.table(
                "Salary by technology", "Technology", PAY_OF_TEXTS, rows, rounding.is_low_sample_pay
            ),
        )
        if rows
        else (),
        charts=parts.present(charts.pay("Annual base pay by technology", rows)),
    )


def industries(query: Query, comparisons: tuple[parts.Table, ...]) -> Panel:
    """Salaries by industry, with the comparisons of industries."""
    found = query(queries.SALARY_INDUSTRY)
    for row in found:
        row["label"] = names.industry(row["label"])
    rows = parts.low_sample_last(found, "with_salary_count", rounding.is_low_sample_pay)
    return Panel(
        "salary-by-industry",
        "Salary by industry",
        ends(
            rows,
            "No company with a known industry discloses pay.",
        ),
        tables=(
            parts.table("Salary by industry", "Industry", PAY, rows, rounding.is_low_sample_pay),
            *comparisons,
        )
        if rows
        else comparisons,
        charts=parts.present(charts.pay("Annual base pay by industry", rows)),
        notes=(
            "A company can have several industries. Listings of companies whose industry is "
            "unknown are in no row.",
        ),
    )


def seniority(query: Query) -> Panel:
    """Salaries by the level in the title."""
    rows = query(queries.SALARY_SENIORITY, levels=queries.LEVELS)
    for row in rows:
        row["label"] = names.level(row["label"])
    return Panel(
        "salary-by-seniority",
        "Salary by seniority",
        "The level is read from the title; many titles state none."
        if rows
        else "There is no software listing.",
        tables=(parts.table("Salary by seniority", "Level", PAY, rows, rounding.is_low_sample_pay),)
        if rows
        else (),
        charts=parts.present(charts.pay("Annual base pay by level", rows, is_sorted=False)),
    )


def senior_technologies(query: Query) -> Panel:
    """Salaries of senior listings by technology, beside those of all levels."""
    rows = query(queries.SALARY_SENIOR, technologies=list(SENIOR))
    columns = (
        *PAY_OF_TEXTS,
        Column(
            "Mean, all levels",
            "all_mean_salary_usd",
            "money",
            status="all_salary_publish_status",
            figure_key="all_figure_id",
            is_minor=True,
        ),
        Column(
            "Pay disclosed, all levels",
            "all_with_salary_count",
            figure_key="all_figure_id",
            is_sample=True,
            is_minor=True,
        ),
    )
    return Panel(
        "seniority-by-technology",
        "Seniority and technology",
        "Listings titled senior, lead, staff or principal, beside all listings of the same "
        "technology."
        if any(r["listing_count"] for r in rows)
        else "No senior listing names one of these technologies.",
        tables=(
            parts.table(
                "Salary at senior level or above, by technology",
                "Technology",
                columns,
                rows,
                rounding.is_low_sample_pay,
            ),
        ),
        charts=parts.present(charts.pay("Annual base pay at senior level or above", rows)),
    )


def countries(query: Query, index: Record | None) -> Panel:
    """Salaries by country, of the pay that listings state for the country."""
    rows = query(queries.SALARY_COUNTRY)
    for row in rows:
        row["label"] = names.country(row["label"])
    (foreign,) = query(queries.FOREIGN_PAY)
    columns = (
        *PAY,
        Column(
            "Pay for another country",
            "foreign_salary_count",
            "count",
            figure=FOREIGN,
            is_minor=True,
        ),
    )
    return Panel(
        "salary-by-country",
        "Salary by country",
        f"Software listings name {_of_countries(len(rows), index)}. A listing counts in each of "
        "its countries."
        if rows
        else "No listing states a country.",
        tables=(
            parts.table("Salary by country", "Country", columns, rows, rounding.is_low_sample_pay),
        )
        if rows
        else (),
        charts=parts.present(
            charts.pay_map("Mean base pay by country", "countries", rows, "country_code"),
            charts.pay("Annual base pay stated for each country", rows),
        ),
        notes=(
            "The salary of a country is the pay that listings state for it, in its currency. If a "
            "listing has a tier for the country, that tier counts. A listing in several countries "
            "often states pay for one of them only. The last column counts the listings of a "
            f"country that state pay for another one ({parts.listings(foreign['listing_count'])} "
            "in all).",
            CONVERTED,
            "Different employers disclose pay in different countries, so look at the sample of a "
            "mean before you compare it.",
        )
        if rows
        else (),
    )


def _of_countries(country_count: int, index: Record | None) -> str:
    """How many countries listings name, and how many name none."""
    words = "country" if country_count == 1 else "countries"
    found = sentences.total(f"{rounding.count(country_count)} {words}", "countries")
    if not index or not index["without_country_count"]:
        return found
    without = parts.listings(index["without_country_count"])
    verb = "names" if index["without_country_count"] == 1 else "name"
    return f"{found}; {sentences.total(without, 'without_country')} {verb} none"


def states(query: Query) -> Panel:
    """Salaries by state of the United States, of the pay that listings state for the country."""
    rows = query(queries.SALARY_STATE)
    for row in rows:
        row["label"] = names.state(row["label"])
    title = "Salary by US state"
    if not rows:
        return Panel("salary-by-state", title, "No listing names a state of the United States.")
    return Panel(
        "salary-by-state",
        title,
        f"Software listings name {sentences.total(rounding.count(len(rows)), 'states')} states and "
        "districts. A listing counts in each state that it names.",
        tables=(parts.table(title, "State", PAY, rows, rounding.is_low_sample_pay),),
        charts=parts.present(
            charts.pay_map("Mean base pay by US state", "states", rows, "state_code"),
            charts.pay("Annual base pay by US state", rows),
        ),
        notes=(
            "A listing in several states often has one pay range for all of them, or tiers that do "
            "not name their state. Such pay counts in every state of the listing.",
            "States have different laws on the disclosure of pay, so look at the sample of a mean "
            "before you compare it.",
        ),
    )
