"""The raw layer: an asset per source, all in one op, so that they are crawled side by side."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import dagster as dg
from pydantic import Field

from orchestration.crawl.acceptance import SourceOutcome
from orchestration.crawl.data_source import bind_data_source, load_data_source
from orchestration.crawl.night import crawl_sources
from orchestration.crawl.night_crawl import open_night_crawl
from orchestration.defs import labels, retries
from orchestration.defs.checks import suite_check, suite_result
from orchestration.defs.partitions import ONE_NIGHT_A_RUN
from orchestration.defs.resources import DataDirectory
from orchestration.settings import PROJECT, Settings
from orchestration.sources import all_sources
from orchestration.storage import integrity
from orchestration.warehouse.dbt_project import fingerprint

SOURCES = PROJECT / "orchestration" / "sources"


class CrawlConfig(dg.Config):
    """Options of one crawl."""

    save_recording: str = Field(default="", description="A new folder to record the answers in.")
    accept: list[str] = Field(
        default=[],
        description="Sources whose night is accepted although its figures are far from usual.",
    )


def raw_keys() -> list[dg.AssetKey]:
    """The keys of all sources' raw assets."""
    return [dg.AssetKey(["raw", ats]) for ats in all_sources()]


def asset(nights: dg.PartitionsDefinition[str]) -> dg.AssetsDefinition:
    """One op for all sources, so that they are crawled in parallel."""
    sources = all_sources()
    keys = dict(zip(sources, raw_keys(), strict=True))

    @dg.multi_asset(
        name="raw_listings",
        specs=[
            dg.AssetSpec(
                key,
                group_name="raw",
                kinds={"python", "parquet"},
                owners=labels.owners(),
                tags=labels.tags("raw", "listings"),
                description=(sources[ats].__doc__ or "").strip().split("\n")[0],
                metadata=labels.code_reference(SOURCES / f"{ats}.py"),
            )
            for ats, key in keys.items()
        ],
        check_specs=[suite_check(key) for key in keys.values()],
        partitions_def=nights,
        backfill_policy=ONE_NIGHT_A_RUN,
        can_subset=True,
    )
    def raw_listings(
        context: dg.AssetExecutionContext, config: CrawlConfig, data_directory: DataDirectory
    ) -> Iterator[Any]:
        settings = data_directory.settings
        night = date.fromisoformat(context.partition_key)
        chosen = {a: s for a, s in sources.items() if keys[a] in context.selected_asset_keys}
        source = bind_data_source(settings, load_data_source(settings))
        recorded = Path(config.save_recording) if config.save_recording else None
        with open_night_crawl(source, settings, night, recorded, chosen) as crawl:
            outcomes = []
            for outcome in crawl_sources(chosen, crawl, config.accept):
                outcomes.append(outcome)
                yield from _events(keys[outcome.ats], outcome, _content(settings, outcome, night))
        if source.kind == "live" and not _has_answers(outcomes):
            retries.request(context, "no board of any source has answered", retries.NETWORK)

    return raw_listings


def _has_answers(outcomes: list[SourceOutcome]) -> bool:
    """Whether a board of any source has answered. One source alone may be blocked or gone."""
    asked = [outcome.counts for outcome in outcomes if outcome.counts.get("boards")]
    failed = [counts for counts in asked if counts.get("boards_failed") == counts["boards"]]
    return len(asked) < 2 or len(failed) < len(asked)


def _content(settings: Settings, outcome: SourceOutcome, night: date) -> str:
    """The version of a source's night: a hash of its files as they were accepted, so that a rerun
    changes nothing."""
    for state, place in (("raw", settings.raw_night), ("quarantine", settings.quarantined_night)):
        if ((folder := place(outcome.ats, night)) / integrity.CHECKSUMS).exists():
            sums = sorted(integrity.accepted_checksums(folder).items())
            return f"{state}-{fingerprint(*map(' '.join, sums))}"
    return f"none-{night}"


def _events(key: dg.AssetKey, outcome: SourceOutcome, content: str) -> Iterator[Any]:
    # Also for a quarantined night: the tables below read the last accepted one.
    state = "accepted" if outcome.is_accepted else "quarantined; the last night is carried forward"
    counts = dict(outcome.counts)
    if (listing_count := counts.pop("sightings", None)) is not None:
        counts["dagster/row_count"] = listing_count
    yield dg.MaterializeResult(
        key, metadata={"state": state, **counts}, data_version=dg.DataVersion(content)
    )
    yield suite_result(key, outcome.checks)
