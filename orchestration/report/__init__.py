"""The report page of a release: one self-contained file, made from the marts and the manifest.

Here: which marts a panel shows, how a number is rounded, and what the page looks like. Not here:
statistics (the marts have them), and when a report is made (`orchestration.release`).
"""

from orchestration.report.page import render

__all__ = ["render"]
