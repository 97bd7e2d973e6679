"""Everything Dagster: assets, checks, jobs, schedules, sensors, partitions, resources, run history.

Not here: the work that an asset does; each asset calls one function of another package."""
