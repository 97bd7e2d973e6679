"""`hiring-ledger feed`: the change feed of the releases."""

from __future__ import annotations

from pathlib import Path

import click

from orchestration.cli import options
from orchestration.cli.output import ERROR, say


@click.group("feed")
def command() -> None:
    """Verify the change feed."""


@command.command
@click.argument("folder", type=options.DIRECTORY, metavar="[FOLDER]", required=False)
@options.home
def verify(folder: Path | None) -> int:
    """Check files, hashes and chain of the change feed.

    FOLDER holds an entry for each release, as a mirror downloads them. Default: the feed of the
    data directory, with that of its releases.
    """
    from orchestration.publish.feed import verify_feed, verify_log
    from orchestration.settings import Settings

    settings = Settings.from_environment()
    place = folder or settings.feed
    if not place.is_dir():
        raise ValueError(f"{place}: there is no change feed")
    found = verify_log(place) if folder else verify_feed(settings)
    for line in found:
        say(line)
    if not found:
        releases = len(list(place.glob("[!.]*")))
        say(f"{place} is whole: {releases} {'release' if releases == 1 else 'releases'}")
    return ERROR if found else 0
