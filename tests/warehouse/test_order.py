"""No SQL of the project depends on the order of rows, which differs from run to run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.paths import DBT_PROJECT

FILES = sorted([*(DBT_PROJECT / "models").rglob("*.sql"), *(DBT_PROJECT / "macros").rglob("*.sql")])
ARGUMENTS = r"\([^()]*\)"
for _ in range(4):  # parentheses within parentheses
    ARGUMENTS = rf"\((?:[^()]|{ARGUMENTS})*\)"
LISTS = re.compile(rf"\b(?:string_agg|list|array_agg|group_concat){ARGUMENTS}")
SORT = "list_sort("
ANY_ROW = re.compile(r"\b(?:mode|first|last|arbitrary)\(")


def unordered(sql: str) -> list[str]:
    """The aggregates whose result depends on the order of rows. Distinct values are a set: a model
    sorts them, or only looks for one of them."""
    lists = [found[0] for found in LISTS.finditer(sql) if not sql[: found.start()].endswith(SORT)]
    return [
        *(one for one in lists if not re.search(r"\border by\b|\(distinct\b", one)),
        *ANY_ROW.findall(sql),
    ]


@pytest.mark.parametrize(
    ("sql", "count"),
    [
        ("string_agg(name, ';') over (partition by id)", 1),
        ("string_agg(trim(name), ';' order by name)", 0),
        ("list(struct_pack(a := f(g(b))) order by c)", 0),
        ("list(struct_pack(a := f(g(b))))", 1),
        ("list_sort(list({'number': n, 'value': v}))", 0),
        ("list_sort(list(distinct code) filter (where code is not null))", 0),
        ("mode(name), max(name)", 1),
    ],
)
def test_an_unordered_aggregate_is_found(sql: str, count: int) -> None:
    assert len(unordered(sql)) == count


def test_every_aggregate_has_an_order() -> None:
    found: dict[Path, list[str]] = {file: unordered(file.read_text("utf-8")) for file in FILES}
    assert len(found) > 80
    assert {file.name: names for file, names in found.items() if names} == {}
