"""`datapackage.json`: a release as a Frictionless Data Package, from dbt's manifest.

Each table is a resource as Parquet, and as CSV where it has such a file, with the same schema. The
standard: https://datapackage.org, version 2.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from orchestration.publish.open_data import citation, csv_files, dictionary, parquet_files
from orchestration.storage import atomic
from orchestration.validation.results import TableResult

FILE = "datapackage.json"
_TYPES = {
    "bigint": "integer",
    "integer": "integer",
    "double": "number",
    "boolean": "boolean",
    "date": "date",
    "varchar": "string",
}
_UNIQUE = re.compile(r"(?:column|compound_columns)\w*_to_be_unique\(column(?:_list)?=(.+)\)")


def write(
    folder: Path,
    manifest: Mapping[str, Any],
    tables: Mapping[str, Mapping[str, Any]],
    known: Mapping[str, TableResult],
) -> None:
    """Write the descriptor of a release whose data files are in `folder`. `tables` are the nodes of
    dbt's manifest by table (schema/table), `known` the results of their checks."""
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "hiring-ledger",
        "title": citation.TITLE,
        "description": "\n\n".join(filter(None, (citation.ABSTRACT, manifest["notice"]))),
        "version": manifest["release_id"],
        "keywords": list(citation.KEYWORDS),
        "contributors": [{"title": citation.AUTHORS, "roles": ["publisher"]}],
        "licenses": [citation.LICENCE],
        "sources": list(_sources(manifest)),
        "citation": citation.line(manifest),
        "resources": [
            resource
            for table, node in tables.items()
            for resource in _resources(folder, table, node, known[table])
        ],
    }
    (folder / FILE).write_text(json.dumps(package, indent=1, ensure_ascii=False), "utf-8")


def _sources(manifest: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Who published what the tables are made of."""
    for source in manifest["sources"]:
        yield {"title": f"Public job boards of companies at {source['ats']}"}
    yield {"title": "GeoNames, CC BY 4.0", "path": "https://www.geonames.org"}
    yield {"title": "Unicode CLDR, Unicode License", "path": "https://cldr.unicode.org"}
    yield {
        "title": "Reference rates of the European Central Bank",
        "path": "https://www.ecb.europa.eu/stats/eurofxref/",
    }


def _resources(
    folder: Path, table: str, node: Mapping[str, Any], known: TableResult
) -> Iterator[dict[str, Any]]:
    name = table.split("/")[1].replace("_", "-")
    schema: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [_field(column, facts) for column, facts in node["columns"].items()],
    }
    if key := primary_key(check.name for check in known.checks):
        schema["primaryKey"] = key
    about = " ".join(node["description"].split())
    csv_file = csv_files.file_of(table)
    for form, path in (("csv", csv_file), ("parquet", parquet_files.file_of(table))):
        if path is None:
            continue
        file = folder / path
        resource: dict[str, Any] = {
            "name": f"{name}-{form}",
            "type": "table",
            "title": csv_files.relation(table),
            "description": about,
            "path": path,
            "format": form,
            "mediatype": "text/csv" if form == "csv" else "application/vnd.apache.parquet",
            "bytes": file.stat().st_size,
            "hash": f"sha256:{atomic.sha256(file)}",
            "rowCount": known.row_count,
            "schema": schema,
        }
        if form == "csv":
            resource |= {"encoding": "utf-8", "dialect": {"delimiter": ",", "header": True}}
            if path.endswith(".gz"):
                resource["compression"] = "gz"
        yield resource


def _field(column: str, facts: Mapping[str, Any]) -> dict[str, str]:
    data_type = facts["data_type"]
    field = {
        "name": column,
        "type": field_type(data_type),
        "description": " ".join(facts["description"].split()),
    }
    if unit := dictionary.unit(column):
        field["unit"] = unit
    return field


def field_type(data_type: str) -> str:
    """The type of a field in a Table Schema, by the type of the column in DuckDB. Raises ValueError
    for a type that is new to the published tables."""
    if data_type.endswith("[]"):
        return "array"
    if data_type.startswith("timestamp"):
        return "datetime"
    if data_type.startswith("decimal"):
        return "number"
    if data_type not in _TYPES:
        raise ValueError(f"no type of a Table Schema is given for {data_type}")
    return _TYPES[data_type]


def primary_key(checks: Iterable[str]) -> list[str]:
    """The key of a table: the columns whose uniqueness its suite checks first."""
    for name in checks:
        if found := _UNIQUE.fullmatch(name):
            text = found[1]
            return ast.literal_eval(text) if text.startswith("[") else [text]
    return []
