"""A recording: HTTP exchanges in a folder, which can be made, loaded and looked up by request.

`index.jsonl` holds one exchange a line (method, url, status, headers, body file, optional
request_body, recorded_on); `boards.csv` holds the boards it has answers of. With `body_range`, the
first byte and the number of bytes, a file holds several bodies, each compressed by itself. Not
here: serving it over HTTP (`replay_server`).
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import threading
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pyarrow as pa

from orchestration import plain_text

STORED_HEADERS = frozenset(
    {"content-type", "etag", "last-modified", "location", "retry-after", "tdm-reservation", "link"}
    | {"x-result-total-count"}
)
"""The headers that a recording stores: no cookies, nothing about the connection."""

_CODECS = {".lz4": "lz4", ".zst": "zstd"}
Key = tuple[str, str, str, str, tuple[tuple[str, str], ...], str]


class RecordingError(ValueError):
    """A recording that cannot be used; the message is one line with the file and line at fault."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One recorded answer."""

    method: str
    url: str
    status: int
    headers: Mapping[str, str]
    body: Path | None
    recorded_on: str | None
    body_range: tuple[int, int] | None = None
    """The first byte and the number of bytes of the body in its file; None for all."""

    @property
    def content(self) -> bytes:
        """The body, decompressed."""
        if self.body is None:
            return b""
        try:
            return _decompressed(self.body.suffix, self._stored(self.body))
        except (OSError, EOFError, zlib.error) as error:
            raise RecordingError(f"{self.body.name}: unreadable body ({error})") from error

    def _stored(self, file: Path) -> bytes:
        if self.body_range is None:
            return file.read_bytes()
        first, size = self.body_range
        with file.open("rb") as opened:
            opened.seek(first)
            stored = opened.read(size)
        if len(stored) < size:
            raise EOFError(f"it ends before byte {first + size}")
        return stored


def _decompressed(suffix: str, stored: bytes) -> bytes:
    if suffix == ".gz":
        return gzip.decompress(stored)
    if codec := _CODECS.get(suffix):
        return bytes(pa.CompressedInputStream(pa.BufferReader(stored), codec).read())
    return stored


@dataclass(frozen=True)
class Recording:
    """A loaded recording. `boards` holds (ats, board, company)."""

    path: Path
    exchanges: Mapping[Key, Exchange]
    boards: tuple[tuple[str, str, str | None], ...]

    @classmethod
    def load(cls, path: Path) -> Recording:
        """Read and check a recording. Raises RecordingError."""
        exchanges: dict[Key, Exchange] = {}
        base = path.resolve()
        for number, line in enumerate(_lines(path, "index.jsonl"), start=1):
            if not line.strip():
                continue
            try:
                key, exchange = _exchange(base, line)
            except (ValueError, TypeError, KeyError) as error:
                trouble = f"missing {error}" if isinstance(error, KeyError) else str(error)
                raise RecordingError(f"index.jsonl line {number}: {trouble}") from error
            exchanges[key] = exchange
        try:
            return cls(path, exchanges, tuple(_boards(path)))
        except csv.Error as error:
            raise RecordingError(f"boards.csv: {error}") from error

    @property
    def night(self) -> date | None:
        """The latest full date on which anything was recorded."""
        dates = [_full_date(exchange.recorded_on) for exchange in self.exchanges.values()]
        return max((day for day in dates if day), default=None)

    @property
    def companies(self) -> Path | None:
        """The path of companies.csv, if the recording has one."""
        file = self.path / "companies.csv"
        return file if file.is_file() else None

    def find(self, method: str, url: str, request_body: Any = None) -> Exchange | None:
        """The answer recorded for a request; None if there is none."""
        return self.exchanges.get(request_key(method, url, request_body))


def request_key(method: str, url: str, request_body: Any = None) -> Key:
    """The key of a request. Percent-encoding and the order of the query do not change it."""
    split = urlsplit(url)
    query = tuple(sorted(parse_qsl(split.query, keep_blank_values=True)))
    body = "" if request_body is None else json.dumps(request_body, sort_keys=True)
    path = unquote(split.path) or "/"
    return method.upper(), split.scheme.lower(), split.netloc.lower(), path, query, body


def _lines(path: Path, name: str) -> list[str]:
    try:
        return (path / name).read_text("utf-8-sig").split("\n")
    except OSError as error:
        raise RecordingError(f"{path}: {name} cannot be read") from error
    except UnicodeDecodeError as error:
        raise RecordingError(f"{path}: {name} is not UTF-8") from error


