"""A suite as one expectation: what is merged, and that it holds exactly where all of them do."""

from __future__ import annotations

from datetime import date

import duckdb
import great_expectations.expectations as gxe
import pytest

from orchestration.validation import validate
from orchestration.validation.merged import merged

SUITE = [
    gxe.ExpectTableRowCountToBeBetween(min_value=1, max_value=3),
    gxe.ExpectColumnValuesToNotBeNull(column="id"),
    gxe.ExpectColumnValuesToBeUnique(column="id"),
    gxe.ExpectCompoundColumnsToBeUnique(column_list=["id", "kind"]),
    gxe.ExpectColumnValuesToBeInSet(column="kind", value_set=["a'{b}", "c"]),
    gxe.ExpectColumnValuesToBeBetween(column="n", min_value=0, max_value=1.5),
    gxe.ExpectColumnValuesToBeNull(column="note"),
    gxe.UnexpectedRowsExpectation(unexpected_rows_query="select * from {batch} where n = 1"),
]


def failed(rows: str) -> list[str]:
    with duckdb.connect() as connection:
        connection.execute("create table t (id varchar, kind varchar, n double, note varchar)")
        if rows:
            connection.execute(f"insert into t values {rows}")
        checks = validate.run_suite(connection, "t", SUITE)
    return [check.name.split("(")[0] for check in checks if not check.passed]


def test_a_suite_of_known_kinds_is_one_expectation() -> None:
    assert len(merged(SUITE)) == 1


@pytest.mark.parametrize(
    ("rows", "broken"),
    [
        ("""('1', 'a''{b}', 0, null), ('2', 'c', 1.5, null), ('3', null, null, null)""", []),
        ("", ["table_row_count_to_be_between"]),
        ("""('1', 'c', 0, null), ('2', 'c', 0, null), ('3', 'c', 0, null), ('4', 'c', 0, null)""",
         ["table_row_count_to_be_between"]),
        ("(null, 'c', 0, null)", ["column_values_to_not_be_null"]),
        ("('1', 'c', 0, null), ('1', null, 0, null)", ["column_values_to_be_unique"]),
        ("('1', 'c', 0, null), ('1', 'c', 0, null)",
         ["column_values_to_be_unique", "compound_columns_to_be_unique"]),
        ("('1', 'd', 0, null)", ["column_values_to_be_in_set"]),
        ("('1', 'c', -1, null)", ["column_values_to_be_between"]),
        ("('1', 'c', 2, null)", ["column_values_to_be_between"]),
        ("('1', 'c', 'nan', null)", ["column_values_to_be_between"]),
        ("('1', 'c', 0, '')", ["column_values_to_be_null"]),
        ("('1', 'c', 1, null)", ["unexpected_rows_expectation"]),
    ],
)  # fmt: skip
def test_each_expectation_fails_as_by_itself(rows: str, broken: list[str]) -> None:
    assert sorted(failed(rows)) == broken


@pytest.mark.parametrize(
    "expectation",
    [
        gxe.ExpectColumnValuesToNotBeNull(column="id", mostly=0.5),
        gxe.ExpectColumnValuesToBeUnique(column="id", mostly=0.5),
        gxe.ExpectColumnValuesToBeInSet(column="n", value_set=[1, 2]),
        gxe.ExpectColumnValuesToBeBetween(column="n", min_value=0, strict_min=True),
        gxe.ExpectColumnValuesToBeBetween(column="n", min_value=date(2026, 1, 1)),
        gxe.UnexpectedRowsExpectation(unexpected_rows_query="from {batch} where n = 1"),
        gxe.ExpectColumnMaxToBeBetween(column="n", max_value=1),
    ],
)
def test_other_arguments_and_kinds_stay_as_they_are(
    expectation: gxe.UnexpectedRowsExpectation,
) -> None:
    assert merged([expectation]) == [expectation]
