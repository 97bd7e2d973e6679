"""The release as an asset below every published table."""

from datetime import date
from typing import Any

import dagster as dg

from orchestration.defs.checks import as_failure
from orchestration.defs.partitions import NIGHTS
from orchestration.defs.table_assets import POOL
from orchestration.publish.release import PUBLISHED, publish
from orchestration.settings import Settings
from orchestration.warehouse.dbt_project import Project

KEY = dg.AssetKey(["release", "current"])


def asset(project: Project) -> dg.AssetsDefinition:
    """The release as an asset below every published table."""
    published = [t for t in project.nodes if t.split("/")[0] in PUBLISHED]

    @dg.asset(
        key=KEY,
        deps=[dg.AssetKey(t.split("/")) for t in published],
        group_name="release",
        kinds={"duckdb", "parquet", "html"},
        description="What readers open: marts.duckdb, Parquet, report, docs, quality, manifest.",
        partitions_def=NIGHTS,
        pool=POOL,
        required_resource_keys={"home"},
    )
    def release(context: dg.AssetExecutionContext) -> dg.MaterializeResult[Any]:
        settings = Settings.from_environment()
        night = date.fromisoformat(context.partition_key)
        with as_failure():
            path, fresh = publish(project, settings, night)
        return dg.MaterializeResult(metadata={"path": dg.MetadataValue.path(path), "new": fresh})

    return release
