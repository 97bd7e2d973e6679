"""Progress in the log of a run, so that Dagster's UI shows the same lines as the terminal."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from dagster import DagsterLogManager

PROGRESS = logging.getLogger("orchestration.progress")


class _ToRunLog(logging.Handler):
    def __init__(self, log: DagsterLogManager) -> None:
        super().__init__(logging.INFO)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Pass a line on, without the arguments that were put into it."""
        self._log.log(record.levelno, " ".join(record.getMessage().split()))


@contextmanager
def log_progress(log: DagsterLogManager | None) -> Iterator[None]:
    """While the block runs, every line of progress goes to a run's log, from any thread."""
    if log is None:
        yield
        return
    handler = _ToRunLog(log)
    level = PROGRESS.level
    PROGRESS.addHandler(handler)
    PROGRESS.setLevel(logging.INFO)
    try:
        yield
    finally:
        PROGRESS.removeHandler(handler)
        PROGRESS.setLevel(level)
