"""What an answer means: the errors that a crawl distinguishes, and the parsed body.

Not here: retries (`client`) and connections (`transport`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from typing import Any
from urllib.parse import urljoin, urlsplit

import orjson
import requests

from orchestration.sources._toolkit.errors import NotAnswered, NotFound, Unreadable
from orchestration.sources._toolkit.surrogates import fix_surrogates

RETRY_STATUSES = frozenset({429, 500, 502, 503, 504})
REFUSAL_STATUSES = frozenset({401, 403, 406, 429, 451})
"""Statuses by which a host refuses a crawler; other 4xx concern one request."""
NOT_FOUND_STATUSES = frozenset({404, 410})
_META = re.compile(rb"""<meta\b((?:[^>"']|"[^"]*"|'[^']*'){1,500})>""", re.I)
_ATTRIBUTE = re.compile(rb"""([^\s"'>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>/]+))""")
REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})


class NotModified(NotAnswered):
    """304: the board is unchanged since its validators were stored."""


class HttpRefused(NotAnswered):
    """The host refuses: a 4xx status, or an open circuit after too many of them."""

    def __init__(self, line: str, status: int) -> None:
        super().__init__(line)
        self.status = status


class RequestFailed(NotAnswered):
    """No usable answer: a server error, a timeout, a broken connection, too large, too slow."""


class AddressNotAllowed(RequestFailed):
    """An address that is never requested: not https, or not on the public internet."""


class RedirectedElsewhere(RequestFailed):
    """A redirect that is not followed: it leads to another host, or away from https."""

    def __init__(self, line: str, to: str) -> None:
        super().__init__(line)
        self.to = to


class CrawlingDisallowed(NotAnswered):
    """The host disallows crawling, by robots.txt or by `tdm-reservation: 1` in a header or page;
    the board is skipped."""


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """An answered request with its decompressed body. Implements `listing.Answer`."""

    url: str
    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        """The body in its declared charset, else UTF-8; undecodable bytes are replaced."""
        header = Message()
        header["content-type"] = self.headers.get("content-type", "")
        try:
            return self.content.decode(header.get_content_charset("utf-8-sig"), errors="replace")
        except LookupError:
            return self.content.decode("utf-8-sig", errors="replace")

    def json(self) -> Any:
        """The parsed body; raises Unreadable when it is not JSON in UTF-8."""
        with suppress(orjson.JSONDecodeError):
            return orjson.loads(self.content)
        try:  # what other parsers accept: a byte order mark, NaN, lone surrogates
            text = self.content.decode("utf-8-sig")
            parsed = fix_surrogates(json.loads(text, parse_constant=_no_constant))
        except UnicodeDecodeError:
            trouble = "not UTF-8"
        except (ValueError, RecursionError):
            trouble = "not JSON"
        else:
            return parsed
        kind = self.headers.get("content-type", "no content type")
        start = " ".join(self.content[:60].decode("ascii", errors="replace").split())
        raise Unreadable(
            f"{self.status} {host_and_path(self.url)}: {trouble} ({kind}), starts {start!r}"
        )


def _no_constant(_name: str) -> None:
    """NaN and Infinity become null: JSON has no such values."""
    return


def host_and_path(url: str) -> str:
    """Host and path of a URL, for messages; never its password or query."""
    split = urlsplit(url)
    return f"{split.netloc.rpartition('@')[2]}{split.path}"


def require_success(answer: HttpAnswer, conditional: bool) -> HttpAnswer:
    """The answer when its status is 2xx and it may be used; raises its error
    otherwise."""
    line = f"{answer.status} {host_and_path(answer.url)}"
    if 200 <= answer.status < 300:
        if _reserves_data_mining(answer):
            raise CrawlingDisallowed(f"{line}: text and data mining is reserved")
        return answer
    if answer.status == 304 and conditional:
        raise NotModified(f"{line}: not modified")
    if answer.status in NOT_FOUND_STATUSES:
        unrecorded = " (not in the recording)" if "x-recording" in answer.headers else ""
        raise NotFound(f"{line}: not found{unrecorded}")
    raise error_for_status(answer)


def _reserves_data_mining(answer: HttpAnswer) -> bool:
    """Whether the header, or the head of a page, reserves text and data mining."""
    values = answer.headers.get("tdm-reservation", "").split(",")  # repeated headers are joined
    if "1" in map(str.strip, values):
        return True
    if "html" not in answer.headers.get("content-type", "").lower():
        return False
    for meta in _META.findall(answer.content[:65_536]):
        written = {name.lower(): b"".join(value) for name, *value in _ATTRIBUTE.findall(meta)}
        name, content = written.get(b"name", b""), written.get(b"content", b"")
        if name.strip().lower() == b"tdm-reservation" and content.strip() == b"1":
            return True
    return False


def error_for_status(answer: HttpAnswer) -> HttpRefused | RequestFailed:
    """The error of a status that has no separate error class."""
    line = f"{answer.status} {host_and_path(answer.url)}"
    if 400 <= answer.status < 500:
        return HttpRefused(f"{line}: refused", answer.status)
    return RequestFailed(
        f"{line}: {'server error' if answer.status >= 500 else 'unexpected status'}"
    )


def redirect_target(answer: HttpAnswer, posted: bool) -> str:
    """The target of a redirect on the same host; raises RedirectedElsewhere for any other."""
    target = urljoin(answer.url, answer.headers.get("location", ""))
    old, new = urlsplit(answer.url), urlsplit(target)
    same = new.scheme == "https" and new.netloc.lower() == old.netloc.lower()
    if not same or (posted and answer.status not in (307, 308)):
        to = f"{new.scheme}://{host_and_path(target)}"
        raise RedirectedElsewhere(
            f"{answer.status} {host_and_path(answer.url)}: redirected to {to}", target
        )
    return target


def describe_connection_error(error: Exception) -> str:
    """A connection error in a few words."""
    if isinstance(error, requests.exceptions.SSLError):
        return "no trusted TLS connection"
    if isinstance(error, requests.exceptions.ContentDecodingError):
        return "answer cannot be decompressed"
    if isinstance(error, requests.exceptions.Timeout) or "timed out" in str(error):
        return "timed out"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "answer cut short"
    if isinstance(error, requests.exceptions.ConnectionError):
        return "connection failed"
    return f"{type(error).__name__}"
