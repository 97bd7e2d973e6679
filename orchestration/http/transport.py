"""One HTTP exchange: only public addresses, a deadline, a limited body, the route to a replay
server.

Here: what must be done below the level of the requests library. Not here: when to send a request
(`client`, `throttle`), and what a status means (`responses`).
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
    """One thread that ends exchanges at their deadline; a timer per request would start a thread
    each."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._ends: dict[Deadline, float] = {}
        self._wakes = math.inf
        self._thread: threading.Thread | None = None

    def add(self, deadline: Deadline, seconds: float) -> None:
        """Fire a deadline after so many seconds."""
        with self._changed:
            self._ends[deadline] = end = time.monotonic() + seconds
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()
            if end < self._wakes:
                self._changed.notify()

    def remove(self, deadline: Deadline) -> None:
        """Do not fire a deadline any more."""
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

    A read timeout applies to each read separately, so a server that sends a byte a minute never
    exceeds it.
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
        """Set the socket to shut down at the deadline."""
        self._socket = connected
        if self.passed:
            self.fire()

    def fire(self) -> None:
        """End the exchange now."""
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
        """A connection to an address that was looked up once and is public. A proxy looks the name
        up itself, so for a proxy the name is only checked here first."""
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
            self._dns_host = name  # TLS checks the certificate against the name
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
    """Connections with a deadline; with a `route`, every request goes to route/scheme/host/path."""

    def __init__(self, route: str | None = None) -> None:
        self._route = route.rstrip("/") if route else None
        # With a route all requests go to one host, as many at once as there are threads.
        super().__init__(pool_connections=64, pool_maxsize=1_024 if route else 32)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Use our connection classes."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools()

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        """Use our connection classes through a proxy too."""
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = self._pools()
        return manager

    def _pools(self) -> Mapping[str, Any]:
        """Plain http is allowed only for the route, which is our server on loopback."""
        return {"https": _HTTPSPool} | ({"http": _HTTPPool} if self._route else {})

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> Any:
        """Send a request, to the route if there is one."""
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
    """A requests session with our User-Agent, without cookies and passwords."""
    session = requests.Session()
    session.auth = _no_auth
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers.clear()
    session.headers["User-Agent"] = user_agent
    session.headers["Accept"] = "application/json"
    session.headers["Accept-Encoding"] = "gzip, deflate"
    session.adapters.clear()  # the adapter of requests connects to any address by plain http
    session.mount("https://", Adapter(route))
    # The route is our own server: looking for a proxy is a tenth of the time of a replayed request.
    session.trust_env = route is None
    return session


def _no_auth(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """No authentication; without it requests looks for a password in ~/.netrc."""
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
    """Send one request and read its answer, within the deadline in seconds; follows no redirect.

    Raises TooSlow and TooLarge beside the errors of requests and urllib3. `size_limit` is in bytes.
    """
    method = "GET" if payload is None else "POST"
    slow = TooSlow(f"no complete answer in {deadline:g} s")
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
    """The decompressed body, read in small pieces so that a decompression bomb stops at the
    limit."""
    pieces: list[bytes] = []
    size = 0
    for piece in response.iter_content(65_536):
        size += len(piece)
        if size > size_limit:
            raise TooLarge(f"answer longer than {size_limit} bytes")
        pieces.append(piece)
    return b"".join(pieces)


def user_agent(contact: str) -> str:
    """The User-Agent: product, version and a contact address."""
    try:
        version = metadata.version("hiring-ledger")
    except metadata.PackageNotFoundError:
        version = "0"
    reach = " ".join(contact.encode("ascii", errors="replace").decode().split())
    return f"hiring-ledger/{version}" + (f" (+{reach})" if reach else "")
