"""Work on a source's boards that goes by turns: none begins its next before all ended theirs.

A board's work is a generator that yields where a turn of it ends. What a turn is, `details` says.
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
    """How many postings are held for each turn: never more than the budget could reach."""

    def __init__(self, budget: int) -> None:
        self._budget, self._held = budget, Counter[int]()
        self._lock = threading.Lock()

    def reserve(self, turn: int) -> bool:
        with self._lock:
            self._held[turn] += 1
            return not self._budget or self._held[turn] <= self._budget


def drain(items: list[Any]) -> Iterator[Any]:
    """The items of a list, which is let go of meanwhile: a board may wait long for its turn."""
    items.reverse()
    while items:
        yield items.pop()


def run_in_rounds(
    work: Mapping[Board, BoardWork[Result]], workers: Executor, done: Callable[[Result], None]
) -> dict[Board, Result]:
    """Each board's result, in the order of the boards; `done` is told of each as it ends."""
    results: dict[Board, Result] = {}

    def goes_on(board: Board) -> bool:
        try:
            next(work[board])
        except StopIteration as end:
            results[board] = end.value
            done(end.value)
            return False
        return True

    turn = list(work)
    while turn:
        ends = workers.map(goes_on, turn)
        turn = [board for board, more in zip(turn, ends, strict=True) if more]
    return {board: results[board] for board in work}


def in_one_round(work: BoardWork[Result]) -> BoardWork[Result]:
    """The same work as one turn."""
    try:
        while True:
            next(work)
    except StopIteration as end:
        result: Result = end.value
        return result
    yield  # makes this a generator
