"""Dagster's own folder in a data directory. It needs no import of Dagster, which takes a second."""

from __future__ import annotations

import os

from orchestration.settings import Settings
from orchestration.storage import atomic

LOCATION = "hiring_ledger"
"""The name of the code location, wherever it is loaded."""
DAGSTER_YAML = """\
telemetry: {enabled: false}
nux: {enabled: false}
concurrency:
  runs: {max_concurrent_runs: 1}
  pools: {default_limit: 1, granularity: op}
"""


def prepare_dagster_home(settings: Settings) -> Settings:
    """Make Dagster's own folder, and its settings unless a user has written some."""
    settings.dagster_home.mkdir(parents=True, exist_ok=True)
    configuration = settings.dagster_home / "dagster.yaml"
    if not configuration.exists():
        atomic.write_text(configuration, DAGSTER_YAML)
    os.environ["DAGSTER_HOME"] = str(settings.dagster_home)
    os.environ["HIRING_LEDGER_HOME"] = str(settings.home)
    return settings
