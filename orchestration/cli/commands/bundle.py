"""`hiring-ledger bundle`: a folder that recomputes one figure elsewhere."""

from __future__ import annotations

from pathlib import Path

import click

from orchestration.cli import options
from orchestration.cli.output import say


@click.command
@click.argument("figure_id", metavar="FIGURE_ID")
@click.option("--out", type=options.DIRECTORY, required=True, help="The new folder.")
@options.home
def command(figure_id: str, out: Path) -> None:
    """Write one figure with its listings, SQL and checksums.

    It reads the current release. DuckDB alone computes the figure again from the folder.
    """
    from orchestration.publish import bundle
    from orchestration.settings import Settings

    say(f"wrote {bundle.write(Settings.from_environment(), figure_id, out.absolute())}")
