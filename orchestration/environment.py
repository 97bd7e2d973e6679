"""Environment variables as the values that settings have; ValueError with the variable's name.

Not here: which settings there are (`settings`).
"""

from __future__ import annotations

import os
import re
from datetime import time
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

OBJECT_SCHEME = "s3://"
_SIZE = re.compile(r"(?i)(\d+(?:\.\d+)?) ?([KMGT])(i?)B")
_BUCKET = re.compile(OBJECT_SCHEME + r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9._=-]+)*/?")


def whole_number(name: str, otherwise: int, least: int = 0) -> int:
    """A whole number from the environment; raises ValueError with the name of the variable."""
    variable = f"HIRING_LEDGER_{name.upper()}"
    value = os.environ.get(variable) or str(otherwise)
    if not value.isascii() or not value.isdigit():
        raise ValueError(f"{variable} is not a whole number: {value:.40}")
    if not least <= int(value) <= 10**9:
        raise ValueError(f"{variable} is {value:.40}; set a number from {least} to 1000000000")
    return int(value)


def log_format() -> str:
    """HIRING_LEDGER_LOG: `text`, or `json` for a log of `refresh` that programs read."""
    form = os.environ.get("HIRING_LEDGER_LOG") or "text"
    if form not in ("text", "json"):
        raise ValueError(f"HIRING_LEDGER_LOG is neither text nor json: {form:.40}")
    return form


def partitions(text: str) -> str:
    """A number of parts, or `auto`; raises ValueError."""
    if text != "auto" and not re.fullmatch(r"[1-9]\d{0,2}", text):
        raise ValueError(
            f"HIRING_LEDGER_PARTITIONS is neither auto nor a number from 1 to 999: {text:.40}"
        )
    return text


def compute_kind(text: str) -> str:
    """`local` or `ray`; raises ValueError."""
    if text not in ("local", "ray"):
        raise ValueError(f"HIRING_LEDGER_COMPUTE is neither local nor ray: {text:.40}")
    return text


def folder_or_bucket(name: str) -> str:
    """A folder from the environment, as an absolute path, or the address of one in a bucket; empty
    if it is not set."""
    text = os.environ.get(name, "").strip()
    if "://" in text:
        if not _BUCKET.fullmatch(text) or ".." in text:
            # Not shown: who puts a password there, finds it in a log.
            raise ValueError(f"{name} is not a folder and not an address like s3://bucket/folder")
        return text.rstrip("/")
    if set(text) & set("*?[]'"):
        raise ValueError(f"{name}: the path of a folder must not contain * ? [ ] or '")
    return str(Path(text).absolute()) if text else ""


def size(name: str) -> str:
    """A size as DuckDB reads it, like `8GB`; empty if it is not set."""
    text = os.environ.get(name, "").strip()
    if text and not _SIZE.fullmatch(text):
        raise ValueError(f"{name} is not a size like 8GB: {text:.40}")
    return text


def size_in_bytes(text: str) -> int:
    """The bytes of a size as `size` gives it; units without an i are powers of ten."""
    number, prefix, binary = _SIZE.fullmatch(text).groups()  # type: ignore[union-attr]
    return int(float(number) * (1024 if binary else 1000) ** (1 + "KMGT".index(prefix.upper())))


def address_of_site(variable: str) -> str:
    """The address of a site from the environment; raises ValueError with the name of the
    variable."""
    value = os.environ.get(variable, "").strip()
    if not value:
        return ""
    parts = urlsplit(value)
    is_plain = not (parts.query or parts.fragment or parts.username)
    if parts.scheme not in ("http", "https") or not parts.hostname or not is_plain:
        raise ValueError(f"{variable} is not an http or https address of a folder: {value:.80}")
    return f"{value.rstrip('/')}/"


def time_of_day(name: str, otherwise: time) -> time:
    """A time of a day, like `02:00`."""
    text = os.environ.get(name, "").strip()
    if text and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text):
        raise ValueError(f"{name} is not a time like 02:00: {text:.40}")
    return time.fromisoformat(text) if text else otherwise


def time_zone(name: str) -> ZoneInfo:
    """A time zone by its name; UTC if none is set."""
    text = os.environ.get(name, "").strip() or "UTC"
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{name} is not a time zone like Europe/Berlin: {text:.40}") from error


def alert_targets() -> tuple[str, ...]:
    """The targets of alerts, one a line or separated by blanks; a line with # is a comment."""
    text = os.environ.get("HIRING_LEDGER_ALERTS", "")
    if file := os.environ.get("HIRING_LEDGER_ALERTS_FILE"):
        try:
            text += "\n" + Path(file).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ValueError(f"HIRING_LEDGER_ALERTS_FILE: {file} cannot be read") from error
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    return tuple(url for line in lines for url in line.split())


def machine_memory() -> int:
    """Bytes of memory of this machine, or of its container when that has less."""
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for limit in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        file = Path(limit)
        text = file.read_text("utf-8").strip() if file.exists() else ""
        if text.isdigit():
            return min(physical, int(text))
    return physical
