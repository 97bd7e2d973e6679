"""A `hiring-ledger` that is sent a signal when it reaches a chosen step.

A step is `before|amid|after` a function, by the module that calls it, and optionally words that its
arguments must hold: `amid orchestration.publish.release.report.render`, `after
orchestration.warehouse.running_table.RunningTable.run_suite fct_roles`. Amid is 50 ms later.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
import threading
import time
from datetime import date
from pathlib import Path
from typing import Any

REACHED = "step reached at "


def strike(number: int) -> None:
    os.write(1, f"\n{REACHED}{time.time()}\n".encode())
    os.kill(os.getpid(), number)


def arm(step: str, number: int) -> None:
    """Wrap the step's function; it strikes once."""
    when, name, *words = step.split()
    path, _, function = name.rpartition(".")
    owner: Any = importlib.import_module("orchestration")
    for part in path.split(".")[1:]:
        if not hasattr(owner, part):
            importlib.import_module(f"{owner.__name__}.{part}")
        owner = getattr(owner, part)
    original = getattr(owner, function)
    struck = threading.Event()

    def armed(*args: Any, **kwargs: Any) -> Any:
        if struck.is_set() or not all(word in repr((args, kwargs)) for word in words):
            return original(*args, **kwargs)
        struck.set()
        if when == "before":
            strike(number)
        elif when == "amid":
            threading.Timer(0.05, strike, [number]).start()
        result = original(*args, **kwargs)
        if when == "after":
            strike(number)
        return result

    setattr(owner, function, armed)


def compact(home: Path, night: date, step: str) -> None:
    """Compact nights in this process, which is killed at a step."""
    from orchestration.settings import Settings
    from orchestration.storage import compaction

    arm(step, signal.SIGKILL)
    compaction.compact(Settings(home, contact=""), night)


def run(arguments: list[str], output: Path, step: str | None, name: str) -> None:
    """The command in this process, its output in a file; stopped at a step, if one is given."""
    with output.open("wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    sys.stdout = os.fdopen(1, "w", buffering=1, closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, closefd=False)
    from orchestration.cli import main
    from orchestration.cli.commands import refresh

    if step and arguments[0] != "refresh":
        arm(step, signal.Signals[name])
        step = None
    original = refresh.run

    def run_armed(*chosen: Any) -> int:  # the handlers of the command are set up by now
        if step:
            arm(step, signal.Signals[name])
        return original(*chosen)

    refresh.run = run_armed
    sys.exit(main.main(arguments))
