"""The dbt project seen from Python: its manifest, what is up to date, and building one table.

Not here: SQL (`dbt_project/`) and Dagster (`defs`)."""
