"""Dagster's UI on loopback: a code server, the daemon and the guarded web server, ended together.

`dagster dev` starts the same three, but its web server answers any page, and it does not always end
when it is told to. Not here: whose requests are answered (`own_page`).
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from orchestration.defs.dagster_home import LOCATION, prepare_dagster_home
from orchestration.settings import PROJECT, Settings

GRACE = 2.0
"""Seconds from asking the processes to end until they are killed."""
STARTUP = 120.0


class _Processes:
    """The children, each the leader of a group of its own, so that what they start ends too."""

    def __init__(self) -> None:
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._read, self._held = os.pipe()

    def start(self, name: str, *command: str) -> None:
        runner = [sys.executable, "-m", "orchestration.serving.child_process", str(self._read)]
        self._children[name] = subprocess.Popen(
            [*runner, *command],
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            pass_fds=[self._read],
            start_new_session=True,
        )

    def ended(self) -> str | None:
        """The name of a child that is no more."""
        return next((name for name, c in self._children.items() if c.poll() is not None), None)

    def __enter__(self) -> _Processes:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        until = time.monotonic() + GRACE
        self._signal(signal.SIGTERM)
        while self._signal(0) and time.monotonic() < until:
            time.sleep(0.05)
        self._signal(signal.SIGKILL)
        for child in self._children.values():
            child.wait()
        os.close(self._read)
        os.close(self._held)

    def _signal(self, number: int) -> bool:
        """Send a signal to every group; whether one of them still had a process."""
        alive = False
        for child in self._children.values():
            child.poll()
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, number)
                alive = True
        return alive


def serve(settings: Settings, port: int, say: Callable[[str], None]) -> int:
    """Serve until told to end. RuntimeError when one of the processes ends by itself."""
    _check_free(port)
    prepare_dagster_home(settings)
    with (
        _told_to_end() as told,
        tempfile.TemporaryDirectory(prefix="hiring-ledger-") as folder,
        _Processes() as processes,
    ):
        grpc = str(Path(folder) / "code.sock")
        code = ("-m", "orchestration.definitions", "-d", str(PROJECT))
        processes.start(
            "the code server",
            *("dagster", "code-server", "start", "--socket", grpc, "--log-level", "warning"),
            *("--location-name", LOCATION, *code),
        )
        if not _wait(lambda: _listens(grpc), processes, told):
            return 0
        workspace = Path(folder) / "workspace.yaml"
        workspace.write_text(
            f"load_from:\n  - grpc_server: {{socket: '{grpc}', location_name: {LOCATION}}}\n"
        )
        processes.start(
            "the web server", "orchestration.serving.dagster_ui_server", str(port), grpc, LOCATION
        )
        processes.start("the daemon", "dagster._daemon", "run", "-w", str(workspace))
        if _wait(lambda: _listens(("127.0.0.1", port)), processes, told):
            say(f"index in {settings.home}; http://127.0.0.1:{port}")
            _wait(lambda: False, processes, told, seconds=None)
        say("ended")
    return 0


def _wait(
    is_so: Callable[[], bool],
    processes: _Processes,
    told: threading.Event,
    seconds: float | None = STARTUP,
) -> bool:
    """Wait until something is so; False when told to end meanwhile."""
    until = time.monotonic() + seconds if seconds else None
    while not told.wait(0.2):
        if name := processes.ended():
            raise RuntimeError(f"{name} of the UI has ended; its last lines are above")
        if is_so():
            return True
        if until and time.monotonic() > until:
            raise RuntimeError(f"the UI does not answer after {seconds:.0f} s")
    return False


@contextmanager
def _told_to_end() -> Iterator[threading.Event]:
    """An event that is set by Ctrl-C and `kill`, also where the shell had Ctrl-C ignored."""
    told = threading.Event()
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, lambda *_: told.set()) for number in numbers}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise RuntimeError(f"port {port} is taken; name another with --port") from error


def _listens(address: tuple[str, int] | str) -> bool:
    """Whether something takes connections at a port, or at a socket's path."""
    with socket.socket(socket.AF_UNIX if isinstance(address, str) else socket.AF_INET) as probe:
        probe.settimeout(1)
        return probe.connect_ex(address) == 0
