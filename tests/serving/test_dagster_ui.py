"""Dagster's UI takes changes from its own page only; its processes end with the launcher."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest

from orchestration.serving import child_process
from orchestration.serving.dagster_ui import HEARTBEAT
from orchestration.settings import PROJECT
from tests.serving.ask import Ask, talk
from tests.serving.ports import free_port


def test_what_the_launcher_started_ends_with_it(tmp_path: Path) -> None:
    """Also after SIGKILL, and with what the process started itself."""
    (tmp_path / "sleeper.py").write_text(
        "import signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    read, held = os.pipe()
    child = subprocess.Popen(
        [sys.executable, "-m", "orchestration.serving.child_process", str(read), "sleeper"],
        env={**os.environ, "PYTHONPATH": f"{PROJECT}:{tmp_path}"},
        stdout=subprocess.PIPE,
        pass_fds=[read],
        start_new_session=True,
    )
    assert child.stdout is not None
    with child.stdout as lines:
        lines.readline()
    os.close(read)
    os.close(held)  # what the end of the launcher does
    assert child.wait(timeout=child_process.GRACE + 3) == -signal.SIGKILL
    assert _alive_in(child.pid) == []


def test_the_ui_accepts_changes_from_its_own_page_alone_and_ends_on_a_signal(
    tmp_path: Path,
) -> None:
    """The real one: code server, daemon and web server; half a minute, most of it imports."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "orchestration.cli.main",
        "ui",
        "--home",
        str(tmp_path / "home"),
    ]
    with (tmp_path / "out").open("w") as out:
        launcher = subprocess.Popen(
            [*command, "--port", str(port)], cwd=PROJECT, stdout=out, stderr=out,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),  # as a shell's & does
        )  # fmt: skip
    groups: set[int] = set()
    try:
        until = time.monotonic() + 150
        while "http://127.0.0.1" not in (tmp_path / "out").read_text():
            assert launcher.poll() is None and time.monotonic() < until, (
                tmp_path / "out"
            ).read_text()
            time.sleep(0.2)
        groups = _groups_of(launcher.pid)
        assert len(groups) == 3
        loaded = [command for command in _commands_in(groups) if "api grpc" in command]
        assert loaded and all(f"--heartbeat-timeout {HEARTBEAT}" in line for line in loaded)
        _drive(talk(port), port)
        started = time.monotonic()
        launcher.send_signal(signal.SIGINT)
        assert launcher.wait(timeout=5) == 0
        assert [_alive_in(group) for group in groups] == [[], [], []]
        assert time.monotonic() - started < 5
    finally:
        if launcher.poll() is None:
            launcher.kill()
            launcher.wait()


def _drive(ask: Ask, port: int) -> None:
    """A foreign page tries, then the UI's own page does the same."""
    schedule = (
        '(scheduleSelector: {repositoryName: "__repository__", scheduleName: "nightly", '
        'repositoryLocationName: "hiring_ledger"})'
    )
    start = f"mutation {{ startSchedule{schedule} {{ __typename }} }}"
    state = (
        f"{{ scheduleOrError{schedule} {{ ... on Schedule {{ scheduleState {{ status }} }} }} }}"
    )
    own = {"origin": f"http://127.0.0.1:{port}", "content_type": "application/json"}

    def post(query: str, **headers: str) -> tuple[int, str]:
        status, _, text = ask("POST", "/graphql", json.dumps({"query": query}), **headers)
        return status, text

    def is_running() -> bool:
        return "RUNNING" in post(state, **own)[1]

    assert "Hiring" not in ask("GET", "/", host="evil.example")[2]
    plain = {**own, "content_type": "text/plain; application/json"}
    for headers in (
        {**own, "origin": "https://evil.example"},
        {**own, "origin": "null"},
        {**own, "host": "evil.example", "origin": "http://evil.example"},
        {"content_type": "application/json"},
        {**plain, "origin": "https://evil.example"},
        plain,
    ):
        assert post(start, **headers)[0] == 403
    assert ask("GET", f"/graphql?query={quote(start)}")[0] == 403
    assert not is_running()
    status, received, text = ask("GET", "/", sec_fetch_site="none")
    assert (status, received["x-frame-options"]) == (200, "DENY")
    assert "<html" in text
    assert post(start, **own) == (
        200,
        '{"data":{"startSchedule":{"__typename":"ScheduleStateResult"}}}',
    )
    assert is_running()
    _subscribe(port)


def _subscribe(port: int) -> None:
    from websockets.exceptions import InvalidStatus
    from websockets.sync.client import connect

    where = f"ws://127.0.0.1:{port}/graphql"
    with pytest.raises(InvalidStatus):
        connect(where, origin="https://evil.example", subprotocols=["graphql-ws"])  # type: ignore[arg-type,list-item]
    with connect(where, origin=f"http://127.0.0.1:{port}", subprotocols=["graphql-ws"]) as page:  # type: ignore[arg-type,list-item]
        page.send(json.dumps({"type": "connection_init"}))
        assert json.loads(page.recv(timeout=10))["type"] == "connection_ack"


def _groups_of(launcher: int) -> set[int]:
    """The process groups of the launcher's children."""
    children = Path(f"/proc/{launcher}/task/{launcher}/children").read_text().split()
    return {os.getpgid(int(child)) for child in children}


def _commands_in(groups: set[int]) -> list[str]:
    """The command lines of the processes of some groups."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(folder.name)) in groups:
                found.append((folder / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def _alive_in(group: int) -> list[str]:
    """The processes of a group that have not ended; one that only waits to be reaped has."""
    states = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, pgrp, *_ = file.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(pgrp) == group and state != "Z":
            states.append(f"{file.parent.name} {state}")
    return states
