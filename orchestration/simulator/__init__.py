"""A market of invented listings, as a recording of what their boards answer, with the truth.

Belongs here: the entry point. The market is in `market`, its words in `text`, the vendors' shapes
in `wires`, the match with published figures in `figures`.
"""

from orchestration.simulator.companies import NAMED
from orchestration.simulator.recorded_answers import simulate

__all__ = ["NAMED", "simulate"]
