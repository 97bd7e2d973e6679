"""The partitions: one per night, from the first night of a data directory until today (UTC)."""

from __future__ import annotations

from datetime import date

import dagster as dg

from orchestration.crawl.data_source import (
    default_night,
    load_data_source,
    recorded_first_night,
)
from orchestration.settings import Settings
from orchestration.storage.night_folders import nights_below


def first_night(settings: Settings) -> date:
    """The first night that was collected or asked for; for a new data directory its default."""
    nights = nights_below(settings.raw)
    if (recorded := recorded_first_night(settings)) is not None:
        nights.append(recorded)
    return min(nights) if nights else default_night(load_data_source(settings))


def latest_night(settings: Settings) -> date:
    """The last night that was collected."""
    if not (stored := nights_below(settings.raw)):
        raise dg.Failure("no night is collected yet: materialize the raw assets of a night first")
    return stored[-1]


def nights(settings: Settings) -> dg.DailyPartitionsDefinition:
    """The nights of a data directory."""
    return dg.DailyPartitionsDefinition(start_date=str(first_night(settings)), end_offset=1)


ONE_NIGHT_A_RUN = dg.BackfillPolicy.multi_run(max_partitions_per_run=1)
"""A backfill runs one night after the other. Only a recording and the sample can answer for nights
that are over: live boards answer with what they show now, and the raw assets fail with that."""


def night_of(context: dg.AssetExecutionContext, settings: Settings) -> date:
    """The night of a run; a run of tables without a partition takes the last one collected."""
    key = context.run.tags.get("dagster/partition")
    return date.fromisoformat(key) if key else latest_night(settings)
