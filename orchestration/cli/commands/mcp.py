"""`hiring-ledger mcp`: the current release for assistants, read only."""

from __future__ import annotations

import click

from orchestration.cli import options


@click.command
@options.home
def command() -> None:
    """Serve the current release to assistants over MCP.

    Speaks the Model Context Protocol on stdin and stdout until stdin closes; an assistant starts
    it. Needs the extra `mcp`.
    """
    from orchestration.serving.mcp_server import server
    from orchestration.settings import Settings

    server(Settings.from_environment()).run("stdio")
