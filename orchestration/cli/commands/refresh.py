"""`hiring-ledger refresh`: one night, from the boards to a release."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from orchestration.cli import options
from orchestration.cli.output import say


@click.command
@click.option("--live", is_flag=True, help="Crawl the bundled boards.")
@click.option("--recording", type=options.DIRECTORY, metavar="DIR", help="Replay a recording.")
@click.option("--night", type=options.NIGHT, help="Date of the night. Default: the last one.")
@options.sources
@click.option(
    "--save-recording", type=options.DIRECTORY, metavar="DIR", help="With --live: record answers."
)
@options.home
def command(
    live: bool,
    recording: Path | None,
    night: date | None,
    sources: list[str],
    save_recording: Path | None,
) -> int:
    """Crawl, build, validate and publish one night.

    Without --live or --recording the night is of the bundled sample. The same night again, with
    nothing changed, changes nothing.
    """
    from orchestration.cli import progress
    from orchestration.cli.stopping import at_once

    if live and recording:
        raise click.UsageError("--live and --recording exclude each other.")
    if save_recording and not live:
        raise click.UsageError("--save-recording needs --live.")
    with progress.bars_on_terminal() as stop_bars:  # none where the log is JSON

        def tidy() -> None:
            stop_bars()
            _end_run()

        with at_once(tidy, _interrupted):
            return run(live, recording, night, sources, save_recording)


def run(
    live: bool,
    recording: Path | None,
    night: date | None,
    sources: list[str],
    save_recording: Path | None,
) -> int:
    """The exit code of the night: 0 when a release is current, 2 when a failed check blocked it."""
    from orchestration.cli.refresh import refresh
    from orchestration.crawl.data_source import DataSource

    if live:
        data_source = DataSource("live")
    elif recording:
        data_source = DataSource("recording", recording.absolute())
    else:
        data_source = DataSource("sample")
    return refresh(data_source, night, sources or None, save_recording, say)


def _end_run() -> None:
    if end_run := getattr(sys.modules.get("orchestration.cli.refresh"), "end_run", None):
        end_run()


def _interrupted() -> str:
    message = getattr(sys.modules.get("orchestration.cli.refresh"), "interrupted", None)
    return str(message()) if message else "interrupted; nothing was published"
