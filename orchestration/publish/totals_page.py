"""The page of the totals of a night that pages of a release lead to."""

from __future__ import annotations

from collections.abc import Mapping, Set
from pathlib import Path
from typing import Any

from orchestration.publish.report import queries, template, totals


def write(query: queries.Query, named: Set[str], folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write the page of the named totals into the folder of a release; its queries count them."""
    shown = [
        (name, total, query(f"select count(*) as n from ({total.members})")[0]["n"])
        for name in (*totals.TOTALS, *sorted(named - totals.TOTALS.keys()))
        if name in named and (total := totals.find(name))
    ]
    page = template.page("totals.html.j2", manifest, "../../", here=totals.PAGE, totals=shown)
    (folder / totals.PAGE).parent.mkdir(parents=True, exist_ok=True)
    (folder / totals.PAGE).write_text(page, "utf-8")
