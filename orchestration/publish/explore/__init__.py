"""Explore: a page per technology, industry, country, US state and company, and their index.

Not here: the statistics (core has them), and the look of a page (`report`).
"""

from orchestration.publish.explore.pages import render

__all__ = ["render"]
