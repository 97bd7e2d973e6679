"""`hiring-ledger verify`: proves a data directory whole."""

from __future__ import annotations

from collections import Counter

import click

from orchestration.cli import options
from orchestration.cli.output import say


@click.command
@options.home
def command() -> int:
    """Read every byte; name what is damaged, missing or unknown.

    Exit code 0: whole. 1: something is damaged; `hiring-ledger refresh` repairs it.
    """
    from orchestration.operation.verify import DAMAGE, NOTE, verify
    from orchestration.settings import Settings
    from orchestration.storage.atomic import exclusive_lock

    settings = Settings.from_environment()
    if not settings.home.is_dir():
        raise RuntimeError(f"{settings.home} is not a data directory")
    counts: Counter[str] = Counter()
    with exclusive_lock(settings.lock, "refresh", patience=1.0):
        for finding in verify(settings):
            counts[finding.kind] += 1
            say(f"{finding.kind:6} {finding.line}")
    state = "DAMAGED" if counts[DAMAGE] else "whole"
    say(f"{settings.home} is {state}: {counts[DAMAGE]} damaged, {counts[NOTE]} notes")
    return 1 if counts[DAMAGE] else 0
