"""The answers to robots.txt in one run, on disk: a run may have tens of thousands of hosts.

Not here: what an answer means (`robots`).
"""

from __future__ import annotations

import json
import sqlite3
import threading
from dataclasses import dataclass

from orchestration.http.responses import HttpAnswer

MAX_BYTES = 512_000
"""Bytes of a robots.txt that are kept; the RFC asks for at least 500 KiB."""
HEADERS = ("content-type", "location", "tdm-reservation", "x-recorded-on", "x-recording")
"""The headers that are kept: those that the client reads of an answer."""


@dataclass(frozen=True, slots=True)
class Known:
    """A host whose robots.txt was requested; `answer` is None when there was none."""

    answer: HttpAnswer | None


class RobotsStore:
    """The answer of each host, from any thread.

    SQLite keeps a database without a name in a file that nobody else sees and that goes with the
    connection, and 2 MB of it in memory.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._db = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        self._db.execute(
            "create table answers "
            "(host text primary key, url text, status integer, headers text, content blob)"
        )

    def get(self, host: str) -> Known | None:
        """What is known of a host; None before `put`."""
        query = "select url, status, headers, content from answers where host = ?"
        with self._lock:
            row = self._db.execute(query, (host,)).fetchone()
        if row is None:
            return None
        url, status, headers, content = row
        return Known(HttpAnswer(url, status, json.loads(headers), content) if url else None)

    def put(self, host: str, answer: HttpAnswer | None) -> None:
        """Keep the answer of a host, its body cut to `MAX_BYTES`."""
        row: tuple[str | int | bytes | None, ...] = (host, None, None, None, None)
        if answer is not None:
            headers = {name: answer.headers[name] for name in HEADERS if name in answer.headers}
            content = answer.content[:MAX_BYTES]
            row = (host, answer.url, answer.status, json.dumps(headers), content)
        with self._lock:
            self._db.execute("insert or replace into answers values (?, ?, ?, ?, ?)", row)

    def close(self) -> None:
        """Remove what is kept."""
        with self._lock:
            self._db.close()
