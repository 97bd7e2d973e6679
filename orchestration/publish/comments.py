"""Comments on the tables and columns of a release: the descriptions of the dbt project.

Here: the statements. Not here: the descriptions (the `.yml` beside each model), and where a table
is in a release (`orchestration.publish.release`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from orchestration.plain_text import sql_literal


def statements(relation: str, node: Mapping[str, Any], kind: str = "table") -> Iterator[str]:
    """The statements that comment a table, or a view, and its columns. `node` is its node in dbt's
    manifest."""
    yield f"comment on {kind} {relation} is {_literal(node['description'])}"
    for name, column in node["columns"].items():
        yield f'comment on column {relation}."{name}" is {_literal(column["description"])}'


def _literal(text: str) -> str:
    return sql_literal(text.strip())
