"""`hiring-ledger coverage`: which companies of a list from outside are in the release."""

from __future__ import annotations

from pathlib import Path

import click

from orchestration.cli import options
from orchestration.cli.output import note, say


@click.command
@click.option("--frame", type=options.FILE, required=True, metavar="FILE",
              help="CSV of companies: company, weight, and optionally domain.")  # fmt: skip
@click.option("--csv", "csv_file", type=options.FILE, metavar="FILE",
              help="Write a row per company.")  # fmt: skip
@click.option("--json", "json_file", type=options.FILE, metavar="FILE",
              help="Write the same and the shares as JSON.")  # fmt: skip
@options.home
def command(frame: Path, csv_file: Path | None, json_file: Path | None) -> None:
    """Compare the current release with a list of companies.

    It prints how many companies are in the release, how many are not and why, and their weighted
    share.
    """
    from orchestration.publish.frame import read_frame
    from orchestration.publish.frame_coverage import as_csv, as_json, frame_coverage, lines
    from orchestration.settings import Settings
    from orchestration.storage import atomic

    coverage = frame_coverage(Settings.from_environment(), read_frame(frame))
    for line in lines(coverage):
        say(line)
    for file, render in ((csv_file, as_csv), (json_file, as_json)):
        if file:
            atomic.write_text(file.absolute(), render(coverage))
            note(f"wrote {file}")
