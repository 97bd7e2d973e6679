"""The lines of a crawled night, in one file for each span of boards that follow each other by name.

A source's night is finished in chunks of spans, so that memory depends on a chunk and not on the
source. A source of few lines is one chunk. Not here: what a line holds (`board_writer`), and how
lines become the files of a night (`storage.finalize`).
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from orchestration.storage import raw_nights
from orchestration.storage.earlier_nights import EarlierNights
from orchestration.storage.finalize import SMALL, finalize_night
from orchestration.storage.merge_parts import merge_parts
from orchestration.storage.raw_nights import BoardResult

SPAN = 50
"""Boards of a span."""
CHUNK = 48 * 2**20
"""Bytes of lines that are finished at once: 0.4 GiB of memory, and 0.7 s of CPU whatever their
number, for the patterns of the redaction."""
_large_chunk = threading.Lock()
"""Held for a chunk that is not small: sources end at the same time, and memory is that of one."""


@dataclass
class _Span:
    boards: list[str]
    file: Path
    lock: threading.Lock = field(default_factory=threading.Lock)
    size: int = 0
    """Bytes of its lines, which are a tenth of it in the file."""


class BoardSpans:
    """The spans of the boards of a source, in the folder of its night."""

    def __init__(self, boards: Collection[str], folder: Path) -> None:
        ordered = sorted(boards)
        self._folder = folder
        self._spans = [
            _Span(ordered[at : at + SPAN], folder / f"crawled-{at:08d}.jsonl.zst")
            for at in range(0, len(ordered), SPAN)
        ]
        self._span_of = {board: span for span in self._spans for board in span.boards}
        for span in self._spans:
            span.file.write_bytes(b"")

    def write(self, board: str, lines: bytes) -> None:
        """Write lines of a board, from any thread. No file stays open: a source may have more spans
        than a process may have files. Lines are compressed: they wait for the end of the source,
        and take 8 to 13 KB a posting as they are."""
        if not lines:
            return
        span, frame = self._span_of[board], pa.compress(lines, "zstd", asbytes=True)
        with span.lock, span.file.open("ab") as file:
            file.write(frame)
            span.size += len(lines)

    def finish(self, results: Iterable[BoardResult], earlier: EarlierNights) -> None:
        """Write the files of the night from the lines and the results of the boards."""
        by_board = {result.board: result for result in results}
        chunks = list(self._chunks())
        is_one = len(chunks) == 1
        folders = []
        for number, chunk in enumerate(chunks):
            folder = self._folder if is_one else self._folder / "chunks" / str(number)
            folder.mkdir(parents=True, exist_ok=True)
            folders.append(folder)
            own = [by_board[board] for span in chunk for board in span.boards]
            raw_nights.write_board_results(own, folder / "boards.parquet")
            files = [span.file for span in chunk]
            is_small = sum(span.size for span in chunk) < SMALL
            with nullcontext() if is_small else _large_chunk:
                finalize_night(folder, own[0].ats, earlier, files, is_small=is_small)
            for file in files:
                file.unlink()
        if not is_one:
            merge_parts(folders, self._folder)
            shutil.rmtree(self._folder / "chunks")

    def _chunks(self) -> Iterator[list[_Span]]:
        """Spans that follow each other, of `CHUNK` bytes or little more."""
        chunk: list[_Span] = []
        size = 0
        for span in self._spans:
            if chunk and size + span.size > CHUNK:
                yield chunk
                chunk, size = [], 0
            chunk.append(span)
            size += span.size
        yield chunk
