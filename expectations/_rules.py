"""The vocabulary of the suites: short names for the expectations that recur. No logic."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import great_expectations.expectations as gxe
from great_expectations.expectations import Expectation

DBT_PROJECT = Path(__file__).parents[1] / "dbt_project"


def seed_rows(seed: str) -> list[dict[str, str]]:
    """The rows of a seed file, which dbt reads too: lists and bounds have one home."""
    with (DBT_PROJECT / "seeds" / f"{seed}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def variable(name: str) -> float:
    """A number that `dbt_project.yml` gives to the models as a variable."""
    text = (DBT_PROJECT / "dbt_project.yml").read_text("utf-8")
    found = re.search(rf"^  {name}: (\d+(?:\.\d+)?)\b", text, re.M)
    if not found:
        raise KeyError(f"dbt_project.yml has no number {name} among its vars")
    return float(found[1])


def names(name: str) -> list[str]:
    """A list of names that `dbt_project.yml` gives to the models as a variable."""
    text = (DBT_PROJECT / "dbt_project.yml").read_text("utf-8")
    found = re.search(rf"^  {name}: \[([^\]]+)\]", text, re.M)
    if not found:
        raise KeyError(f"dbt_project.yml has no list {name} among its vars")
    return found[1].split(", ")


def seed_values(seed: str, column: str) -> list[str]:
    """The distinct values of a column of a seed, in the order of the file."""
    return list(dict.fromkeys(row[column] for row in seed_rows(seed)))


ATS = r"^[a-z][a-z0-9_]*$"
MAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
STATED_WORKPLACES = names("workplaces")
WORKPLACES = [*STATED_WORKPLACES, "unknown"]
"""As inferred. Facts divide unknown into not stated and not read."""
PUBLISHED_WORKPLACES = [*STATED_WORKPLACES, "not stated", "not read"]
RELIST_SOURCES = ["opening key", "text and place", "text", "place"]
SPAN_STATES = ["open", "missing", "closed", "lapsed"]
STATEMENT_KINDS = ["role", "company", "condition", "hint"]
SENIORITIES = seed_values("seniority_levels", "seniority")
STATED_COMPANY_SIZES = ["<50", "50-500", ">500"]
COMPANY_SIZES = [*STATED_COMPANY_SIZES, "unknown"]
INDUSTRIES = seed_values("industry_terms", "industry")
FACTS_SOURCES = ["source", "own words", "general knowledge"]
TERM_CLASSES = seed_values("title_terms", "term_class")
SOFTWARE_CLASSES = ["core", "adjacent", "no"]
ROLE_FAMILIES = seed_values("role_families", "role_family")
SOFTWARE_FAMILIES = [
    row["role_family"] for row in seed_rows("role_families") if row["software_class"] != "no"
]
OTHER_FAMILIES = [family for family in ROLE_FAMILIES if family not in SOFTWARE_FAMILIES]
ROLE_SOURCES = ["title", "department", "text"]
INTERVALS = [*seed_values("pay_intervals", "salary_interval"), "once"]
OUTCOMES = ["complete", "partial", "failed", "not_modified", "skipped"]
REFUSALS = [
    "not_base",
    "one_sided",
    "interval_unknown",
    "not_periodic",
    "currency_unknown",
    "fx_unavailable",
    "suspected_unit",
    "suspected_currency",
    "implausible",
    "range_uninformative",
    "restated",
    "other_place",
]
PAY_KINDS = ["base", "on_target", "other", "context", "count", "employment"]
PLACE_KINDS = ["country", "region", "city"]
UNITS = ["hour", "year", "cents"]
FAMILIES = seed_values("technology_families", "technology_family")
SECTIONS = seed_values("section_headings", "section")
STRENGTHS = ["required", "preferred", "mentioned"]
CLASSES = ["build", "use", "mention", "company"]
BLOCK_KINDS = ["heading", "paragraph", "item", "cell"]
MENTIONS = [
    verdict
    for verdict in seed_values("technology_contexts", "verdict")
    if verdict not in ("technology", "other_meaning")
]
SOURCE_FIELDS = [
    *("text", "title", "url", "place", "pay_field", "workplace_field", "employment_type"),
    *("department", "team", "level", "language"),
    *("published_date", "updated_date", "closing_date", "country", "salary", "workplace"),
]
"""What is counted of each source's listings: as published, and the last three as inferred."""
COUNTS = (
    "listing_count",
    "role_count",
    "company_count",
    "with_text_count",
    "with_salary_count",
)


TABLE: dict[str, Any] = {"class": "table"}
"""Only our own code or a whole broken source can break it: the table is blocked."""
ROW: dict[str, Any] = {"class": "row"}
"""One posting could break it: the row or value is set aside before, and none may be left."""


def _class(row: bool) -> dict[str, Any]:
    return ROW if row else TABLE


def rows(least: int = 1, most: int | None = None) -> Expectation:
    """An empty table passes most expectations, so every suite counts rows."""
    return gxe.ExpectTableRowCountToBeBetween(min_value=least, max_value=most, meta=TABLE)


def filled(*columns: str, row: bool = False) -> list[Expectation]:
    return [gxe.ExpectColumnValuesToNotBeNull(column=c, meta=_class(row)) for c in columns]


def key(*columns: str, row: bool = False) -> list[Expectation]:
    """Not null, and unique together."""
    meta = _class(row)
    if len(columns) == 1:
        unique = gxe.ExpectColumnValuesToBeUnique(column=columns[0], meta=meta)
    else:
        unique = gxe.ExpectCompoundColumnsToBeUnique(column_list=list(columns), meta=meta)
    return [*filled(*columns, row=row), unique]


