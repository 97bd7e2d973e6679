"""SIGINT and SIGTERM end the process at once, also while threads crawl or query.

A data directory survives a kill at any moment, so the process does not wait for its threads. A
separate thread reads the signal, since the main thread may be inside a query or waiting.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from orchestration.cli.output import error_line

SIGNALS = (signal.SIGINT, signal.SIGTERM)
TIDY_SECONDS = 2.5


@contextmanager
def at_once(tidy: Callable[[], None], last_words: Callable[[], str]) -> Iterator[None]:
    """While the block runs, a signal ends the process with a line and 128 plus its number.

    `tidy` runs first, for at most `TIDY_SECONDS`; `last_words` returns the line.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # Python handles signals only in the main thread
        return
    read, write = os.pipe()
    os.set_blocking(write, False)
    stopping = threading.Event()
    before = {number: signal.signal(number, _heard) for number in SIGNALS}
    wakeup = signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    threading.Thread(target=_listen, args=(read, stopping, tidy, last_words), daemon=True).start()
    try:
        yield
    finally:
        if stopping.is_set():
            threading.Event().wait()  # the listener ends the process
        signal.set_wakeup_fd(wakeup)
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(write)  # ends the listener


def _heard(number: int, frame: FrameType | None) -> None:
    """The listener thread acts. This handler only replaces Python's own."""


def _listen(
    read: int, stopping: threading.Event, tidy: Callable[[], None], last_words: Callable[[], str]
) -> None:
    while heard := os.read(read, 1):
        if heard[0] in SIGNALS:
            stopping.set()
            _end(heard[0], tidy, last_words)
    os.close(read)


def _end(number: int, tidy: Callable[[], None], last_words: Callable[[], str]) -> None:
    tidying = threading.Thread(target=tidy, daemon=True)
    tidying.start()
    tidying.join(TIDY_SECONDS)
    try:
        os.write(sys.stderr.fileno(), f"{error_line(last_words())}\n".encode())
    except (OSError, ValueError):
        pass  # stderr is closed
    finally:
        os._exit(128 + number)
