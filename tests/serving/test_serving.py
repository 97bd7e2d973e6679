"""What runs on loopback answers its own pages alone, and ends when it is told to."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from orchestration.serving import child_process
from orchestration.serving.release_server import server
from orchestration.serving.same_origin import HEADERS, OwnPage
from orchestration.settings import PROJECT

Ask = Callable[..., tuple[int, dict[str, str], str]]
PORT = 3977
OWN = f"http://127.0.0.1:{PORT}"
JSON = {"content-type": "application/json"}
MUTATION = json.dumps({"query": "mutation { wipe }"})


def through(kind: str, method: str, path: str, *headers: tuple[str, str]) -> list[dict[str, Any]]:
    """What comes back through `OwnPage` from an app that answers whatever reaches it."""
    sent: list[dict[str, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
        else:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"reached"})

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect" if kind == "websocket" else "http.request"}

    async def send(message: Any) -> None:
        sent.append(message)

    encoded = [(name.lower().encode(), value.encode()) for name, value in headers]
    scope = {"type": kind, "method": method, "path": path, "headers": encoded}
    asyncio.run(OwnPage(app, PORT)(scope, receive, send))
    return sent


HOST = ("host", f"127.0.0.1:{PORT}")
ORIGIN = ("origin", OWN)
TYPE = ("content-type", "application/json")
PAGE = ("accept", "text/html,application/xhtml+xml")
FOREIGN = ("origin", "https://evil.example")
CROSS = ("sec-fetch-site", "cross-site")
LINK = (("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document"))

OWN_PAGE = [
    ("http", "GET", "/", HOST),
    ("http", "GET", "/", ("host", f"localhost:{PORT}")),
    ("http", "GET", "/", ("host", f"[::1]:{PORT}")),
    ("http", "GET", "/runs", HOST, CROSS, *LINK),
    ("http", "GET", "/app.js", HOST, ("sec-fetch-site", "same-origin")),
    ("http", "GET", "/", HOST, ("sec-fetch-site", "none")),
    ("http", "GET", "/graphql", HOST, PAGE),
    ("http", "POST", "/graphql", HOST, ORIGIN, TYPE),
    ("http", "POST", "/graphql", HOST, ORIGIN, TYPE, ("sec-fetch-site", "same-origin")),
    ("http", "POST", "/graphql", HOST, ORIGIN, ("content-type", "application/json; charset=utf-8")),
    ("http", "POST", "/graphql", ("host", f"LOCALHOST:{PORT}"),
     ("origin", f"http://localhost:{PORT}"), TYPE),
    ("websocket", "", "/graphql", HOST, ORIGIN),
]  # fmt: skip
FOREIGN_PAGE = [
    ("http", "GET", "/", ("host", "evil.example")),
    ("http", "GET", "/", ("host", f"evil.example:{PORT}")),
    ("http", "GET", "/", ("host", "127.0.0.1")),
    ("http", "GET", "/", ("host", "127.0.0.1:80")),
    ("http", "GET", "/", ("host", f"127.0.0.1.nip.io:{PORT}")),
    ("http", "GET", "/"),
    ("http", "GET", "/", HOST, ("host", "evil.example")),
    ("http", "GET", "/", HOST, FOREIGN),
    ("http", "GET", "/", HOST, CROSS),
    ("http", "GET", "/", HOST, CROSS, ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "iframe")),
    ("http", "GET", "/logs/x/out", HOST, CROSS, ("sec-fetch-mode", "no-cors")),
    ("http", "GET", "/graphql", HOST),
    ("http", "GET", "/graphql", HOST, ("accept", "image/avif,image/webp,*/*")),
    ("http", "GET", "/graphql/", HOST, ("accept", "*/*")),
    ("http", "GET", "/graphql", HOST, PAGE, CROSS, ("sec-fetch-dest", "iframe")),
    ("http", "HEAD", "/graphql", HOST),
    ("http", "POST", "/graphql", HOST, TYPE),
    ("http", "POST", "/graphql", HOST, FOREIGN, TYPE),
    ("http", "POST", "/graphql", HOST, ("origin", "null"), TYPE),
    ("http", "POST", "/graphql", HOST, ("origin", "https://127.0.0.1:3977"), TYPE),
    ("http", "POST", "/graphql", HOST, ("origin", "http://127.0.0.1:3000"), TYPE),
    ("http", "POST", "/graphql", HOST, ("origin", f"http://localhost:{PORT}"), TYPE),
    ("http", "POST", "/graphql", HOST, ORIGIN, FOREIGN, TYPE),
    ("http", "POST", "/graphql", HOST, ORIGIN, CROSS, *LINK, TYPE),
    ("http", "POST", "/graphql", HOST, ORIGIN, ("sec-fetch-site", "same-site"), TYPE),
    ("http", "POST", "/graphql", HOST, ORIGIN),
    ("http", "POST", "/graphql", HOST, ORIGIN, ("content-type", "text/plain; application/json")),
    ("http", "POST", "/graphql", HOST, ORIGIN, TYPE, ("content-type", "text/plain")),
    ("http", "POST", "/report_asset_materialization/x", HOST, FOREIGN, TYPE),
    ("http", "PUT", "/", HOST),
    ("http", "OPTIONS", "/graphql", HOST, FOREIGN),
    ("http", "POST", "/graphql", ("host", "evil.example"), ("origin", "http://evil.example"), TYPE),
    ("websocket", "", "/graphql", HOST),
    ("websocket", "", "/graphql", HOST, FOREIGN),
    ("websocket", "", "/graphql", HOST, ("origin", "null")),
    ("websocket", "", "/graphql", ("host", "evil.example"), ("origin", "http://evil.example")),
]  # fmt: skip


@pytest.mark.parametrize("request_", OWN_PAGE, ids=str)
def test_its_own_page_is_answered(request_: Any) -> None:
    first = through(*request_)[0]
    if request_[0] == "websocket":
        assert first["type"] == "websocket.accept"
        return
    assert first["status"] == 200
    told = {name.decode(): value.decode() for name, value in first["headers"]}
    assert told == {name.lower(): value for name, value in HEADERS.items()}


@pytest.mark.parametrize("request_", FOREIGN_PAGE, ids=str)
def test_no_other_page_is_answered(request_: Any) -> None:
    sent = through(*request_)
    assert not any(message.get("body") == b"reached" for message in sent)
    assert sent[0]["type"] == "websocket.close" or sent[0]["status"] == 403


def talk(port: int) -> Ask:
    """Asks a server as a browser or a foreign page would: with exactly these headers."""

    def ask(method: str, path: str, body: str | None = None, **headers: str) -> Any:
        with_host = {"host": f"127.0.0.1:{port}", **headers}
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.putrequest(method, path, skip_host=True)
            for name, value in with_host.items():
                connection.putheader(name.replace("_", "-"), value)
            content = None if body is None else body.encode()
            if content is not None:
                connection.putheader("content-length", str(len(content)))
            connection.endheaders(content)
            answer = connection.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, told, answer.read().decode("utf-8", "replace")
        finally:
            connection.close()

    return ask


@pytest.fixture
def docs(tmp_path: Path) -> Iterator[Ask]:
    current = tmp_path / "current"
    for folder in ("report", "parquet"):
        (current / folder).mkdir(parents=True)
    (current / "report" / "index.html").write_text("<h1>the report</h1>")
    (current / "manifest.json").write_text("{}")
    with server(current, 0) as serving:
        thread = threading.Thread(target=serving.serve_forever, args=(0.02,))
        thread.start()
        yield talk(serving.server_port)
        serving.shutdown()
        thread.join()


def test_the_release_is_served_under_its_own_name_alone(docs: Ask) -> None:
    assert docs("GET", "/report/")[::2] == (200, "<h1>the report</h1>")
    for headers in ({"host": "evil.example"}, {"host": "127.0.0.1:1"}, {"origin": "null"},
                    {"sec_fetch_site": "cross-site"}):  # fmt: skip
        assert docs("GET", "/report/", **headers)[0] == 403
        assert docs("HEAD", "/manifest.json", **headers)[0] == 403
    assert docs("POST", "/report/", "x")[0] == 501


def test_the_root_leads_to_the_pages_and_no_folder_is_listed(docs: Ask) -> None:
    status, told, text = docs("GET", "/")
    assert (status, told["content-type"]) == (200, "text/html; charset=utf-8")
    assert all(f'href="/{page}/"' in text for page in ("report", "docs", "quality"))
    assert docs("GET", "/?x=1")[2] == text
    for path in ("/parquet/", "/parquet", "/docs/", "/..%2f", "/../"):
        status, _, text = docs("GET", path)
        assert status in (301, 404) or "Hiring Ledger" in text
        assert "Directory listing" not in text
    for path in ("/", "/report/", "/manifest.json", "/missing"):
        told = docs("GET", path)[1]
        assert {name: told.get(name.lower()) for name in HEADERS} == HEADERS


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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_ui_takes_changes_from_its_own_page_and_ends_when_told(tmp_path: Path) -> None:
    """The real one: code server, daemon and web server; half a minute, most of it imports."""
    port = _free_port()
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
    status, told, text = ask("GET", "/", sec_fetch_site="none")
    assert (status, told["x-frame-options"]) == (200, "DENY")
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
