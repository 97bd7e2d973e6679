"""Owners and tags of assets, as Dagster's catalog filters by them.

A table has those of its dbt node: the owner of its group, the layer, and the topic. What dbt does
not build belongs to the maintainers.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dagster as dg

from orchestration.settings import PROJECT
from orchestration.warehouse.dbt_project import Project

MAINTAINERS = "Hiring Ledger maintainers"


def owners(project: Project | None = None, node: Mapping[str, Any] | None = None) -> list[str]:
    """The mail address of a table's owner, or the owner's name as a team."""
    config = node["config"] if node else {}
    group = _group(project, config.get("group")) if project else {}
    found = group.get("owner") or {}
    name = config.get("meta", {}).get("owner") or found.get("name") or MAINTAINERS
    return [found.get("email") or f"team:{name}"]


def tags(layer: str, topic: str) -> dict[str, str]:
    """The tags of an asset."""
    return {"layer": layer, "topic": topic}


def code_reference(file: Path) -> dict[str, dg.CodeReferencesMetadataValue]:
    """The file that says how an asset is made, as a link that opens it in an editor."""
    label = str(file.relative_to(PROJECT))
    source = dg.LocalFileCodeReference(file_path=str(file), label=label)
    return {"dagster/code_references": dg.CodeReferencesMetadataValue(code_references=[source])}


def table_tags(table: str, node: Mapping[str, Any]) -> dict[str, str]:
    """The tags of a table. Its topic is the folder of its layer, or what a mart measures."""
    layer, name = table.split("/")
    folder = node["fqn"][-2]
    if layer == "marts":
        return tags(layer, name.removeprefix("mart_").split("_by_")[0])
    if layer == "seeds":
        return tags(layer, "rules")
    return tags(layer, folder if folder != layer else name.split("_", 1)[1])


def _group(project: Project, name: str | None) -> Mapping[str, Any]:
    groups = project.manifest.get("groups", {}).values()
    return next((group for group in groups if group["name"] == name), {})
