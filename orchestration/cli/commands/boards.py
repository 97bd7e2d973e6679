"""`hiring-ledger boards`: the boards that are crawled."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from orchestration.cli import options
from orchestration.cli.output import ERROR, note, say, write_csv


@click.group("boards")
def command() -> None:
    """List, import, check and discover boards."""


@command.command("list")
@options.sources
def list_boards(sources: list[str]) -> None:
    """Print the bundled boards as CSV, and where each is from.

    The number of boards goes to stderr.
    """
    from orchestration.crawl.boards import COLUMNS, load_boards
    from orchestration.sources import require_sources

    require_sources(sources)
    boards = [board for board in load_boards() if not sources or board.ats in sources]
    write_csv(("ats", *COLUMNS), ((board.ats, *board.cells()) for board in boards))
    note(f"{len(boards):,} boards of {len({board.ats for board in boards})} sources")


@command.command("import")
@click.argument("file", type=options.FILE, metavar="FILE")
@click.option("--source", metavar="ATS", help="Source of all boards in the file.")
@click.option("--origin", metavar="NAME", help="Where the list comes from.  [default: file name]")
@click.option(
    "--licence",
    metavar="SPDX",
    default="not stated",
    show_default=True,
    help="Licence of the list.",
)
def import_file(file: Path, source: str | None, origin: str | None, licence: str) -> None:
    """Add the boards of a CSV or JSON file to the bundled lists."""
    from orchestration.crawl.board_lists import import_boards
    from orchestration.crawl.boards import Provenance

    today = datetime.now(UTC).date().isoformat()
    outcome = import_boards(
        file, ats=source, provenance=Provenance(origin or file.name, licence, today)
    )
    for line in outcome.refused:
        say(f"rejected: {line}")
    say(f"{outcome.added} added, {outcome.known} already known, {len(outcome.refused)} rejected")


@command.command
@options.sources
@options.home
def check(sources: list[str]) -> None:
    """Request each board once, and retire those that are gone.

    A board is retired if it was gone on 14 nights and is gone now: no night requests it any more.
    A retired board that answers again is no longer retired.
    """
    from dataclasses import replace

    from orchestration.crawl import retirement
    from orchestration.crawl.boards import check_boards
    from orchestration.crawl.data_source import DataSource, default_night
    from orchestration.crawl.night_crawl import open_night_crawl
    from orchestration.settings import Settings
    from orchestration.sources import require_sources

    require_sources(sources)
    live, settings = DataSource("live"), Settings.from_environment()
    night = default_night(live)
    with open_night_crawl(live, settings, night) as crawl:
        boards = [board for board in crawl.boards if not sources or board.ats in sources]
        crawl = replace(crawl, retired={})  # they are requested here, and may have returned
        answers = check_boards(crawl.client, boards, crawl.skip_reason)
        for checked, change in retirement.review(answers, settings, night):
            notes = "".join(f"  {note}" for note in (checked.reason, change) if note)
            say(f"{checked.ats},{checked.board},{checked.status},{checked.listing_count}{notes}")


@command.command
@click.argument("url", nargs=-1, required=True, metavar="URL...")
def discover(url: tuple[str, ...]) -> int:
    """Find the applicant tracking system behind careers pages.

    Exit code 1 when none is found.
    """
    from orchestration.crawl.discovery import find_boards
    from orchestration.http.client import Client
    from orchestration.settings import Settings

    found = 0
    with Client(Settings.from_environment().contact) as client:
        for page in url:
            for proposal in find_boards(client, page):
                found += bool(proposal.board)
                say(f"{proposal.ats},{proposal.board},  {proposal.evidence}")
    return 0 if found else ERROR
