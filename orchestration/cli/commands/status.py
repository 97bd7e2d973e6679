"""`hiring-ledger status`: the state of a data directory on one screen."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from orchestration.cli import options
from orchestration.cli.output import say

if TYPE_CHECKING:
    from datetime import date

    from orchestration.operation.status import Checks, Release, Status

SHOWN = 8
"""Lines of one kind that fit on a screen."""


@click.command
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--alert", is_flag=True, help="Send an alert if it is not healthy.")
@options.home
def command(as_json: bool, alert: bool) -> int:
    """Show release, sources, checks and disk on one screen.

    Exit code 0: healthy. 1: the release is stale, a table is blocked, or there is no release.
    """
    from orchestration.operation.status import status
    from orchestration.settings import Settings

    settings = Settings.from_environment()
    found = status(settings)
    if as_json:
        click.echo(json.dumps(found.as_dict(), indent=1))
    else:
        for line in lines(found):
            say(line)
    if alert and not found.is_healthy:
        from orchestration.operation import alerts

        alerts.send(settings, alerts.freshness(found))
    return 0 if found.is_healthy else 1


def lines(found: Status) -> Iterator[str]:
    """The lines to print."""
    from orchestration.operation.disk import in_words

    yield f"{found.home}: {'healthy' if found.is_healthy else 'NOT HEALTHY'}"
    for problem in found.problems[:SHOWN]:
        yield f"  problem    {problem}"
    yield from _more(found.problems)
    yield f"  source     {found.data_source}"
    yield f"  release    {_release(found.release, found)}"
    yield f"  next night due {found.next_due:%Y-%m-%d %H:%M} {found.next_due.tzname()}"
    yield f"  run        {found.running or 'none in progress'}"
    yield f"  nights     {found.nights_stored} stored{_missed(found.missed)}"
    states = Counter(source.state for source in found.sources)
    total = ", ".join(f"{count} {state}" for state, count in states.most_common())
    yield f"  sources    {len(found.sources)}" + (f": {total}" if total else "")
    yield from (f"    {line}"[:200] for line in found.coverage[:SHOWN])
    yield from _more(found.coverage)
    yield f"  checks     {_checks(found.checks, found.running)}"
    if found.release:
        values, rules = found.release.values_set_aside, found.release.rules_set_aside
        yield f"  set aside  {values:,} values by {rules} rules"
    parts = sorted(found.disk.items(), key=lambda part: (-part[1], part[0]))
    sizes = ", ".join(f"{name} {in_words(size)}" for name, size in parts if size)
    yield f"  disk       {in_words(sum(found.disk.values()))}: {sizes}"
    yield f"             {in_words(found.disk_free)} free"


def _more(items: Iterable[object]) -> Iterator[str]:
    rest = len(list(items)) - SHOWN
    if rest > 0:
        yield f"    and {rest} more; --json has all"


def _release(release: Release | None, found: Status) -> str:
    from orchestration.operation.status import age_in_words

    if release is None:
        return "none"
    age = age_in_words(found.at - release.published)
    return f"{release.release_id}, published {release.published:%Y-%m-%d %H:%M} UTC, {age} ago"


def _missed(missed: tuple[date, ...]) -> str:
    if not missed:
        return ", none missed"
    shown = ", ".join(map(str, missed[-SHOWN:]))
    return f", {len(missed)} missed: {'… ' if len(missed) > SHOWN else ''}{shown}"


def _checks(checks: Checks | None, running: str | None) -> str:
    if checks is None:
        return "unknown while a run is at work" if running else "none yet"
    return (
        f"{checks.checks:,} of {checks.tables} tables, {len(checks.failed)} failed, "
        f"{len(checks.warned)} warned"
    )
