"""`hiring-ledger compare`: why a figure differs between two releases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from orchestration import plain_text
from orchestration.cli import options
from orchestration.cli.output import say

if TYPE_CHECKING:
    from orchestration.publish.compare import Change

MEASURES = ("mean_salary_usd", "listing_count", "disclosure_share", "remote_of_read_share")


@click.command
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "--measure",
    type=click.Choice(MEASURES),
    default=MEASURES[0],
    show_default=True,
    help="The figure that is compared.",
)
@click.option(
    "--segment",
    default="index",
    show_default=True,
    help="A segment_id of core.fct_segments, such as technology=python.",
)
@click.option(
    "--known",
    type=click.Choice(("then", "now")),
    default="now",
    show_default=True,
    help="Of a night: its first release, or its newest.",
)
@options.home
def command(old: str, new: str, measure: str, segment: str, known: str) -> None:
    """Split the change of a figure into its causes.

    OLD and NEW are nights (YYYY-MM-DD) or ids of releases. The parts sum to the change.
    """
    from orchestration.publish.compare import clock, compare, release_of
    from orchestration.settings import Settings

    settings = Settings.from_environment()
    before, after = (
        release_of(settings, name, as_known_then=known == "then") for name in (old, new)
    )
    change = compare(before, after, plain_text.line(segment), measure)
    for line in lines(change, [clock(settings, folder.name) for folder in (before, after)]):
        say(line)


def lines(change: Change, clocks: Sequence[str] = ("", "")) -> Iterator[str]:
    """The lines to print. `clocks` say when the figures of each release were known."""
    from orchestration.publish.release_folder import night_of

    id_of_it = "" if change.segment_name == change.segment_id else f" ({change.segment_id})"
    yield f"{change.measure} of {plain_text.line(change.segment_name)}{id_of_it}"
    for release, value, count, clock in (
        (change.old_release, change.old_value, change.old_count, clocks[0]),
        (change.new_release, change.new_value, change.new_count, clocks[1]),
    ):
        line = f"  {release:<22} {_number(value, change.measure):>12}   n {count:,}   {clock}"
        yield line.rstrip()
    if night_of(change.old_release) == night_of(change.new_release):
        yield "Both releases are of the same night: the change is a revision, not a trend."
    if change.old_value is None or change.new_value is None:
        yield "One of them has no value, so there is no change to split."
        return
    total = change.new_value - change.old_value
    yield f"  {'change':<22} {_number(total, change.measure, '+'):>12}"
    for part in change.parts:
        number = _number(part.change, change.measure, "+")
        yield f"    {part.name:<20} {number:>12}   {part.listing_count:,} {part.meaning}"
    if change.old_code != change.new_code:
        yield f"The code differs ({change.old_code}, {change.new_code}). Changed rules are part of"
        yield "re-tagged, read and edited."


def _number(value: float | None, measure: str, sign: str = "") -> str:
    if value is None:
        return "no value"
    if measure.endswith("_share"):
        return f"{100 * value:{sign}.2f} %" if not sign else f"{100 * value:+.2f} pt"
    return f"{value:{sign},.0f}"
