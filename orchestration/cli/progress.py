"""Progress of a night: bars on a terminal, plain lines in a pipe; each source has one line.

It reads the records of the logger `orchestration.progress`. A record of an unknown form is shown
as a separate line.
"""

from __future__ import annotations

import io
import logging
import os
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

from orchestration import plain_text
from orchestration.cli import json_lines
from orchestration.settings import DBT_PROJECT

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

LOGGER = "orchestration.progress"
_CRAWLED = re.compile(r"(?P<ats>\w+) +(?P<done>\d+)/(?P<total>\d+) boards, (?P<listings>\d+) ")
_BUILT = re.compile(r"(?P<table>\w+/\w+) +\d+ rows +\d+ checks ")
_OF_A_SOURCE = re.compile(r"(?P<ats>\w+) +(?P<rest>\S.*)")


def log_to_stdout() -> None:
    """Show records as plain lines, without the intermediate counts of a source."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(_Plain("%(message)s"))
    handler.addFilter(lambda record: _CRAWLED.match(record.getMessage()) is None)
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger(LOGGER).setLevel(logging.INFO)


@contextmanager
def bars_on_terminal() -> Iterator[Callable[[], None]]:
    """Show bars while the block runs, if stdout is a terminal.

    Yields a function that restores the terminal, for a process that ends early.
    """
    if json_lines.is_on() or not sys.stdout.isatty():
        yield lambda: None
        return
    bars = _Bars()
    bars.setFormatter(_Plain("%(message)s"))
    root = logging.getLogger()
    before, root.handlers = root.handlers, [bars]
    try:
        yield bars.stop
    finally:
        root.handlers = before
        bars.stop()


class _Plain(logging.Formatter):
    """One line without control characters; what follows the name of a source is aligned."""

    def __init__(self, form: str) -> None:
        super().__init__(form)
        import orchestration.sources as package

        self._sources = {m.name for m in pkgutil.iter_modules(package.__path__)}
        self._width = max(map(len, self._sources))

    def format(self, record: logging.LogRecord) -> str:
        text = plain_text.line(super().format(record))
        line = _OF_A_SOURCE.fullmatch(text)
        if line and line["ats"] in self._sources:
            return f"{line['ats']:{self._width}} {line['rest']}"
        return text


class _Bars(logging.Handler):
    """Two bars, boards crawled and tables built, below the lines of other records."""

    def __init__(self) -> None:
        super().__init__()
        from rich.console import Console

        self._console = Console(file=_terminal())
        self._progress: Progress | None = None
        self._tasks: dict[str, Any] = {}
        self._by_source: dict[str, tuple[int, int, int]] = {}
        self._built: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        text = self.format(record)
        if found := _CRAWLED.match(text):
            numbers = int(found["done"]), int(found["total"]), int(found["listings"])
            self._by_source[found["ats"]] = numbers
            done, total, listings = (sum(n) for n in zip(*self._by_source.values(), strict=True))
            self._move("Boards", done, total, f"{listings:,} listings")
        elif found := _BUILT.match(text):
            self._built.add(found["table"])
            self._move("Tables", len(self._built), _table_count(), found["table"])
        else:
            self._console.out(text, highlight=False)

    def _move(self, name: str, done: int, total: int, detail: str) -> None:
        if self._progress is None:
            self._progress = _bars(self._console)
            self._progress.start()
        if name not in self._tasks:
            self._tasks[name] = self._progress.add_task(name, total=total, detail="")
        self._progress.update(self._tasks[name], completed=done, total=total, detail=detail)

    def stop(self) -> None:
        """Remove the bars and show the cursor again."""
        if self._progress is not None:
            self._progress.stop()


def _terminal() -> TextIO:
    """Stdout as it is now: Dagster redirects the descriptor while a step runs."""
    try:
        return os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    except io.UnsupportedOperation:
        return sys.stdout


def _bars(console: Console) -> Progress:
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    return Progress(
        TextColumn("{task.description:7}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[detail]}"),
        console=console,
        transient=True,
    )


def _table_count() -> int:
    """The models and seeds of the dbt project."""
    models, seeds = DBT_PROJECT / "models", DBT_PROJECT / "seeds"
    return len([*models.rglob("*.sql"), *seeds.glob("*.csv")])
