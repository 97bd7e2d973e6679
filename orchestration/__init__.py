"""The Dagster code location and the command line of Hiring Ledger."""
