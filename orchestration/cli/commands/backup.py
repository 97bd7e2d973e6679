"""`hiring-ledger backup`: a copy of what cannot be rebuilt."""

from __future__ import annotations

from pathlib import Path

import click

from orchestration.cli import options
from orchestration.cli.output import say


@click.command
@click.argument("target", metavar="TARGET", type=options.DIRECTORY)
@click.option(
    "--keep", type=click.IntRange(1), default=30, show_default=True, help="Snapshots that stay."
)
@options.home
def command(target: Path, keep: int) -> None:
    """Copy raw nights and records, incrementally.

    TARGET is a folder, best on another disk. It holds each content once, and a snapshot for each
    state. A refresh may run at the same time.
    """
    from orchestration.operation.backup import back_up
    from orchestration.operation.disk import in_words
    from orchestration.settings import Settings

    done = back_up(Settings.from_environment(), target, keep)
    say(
        f"snapshot {done.snapshot} in {target}: {done.files:,} files, of which {done.new_files:,} "
        f"have new contents ({in_words(done.new_bytes)})"
    )
