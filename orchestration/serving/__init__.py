"""Local web servers: the Dagster UI and the current release, on loopback."""
