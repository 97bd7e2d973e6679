"""`hiring-ledger sources`: the catalog of sources."""

from __future__ import annotations

import sys

import click

from orchestration.cli.output import write_csv, write_table

ON_A_TERMINAL = ("ats", "decision", "boards", "endpoint", "reason")
WIDTH = 34


@click.command
@click.option("--csv", "as_csv", is_flag=True, help="Print all columns as CSV, as into a pipe.")
def command(as_csv: bool) -> None:
    """Show the sources and whether each is crawled.

    On a terminal it prints a table. Into a pipe it prints CSV, which also has the documentation,
    terms and robots.txt.
    """
    from dataclasses import asdict

    from orchestration.crawl.source_catalog import load_catalog

    entries = [asdict(entry) for entry in load_catalog()]
    if as_csv or not sys.stdout.isatty():
        write_csv(tuple(entries[0]), (entry.values() for entry in entries))
    else:
        for entry in entries:
            entry["endpoint"] = _first(entry["endpoint"])
        write_table(ON_A_TERMINAL, ([e[column] for column in ON_A_TERMINAL] for e in entries))


def _first(endpoint: str) -> str:
    """The beginning of an endpoint, for a line of the table."""
    endpoint = endpoint.removeprefix("GET ")
    return endpoint if len(endpoint) <= WIDTH else endpoint[: WIDTH - 1] + "…"