def closed(column: str, values: list[Any], row: bool = False) -> Expectation:
    return gxe.ExpectColumnValuesToBeInSet(column=column, value_set=values, meta=_class(row))


def between(
    column: str, least: float | None = None, most: float | None = None, row: bool = False
) -> Expectation:
    return gxe.ExpectColumnValuesToBeBetween(
        column=column, min_value=least, max_value=most, meta=_class(row)
    )


def never(what: str, condition: str, row: bool = False) -> Expectation:
    """No row may satisfy the condition; `what` describes a row that does.

    In the condition `{batch}` is the table itself; other braces stay as they are.
    """
    quoted = condition.replace("{", "{{").replace("}", "}}").replace("{{batch}}", "{batch}")
    return gxe.UnexpectedRowsExpectation(
        unexpected_rows_query=f"select * from {{batch}} where {quoted}",
        description=what,
        meta=_class(row),
    )


def empty(column: str, what: str, severity: str = "critical") -> Expectation:
    """No row may say anything here; `what` names what a text stands for. A check that is a
    `warning` blocks nothing."""
    return gxe.ExpectColumnValuesToBeNull(
        column=column, description=what, severity=severity, meta=TABLE
    )


def mentions(classes: list[Any]) -> list[Expectation]:
    """What holds of every mention of a technology, with the words that name it."""
    return [
        closed("section", SECTIONS),
        closed("strength", STRENGTHS),
        closed("class", classes),
        closed("mention_reason", MENTIONS),
        never(
            "a mention without a reason, or a reason without a mention",
            "(class = 'mention') <> (mention_reason is not null)",
        ),
        never(
            "evidence that does not contain the name, or of more than 200 characters",
            "not contains(span_text, alias) or length(span_text) > 200",
            row=True,
        ),
        never(
            "a mention that counts without being built or used, or the reverse",
            "is_counted <> (class in ('build', 'use'))",
        ),
    ]


def counted() -> list[Expectation]:
    """What every row of counts must satisfy: parts are never more than the whole."""
    return [
        *filled(*COUNTS),
        never(
            "more roles, companies, texts or listings with salary than listings",
            "role_count > listing_count or company_count > role_count "
            "or with_text_count > listing_count or with_text_count < 0 "
            "or with_salary_count > listing_count or listing_count < 0",
        ),
    ]


def salaried() -> list[Expectation]:
    lowest, highest = plausible_midpoint()
    return [
        never(
            "a mean or median without listings, or outside the plausible bounds",
            "(mean_salary_usd is null) <> (with_salary_count = 0) "
            f"or mean_salary_usd not between {lowest} and {highest} "
            f"or median_salary_usd not between {lowest} and {highest}",
        ),
        never(
            "quantiles out of order",
            # Interpolation between equal amounts can miss them by their last digit.
            "p10_salary_usd > p25_salary_usd + 0.01 "
            "or p25_salary_usd > median_salary_usd + 0.01 "
            "or median_salary_usd > p75_salary_usd + 0.01 "
            "or p75_salary_usd > p90_salary_usd + 0.01",
        ),
        *disclosed("with_salary_count + foreign_salary_count"),
    ]


def disclosed(published: str = "with_salary_count") -> list[Expectation]:
    """`published` is how many listings publish pay, whether it is averaged here or not."""
    return [
        never(
            "pay read for more listings than there are, or for fewer than have a text or a salary",
            f"pay_read_count not between greatest(with_text_count, {published}) and listing_count",
        ),
        never(
            "a disclosure share that does not match its counts",
            f"abs(disclosure_share - ({published}) / pay_read_count) > 1e-9 "
            "or (disclosure_share is null) <> (pay_read_count = 0)",
        ),
        between("disclosure_share", 0, 1),
    ]


def boards_add_up() -> Expectation:
    return never(
        "boards do not add up",
        "complete_board_count + partial_board_count + carried_forward_board_count "
        "+ missing_board_count + skipped_board_count <> board_count",
    )


def remote() -> list[Expectation]:
    return [
        never(
            "work arrangements do not add up to the listings",
            "remote_count + hybrid_count + onsite_count + not_stated_count + not_read_count "
            "<> listing_count",
        ),
        never(
            "work arrangements do not add up to the listings with a text",
            "with_text_remote_count + with_text_hybrid_count + with_text_onsite_count "
            "+ not_stated_count <> with_text_count",
        ),
        never(
            "more listings with an arrangement and a text than with the arrangement",
            "with_text_remote_count > remote_count or with_text_hybrid_count > hybrid_count "
            "or with_text_onsite_count > onsite_count",
        ),
        never(
            "a share that does not match its count",
            "abs(remote_share - remote_count / listing_count) > 1e-9 "
            "or abs(remote_of_read_share - with_text_remote_count / with_text_count) > 1e-9 "
            "or (remote_of_read_share is null) <> (with_text_count = 0)",
        ),
        between("remote_of_read_share", 0, 1),
        between("remote_share", 0, 1),
        between("remote_of_known_share", 0, 1),
    ]


def plausible_midpoint() -> tuple[float, float]:
    """The lowest and the highest yearly midpoint that counts in any currency, US dollars."""
    bounds = [(row["bound"], float(row["annual_usd"])) for row in seed_rows("pay_bounds")]
    return (
        min(usd for bound, usd in bounds if bound == "lowest_plausible_midpoint"),
        max(usd for bound, usd in bounds if bound == "highest_plausible_midpoint"),
    )
