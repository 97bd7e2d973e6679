"""robots.txt of each host, read once per run and obeyed for our product token (RFC 9309).

Not here: where the answers of a run are kept (`robots_store`).
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from protego import Protego

from orchestration.http.responses import HttpAnswer
from orchestration.http.robots_store import RobotsStore

PRODUCT_TOKEN = "hiring-ledger"
MAX_PARSED_HOSTS = 512
"""Hosts whose parsed rules stay in memory, a few kilobytes each; more than there are threads."""
MAX_PARSED_BYTES = 4 * 2**20
"""Bytes of robots.txt whose rules stay in memory, which takes up to twenty times as much."""


Fetch = Callable[[str], HttpAnswer | None]
"""Returns the answer to a URL, with any status; None when there is no answer."""


@dataclass
class _Reading:
    lock: threading.Lock = field(default_factory=threading.Lock)
    threads: int = 0


class Robots:
    """What each host allows: everything after a 4xx, nothing after a server error or no answer.

    The file of a host is fetched once, by the first thread that wants to request a page there.
    Memory does not grow with the hosts: answers are on disk, and the rules of the hosts that were
    requested last are parsed.
    """

    def __init__(
        self, max_hosts: int = MAX_PARSED_HOSTS, max_bytes: int = MAX_PARSED_BYTES
    ) -> None:
        self._store = RobotsStore()
        self._lock = threading.Lock()
        self._reading: dict[str, _Reading] = {}
        self._parsed: OrderedDict[str, tuple[Protego, int]] = OrderedDict()
        self._parsed_bytes = 0
        self._max_hosts, self._max_bytes = max_hosts, max_bytes

    def close(self) -> None:
        """Remove what is on disk."""
        self._store.close()

    def answer(self, host: str, fetch: Fetch) -> HttpAnswer | None:
        """The answer to the host's robots.txt, cut to what is read of it."""
        known = self._store.get(host)
        if known is None:
            with self._one_thread(host):
                known = self._store.get(host)
                if known is None:
                    self._store.put(host, fetch(f"https://{host}/robots.txt"))
                    known = self._store.get(host)
        return known.answer if known else None

    def disallowed_reason(self, url: str, fetch: Fetch) -> str | None:
        """Why a URL may not be requested; None when it may."""
        split = urlsplit(url)
        rules = self._rules(split.netloc, fetch)
        if isinstance(rules, Protego) and not rules.can_fetch(url, PRODUCT_TOKEN):
            return f"robots.txt of {split.netloc} disallows {split.path}"
        return rules if isinstance(rules, str) else None

    def crawl_delay(self, host: str, fetch: Fetch) -> float:
        """The crawl delay of the host in seconds, at most 60; 0 when it has none."""
        rules = self._rules(host, fetch)
        delay = rules.crawl_delay(PRODUCT_TOKEN) if isinstance(rules, Protego) else None
        return min(60.0, delay or 0.0)

    @contextmanager
    def _one_thread(self, host: str) -> Iterator[None]:
        """Let one thread at a time read a host's file; nothing is kept when none reads it."""
        with self._lock:
            reading = self._reading.setdefault(host, _Reading())
            reading.threads += 1
        try:
            with reading.lock:
                yield
        finally:
            with self._lock:
                reading.threads -= 1
                if not reading.threads:
                    del self._reading[host]

    def _rules(self, host: str, fetch: Fetch) -> Protego | str | None:
        """The rules of a host; None where there are none, a reason where nothing is allowed."""
        with self._lock:
            if host in self._parsed:
                self._parsed.move_to_end(host)
                return self._parsed[host][0]
        answer = self.answer(host, fetch)
        if answer is None or answer.status >= 500:
            return f"robots.txt of {host} cannot be read"
        if answer.status >= 300:
            return None
        rules = Protego.parse(answer.content.decode("utf-8", errors="replace"))
        self._keep(host, rules, len(answer.content))
        return rules

    def _keep(self, host: str, rules: Protego, size: int) -> None:
        """Keep the rules of a host in memory, and drop those that were not used for longest."""
        with self._lock:
            if host in self._parsed:
                return
            self._parsed[host] = rules, size
            self._parsed_bytes += size
            while len(self._parsed) > 1 and (
                len(self._parsed) > self._max_hosts or self._parsed_bytes > self._max_bytes
            ):
                _, (_, dropped) = self._parsed.popitem(last=False)
                self._parsed_bytes -= dropped
