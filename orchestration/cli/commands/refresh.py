"""`hiring-ledger refresh`: one night, from the boards to a release."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from orchestration.cli import options
from orchestration.cli.output import say


@click.command
@options.data_source
@click.option(
    "--nights", type=options.NIGHTS, help="Build stored nights again, from what was collected."
)
@options.sources
@click.option(
    "--save-recording", type=options.DIRECTORY, metavar="DIR", help="With --live: record answers."
)
@click.option(
    "--accept",
    metavar="ATS",
    multiple=True,
    callback=options.names,
    shell_complete=options.complete_source,
    help="Accept the night of this source although its figures are far from usual.",
)
@options.home
def command(
    live: bool,
    recording: Path | None,
    night: date | None,
    nights: tuple[date, date] | None,
    sources: list[str],
    save_recording: Path | None,
    accept: list[str],
) -> int:
    """Crawl, build, validate and publish one night.

    Without --live or --recording the night is of the bundled sample. The same night again, with
    nothing changed, changes nothing.
    """
    from orchestration.cli import progress
    from orchestration.cli.stopping import at_once

    if save_recording and not live:
        raise click.UsageError("--save-recording needs --live.")
    if nights and (live or recording or night or sources):
        raise click.UsageError("--nights crawls nothing: it takes no other option than --home.")
    with progress.bars_on_terminal() as stop_bars:  # none where the log is JSON

        def tidy() -> None:
            stop_bars()
            _end_run()

        with at_once(tidy, _interrupted):
            if nights:
                from orchestration.cli.backfill import refresh_stored

                return refresh_stored(*nights, say)
            return run(live, recording, night, sources, save_recording, accept)


def run(
    live: bool,
    recording: Path | None,
    night: date | None,
    sources: list[str],
    save_recording: Path | None,
    accept: list[str],
) -> int:
    """The exit code of the night: 0 when a release is current, 2 when a failed check blocked it."""
    from orchestration.cli.refresh import refresh

    data_source = options.chosen_data_source(live, recording)
    return refresh(data_source, night, sources or None, save_recording, say, accept)


def _end_run() -> None:
    if end_run := getattr(sys.modules.get("orchestration.cli.refresh"), "end_run", None):
        end_run()


def _interrupted() -> str:
    message = getattr(sys.modules.get("orchestration.cli.refresh"), "interrupted", None)
    return str(message()) if message else "interrupted; nothing was published"
