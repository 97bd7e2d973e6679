"""robots.txt of each host, read once per run and obeyed for our product token (RFC 9309)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from urllib.parse import urlsplit

from protego import Protego

from orchestration.http.responses import HttpAnswer

PRODUCT_TOKEN = "hiring-ledger"
MAX_BYTES = 512_000
"""Bytes of a robots.txt that are read; the RFC asks for at least 500 KiB."""


Fetch = Callable[[str], HttpAnswer | None]
"""Returns the answer to a URL, with any status; None when there is no answer."""


class Robots:
    """What each host allows: everything after a 4xx, nothing after a server error or no answer.

    The file of a host is fetched once, by the first thread that wants to request a page there.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._hosts: dict[str, tuple[threading.Lock, list[HttpAnswer | None]]] = {}
        self._rules: dict[str, Protego] = {}

    def answer(self, host: str, fetch: Fetch) -> HttpAnswer | None:
        """The answer to the host's robots.txt."""
        with self._lock:
            lock, answers = self._hosts.setdefault(host, (threading.Lock(), []))
        with lock:
            if not answers:
                answers.append(fetch(f"https://{host}/robots.txt"))
            return answers[0]

    def disallowed_reason(self, url: str, fetch: Fetch) -> str | None:
        """Why a URL may not be requested; None when it may."""
        split = urlsplit(url)
        answer = self.answer(split.netloc, fetch)
        if answer is None or answer.status >= 500:
            return f"robots.txt of {split.netloc} cannot be read"
        if answer.status >= 300:
            return None
        if not self._rule(split.netloc, answer).can_fetch(url, PRODUCT_TOKEN):
            return f"robots.txt of {split.netloc} disallows {split.path}"
        return None

    def crawl_delay(self, host: str, fetch: Fetch) -> float:
        """The crawl delay of the host in seconds, at most 60; 0 when it has none."""
        answer = self.answer(host, fetch)
        if answer is None or answer.status >= 300:
            return 0.0
        return min(60.0, self._rule(host, answer).crawl_delay(PRODUCT_TOKEN) or 0.0)

    def _rule(self, host: str, answer: HttpAnswer) -> Protego:
        if host not in self._rules:
            text = answer.content[:MAX_BYTES].decode("utf-8", errors="replace")
            self._rules[host] = Protego.parse(text)
        return self._rules[host]
