"""`hiring-ledger docs`: the current release in a browser."""

from __future__ import annotations

import click

from orchestration.cli import options
from orchestration.cli.output import fail, say
from orchestration.settings import RELEASE_PORT


@click.command
@options.port(RELEASE_PORT)
@options.home
def command(port: int) -> int:
    """Serve the current release on loopback until Ctrl-C."""
    from orchestration.serving.release_server import server
    from orchestration.settings import Settings

    current = Settings.from_environment().current
    if not current.exists():
        return fail(f"no release in {current.parent}; run `hiring-ledger refresh` first")
    with server(current, port) as serving:
        base = f"http://127.0.0.1:{serving.server_port}"
        say(f"release {base}/  report {base}/report/  docs {base}/docs/  quality {base}/quality/")
        serving.serve_forever()
    return 0
