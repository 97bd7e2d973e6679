"""Dagster's UI on loopback: a code server, the daemon, the guarded web server, and the release.

`dagster dev` starts the same three, but its web server answers any page, and it does not always end
on a signal. Not here: which requests are answered (`same_origin`).
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
from orchestration.serving import release_server
from orchestration.settings import PROJECT, RELEASE_PORT, Settings

GRACE = 2.0
"""Seconds from SIGTERM to SIGKILL of the processes."""
STARTUP = 120.0
HEARTBEAT = 3600
"""Seconds after which the loaded code ends without a sign of the code server. Dagster's 30 are less
than a busy machine takes, and then the UI has no code location. `child_process` ends it in time."""


class _Processes:
    """The children; each leads a process group, so that the processes it starts end as well."""

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
        """The name of a child that has ended."""
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
        """Send a signal to every group; whether any of them still has a process."""
        alive = False
        for child in self._children.values():
            child.poll()
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, number)
                alive = True
        return alive


def serve(settings: Settings, port: int, say: Callable[[str], None]) -> int:
    """Serve until SIGINT, SIGTERM or SIGHUP. RuntimeError when a process ends by itself."""
    _check_free(port)
    prepare_dagster_home(settings)
    with (
        _end_signal() as ending,
        tempfile.TemporaryDirectory(prefix="hiring-ledger-") as folder,
        _Processes() as processes,
    ):
        grpc = str(Path(folder) / "code.sock")
        code = ("-m", "orchestration.definitions", "-d", str(PROJECT))
        processes.start(
            "the code server",
            *("dagster", "code-server", "start", "--socket", grpc, "--log-level", "warning"),
            *("--location-name", LOCATION, "--heartbeat-ttl", str(HEARTBEAT), *code),
        )
        if not _wait(lambda: _listens(grpc), processes, ending):
            return 0
        workspace = Path(folder) / "workspace.yaml"
        workspace.write_text(
            f"load_from:\n  - grpc_server: {{socket: '{grpc}', location_name: {LOCATION}}}\n"
        )
        processes.start(
            "the web server", "orchestration.serving.dagster_ui_server", str(port), grpc, LOCATION
        )
        processes.start("the daemon", "dagster._daemon", "run", "-w", str(workspace))
        if _wait(lambda: _listens(("127.0.0.1", port)), processes, ending):
            with _release_server(settings, say):
                say(f"data directory {settings.home}; http://127.0.0.1:{port}")
                _wait(lambda: False, processes, ending, seconds=None)
        say("ended")
    return 0


@contextmanager
def _release_server(settings: Settings, say: Callable[[str], None]) -> Iterator[None]:
    """Serve the current release where the links of the UI lead to.

    On another port than the UI: a script of a release page must not reach the UI as its own page.
    """
    try:
        serving = release_server.server(settings.current, RELEASE_PORT)
    except OSError:
        say(f"port {RELEASE_PORT} is in use: links to the release lead to what is served there")
        yield
        return
    with serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        try:
            yield
        finally:
            serving.shutdown()


def _wait(
    holds: Callable[[], bool],
    processes: _Processes,
    ending: threading.Event,
    seconds: float | None = STARTUP,
) -> bool:
    """Wait until a condition holds; False after a signal to end."""
    until = time.monotonic() + seconds if seconds else None
    while not ending.wait(0.2):
        if name := processes.ended():
            raise RuntimeError(f"{name} of the UI has ended; its output is above")
        if holds():
            return True
        if until and time.monotonic() > until:
            raise RuntimeError(f"the UI did not start within {seconds:.0f} s")
    return False


@contextmanager
def _end_signal() -> Iterator[threading.Event]:
    """An event that Ctrl-C and `kill` set, also where the shell made the process ignore SIGINT."""
    ending = threading.Event()
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, lambda *_: ending.set()) for number in numbers}
    try:
        yield ending
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise RuntimeError(f"port {port} is in use; choose another with --port") from error


def _listens(address: tuple[str, int] | str) -> bool:
    """Whether something accepts connections at a port, or at the path of a socket."""
    with socket.socket(socket.AF_UNIX if isinstance(address, str) else socket.AF_INET) as probe:
        probe.settimeout(1)
        return probe.connect_ex(address) == 0
