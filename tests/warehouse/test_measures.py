"""A published mean is the same to the last bit, in any order of its listings."""

from __future__ import annotations

import re

import duckdb
import jinja2

from tests.paths import DBT_PROJECT


def test_a_mean_does_not_depend_on_the_order() -> None:
    macros = (DBT_PROJECT / "macros" / "measures.sql").read_text("utf-8")
    mean = jinja2.Environment(autoescape=False).from_string(macros).module.mean("pay")  # type: ignore[attr-defined]
    plain, exact = set(), set()
    with duckdb.connect(config={"threads": 1}) as db:
        db.execute("create table pays as select 90_000 + i * 100 / 7 as pay from range(5000) r(i)")
        for order in ("pay", "pay desc", "hash(pay)", "pay % 7, pay"):
            row = db.execute(f"select avg(pay), {mean} from (from pays order by {order})")
            a, b = row.fetchall()[0]
            plain.add(a)
            exact.add(b)
    assert len(plain) > 1, "these numbers would not show it"
    assert len(exact) == 1
    assert abs(exact.pop() - plain.pop()) < 0.001


def test_every_mean_is_made_by_that_macro() -> None:
    models = (DBT_PROJECT / "models").rglob("*.sql")
    assert [m.name for m in models if re.search(r"\bavg\(", m.read_text("utf-8"))] == []
