"""Alerts to people: a run that failed, a release that is stale, sources that are not whole.

They go to the targets of `HIRING_LEDGER_ALERTS` through Apprise; without a target nothing is sent
and Apprise is not imported (0.4 s). A target holds passwords, so it is shown in no message: a
target is named by its place in the list.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orchestration import plain_text

if TYPE_CHECKING:
    from datetime import date

    from orchestration.operation.source_states import SourceState
    from orchestration.operation.status import Status
    from orchestration.settings import Settings

LOG = logging.getLogger("orchestration.alerts")
LONGEST = 300
"""Characters of a reason."""
MOST = 10
"""Lines of an alert."""


@dataclass(frozen=True)
class Alert:
    """`kind` is failure, freshness or coverage; `lines` are plain text."""

    kind: str
    title: str
    lines: tuple[str, ...]


def failure(what: str, reasons: Iterable[str]) -> Alert:
    """A run that failed, each reason once."""
    lines = tuple(dict.fromkeys(map(shorten, reasons))) or ("no reason was recorded",)
    return Alert("failure", f"{what} failed", lines)


def freshness(found: Status) -> Alert:
    """A data directory that is not healthy."""
    return Alert("freshness", "the release is stale or blocked", tuple(found.problems))


def coverage(night: date, sources: Iterable[SourceState], stale_after: int) -> Alert | None:
    """The sources that a night was published without; None if there is none.

    A source that is missing is told of once, on the first night that has nothing of it. Boards
    that failed are not: on live nights there are always some.
    """
    from orchestration.operation.status import describe

    def is_news(source: SourceState) -> bool:
        if source.state == "missing" and source.accepted:
            return (night - source.accepted).days == stale_after + 1
        return source.state in ("quarantined", "carried forward")

    lines = tuple(shorten(describe(source)) for source in sources if is_news(source))
    title = f"{len(lines)} sources are not of the night {night}"
    return Alert("coverage", title, lines) if lines else None


def shorten(reason: str) -> str:
    """A reason on one line, without control characters."""
    line = plain_text.line(" ".join(reason.split()))
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def send(settings: Settings, alert: Alert | None) -> int:
    """Send an alert to every target; how many took it. A target that fails keeps it from no
    other, and never ends a run."""
    if alert is None or not settings.alert_urls:
        return 0
    import apprise

    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)  # it logs targets as they are
    rest = [f"and {len(alert.lines) - MOST} more"] if len(alert.lines) > MOST else []
    where = f"{socket.gethostname()}:{settings.home}"
    body = "\n".join([*alert.lines[:MOST], *rest, where])
    kind = {"failure": "failure", "freshness": "failure", "coverage": "warning"}[alert.kind]
    reached = 0
    for place, url in enumerate(settings.alert_urls, 1):
        try:
            target = apprise.Apprise.instantiate(url)
            title = f"Hiring Ledger: {alert.title}"
            took = bool(target and target.notify(body=body, title=title, notify_type=kind))
            why = "it did not take the alert" if target else "it is no URL that Apprise reads"
        except Exception as error:  # noqa: BLE001 - of any of a hundred services
            took, why = False, type(error).__name__  # its message may hold the URL
        reached += took
        if not took:
            LOG.warning("alert target %d of %d: %s", place, len(settings.alert_urls), why)
    return reached
