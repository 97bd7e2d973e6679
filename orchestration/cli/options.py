"""Types and options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from orchestration.crawl.data_source import DataSource

Command = TypeVar("Command", bound=Callable[..., Any])


class NightType(click.ParamType[date]):
    """A date in ISO format."""

    name = "night"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """The form of a date, in `--help`."""
        return "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """A date, or a usage error."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value} is not a date of the form YYYY-MM-DD", param, ctx)


class NightsType(click.ParamType[tuple[date, date]]):
    """The first and the last of several nights, both in ISO format."""

    name = "nights"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """The form of a range, in `--help`."""
        return "FIRST..LAST"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[date, date]:
        """Two dates in order, or a usage error."""
        if isinstance(value, tuple):
            return value
        first, dots, last = value.partition("..")
        nights = (
            NIGHT.convert(first, param, ctx),
            NIGHT.convert(last if dots else first, param, ctx),
        )
        if nights[0] > nights[1]:
            self.fail(f"{value} ends before it begins", param, ctx)
        return nights


NIGHT = NightType()
NIGHTS = NightsType()
DIRECTORY = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(path_type=Path)


def _set_home(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    """Everything below the command line reads the data directory from the environment."""
    if value:
        os.environ["HIRING_LEDGER_HOME"] = str(Path(value).absolute())


def names(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> list[str]:
    """The callback of an option of several names: `--source a,b --source c` as one list."""
    return [name.strip() for value in values for name in value.split(",") if name.strip()]


def complete_source(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The names of sources that begin with what was typed."""
    from orchestration.sources import all_sources

    return [CompletionItem(name) for name in all_sources() if name.startswith(incomplete)]


def home(command: Command) -> Command:
    """`--home DIR`: the data directory."""
    return click.option(
        "--home",
        metavar="DIR",
        type=click.Path(),
        expose_value=False,
        callback=_set_home,
        help="Data directory. Default: $HIRING_LEDGER_HOME, or ./data.",
    )(command)


def sources(command: Command) -> Command:
    """`--source ATS`: a list of source names, empty for all."""
    return click.option(
        "--source",
        "sources",
        metavar="ATS",
        multiple=True,
        callback=names,
        shell_complete=complete_source,
        help="Only this source. Repeat it, or separate several with commas.",
    )(command)


def data_source(command: Command) -> Command:
    """`--live`, `--recording DIR` and `--night DATE`: what a night is of; the sample without."""
    for option in reversed((
        click.option("--live", is_flag=True, help="Crawl the bundled boards."),
        click.option("--recording", type=DIRECTORY, metavar="DIR", help="Replay a recording."),
        click.option("--night", type=NIGHT, help="Date of the night. Default: the last one."),
    )):  # fmt: skip
        command = option(command)
    return command


def chosen_data_source(live: bool, recording: Path | None) -> DataSource:
    """The data source that the options name; a usage error for two of them."""
    from orchestration.crawl.data_source import DataSource

    if live and recording:
        raise click.UsageError("--live and --recording exclude each other.")
    if live:
        return DataSource("live")
    return DataSource("recording", recording.absolute()) if recording else DataSource("sample")


def port(default: int) -> Callable[[Command], Command]:
    """`--port N` on loopback."""
    return click.option(
        "--port",
        type=click.IntRange(0, 65_535),
        default=default,
        show_default=True,
        help="Port on 127.0.0.1.",
    )
