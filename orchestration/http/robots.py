"""robots.txt of each host, read once a run and obeyed for our own product token (RFC 9309)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from urllib.parse import urlsplit

from protego import Protego

from orchestration.http.responses import HttpAnswer

PRODUCT_TOKEN = "hiring-ledger"
MAX_BYTES = 512_000
"""Bytes of a robots.txt that are read, as the RFC allows."""


Fetch = Callable[[str], HttpAnswer | None]
"""Gives the answer to a URL, of any status; None when there is none."""


class Robots:
    """What hosts allow. 4xx means that all is allowed; a server error or no answer that nothing
    is. Each host's file is fetched once, by whoever wants to ask the host first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._hosts: dict[str, tuple[threading.Lock, list[HttpAnswer | None]]] = {}
        self._rules: dict[str, Protego] = {}

    def answer(self, host: str, fetch: Fetch) -> HttpAnswer | None:
        """The host's robots.txt as it answered."""
        with self._lock:
            lock, kept = self._hosts.setdefault(host, (threading.Lock(), []))
        with lock:
            if not kept:
                kept.append(fetch(f"https://{host}/robots.txt"))
            return kept[0]

    def disallowed_reason(self, url: str, fetch: Fetch) -> str | None:
        """Why a URL may not be asked, in a few words; None when it may."""
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
        """The seconds between requests that the host asks for; 0 where it does not."""
        answer = self.answer(host, fetch)
        if answer is None or answer.status >= 300:
            return 0.0
        return min(60.0, self._rule(host, answer).crawl_delay(PRODUCT_TOKEN) or 0.0)

    def _rule(self, host: str, answer: HttpAnswer) -> Protego:
        if host not in self._rules:
            text = answer.content[:MAX_BYTES].decode("utf-8", errors="replace")
            self._rules[host] = Protego.parse(text)
        return self._rules[host]
