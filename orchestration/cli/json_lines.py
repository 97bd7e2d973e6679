"""The log of `refresh` as JSON on stderr, one object a line, where `HIRING_LEDGER_LOG` is json.

Then nothing else is printed, so that a container's log is JSON as a whole. A record names its event
and its facts in `extra={"facts": {...}}`; one without them is the event `message`.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

from orchestration import plain_text

_STATE: dict[str, Any] = {"is_on": False, "night": None}


def start() -> None:
    """From now on, log and messages of this process are JSON on stderr."""
    _STATE["is_on"] = True
    handler = _Handler()
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("orchestration.progress").setLevel(logging.INFO)


def stop() -> None:
    """Back to text; for tests, which share a process."""
    _STATE.update(is_on=False, night=None)
    root = logging.getLogger()
    root.handlers = [h for h in root.handlers if not isinstance(h, _Handler)]


def is_on() -> bool:
    """Whether this process logs JSON."""
    return bool(_STATE["is_on"])


def of_night(night: object) -> None:
    """The night that the following lines are of."""
    _STATE["night"] = str(night)


def line(event: str, message: str | None = None, **facts: Any) -> str:
    """One object: time, level, event, night, the facts that are known, and the message."""
    level = facts.pop("level", "info")
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    known = {"at": now, "level": level, "event": event, "night": _STATE["night"], **facts}
    if message:
        known["message"] = plain_text.line(" ".join(message.split()))
    return json.dumps({k: v for k, v in known.items() if v is not None}, default=str)


def emit(event: str, message: str | None = None, **facts: Any) -> None:
    """Write one object, if the log is JSON."""
    if is_on():
        sys.stderr.write(line(event, message, **facts) + "\n")
        sys.stderr.flush()


class _Handler(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        facts = dict(getattr(record, "facts", {}))
        emit(
            facts.pop("event", "message"),
            record.getMessage(),
            level=record.levelname.lower(),
            **facts,
        )
