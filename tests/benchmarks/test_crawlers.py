"""A night of many boards by two crawlers: nothing is lost, and memory does not follow its size."""

from __future__ import annotations

import pytest

from benchmarks.crawlers import run


@pytest.mark.scale
def test_three_times_the_boards_take_the_same_memory() -> None:
    """90,000 postings and 270,000. Validation alone took 0.4 GiB more for them when it read the
    night into memory; a crawler, merging and validation vary by a tenth of a GiB."""
    missing, small = run(1_500, 60, 2)
    assert missing == 0
    missing, large = run(4_500, 60, 2)
    assert missing == 0
    assert large.keys() == {"crawler 1/2", "crawler 2/2", "merge", "validation"}
    grown = {name: round(large[name] - small[name], 2) for name in large}
    assert max(grown.values()) < 0.25, grown
    assert max(large.values()) < 1.2, large
