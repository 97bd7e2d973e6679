"""`hiring-ledger explain`: one listing of the release, with its evidence."""

from __future__ import annotations

import click

from orchestration.cli import options
from orchestration.cli.output import say


@click.command
@click.argument("listing_id", metavar="LISTING_ID")
@options.home
def command(listing_id: str) -> None:
    """Show one listing with the words behind each claim.

    It reads the current release. LISTING_ID is ats:board:native id, as in fct_listings.
    """
    from orchestration.publish.explain import explain
    from orchestration.settings import Settings

    for line in explain(Settings.from_environment(), listing_id):
        say(line)
