"""The release as an asset below every published table."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import dagster as dg

from orchestration.defs import labels, retries
from orchestration.defs.checks import as_failure
from orchestration.defs.partitions import ONE_NIGHT_A_RUN
from orchestration.defs.resources import DataDirectory
from orchestration.defs.table_assets import POOL
from orchestration.publish.release import publish
from orchestration.publish.release_folder import manifest_of
from orchestration.settings import RELEASE_URL, Settings
from orchestration.warehouse.dbt_project import Project

WARN_HOURS = 26
"""A night is due every 24 hours and takes up to two."""
PAGES = ("report", "coverage", "quality", "docs")
KEY = dg.AssetKey(["release", "current"])


def asset(
    project: Project, settings: Settings, nights: dg.PartitionsDefinition[str]
) -> dg.AssetsDefinition:
    """The release as an asset below every published table."""

    @dg.asset(
        key=KEY,
        deps=[dg.AssetKey(t.split("/")) for t in project.published],
        group_name="release",
        owners=labels.owners(),
        tags=labels.tags("release", "release"),
        kinds={"duckdb", "parquet", "html"},
        metadata=_links(),
        freshness_policy=_freshness(settings.stale_hours),
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
        with as_failure(), retries.while_in_use(context):
            path, fresh = publish(project, settings, night)
        return dg.MaterializeResult(
            metadata={
                "path": dg.MetadataValue.path(path),
                "is_new": fresh,
                **_figures(path),
            },
            data_version=dg.DataVersion(path.name),
        )

    return release


def _freshness(hours: int) -> dg.FreshnessPolicy:
    """A failure when the release is stale, and a warning before."""
    warning = timedelta(hours=WARN_HOURS) if hours > WARN_HOURS else None
    return dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=hours), warn_window=warning)


def _links() -> dict[str, dg.UrlMetadataValue]:
    """The pages of the current release. A page of Dagster's cannot link to a file: browsers do not
    follow `file:` links from http. `ui` and `docs` serve the current release at this address."""
    return {page: dg.MetadataValue.url(f"{RELEASE_URL}/{page}/") for page in PAGES}


def _figures(path: Path) -> dict[str, int | float]:
    """Counts that Dagster plots over the nights."""
    sources = manifest_of(path)["sources"]
    return {
        "source_count": len(sources),
        **{
            f"{name.rstrip('s')}_count": sum(source[name] for source in sources)
            for name in ("boards", "listings", "texts")
        },
        "size_mb": round(sum(f.stat().st_size for f in path.rglob("*") if f.is_file()) / 1e6, 1),
    }
