"""The static JSON API of a release: `api/`, files that any web server can serve.

An index, one file of figures per dimension, and their description as OpenAPI and as a page. A file
has one figure a line, with the column names of `core.fct_estimates`; what is null is left out, and
so are suppressed quantiles. Companies and groups of two keys or more are many and mostly small: of
them the API has only what is not suppressed. Not here: the figures themselves, which are rows of
that table.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb
import orjson

from orchestration.publish.open_data import citation
from orchestration.publish.open_data.measures import Measure
from orchestration.publish.report import typography
from orchestration.publish.report.template import environment

FOLDER = "api"
_OPENAPI = Path(__file__).with_name("openapi.json")
_FIGURES = """
with names as (
    select 'technology' as dimension, technology_id as key, technology_name as name
    from core.dim_technologies
    union all
    select unnest(['vendor', 'company']), company_id, company_name from core.dim_companies
)

select
    estimates.figure_id,
    estimates.dimension,
    estimates.key,
    names.name,
    estimates.within_key,
    estimates.method,
    estimates.measure,
    estimates.segment_id,
    estimates.publish_status,
    estimates.status_reason,
    estimates.value,
    estimates.interval_low,
    estimates.interval_high,
    estimates.unit_count,
    estimates.role_count,
    estimates.company_count,
    if(estimates.value is null, null, estimates.effective_company_count) as effective_company_count,
    if(estimates.value is null, null, estimates.top_company_id) as top_company_id,
    if(estimates.value is null, null, estimates.top_company_share) as top_company_share,
    ranks.value_rank,
    ranks.rank_low,
    ranks.rank_high
from core.fct_estimates as estimates
left join core.fct_estimate_ranks as ranks using (figure_id)
left join names
    on estimates.key = names.key and split_part(estimates.dimension, ' & ', 1) = names.dimension
-- Quantiles are suppressed with their mean, which says why.
where
    if(
        estimates.within_key is null and estimates.dimension <> 'company',
        estimates.value is not null or not regexp_matches(estimates.measure, '^(p[0-9]+|median)_'),
        estimates.publish_status <> 'suppressed'
    )
order by estimates.dimension, figure_id
"""


def write(
    db: duckdb.DuckDBPyConnection,
    manifest: Mapping[str, Any],
    measures: Sequence[Measure],
    folder: Path,
) -> None:
    """Write `api/` into the folder of a release whose database is open as `db`."""
    api = folder / FOLDER
    (api / "figures").mkdir(parents=True)
    dimensions = [
        _write_dimension(api, dimension, rows) for dimension, rows in _by_dimension(db).items()
    ]
    estimated = {m for d in dimensions for m in d.pop("measures")}
    index = {
        "release_id": manifest["release_id"],
        "as_of_date": manifest["night"],
        "notice": manifest["notice"],
        "citation": citation.line(manifest),
        "licence": citation.LICENCE,
        "measures": [
            {k: v for k, v in asdict(m).items() if k != "tables"}
            for m in measures
            if m.measure in estimated
        ],
        "dimensions": dimensions,
    }
    (api / "index.json").write_text(json.dumps(index, indent=1, ensure_ascii=False), "utf-8")
    description = json.loads(_OPENAPI.read_text("utf-8"))
    description["info"]["version"] = manifest["release_id"]
    (api / "openapi.json").write_text(json.dumps(description, indent=1), "utf-8")
    page = environment().get_template("api.html.j2").render(manifest=manifest, index=index)
    (api / "index.html").write_text(typography.joined(page.lstrip()), "utf-8")


def _by_dimension(db: duckdb.DuckDBPyConnection) -> dict[str, list[dict[str, Any]]]:
    found = db.execute(_FIGURES)
    columns = [column[0] for column in found.description or []]
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in found.fetchall():
        figure = {k: v for k, v in zip(columns, row, strict=True) if v is not None}
        groups.setdefault(figure.pop("dimension"), []).append(figure)
    return groups


def _write_dimension(api: Path, dimension: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Write the figures of a dimension; its line in the index."""
    file = f"figures/{re.sub(r'[^a-z0-9_]+', '-', dimension)}.json"
    head = orjson.dumps({"dimension": dimension}).removesuffix(b"}") + b',"figures":[\n'
    (api / file).write_bytes(head + b",\n".join(map(orjson.dumps, rows)) + b"\n]}\n")
    return {
        "dimension": dimension,
        "file": file,
        "figure_count": len(rows),
        "published_count": sum("value" in row for row in rows),
        "measures": {row["measure"] for row in rows},
    }
