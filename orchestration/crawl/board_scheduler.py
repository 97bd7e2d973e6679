"""Runs the boards of a source in rounds: no board begins round 2 before all ended round 1.

A board's work is a generator that yields at the end of a round. `detail_pages` says what a round
requests.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Generator, Hashable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from typing import Any, TypeVar

Board = TypeVar("Board", bound=Hashable)
Result = TypeVar("Result")
WAITING = 256
"""Boards that wait for a thread; more than there are threads."""
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
        continuing = _run_all(run_round, active, workers)
        active = [board for board in active if board in continuing]
    return {board: results[board] for board in work}


def _run_all(
    run_round: Callable[[Board], bool], boards: Iterable[Board], workers: Executor
) -> set[Board]:
    """Run a round of each board; those that have another one. `Executor.map` would hold 1.5 KB for
    each board that waits."""
    places = threading.Semaphore(WAITING)
    continuing, errors = set[Board](), list[BaseException]()

    def run_one(board: Board) -> None:
        try:
            if not errors and run_round(board):
                continuing.add(board)
        except BaseException as error:  # noqa: BLE001 - raised again below
            errors.append(error)
        finally:
            places.release()

    for board in boards:
        places.acquire()
        workers.submit(run_one, board)
    for _ in range(WAITING):  # until all have ended
        places.acquire()
    if errors:
        raise errors[0]
    return continuing


def in_one_round(work: BoardWork[Result]) -> BoardWork[Result]:
    """The same work as a single round."""
    try:
        while True:
            next(work)
    except StopIteration as end:
        result: Result = end.value
        return result
    yield  # makes this a generator
