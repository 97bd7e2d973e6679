"""Runs the boards of a source in rounds: no board begins round 2 before all ended round 1.

A board's work is a generator that yields at the end of a round. `detail_pages` says what a round
requests.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Generator, Hashable, Iterator, Mapping
from concurrent.futures import Executor
from typing import Any, TypeVar

Board = TypeVar("Board", bound=Hashable)
Result = TypeVar("Result")
BoardWork = Generator[None, None, Result]


class RoundCapacity:
    """How many postings may be held in memory for each round: as many as the budget can request."""

    def __init__(self, budget: int) -> None:
        self._budget, self._held = budget, Counter[int]()
        self._lock = threading.Lock()

    def reserve(self, round_number: int) -> bool:
        """Reserve a place for one posting; False when the budget cannot reach it. 0 is no limit."""
        with self._lock:
            self._held[round_number] += 1
            return not self._budget or self._held[round_number] <= self._budget


def drain(items: list[Any]) -> Iterator[Any]:
    """The items of a list in order, each removed as it is read, since a board may wait for long."""
    items.reverse()
    while items:
        yield items.pop()


def run_in_rounds(
    work: Mapping[Board, BoardWork[Result]], workers: Executor, done: Callable[[Result], None]
) -> dict[Board, Result]:
    """The result of each board, in the order of `work`; calls `done` with each as it ends."""
    results: dict[Board, Result] = {}

    def run_round(board: Board) -> bool:
        """Whether the board has another round."""
        try:
            next(work[board])
        except StopIteration as end:
            results[board] = end.value
            done(end.value)
            return False
        return True

    active = list(work)
    while active:
        continues = workers.map(run_round, active)
        active = [board for board, more in zip(active, continues, strict=True) if more]
    return {board: results[board] for board in work}


def in_one_round(work: BoardWork[Result]) -> BoardWork[Result]:
    """The same work as a single round."""
    try:
        while True:
            next(work)
    except StopIteration as end:
        result: Result = end.value
        return result
    yield  # makes this a generator
