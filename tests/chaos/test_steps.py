"""Each step of the chaos test names a function that exists: a renamed one would stop nothing."""

from __future__ import annotations

import pytest

from tests.chaos import steps


@pytest.mark.parametrize("step", [*steps.NIGHT, *steps.COMPACTION, *steps.PRUNE, *steps.BACKUP])
def test_a_step_exists(step: str) -> None:
    assert callable(steps.find(step))
