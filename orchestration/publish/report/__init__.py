"""The pages of a release, their figures as files, and the templates of all pages.

Here: which marts a panel shows, how a figure is rounded, and the look of a page. Not here:
statistics (the marts have them), and when a page is written (`orchestration.publish.release`).
"""

from orchestration.publish.report.cards import write as write_cards
from orchestration.publish.report.coverage_page import render as render_coverage
from orchestration.publish.report.coverage_page import span as recorded_span
from orchestration.publish.report.methodology_page import render as render_methodology
from orchestration.publish.report.page import render
from orchestration.publish.report.rounding import day

__all__ = [
    "day",
    "recorded_span",
    "render",
    "render_coverage",
    "render_methodology",
    "write_cards",
]
