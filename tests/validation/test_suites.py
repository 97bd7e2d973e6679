"""Every suite passes on the sample's table, and each of its expectations can fail.

The tests derive a bad row for expectations on columns and keys. Each `never` has hand-written bad
rows, one per way in which it can fail.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.storage import set_aside
from orchestration.validation import validate
from tests.conftest import SAMPLE_NIGHT

SUITES = validate.suites()
NEVER, ROWS = "unexpected_rows_expectation", "expect_table_row_count_to_be_between"
IN_SET, BETWEEN = "expect_column_values_to_be_in_set", "expect_column_values_to_be_between"

# By description of a `never`: statements on the table `checked`, each of which must fail it.
SHARED = {
    "more roles, companies, texts or listings with salary than listings": [
        "update checked set with_text_count = listing_count + 1",
        "update checked set with_text_count = -1",
        "update checked set role_count = listing_count + 1",
        "update checked set company_count = role_count + 1",
        "update checked set with_salary_count = listing_count + 1",
        "update checked set listing_count = -1, role_count = -1, company_count = -1, "
        "with_salary_count = -1",
    ],
    "a mean or median without listings, or outside the plausible bounds": [
        "update checked set mean_salary_usd = null where with_salary_count > 0",
        "update checked set with_salary_count = 0 where mean_salary_usd is not null",
        "update checked set mean_salary_usd = 7_999 where mean_salary_usd is not null",
        "update checked set median_salary_usd = 1_500_001",
    ],
    "quartiles out of order": [
        "update checked set p25_salary_usd = median_salary_usd + 1",
        "update checked set p75_salary_usd = median_salary_usd - 1",
    ],
    "work arrangements do not add up to the listings": [
        "update checked set onsite_count = onsite_count + 1",
        "update checked set not_read_count = not_read_count + 1",
    ],
    "work arrangements do not add up to the listings with a text": [
        "update checked set with_text_onsite_count = with_text_onsite_count + 1",
        "update checked set not_stated_count = not_stated_count - 1",
    ],
    "more listings with an arrangement and a text than with the arrangement": [
        f"update checked set with_text_{w}_count = {w}_count + 1"
        for w in ("remote", "hybrid", "onsite")
    ],
    "pay read for more listings than there are, or for fewer than have a text or a salary": [
        "update checked set pay_read_count = listing_count + 1",
        "update checked set pay_read_count = with_text_count - 1",
        "update checked set pay_read_count = with_salary_count - 1, with_text_count = 0",
    ],
    "a disclosure share that does not match its counts": [
        "update checked set disclosure_share = disclosure_share / 2 where with_salary_count > 0",
        "update checked set disclosure_share = null",
        "update checked set disclosure_share = 0, pay_read_count = 0",
    ],
    "boards do not add up": [
        "update checked set missing_board_count = missing_board_count + 1",
    ],
    "a share that does not match its count": [
        "update checked set remote_share = remote_share / 2 where remote_count > 0",
        "update checked set remote_of_read_share = remote_of_read_share / 2 "
        "where with_text_remote_count > 0",
        "update checked set remote_of_read_share = null",
        "update checked set remote_of_read_share = 0, with_text_count = 0",
    ],
    "not an ISO code": [
        "update checked set {code} = 'ABCD'",
        "update checked set {code} = 'X'",
    ],
    "evidence that does not contain the name, or of more than 200 characters": [
        "update checked set alias = 'no such words'",
        "update checked set span_text = repeat(alias, 201)",
    ],
    "a mention without a reason, or a reason without a mention": [
        "update checked set mention_reason = null where class = 'mention'",
        "update checked set mention_reason = 'customer' where class = 'build'",
    ],
    "a mention that counts without being built or used, or the reverse": [
        "update checked set is_counted = true where class = 'mention'",
        "update checked set class = 'company' where is_counted",
    ],
    "a difference that does not match its two means": [
        "update checked set mean_difference_usd = mean_difference_usd + 1",
    ],
    "a rule name that is not in snake case": [
        "insert into checked (rule) values ('Not web')",
    ],
    "a value of more than 200 characters": [
        "insert into checked (value_text) values (repeat('x', 201))",
    ],
    "last seen before first seen": [
        "update checked set last_seen_date = first_seen_date - 1",
    ],
}


def _priced(minimum: int | str, maximum: int | str) -> str:
    return (
        "update checked set pays = [struct_pack(span := '', start_position := 1, tier := '', "
        f"kind := 'base', minimum := {minimum}, maximum := {maximum}, currency := '$', "
        "salary_interval := 'year', is_interval_stated := true, is_labelled := true, "
        "says_base := false, says_all := false)]"
    )


OWN = {
    ("core/fct_listings", "a midpoint outside its range"): [
        "update checked set annual_salary_usd = annual_salary_max_usd + 1",
        "update checked set annual_salary_usd = annual_salary_min_usd - 1",
    ],
    ("core/fct_listings", "a salary without a source and a pay range, or the reverse"): [
        "update checked set pay_source = null where has_salary",
        "update checked set pay_tier_count = 0 where has_salary",
        "update checked set has_salary = false where has_salary",
    ],
    ("core/fct_listings", "a mail address in a title"): [
        "update checked set title = 'Engineer, write to jobs@acme.example'",
    ],
    ("core/fct_listing_pay_ranges", "pay from another source than a field or the text"): [
        "update checked set pay_source = 'guess'",
    ],
    (
        "core/fct_listings",
        "a workplace 'not read' with a text, or 'not stated' without a text",
    ): [
        "update checked set workplace = 'not read' where has_text",
        "update checked set workplace = 'not stated', has_text = false",
    ],
    ("core/fct_listings", "a text without an id, or an id without a text"): [
        "update checked set has_text = not has_text",
        "update checked set text_id = null where has_text",
    ],
    ("core/fct_listings", "a text or a salary, but pay is marked as not read"): [
        "update checked set is_pay_read = false where has_text",
        "update checked set is_pay_read = false, has_text = false where has_salary",
    ],
    ("core/dim_sources", "more filled fields than listings"): [
        *(
            f"update checked set with_{field}_count = listing_count + 1"
            for field in ("text", "level", "closing_date", "salary")
        ),
        "update checked set software_listing_count = listing_count + 1",
    ],
    ("marts/mart_coverage_by_source", "a share that does not match its count"): [
        "update checked set text_share = text_share / 2 where with_text_count > 0",
    ],
    (
        "marts/mart_coverage_by_source",
        "a fill rate without listings, or listings without a fill rate",
    ): [
        "update checked set text_share = null",
        "update checked set listing_count = 0",
    ],
    ("marts/mart_totals_by_night", "more systems with software listings than systems crawled"): [
        "update checked set ats_count = crawled_ats_count + 1",
    ],
    ("marts/mart_listings_by_company", "key technologies without a text, or none with one"): [
        "update checked set key_technologies = null",
        "update checked set key_technologies = [], with_text_count = 0",
    ],
    ("core/fct_roles", "more listings with salary or with text than listings"): [
        "update checked set with_salary_count = listing_count + 1",
        "update checked set with_text_count = listing_count + 1",
    ],
    ("core/fct_roles", "pay zones without pay, or pay without a zone"): [
        "update checked set pay_zone_count = 0 where with_salary_count > 0",
        "update checked set pay_zone_count = 1 where with_salary_count = 0",
        "update checked set pay_zone_count = with_salary_count + 1",
    ],
    ("core/fct_segments", "a rank for a low sample, or no rank for a sufficient one"): [
        "update checked set salary_rank = 1 where is_low_salary_sample",
        "update checked set salary_rank = null where not is_low_salary_sample",
    ],
    ("core/fct_segments", "a segment larger than the index"): [
        "update checked set listing_count = 1 + (select max(listing_count) from checked) "
        "where segment_id = 'segment=ai_union'",
    ],
    ("intermediate/int_listings__boards", "listings of two data sources in one data directory"): [
        "update checked set origin = 'live' where rowid = 0",
    ],
    ("intermediate/int_text__blocks", "a section that is set on a block other than a heading"): [
        "update checked set block_kind = 'paragraph' where own_section is not null",
    ],
    ("intermediate/int_technologies__line_names", "a name that overlaps the previous name"): [
        "update checked set previous_end_position = start_position + 1",
    ],
    ("intermediate/int_listings__similar_texts", "a text grouped under a later text"): [
        "update checked set similar_text_id = text_id || 'x'",
    ],
    (
        "intermediate/int_text__lines",
        "a stored line without technology, money or work arrangement",
    ): [
        "update checked set has_technology = false, has_money = false, has_workplace = false",
    ],
    ("intermediate/int_text__lines", "invisible characters"): [
        "update checked set line_text = line_text || chr(27)",
        "update checked set line_text = line_text || chr(8238)",
    ],
    (
        "core/fct_listing_technologies",
        "a technology that counts without being built or used, or the reverse",
    ): [
        "update checked set is_counted = not is_counted",
        "update checked set class = 'mention' where is_counted",
    ],
    ("core/fct_listing_evidence", "evidence of more than 200 characters"): [
        "update checked set span_text = repeat('x', 201)",
    ],
    ("core/fct_listing_evidence", "evidence from a text without its line"): [
        "update checked set line_id = null where source = 'text'",
        "update checked set line_id = 'l1' where source = 'place'",
    ],
    ("intermediate/int_technologies__line_matches", "a technology that starts before its line"): [
        "update checked set technologies = [struct_pack(technology_id := 'go', alias := 'Go', "
        "start_position := 0, is_listed := true, is_mention := false)]",
    ],
    ("seeds/technology_contexts", "no pattern"): [
        "update checked set before_pattern = null, after_pattern = null",
    ],
    ("intermediate/int_pay__line_amounts", "an amount without its words or position"): [
        "update checked set span_text = null where amount_number > 0",
        "update checked set start_position = null where amount_number > 0",
    ],
    ("intermediate/int_pay__line_ranges", "an amount that cannot be pay"): [
        _priced(2, 1),
        _priced(0, 1),
        _priced(10**12, 10**12),
        _priced("null", "null"),
    ],
    ("intermediate/int_text__lines", "a line above the length limit"): [
        "update checked set line_text = repeat('x', 8001)",
    ],
    ("intermediate/int_technologies__line_matches", "more names in a line than the limit"): [
        "update checked set technologies = list_transform(range(301), lambda i: technologies[1]) "
        "where len(technologies) > 0",
    ],
    ("core/fct_set_aside", "a value of more than 200 characters"): [
        "update checked set value_text = repeat('x', 201)",
    ],
    (
        "marts/mart_set_aside_by_source",
        "more values set aside than the limit of the source and field",
    ): [
        "update checked set max_share = null",
        "update checked set field_listing_count = min_count + 1, field_share = max_share + 0.01",
    ],
    ("intermediate/int_pay__text_ranges", "no amount"): [
        "update checked set salary_min = null, salary_max = null",
    ],
    ("intermediate/int_pay__text_ranges", "a minimum above the maximum"): [
        "update checked set salary_min = salary_max + 1",
    ],
    ("intermediate/int_places__resolved", "a country that occurs twice"): [
        "insert into checked from checked",
    ],
    ("intermediate/int_places__resolved", "a place with a fit but no country, or the reverse"): [
        "update checked set fit = 0 where country_code is not null",
        "update checked set fit = 1, country_code = null",
    ],
    ("intermediate/int_titles__workplaces", "a workplace without its words"): [
        "update checked set workplace = 'remote', workplace_text = null",
        "update checked set workplace = null, workplace_text = 'remote'",
    ],
    ("intermediate/int_workplace__listings", "evidence without its words or line"): [
        "update checked set evidence_text = null where workplace_source = 'text'",
        "update checked set evidence_text = 'remote' where workplace_source = 'none'",
        "update checked set line_id = null where workplace_source = 'text'",
        "update checked set line_id = 'l1' where workplace_source = 'place'",
    ],
    (
        "intermediate/int_workplace__listings",
        "remote by a strict definition but not by a wider one",
    ): [
        "update checked set is_remote_strict = true, is_remote_uncontradicted = false",
        "update checked set is_remote_uncontradicted = true where workplace = 'hybrid'",
    ],
    ("intermediate/int_workplace__listings", "a workplace without evidence"): [
        "update checked set workplace_source = 'none' where workplace = 'remote'",
        "update checked set workplace_source = 'text' where workplace = 'unknown'",
    ],
    ("intermediate/int_pay__listing_ranges", "no amount, or one that is not positive"): [
        "update checked set salary_min = null, salary_max = null",
        "update checked set salary_min = 0",
        "update checked set salary_max = -1",
    ],
    ("intermediate/int_pay__listing_ranges", "text pay without its line and words"): [
        "update checked set line_id = null where pay_source = 'text'",
        "update checked set line_id = 'l1', span_text = '' where pay_source = 'field'",
    ],
    ("intermediate/int_pay__annual_amounts", "a lower end above the upper end"): [
        "update checked set annual_salary_min_usd = annual_salary_max_usd + 1",
    ],
    ("intermediate/int_pay__annual_amounts", "an amount without its rate"): [
        "update checked set usd_per_unit = null",
        "update checked set periods_per_year = null",
    ],
    (
        "intermediate/int_pay__annualised",
        "an excluded range that counts, or a counted range without an amount",
    ): [
        "update checked set is_counted = not is_counted",
        "update checked set exclusion_reason = 'one_sided' where is_counted",
        "update checked set annual_salary_usd = null where is_counted",
    ],
    ("intermediate/int_pay__annualised", "a counted amount with a suspected unit"): [
        "update checked set suspected_unit = 'cents' where is_counted",
    ],
    ("intermediate/int_pay__annualised", "a counted range that is too wide to be informative"): [
        "update checked set salary_max = 4 * salary_min where is_counted",
    ],
    ("intermediate/int_pay__annualised", "a conversion without its rate, date and source"): [
        "update checked set rate_source = null",
        "update checked set usd_per_unit = null",
        "update checked set rate_date = null",
    ],
    ("marts/mart_totals_by_night", "no listing at all"): [
        "update checked set all_listing_count = 0",
    ],
    ("marts/mart_totals_by_night", "more software listings than listings"): [
        "update checked set all_listing_count = listing_count - 1",
    ],
    ("marts/mart_salary_by_technology_pair", "not in alphabetical order"): [
        "update checked set technology_a_id = technology_b_id",
    ],
    ("marts/mart_salary_by_technology_pair", "an overlap larger than one of its segments"): [
        "update checked set only_a_listing_count = -1",
        "update checked set only_b_listing_count = -1",
    ],
    ("marts/mart_salary_by_comparison", "an overlap larger than one of its segments"): [
        "update checked set listing_count = listing_a_count + 1",
        "update checked set listing_count = listing_b_count + 1",
    ],
    ("marts/mart_listings_by_company", "more AI listings than listings"): [
        "update checked set ai_listing_count = listing_count + 1",
        "update checked set all_listing_count = listing_count - 1",
    ],
    ("marts/mart_listings_by_vendor", "more listings or companies of others than of all"): [
        "update checked set other_listing_count = listing_count + 1",
        "update checked set other_company_count = company_count + 1",
    ],
    ("marts/mart_figures_by_report_line", "a share outside 0 to 1"): [
        "update checked set figure_value = 1.01 where measure = 'remote_share'",
        "update checked set figure_value = -0.01 where measure = 'remote_share'",
    ],
    ("raw/postings", "a title without a letter or digit"): [
        "update checked set title = ' - '",
    ],
    ("raw/postings", "an address that is not of the web"): [
        "update checked set url = 'javascript:alert(1)'",
        "update checked set url = 'https://acme.example/a job'",
    ],
    (
        "raw/set_aside_shares",
        "more values set aside than the limit of the source (set_aside_limits.csv)",
    ): [
        "insert into checked (set_aside_count, min_count, set_aside_share, max_share) "
        "values (200, 200, 0.51, 0.5)",
    ],
    ("raw/boards", "a mail address in a reason"): [
        "update checked set reason = 'ask jobs@acme.example'",
    ],
    ("raw/postings", "a mail address"): [
        "update checked set title = 'Engineer, write to jobs@acme.example'",
        "update checked set pay_text = 'Ask pay@acme.example'",
        "update checked set url = 'https://acme.example/jobs@acme.example'",
    ],
    ("raw/postings", "an invisible character"): [
        "update checked set title = title || chr(27)",
        "update checked set department = 'a' || chr(8238)",
    ],
    ("raw/set_aside", "a mail address"): [
        "insert into checked (value_text) values ('jobs@acme.example')",
    ],
    ("raw/set_aside", "an invisible character"): [
        "insert into checked (value_text) values (chr(27))",
    ],
    ("raw/postings", "a publication date more than 400 days ahead"): [
        "update checked set published_at = timestamptz '9999-01-01 00:00:00+00'",
    ],
    ("raw/postings", "an amount that is negative or above the limit"): [
        "update checked set pays = [struct_pack(minimum := 1, maximum := 2e12, currency := 'USD', "
        "\"interval\" := 'year', kind := null, title := null)]",
        "update checked set pays = [struct_pack(minimum := -1, maximum := 1, currency := 'USD', "
        "\"interval\" := 'year', kind := null, title := null)]",
        "update checked set pays = [struct_pack(minimum := null, maximum := -1, currency := 'USD', "
        "\"interval\" := 'year', kind := null, title := null)]",
    ],
    ("raw/boards", "an ats that is not the name of a source"): [
        "update checked set ats = 'Acme ATS'",
    ],
    ("raw/boards", "an incomplete board without a reason"): [
        "update checked set outcome = 'partial', reason = null",
        "update checked set outcome = 'failed', reason = null",
        "update checked set outcome = 'skipped', reason = null",
    ],
    ("raw/boards", "a source with no board that answered"): [
        "update checked set outcome = 'failed'",
    ],
    ("raw/companies", "a fact without evidence"): [
        "update checked set evidence = null",
    ],
    ("raw/exchange_rates", "a rate that is not positive"): [
        "update checked set units_per_euro = 0 where rowid = 0",
    ],
    ("staging/stg_listings", "an empty title"): [
        "update checked set title = '' where rowid = 0",
    ],
    ("staging/stg_listings", "an address that is not of the web"): [
        "update checked set url = 'javascript:alert(1)'",
    ],
    ("staging/stg_companies", "an industry that is not an id"): [
        "update checked set industries = ['fintech', 'Health care']",
    ],
    ("staging/stg_exchange_rates", "a rate that is not positive"): [
        "update checked set usd_per_unit = 0 where rowid = 0",
        "update checked set usd_per_unit = null where rowid = 0",
    ],
    ("staging/stg_exchange_rates", "a rate of USD other than 1"): [
        "update checked set usd_per_unit = 1.01 where currency_code = 'USD'",
    ],
    ("seeds/pay_intervals", "no period"): [
        "update checked set periods_per_year = 0 where rowid = 0",
    ],
}


def nevers() -> list[tuple[str, str]]:
    """Table and description of every `never` of every suite."""
    return [
        (table, e.description)
        for table, suite in SUITES.items()
        for e in suite
        if e.expectation_type == NEVER
    ]


@pytest.fixture(scope="module")
def load(
    sample_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], duckdb.DuckDBPyConnection]]:
    """A function that loads a sample table as `checked` into memory and returns the connection."""
    copy = shutil.copy(sample_home / "warehouse.duckdb", tmp_path_factory.mktemp("suites"))
    night = f"night={SAMPLE_NIGHT}"
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach '{copy}' as warehouse (read_only)")

        def fill(table: str) -> duckdb.DuckDBPyConnection:
            schema, name = table.split("/")
            rows = f"from warehouse.{schema}.{name}"
            if schema == "raw":
                files = {
                    n: sample_home / "raw" / "greenhouse" / night / f"{n}.parquet"
                    for n in ("postings", "sightings", "set_aside", "boards")
                } | {"companies": sample_home / "raw" / "companies" / night / "companies.parquet"}
                file = files.get(name, sample_home / "raw" / name / f"{name}.parquet")
                left_out = " exclude (payload, description_html)" if name == "postings" else ""
                rows = f"select *{left_out} from read_parquet('{file}', hive_partitioning = false)"
            if name == "set_aside_shares":  # computed from other tables, and not stored
                night_of = sample_home / "raw" / "greenhouse" / night
                with duckdb.connect() as counted:
                    for table in ("sightings", "set_aside"):
                        counted.execute(
                            f"create table {table} as from '{night_of}/{table}.parquet'"
                        )
                    set_aside.count_shares(counted)
                    shares = counted.table("set_aside_shares").arrow()
                    connection.register("shares", shares)
                    connection.execute("create or replace table checked as from shares")
                return connection
            connection.execute(f"create or replace table checked as {rows}")
            return connection

        yield fill


def passed(connection: duckdb.DuckDBPyConnection, suite: list[Any]) -> list[str]:
    """The names of the checks that `checked` passes. No check may end with an error."""
    checks = validate.judge(connection, "checked", suite)
    broken = [c for c in checks if c.unexpected_count is None and not c.detail.isdecimal()]
    assert broken == []
    return [check.name for check in checks if check.passed]


@pytest.mark.parametrize("table", SUITES)
def test_the_sample_is_accepted(
    table: str, load: Callable[[str], duckdb.DuckDBPyConnection]
) -> None:
    checks = validate.judge(load(table), "checked", SUITES[table])
    assert [(c.name, c.detail) for c in checks if not c.passed] == []


@pytest.mark.parametrize("table", [t for t, s in SUITES.items() if s[0].min_value > 0])
def test_an_empty_table_fails(table: str, load: Callable[[str], duckdb.DuckDBPyConnection]) -> None:
    connection = load(table)
    connection.execute("truncate checked")
    assert passed(connection, SUITES[table][:1]) == []


@pytest.mark.parametrize("table", SUITES)
def test_broken_columns_and_keys_fail(
    table: str, load: Callable[[str], duckdb.DuckDBPyConnection]
) -> None:
    """Every row twice, a row of nulls, and a row for each value beside its list or range."""
    connection = load(table)
    own = [e for e in SUITES[table] if e.expectation_type not in (NEVER, ROWS)]
    own += [e for e in SUITES[table] if e.expectation_type == ROWS and e.max_value is not None]
    connection.execute("insert into checked from checked")
    columns = ", ".join("null" for _ in connection.table("checked").columns)
    connection.execute(f"insert into checked values ({columns})")
    for expectation in own:
        kind = expectation.expectation_type
        if kind == IN_SET:
            add(connection, expectation.column, "no such value")
        elif kind == BETWEEN and expectation.min_value is not None:
            add(connection, expectation.column, expectation.min_value - 1)
    assert len(own) > 0
    assert passed(connection, own) == []


@pytest.mark.parametrize(
    "table",
    [t for t, s in SUITES.items() if any(e.max_value for e in s if e.expectation_type == BETWEEN)],
)
def test_values_above_their_range_fail(
    table: str, load: Callable[[str], duckdb.DuckDBPyConnection]
) -> None:
    connection = load(table)
    own = [e for e in SUITES[table] if e.expectation_type == BETWEEN and e.max_value is not None]
    for expectation in own:
        add(connection, expectation.column, expectation.max_value + 1)
    assert passed(connection, own) == []


def add(connection: duckdb.DuckDBPyConnection, column: str, value: Any) -> None:
    """A row with one value and nulls."""
    connection.execute(f'insert into checked ("{column}") values (?)', [value])


@pytest.mark.parametrize(("table", "description"), nevers())
def test_what_may_never_be_fails(
    table: str, description: str, load: Callable[[str], duckdb.DuckDBPyConnection]
) -> None:
    statements = OWN.get((table, description)) or SHARED[description]
    own = [e for e in SUITES[table] if getattr(e, "description", None) == description]
    for statement in statements:
        connection = load(table)
        code = "currency_code" if "currenc" in table else "country_code"
        changed = connection.execute(statement.replace("{code}", code)).fetchone()
        assert changed is not None
        assert changed[0] > 0, f"changes no row: {statement}"
        assert passed(connection, own) == [], statement


def test_every_never_is_broken_by_hand() -> None:
    named = set(nevers())
    assert OWN.keys() <= named, "of no suite"
    assert SHARED.keys() <= {description for _, description in named}, "of no suite"
    assert {(t, d) for t, d in named if d not in SHARED} <= OWN.keys(), "broken by no statement"


def test_every_suite_counts_rows() -> None:
    """An empty table passes most expectations; the count comes first, where it is looked for."""
    assert [t for t, s in SUITES.items() if s[0].expectation_type != ROWS] == []
