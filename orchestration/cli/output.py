"""What the command line prints: lines, CSV rows, tables and errors, free of control characters."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Sequence

from orchestration import plain_text
from orchestration.cli import json_lines

ERROR = 1


def say(text: str) -> None:
    """Print one line; control characters in names and messages do not reach the terminal."""
    if json_lines.is_on():
        if text.strip():
            json_lines.emit("message", text)
        return
    sys.stdout.write(plain_text.line(text) + "\n")
    sys.stdout.flush()


def note(text: str) -> None:
    """Print one line to stderr, so that it does not mix with CSV on stdout."""
    sys.stderr.write(plain_text.line(text) + "\n")


def fail(reason: str) -> int:
    """Print an error as one line to stderr; the exit code."""
    sys.stderr.write(error_line(reason) + "\n")
    return ERROR


def error_line(reason: str) -> str:
    """An error on one line, as text or as JSON."""
    if json_lines.is_on():
        return json_lines.line("error", reason, level="error")
    return plain_text.line("hiring-ledger: " + " ".join(reason.split()))


def write_csv(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> None:
    """Print CSV in which a spreadsheet finds no formula."""
    for row in (columns, *rows):
        line = io.StringIO()
        csv.writer(line, lineterminator="").writerow(plain_text.cell(value) for value in row)
        say(line.getvalue())


def write_table(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> None:
    """Print a table that is as wide as the terminal; long cells wrap."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*columns, box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(plain_text.line(str(value))) for value in row))
    Console().print(table)
