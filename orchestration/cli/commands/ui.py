"""`hiring-ledger ui`: Dagster's web UI and daemon."""

from __future__ import annotations

import click

from orchestration.cli import options
from orchestration.cli.output import say


@click.command
@options.port(3000)
@options.home
def command(port: int) -> int:
    """Run Dagster's web UI and daemon on loopback until Ctrl-C.

    The current release is served on port 8080, where the links of the UI lead.
    """
    from orchestration.serving.dagster_ui import serve
    from orchestration.settings import Settings

    return serve(Settings.from_environment(), port, say)
