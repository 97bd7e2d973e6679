"""`hiring-ledger restore`: a data directory from a copy of it."""

from __future__ import annotations

from pathlib import Path

import click

from orchestration.cli import options
from orchestration.cli.output import say


@click.command
@click.argument("target", metavar="TARGET", type=options.DIRECTORY)
@click.option("--snapshot", metavar="NAME", help="A snapshot of TARGET. Default: the newest.")
@options.home
def command(target: Path, snapshot: str | None) -> None:
    """Write a snapshot to a new data directory.

    TARGET is the folder that `backup` wrote. The next `refresh` builds warehouse and release; the
    same code gives the release that was published, byte for byte.
    """
    from orchestration.operation.backup import restore
    from orchestration.settings import Settings

    settings = Settings.from_environment()
    name, count = restore(settings, target, snapshot)
    say(f"restored {count:,} files of snapshot {name} to {settings.home}")
    say("run `hiring-ledger refresh` with its data source and --night to build the release")
