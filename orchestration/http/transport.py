"""One exchange on the wire: public addresses alone, a deadline that holds, a bounded body, the
route to a local server.

Belongs here: what must be done below the level of requests. Not here: when to ask, and what a
status means.
"""

from __future__ import annotations

import math
import socket
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from http.cookiejar import DefaultCookiePolicy
from importlib import metadata
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
)

from orchestration.http.addresses import resolve_public

_current = threading.local()


class TooLarge(Exception):
    """The decompressed body is longer than the limit."""


class TooSlow(Exception):
    """The exchange did not end before its deadline."""


class _Watchdog:
    """One thread that fires deadlines: a timer for each request would cost it a thread's start."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._ends: dict[Deadline, float] = {}
        self._wakes = math.inf
        self._thread: threading.Thread | None = None

    def add(self, deadline: Deadline, seconds: float) -> None:
        with self._changed:
            self._ends[deadline] = end = time.monotonic() + seconds
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()
            if end < self._wakes:
                self._changed.notify()

    def remove(self, deadline: Deadline) -> None:
        with self._changed:
            self._ends.pop(deadline, None)

    def _run(self) -> None:
        with self._changed:
            while True:
                now = time.monotonic()
                for deadline in [d for d, end in self._ends.items() if end <= now]:
                    del self._ends[deadline]
                    deadline.fire()
                self._wakes = min(self._ends.values(), default=math.inf)
                self._changed.wait(None if self._wakes == math.inf else self._wakes - now)


_watchdog = _Watchdog()


class Deadline:
    """Ends the exchange of the current thread by shutting its socket down.

    A read timeout is per read: a server that drips a byte a minute never meets it.
    """

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._seconds = seconds
        self._socket: socket.socket | None = None

    def __enter__(self) -> Deadline:
        _current.deadline = self
        _watchdog.add(self, self._seconds)
        return self

    def __exit__(self, *_: object) -> None:
        _watchdog.remove(self)
        _current.deadline = None
        self._socket = None

    def watch(self, connected: socket.socket | None) -> None:
        self._socket = connected
        if self.passed:
            self.fire()

    def fire(self) -> None:
        self.passed = True
        if self._socket is not None:
            with suppress(OSError):  # not SSLSocket.shutdown, which drops TLS under the reader
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


class _WatchedHTTP(HTTPConnection):
    def getresponse(self) -> Any:
        _watch(self.sock)
        return super().getresponse()


class _WatchedHTTPS(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        """Connected to an address that was looked up once and found public; through a proxy, which
        does its own look-up, the name is tried here first."""
        if self.proxy is not None:
            with suppress(socket.gaierror):
                resolve_public(str(self._tunnel_host or self.host), 443)
            return super()._new_conn()
        name = self._dns_host
        failed: HTTPError = NewConnectionError(self, "no address")
        try:
            addresses = resolve_public(name, self.port)
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        try:
            for address in addresses:
                self._dns_host = address
                try:
                    return super()._new_conn()
                except (NewConnectionError, ConnectTimeoutError) as error:
                    failed = error
        finally:
            self._dns_host = name  # the certificate is the name's
        raise failed

    def getresponse(self) -> Any:
        _watch(self.sock)
        return super().getresponse()


def _watch(connected: socket.socket | None) -> None:
    deadline: Deadline | None = getattr(_current, "deadline", None)
    if deadline is not None:
        deadline.watch(connected)


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _WatchedHTTP


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _WatchedHTTPS


class Adapter(HTTPAdapter):
    """Watched connections; with a `route`, every request goes there as route/scheme/host/path."""

    def __init__(self, route: str | None = None) -> None:
        self._route = route.rstrip("/") if route else None
        super().__init__(pool_connections=64, pool_maxsize=32)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools()

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = self._pools()
        return manager

    def _pools(self) -> Mapping[str, Any]:
        """Plain http is for the route alone: the server there is ours, and on loopback."""
        return {"https": _HTTPSPool} | ({"http": _HTTPPool} if self._route else {})

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> Any:
        if self._route is None:
            return super().send(request, *args, **kwargs)
        split = urlsplit(str(request.url))
        routed = request.copy()
        query = f"?{split.query}" if split.query else ""
        routed.url = f"{self._route}/{split.scheme}/{split.netloc}{split.path}{query}"
        response = super().send(routed, *args, **{**kwargs, "proxies": None})
        response.url, response.request = str(request.url), request
        return response


def new_http_session(user_agent: str, route: str | None) -> requests.Session:
    """A requests session that says who it is, keeps no cookie and knows no password."""
    session = requests.Session()
    session.auth = _no_auth
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers.clear()
    session.headers["User-Agent"] = user_agent
    session.headers["Accept"] = "application/json"
    session.headers["Accept-Encoding"] = "gzip, deflate"
    session.adapters.clear()  # requests' own adapter for http connects to any address
    session.mount("https://", Adapter(route))
    return session


def _no_auth(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Set so that requests never looks for a password in ~/.netrc."""
    return request


def send_request(
    session: requests.Session,
    url: str,
    headers: dict[str, str],
    payload: Any,
    *,
    timeout: tuple[float, float],
    deadline: float,
    size_limit: int,
) -> tuple[requests.Response, bytes]:
    """One request, one answer, no redirect followed; the deadline holds for the whole of it."""
    method = "GET" if payload is None else "POST"
    slow = TooSlow(f"no whole answer in {deadline:g} s")
    with Deadline(deadline) as watch:
        try:
            with session.request(
                method,
                url,
                headers=headers,
                json=payload,
                timeout=timeout,
                allow_redirects=False,
                stream=True,
            ) as response:
                content = _read_body(response, size_limit)
        except (requests.RequestException, HTTPError, OSError) as error:
            if watch.passed:
                raise slow from error
            raise
        if watch.passed:
            raise slow
    return response, content


def _read_body(response: requests.Response, size_limit: int) -> bytes:
    """The decompressed body, read in small pieces so that a bomb is met before it unfolds."""
    pieces: list[bytes] = []
    size = 0
    for piece in response.iter_content(65_536):
        size += len(piece)
        if size > size_limit:
            raise TooLarge(f"answer longer than {size_limit} bytes")
        pieces.append(piece)
    return b"".join(pieces)


def user_agent(contact: str) -> str:
    """Who asks: name, version and how to reach the people behind it."""
    try:
        version = metadata.version("hiring-ledger")
    except metadata.PackageNotFoundError:
        version = "0"
    reach = " ".join(contact.encode("ascii", errors="replace").decode().split())
    return f"hiring-ledger/{version}" + (f" (+{reach})" if reach else "")
