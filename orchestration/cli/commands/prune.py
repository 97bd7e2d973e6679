"""`hiring-ledger prune`: old payloads and releases go."""

from __future__ import annotations

import click

from orchestration.cli import options
from orchestration.cli.output import say


@click.command
@click.option("--dry-run", is_flag=True, help="Show what would be removed; remove nothing.")
@options.home
def command(dry_run: bool) -> int:
    """Remove payloads of old nights, and old releases.

    The settings are HIRING_LEDGER_KEEP_PAYLOAD_DAYS and HIRING_LEDGER_KEEP_RELEASES. Nothing is
    removed that a night is built from.
    """
    from orchestration.operation.disk import in_words
    from orchestration.operation.prune import prune
    from orchestration.publish.retention import rule
    from orchestration.settings import Settings
    from orchestration.storage.atomic import exclusive_lock

    settings = Settings.from_environment()
    if not settings.home.is_dir():
        raise RuntimeError(f"{settings.home} is not a data directory")
    days = settings.keep_payload_days
    say(f"payloads: {f'those of the last {days} days stay' if days else 'all stay'}")
    say(f"releases: {rule(settings)}")
    removed = size = kept = 0
    with exclusive_lock(settings.lock, "refresh", patience=1.0):
        for one in prune(settings, dry_run=dry_run):
            if one.damage:
                kept += 1
                say(f"not removed, because it is damaged: {one.what}: {one.damage}")
                continue
            removed, size = removed + 1, size + one.size
            say(f"{'would remove' if dry_run else 'removed'} {one.what}, {in_words(one.size)}")
    done = "would be removed; nothing was changed" if dry_run else "removed"
    say(f"{removed} entries, {in_words(size)} {done}")
    return 1 if kept else 0
