"""Kills crawlers that another process has started."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def children() -> Iterator[tuple[int, str]]:
    """The processes that this process has started: id and command line."""
    for task in Path("/proc/self/task").iterdir():
        for pid in (task / "children").read_text().split():
            yield int(pid), Path(f"/proc/{pid}/cmdline").read_bytes().decode()


@contextmanager
def killing(shard: str, times: int) -> Iterator[list[int]]:
    """Kill the first processes of a shard that appear while the block runs; their ids."""
    killed: list[int] = []
    is_done = threading.Event()

    def watch() -> None:
        while not is_done.is_set() and len(killed) < times:
            for pid, command in children():
                if f'"shard": "{shard}"' in command and pid not in killed:
                    os.kill(pid, signal.SIGKILL)
                    killed.append(pid)
            time.sleep(0.01)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield killed
    finally:
        is_done.set()
        watcher.join()
