"""The partitions: one per night, the date (UTC) of a nightly run."""

import dagster as dg

NIGHTS = dg.DailyPartitionsDefinition(start_date="2025-01-01", end_offset=1)
