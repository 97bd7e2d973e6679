"""The release as an asset below every published table."""

from datetime import date
from typing import Any

import dagster as dg

from orchestration.defs.checks import as_failure
from orchestration.defs.partitions import ONE_NIGHT_A_RUN
from orchestration.defs.resources import DataDirectory
from orchestration.defs.table_assets import POOL
from orchestration.publish.release import PUBLISHED, publish
from orchestration.warehouse.dbt_project import Project

KEY = dg.AssetKey(["release", "current"])


def asset(project: Project, nights: dg.PartitionsDefinition[str]) -> dg.AssetsDefinition:
    """The release as an asset below every published table."""
    published = [t for t in project.nodes if t.split("/")[0] in PUBLISHED]

    @dg.asset(
        key=KEY,
        deps=[dg.AssetKey(t.split("/")) for t in published],
        group_name="release",
        kinds={"duckdb", "parquet", "html"},
        description="What readers open: marts.duckdb, Parquet, report, docs, quality, manifest.",
        partitions_def=nights,
        backfill_policy=ONE_NIGHT_A_RUN,
        pool=POOL,
    )
    def release(
        context: dg.AssetExecutionContext, data_directory: DataDirectory
    ) -> dg.MaterializeResult[Any]:
        settings = data_directory.settings
        night = date.fromisoformat(context.partition_key)
        with as_failure():
            path, fresh = publish(project, settings, night)
        return dg.MaterializeResult(metadata={"path": dg.MetadataValue.path(path), "new": fresh})

    return release