def _exchange(path: Path, line: str) -> tuple[Key, Exchange]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise ValueError(f"not JSON ({error})") from error
    if not isinstance(row, dict):
        raise TypeError("not an object")
    method, url, status, headers = row["method"], row["url"], row["status"], row["headers"] or {}
    if not isinstance(method, str) or not isinstance(url, str):
        raise TypeError("method and url must be text")
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
        raise ValueError(f"not a web address: {url[:100]}")
    if not isinstance(status, int) or not 200 <= status <= 599:
        raise ValueError(f"no HTTP status: {status}")
    if not isinstance(headers, dict) or not all(map(_is_header, headers.items())):
        raise TypeError("headers must be an object of texts")
    stored = {k.lower(): v for k, v in headers.items() if k.lower() in STORED_HEADERS}
    body = _body_file(path, row["body"])
    place = _range(row.get("body_range"))
    day = _day(row.get("recorded_on"))
    exchange = Exchange(method.upper(), url, status, stored, body, day, place)
    return request_key(method, url, row.get("request_body")), exchange


def _is_header(pair: tuple[object, object]) -> bool:
    return all(isinstance(part, str) and part.isascii() and part.isprintable() for part in pair)


def _day(value: object) -> str | None:
    """When an answer was recorded: a date, month or year; None for anything else."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}(-\d{2}){0,2}", value, re.ASCII):
        return value
    return None


def _range(value: object) -> tuple[int, int] | None:
    if value is None:
        return None
    match value:
        case [int(first), int(size)] if first >= 0 and size >= 0:
            return first, size
    raise TypeError("body_range must be the first byte and the number of bytes")


def _body_file(path: Path, name: object) -> Path | None:
    if name is None:
        return None
    if not isinstance(name, str) or "\0" in name:
        raise TypeError("body must be a file name")
    file = path / name
    file = _resolved(file.parent) / file.name  # a folder has thousands of bodies
    if file.is_symlink():
        file = file.resolve()
    if not file.is_relative_to(path):
        raise ValueError(f"body is outside the recording: {name}")
    if not file.is_file():
        raise ValueError(f"body file is missing: {name}")
    return file


@lru_cache(maxsize=256)
def _resolved(folder: Path) -> Path:
    return folder.resolve()


def _boards(path: Path) -> Iterable[tuple[str, str, str | None]]:
    rows = csv.DictReader(_lines(path, "boards.csv"))
    if not {"ats", "board"} <= set(rows.fieldnames or ()):
        raise RecordingError("boards.csv line 1: the header must name ats and board")
    for row in rows:
        ats, board = (row["ats"] or "").strip(), (row["board"] or "").strip()
        if not ats or not board:
            raise RecordingError(f"boards.csv line {rows.line_num}: ats or board is blank")
        yield ats, board, plain_text.uncell((row.get("company") or "").strip()) or None


def _full_date(value: object) -> date | None:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


class Recorder:
    """Writes a recording: the client passes it every answer, from any thread."""

    def __init__(self, path: Path, recorded_on: date) -> None:
        self._path = path
        self._recorded_on = recorded_on.isoformat()
        self._lock = threading.Lock()
        (path / "bodies").mkdir(parents=True, exist_ok=True)

    def record(
        self, url: str, status: int, headers: Mapping[str, str], content: bytes, request_body: Any
    ) -> None:
        """Store one answer: the body first, so that the index never names a missing file."""
        name = f"bodies/{sha256(content).hexdigest()[:24]}.gz"
        row = {
            "method": "GET" if request_body is None else "POST",
            "url": url,
            "status": status,
            "headers": {k.lower(): v for k, v in headers.items() if k.lower() in STORED_HEADERS},
            "body": name,
            "recorded_on": self._recorded_on,
        }
        if request_body is not None:
            row["request_body"] = request_body
        with self._lock:
            if not (self._path / name).exists():
                (self._path / name).write_bytes(gzip.compress(content, mtime=0))
            with (self._path / "index.jsonl").open("a", encoding="utf-8") as index:
                index.write(json.dumps(row, ensure_ascii=False) + "\n")

    def boards(self, boards: Iterable[tuple[str, str, str | None]]) -> None:
        """Write boards.csv, without which a recording does not load."""
        with (self._path / "boards.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["ats", "board", "company"])
            rows = sorted({(a, b, c or "") for a, b, c in boards})
            writer.writerows(map(plain_text.cell, row) for row in rows)
