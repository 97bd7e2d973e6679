"""`hiring-ledger explain`: one listing of the release with its evidence, or one figure."""

from __future__ import annotations

import click

from orchestration import plain_text
from orchestration.cli import options
from orchestration.cli.output import say


@click.command
@click.argument("name", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print a figure as one JSON object.")
@options.home
def command(name: str, as_json: bool) -> None:
    """Show a listing or a figure, with what it is based on.

    It reads the current release. ID is a listing_id (ats:board:native id, as in fct_listings), or a
    figure_id (segment/measure/method, as on pages, in fct_estimates and in marts of pairs).
    """
    from orchestration.publish import figure, figure_lines
    from orchestration.publish.explain import explain
    from orchestration.settings import Settings

    settings = Settings.from_environment()
    if not figure.is_figure(name):
        if as_json:
            raise click.UsageError("--json is for a figure, such as index/mean_salary_usd/report")
        for line in explain(settings, name):
            say(line)
        return
    passport = figure.passport(settings, name)
    if as_json:
        click.echo(plain_text.block(passport.as_json()))
        return
    for line in figure_lines.lines(passport):
        say(line)
