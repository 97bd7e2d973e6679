"""The pages of a release for readers, self-contained files: the report, made from the marts and the
manifest, and what was read of each source.

Here: which marts a panel shows, how a number is rounded, and what the page looks like. Not here:
statistics (the marts have them), and when a report is made (`orchestration.release`).
"""

from orchestration.publish.report.coverage_page import render as render_coverage
from orchestration.publish.report.coverage_page import span as recorded_span
from orchestration.publish.report.page import render
from orchestration.publish.report.rounding import day

__all__ = ["day", "recorded_span", "render", "render_coverage"]
