"""When a table is out of date, and the sensor that rebuilds such tables. It is off by default."""

from __future__ import annotations

from collections.abc import Iterable

import dagster as dg

NAME = "rebuild_out_of_date_tables"
_CHANGED = dg.AutomationCondition.any_deps_match(dg.AutomationCondition.data_version_changed()) | (
    dg.AutomationCondition.code_version_changed()
)
WHEN_OUT_OF_DATE = (
    _CHANGED.since_last_handled()  # type: ignore[misc]  # Dagster's types know checks too
    # Not raw: most nights of a source that begins later are missing for ever.
    & ~dg.AutomationCondition.any_deps_missing().ignore(dg.AssetSelection.groups("raw"))
    & ~dg.AutomationCondition.any_deps_in_progress()
    & ~dg.AutomationCondition.in_progress()
).with_label("out of date")
"""The code of a table has changed, or the content of one that it reads. A code version covers the
code of all tables above, so one change requests a table and its descendants in one run."""


def sensor(layers: Iterable[str]) -> dg.AutomationConditionSensorDefinition:
    """The sensor for the tables of some layers; the nightly job crawls and publishes."""
    return dg.AutomationConditionSensorDefinition(
        NAME,
        target=dg.AssetSelection.groups(*sorted(set(layers))),
        minimum_interval_seconds=300,  # a look at all tables and sources takes seconds of CPU
        emit_backfills=False,
        description=(
            "Rebuilds tables whose code or inputs have changed since it was turned on. It crawls "
            "nothing and publishes nothing: the nightly job does."
        ),
    )
