"""`hiring-ledger simulate`: a recording of an invented job market."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from orchestration.cli import options
from orchestration.cli.output import say


@click.command
@click.option("--out", type=options.DIRECTORY, metavar="DIR", required=True, help="New folder.")
@click.option("--listings", type=int, default=2_000, show_default=True, help="Listings to invent.")
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of the random choices.")
@click.option("--first", type=int, default=0, show_default=True, help="First listing's number.")
@click.option("--night", type=options.NIGHT, help="Date of the recording. Default: the sample's.")
@click.option("--figures", type=options.FILE, metavar="CSV", help="Figures that the market meets.")
def command(
    out: Path, listings: int, seed: int, first: int, night: date | None, figures: Path | None
) -> None:
    """Write a recording of an invented job market.

    The recording has its ground truth as a Parquet file.
    """
    from orchestration.crawl.data_source import SAMPLE_NIGHT
    from orchestration.simulator import simulate

    if out.exists() and any(out.iterdir()):
        raise ValueError(f"{out} is not empty; name a new folder with --out")
    simulate(out, listings, seed=seed, first=first, night=night or SAMPLE_NIGHT, figures=figures)
    say(f"recording written to {out}")
