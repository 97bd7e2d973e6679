"""Fits numbers to targets with the smallest change: which listings state pay, so that groups have
their size, and how much, so that they have their mean and median. Knows nothing of what a group is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orchestration.simulator.draws import Bools, Floats, Ints

LOWEST, HIGHEST = 46_000.0, 440_000.0
STEP = 50.0
"""Midpoints are multiples of this, so that both ends of a range can be round numbers."""


@dataclass(frozen=True, slots=True)
class Group:
    """Listings with a target mean; `to_the_dollar` when the published figure is not rounded."""

    name: str
    rows: Bools
    mean: float
    to_the_dollar: bool = False
    median: float | None = None


def fit(mid: Floats, groups: list[Group]) -> Floats:
    """The midpoints, changed as little as the groups allow, in dollars a year."""
    mid = mid.copy()
    low, high = np.full(len(mid), LOWEST), np.full(len(mid), HIGHEST)
    _minimize_change(mid, groups, low, high, 12)
    for group in groups:
        if group.median is not None:
            _hold_median(mid, group, low, high)
    _minimize_change(mid, groups, low, high, 400)
    mid = np.clip(np.round(mid / STEP) * STEP, low, high)
    _remove_rounding(mid, [group for group in groups if group.to_the_dollar], low, high)
    return mid


def _minimize_change(
    mid: Floats, groups: list[Group], low: Floats, high: Floats, rounds: int
) -> None:
    """The least change relative to pay, within bounds: project, clip, repeat."""
    np.clip(mid, low, high, out=mid)
    use = np.flatnonzero(np.any([group.rows for group in groups], axis=0))
    matrix = np.array([group.rows[use] / group.rows.sum() for group in groups], dtype=np.float64)
    wanted = np.array([group.mean for group in groups])
    for _ in range(rounds):
        gap = wanted - matrix @ mid[use]
        if np.abs(gap).max() < 0.05:
            return
        free = ((mid[use] > low[use]) | (matrix.T @ gap > 0)) & (
            (mid[use] < high[use]) | (matrix.T @ gap < 0)
        )
        weight = np.where(free & (low[use] < high[use]), (mid[use] / 1e5) ** 2, 0.0)
        weighted = matrix * weight
        change = weighted.T @ np.linalg.lstsq(weighted @ matrix.T, gap, rcond=1e-12)[0]
        mid[use] = np.clip(mid[use] + change, low[use], high[use])


def _hold_median(mid: Floats, group: Group, low: Floats, high: Floats) -> None:
    """Bound half of a group on each side of its median, and the middle to the median."""
    assert group.median is not None
    rows = np.flatnonzero(group.rows)
    rows = rows[np.argsort(mid[rows], kind="stable")]
    half = (len(rows) - 1) // 2
    below, middle, above = rows[:half], rows[half : len(rows) - half], rows[len(rows) - half :]
    high[below] = np.maximum(np.minimum(high[below], group.median), low[below])
    low[above] = np.minimum(np.maximum(low[above], group.median), high[above])
    low[middle] = high[middle] = group.median


def _remove_rounding(mid: Floats, groups: list[Group], low: Floats, high: Floats) -> None:
    """Remove the rounding error, smallest group first, on listings that only this group has."""
    groups = sorted(groups, key=lambda group: int(group.rows.sum()))
    done = np.zeros(len(mid), bool)
    for number, group in enumerate(groups):
        others = [other.rows for k, other in enumerate(groups[:-1]) if k != number]
        alone = group.rows & ~np.any(others, axis=0) if others else group.rows
        pool = np.flatnonzero(alone if alone.any() else group.rows & ~done)
        _spread(mid, group, pool, low, high)
        done |= group.rows


def _spread(mid: Floats, group: Group, pool: Ints, low: Floats, high: Floats) -> None:
    steps = round((group.mean * int(group.rows.sum()) - float(mid[group.rows].sum())) / STEP)
    way = STEP if steps > 0 else -STEP
    for _ in range(40):
        if not steps:
            return
        room = pool[(mid[pool] + way >= low[pool]) & (mid[pool] + way <= high[pool])]
        room = room[: abs(steps)]
        mid[room] += way
        steps -= len(room) * (1 if steps > 0 else -1)
        if not len(room):
            return


def balance(chosen: Bools, kinds: Bools, wanted: Ints, rank: NDArray[np.uint64]) -> None:
    """Switch rows on or off until each kind has the wanted number of chosen rows.

    Greedy over classes of rows with the same kinds: it switches the class, or pair of classes, that
    brings the counts closest.
    """
    code = (kinds * (1 << np.arange(len(kinds)))[:, None]).sum(axis=0)
    stock: list[list[int]] = [[]]  # the first move is to do nothing
    effects = [np.zeros(len(kinds), np.int64)]
    for kind in np.unique(code[code > 0]).tolist():
        for on in (True, False):
            rows = np.flatnonzero((code == kind) & (chosen == on))
            stock.append(rows[np.argsort(rank[rows], kind="stable")].tolist())
            effects.append(((kind >> np.arange(len(kinds))) & 1) * (-1 if on else 1))
    effect = np.array(effects)
    pairs = effect[:, None, :] + effect[None, :, :]
    gap = wanted - (kinds & chosen).sum(axis=1)
    while gap.any():
        cost = np.abs(gap - pairs).sum(axis=2).astype(np.float64)
        empty = np.array([not rows for rows in stock])
        empty[0] = False
        cost[empty, :] = cost[:, empty] = np.inf
        np.fill_diagonal(cost, np.inf)
        one, other = np.unravel_index(int(cost.argmin()), cost.shape)
        if cost[one, other] >= np.abs(gap).sum():
            return
        for move in (int(one), int(other)):
            if move:
                row = stock[move].pop()
                chosen[row] = not chosen[row]
        gap = gap - pairs[one, other]
