"""A whole suite as one expectation, which holds exactly where all of them do.

An expectation has a fixed cost in Great Expectations, whatever the table. Nearly all hold, and that
they all do is one question. Not here: the result of each expectation (`validate`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from great_expectations.expectations import Expectation

ROW_COUNT = "expect_table_row_count_to_be_between"
_ROWS_WHERE = "select * from {batch} where "


def merged(suite: list[Expectation]) -> list[Expectation]:
    """One expectation for all whose meaning is known here, and the others as they are.

    What a row must satisfy is asked in one scan of the table.
    """
    rows: list[str] = []
    tables: list[str] = []
    others: list[Expectation] = []
    for expectation in suite:
        config = expectation.configuration
        if condition := _broken_row(config.type, config.kwargs):
            rows.append(f"({condition})")
        elif query := _broken_table(config.type, config.kwargs):
            tables.append(query)
        else:
            others.append(expectation)
    if rows:
        tables.append(f"select 1 from {{batch}} where {' or '.join(rows)}")
    if not tables:
        return others
    query = " union all ".join(f"(select 1 as broken from ({table} limit 1))" for table in tables)
    return [_no_rows()(unexpected_rows_query=query), *others]


@cache
def _no_rows() -> Any:
    """Great Expectations' own class runs a query twice: to count its rows, and to fetch them."""
    import great_expectations.expectations as gxe

    class ExpectNoRows(gxe.UnexpectedRowsExpectation):  # type: ignore[misc]
        metric_dependencies = ("unexpected_rows_query.row_count",)

        def _validate(self, metrics: dict[str, Any], *_: Any, **__: Any) -> dict[str, Any]:
            return {"success": metrics["unexpected_rows_query.row_count"] == 0}

    return ExpectNoRows


def _broken_row(kind: str, given: Mapping[str, Any]) -> str | None:
    """SQL that is true of a row that breaks an expectation.

    An argument that is not expected here (`mostly`, a type of value) leaves it to its own class.
    """
    match kind, given:
        case "expect_column_values_to_not_be_null", {"column": column, **rest} if not rest:
            return f"{_name(column)} is null"
        case "expect_column_values_to_be_null", {"column": column, **rest} if not rest:
            return f"{_name(column)} is not null"
        case (
            "expect_column_values_to_be_in_set",
            {"column": column, "value_set": [_, *_] as values, **rest},
        ) if not rest and all(isinstance(value, str) for value in values):
            return f"{_name(column)} not in ({', '.join(map(_text, values))})"
        case "expect_column_values_to_be_between", {"column": column, **limits}:
            return _outside(_name(column), limits)
        case "unexpected_rows_expectation", {"unexpected_rows_query": str(query), **rest} if (
            not rest and query.startswith(_ROWS_WHERE)
        ):
            return query.removeprefix(_ROWS_WHERE)
    return None


def _broken_table(kind: str, given: Mapping[str, Any]) -> str | None:
    """SQL that has rows where a table breaks an expectation."""
    match kind, given:
        case "expect_table_row_count_to_be_between", limits:
            outside = _outside("count(*)", limits)
            return outside and f"select 1 from {{batch}} having {outside}"
        case "expect_column_values_to_be_unique", {"column": column, **rest} if not rest:
            return _repeated([column])
        case "expect_compound_columns_to_be_unique", {"column_list": columns, **rest} if not rest:
            return _repeated(columns)
    return None


def _outside(value: str, limits: Mapping[str, Any]) -> str | None:
    """SQL that is true of a value outside its limits; nothing for limits of another kind."""
    numbers = {name: limit for name, limit in limits.items() if isinstance(limit, int | float)}
    known = {"min_value": "<", "max_value": ">"}
    stated = {name for name, limit in limits.items() if limit is not None}
    if not numbers or stated != numbers.keys() or stated - known.keys():
        return None
    return " or ".join(f"{value} {known[name]} {limit!r}" for name, limit in numbers.items())


def _repeated(columns: list[str]) -> str:
    """SQL of the values that several rows have; a row without any is no repetition."""
    names = list(map(_name, columns))
    stated = " or ".join(f"{name} is not null" for name in names)
    grouped = f"group by {', '.join(names)} having count(*) > 1"
    return f"select 1 from {{batch}} where {stated} {grouped}"


def _name(column: str) -> str:
    return '"' + _with_braces(column).replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + _with_braces(value).replace("'", "''") + "'"


def _with_braces(text: str) -> str:
    """Great Expectations fills `{batch}` in as `str.format` does."""
    return text.replace("{", "{{").replace("}", "}}")
