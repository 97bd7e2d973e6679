"""Explore: a page per technology, industry, country and company, and the page that leads to them.

Not here: the statistics (core has them), and the look of a page (`report`).
"""

from orchestration.publish.explore.pages import render

__all__ = ["render"]
