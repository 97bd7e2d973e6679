"""Simulates a job market as a recording of board answers in every vendor's format, with ground
truth.

This is the entry point. The market is in `market`, its texts in `text`, the formats in
`vendor_formats`, the fit to published figures in `figures`.
"""

from orchestration.simulator.companies import NAMED
from orchestration.simulator.recorded_answers import simulate

__all__ = ["NAMED", "simulate"]
