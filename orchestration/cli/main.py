"""The command line: `hiring-ledger refresh | explain | simulate | boards | sources | ui | docs`.

It runs the same Dagster job as the schedule and the UI, says what happens while it happens, and
ends with one screen.
"""

from __future__ import annotations

import argparse
import csv
import io
import logging
import os
import sys
from datetime import date
from pathlib import Path
from typing import NoReturn

from orchestration import plain_text

ERROR = 1


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code says what came of it."""
    parsed = _parser().parse_args(arguments)
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(_Plain("%(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("orchestration.progress").setLevel(logging.INFO)
    if getattr(parsed, "home", None):
        os.environ["HIRING_LEDGER_HOME"] = str(Path(parsed.home).absolute())
    try:
        return int(parsed.run(parsed))
    except KeyboardInterrupt:
        return _fail("interrupted; nothing was published")
    except (ValueError, OSError, RuntimeError) as error:
        return _fail(" ".join(str(error).split()))


def say(text: str) -> None:
    """One line; whatever names and messages hold, the terminal obeys none of it."""
    sys.stdout.write(plain_text.line(text) + "\n")
    sys.stdout.flush()


def _say_row(*values: object) -> None:
    """One line of CSV that a spreadsheet takes for text."""
    row = io.StringIO()
    csv.writer(row, lineterminator="").writerow(plain_text.cell(value) for value in values)
    say(row.getvalue())


def _fail(reason: str) -> int:
    sys.stderr.write(plain_text.line(f"hiring-ledger: {reason}") + "\n")
    return ERROR


class _Plain(logging.Formatter):
    """Log lines like all others."""

    def format(self, record: logging.LogRecord) -> str:
        return plain_text.line(super().format(record))


class _Parser(argparse.ArgumentParser):
    """Words that cannot be taken are an error like any other: 2 means that a gate refused."""

    def error(self, message: str) -> NoReturn:
        self.exit(ERROR, plain_text.line(f"{self.prog}: {message}") + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="hiring-ledger", description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(required=True, metavar="command")

    refresh = commands.add_parser("refresh", help="collect, build, judge and publish one night")
    origin = refresh.add_mutually_exclusive_group()
    origin.add_argument("--live", action="store_true", help="ask the bundled boards")
    origin.add_argument("--recording", type=Path, metavar="DIR", help="answer from a recording")
    refresh.add_argument("--night", type=_night, metavar="YYYY-MM-DD")
    refresh.add_argument("--source", nargs="+", metavar="ATS", help="only these sources")
    refresh.add_argument("--save-recording", type=Path, metavar="DIR", help="with --live")
    refresh.set_defaults(run=_refresh)

    explain = commands.add_parser("explain", help="one listing, with the words behind each claim")
    explain.add_argument("listing_id", metavar="LISTING_ID", help="ats:board:native id")
    explain.set_defaults(run=_explain)

    simulate = commands.add_parser("simulate", help="write a recording of an invented market")
    simulate.add_argument("--out", type=Path, required=True)
    simulate.add_argument("--listings", type=int, default=2_000)
    simulate.add_argument("--seed", type=int, default=1)
    simulate.add_argument("--first", type=int, default=0, help="number of the first listing")
    simulate.add_argument("--night", type=_night, metavar="YYYY-MM-DD")
    simulate.add_argument("--figures", type=Path, help="CSV of figures that shall be true")
    simulate.set_defaults(run=_simulate)

    boards = commands.add_parser("boards", help="the boards that are asked")
    actions = boards.add_subparsers(required=True, metavar="action")
    listing = actions.add_parser("list", help="print them as CSV")
    listing.add_argument("--source", metavar="ATS")
    listing.set_defaults(run=_boards_list)
    importing = actions.add_parser("import", help="add boards from a CSV or JSON file")
    importing.add_argument("file", type=Path)
    importing.add_argument("--source", metavar="ATS", help="of a list of one source")
    importing.set_defaults(run=_boards_import)
    checking = actions.add_parser("check", help="ask each board once and say how it answers")
    checking.add_argument("--source", metavar="ATS")
    checking.set_defaults(run=_boards_check)

    finding = actions.add_parser("discover", help="find the system behind careers pages")
    finding.add_argument("url", nargs="+")
    finding.set_defaults(run=_boards_discover)

    sources = commands.add_parser("sources", help="the register of sources, as CSV")
    sources.set_defaults(run=_sources)

    ui = commands.add_parser("ui", help="Dagster's web UI and daemon on loopback")
    ui.add_argument("--port", type=int, default=3000)
    ui.set_defaults(run=_ui)
    docs = commands.add_parser("docs", help="serve the current release on loopback")
    docs.add_argument("--port", type=int, default=8080)
    docs.set_defaults(run=_docs)
    for command in (refresh, explain, checking, ui, docs):
        command.add_argument("--home", metavar="DIR", help="default: $HIRING_LEDGER_HOME or ./data")
    return parser


def _night(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"not a date: {text}") from error


def _refresh(parsed: argparse.Namespace) -> int:
    from orchestration.cli.stopping import at_once

    with at_once(_end_run, _interrupted):
        return _refreshed(parsed)


def _end_run() -> None:
    if tell := getattr(sys.modules.get("orchestration.cli.refresh"), "end_run", None):
        tell()


def _interrupted() -> str:
    said = getattr(sys.modules.get("orchestration.cli.refresh"), "interrupted", None)
    return str(said()) if said else "interrupted; nothing was published"


def _refreshed(parsed: argparse.Namespace) -> int:
    from orchestration.cli.refresh import refresh
    from orchestration.crawl.data_source import DataSource

    if parsed.save_recording and not parsed.live:
        return _fail("--save-recording goes with --live")
    if parsed.live:
        origin = DataSource("live")
    elif parsed.recording:
        origin = DataSource("recording", parsed.recording.absolute())
    else:
        origin = DataSource("sample")
    return refresh(origin, parsed.night, parsed.source, parsed.save_recording, say)


def _explain(parsed: argparse.Namespace) -> int:
    from orchestration.publish.explain import explain
    from orchestration.settings import Settings

    for line in explain(Settings.from_environment(), parsed.listing_id):
        say(line)
    return 0


def _simulate(parsed: argparse.Namespace) -> int:
    from orchestration.crawl.data_source import SAMPLE_NIGHT
    from orchestration.simulator import simulate

    simulate(
        parsed.out,
        parsed.listings,
        seed=parsed.seed,
        first=parsed.first,
        night=parsed.night or SAMPLE_NIGHT,
        figures=parsed.figures,
    )
    say(f"recording written to {parsed.out}")
    return 0


def _sources(parsed: argparse.Namespace) -> int:
    from dataclasses import astuple, fields

    from orchestration.crawl.source_catalog import CatalogEntry, load_catalog

    _say_row(*(field.name for field in fields(CatalogEntry)))
    for entry in load_catalog():
        _say_row(*astuple(entry))
    return 0


def _boards_list(parsed: argparse.Namespace) -> int:
    from orchestration.crawl.boards import load_boards

    _say_row("ats", "board", "company")
    for board in load_boards(parsed.source):
        _say_row(board.ats, board.board, board.company)
    return 0


def _boards_import(parsed: argparse.Namespace) -> int:
    from orchestration.crawl.board_lists import import_boards

    outcome = import_boards(parsed.file, ats=parsed.source)
    for line in outcome.refused:
        say(f"refused: {line}")
    say(f"{outcome.added} added, {outcome.known} known already, {len(outcome.refused)} refused")
    return 0


def _boards_check(parsed: argparse.Namespace) -> int:
    from orchestration.crawl.boards import check_boards
    from orchestration.crawl.data_source import DataSource, default_night, open_crawl_context
    from orchestration.settings import Settings

    live = DataSource("live")
    with open_crawl_context(live, Settings.from_environment(), default_night(live)) as field:
        boards = [b for b in field.boards if parsed.source in (None, b.ats)]
        for checked in check_boards(field.client, boards, field.skip_reason):
            say(
                f"{checked.ats},{checked.board},{checked.status},{checked.listing_count}"
                + (f"  {checked.reason}" if checked.reason else "")
            )
    return 0


def _boards_discover(parsed: argparse.Namespace) -> int:
    from orchestration.crawl.discovery import find_boards
    from orchestration.http.client import Client
    from orchestration.settings import Settings

    found = 0
    with Client(Settings.from_environment().contact) as client:
        for url in parsed.url:
            for proposal in find_boards(client, url):
                found += bool(proposal.board)
                say(f"{proposal.ats},{proposal.board},{proposal.company}  {proposal.evidence}")
    return 0 if found else ERROR


def _ui(parsed: argparse.Namespace) -> int:
    from orchestration.serving.dagster_ui import serve
    from orchestration.settings import Settings

    return serve(Settings.from_environment(), parsed.port, say)


def _docs(parsed: argparse.Namespace) -> int:
    from orchestration.serving.release_server import server
    from orchestration.settings import Settings

    current = Settings.from_environment().current
    if not current.exists():
        return _fail(f"no release in {current.parent}; run `hiring-ledger refresh` first")
    with server(current, parsed.port) as serving:
        base = f"http://127.0.0.1:{serving.server_port}"
        say(f"docs {base}/docs/  report {base}/report/  quality {base}/quality/")
        serving.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
