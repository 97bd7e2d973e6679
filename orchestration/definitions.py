"""The Dagster code location: the definitions for the data directory of the environment.

Its import reads the environment, so tests import `defs.assembly`.
"""

from orchestration.defs.assembly import build_definitions
from orchestration.settings import Settings

defs = build_definitions(Settings.from_environment())
