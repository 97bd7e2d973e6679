"""The lines of a crawled night, in one file for each span of boards that follow each other by name.

A source's night is finished span by span, so that memory depends on a span and not on the source. A
source of few boards has one span, which is its night. Not here: what a line holds (`board_writer`),
and how lines become the files of a night (`storage.finalize`).
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path

from orchestration.storage import raw_nights
from orchestration.storage.finalize import finalize_night
from orchestration.storage.merge_parts import merge_parts
from orchestration.storage.raw_nights import BoardResult

SPAN = 250
"""Boards of a span: 15,000 listings at 60 a board, and one file that is open while they are
crawled."""
Write = Callable[[bytes], None]


class BoardSpans:
    """The spans of the boards of a source, and the folder of each."""

    def __init__(self, boards: Collection[str], folder: Path) -> None:
        ordered = sorted(boards)
        self._folder = folder
        self._spans = [ordered[at : at + SPAN] for at in range(0, len(ordered), SPAN)]
        is_one = len(self._spans) == 1
        self._folders = [
            folder if is_one else folder / "spans" / str(number)
            for number in range(len(self._spans))
        ]

    @contextmanager
    def open(self) -> Iterator[Callable[[str], Write]]:
        """Yield a function from a board to what writes its lines, from any thread."""
        with ExitStack() as files:
            writers: dict[str, Write] = {}
            for span, folder in zip(self._spans, self._folders, strict=True):
                folder.mkdir(parents=True, exist_ok=True)
                file = files.enter_context((folder / "crawled.jsonl").open("wb"))
                writers |= dict.fromkeys(span, _locked(file.write))
            yield writers.__getitem__

    def finish(self, results: Iterable[BoardResult], accepted: Path, night: date) -> None:
        """Write the files of the night from the lines and the results of the boards."""
        by_board = {result.board: result for result in results}
        for span, folder in zip(self._spans, self._folders, strict=True):
            own = [by_board[board] for board in span]
            raw_nights.write_board_results(own, folder / "boards.parquet")
            finalize_night(folder, accepted, night)
            (folder / "crawled.jsonl").unlink()
        if len(self._folders) > 1:
            merge_parts(self._folders, self._folder)
            shutil.rmtree(self._folder / "spans")


def _locked(write: Callable[[bytes], int]) -> Write:
    lock = threading.Lock()

    def write_lines(lines: bytes) -> None:
        with lock:
            write(lines)

    return write_lines
