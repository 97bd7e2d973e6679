"""The command line: `hiring-ledger refresh | explain | bundle | compare | simulate | boards | …`.

Here: the group of commands, the exit codes and how an error is shown. Each command is a
module of `commands/`.
"""

from __future__ import annotations

import importlib
import os
import sys

import click

from orchestration.cli import json_lines, progress
from orchestration.cli.output import ERROR, fail

NAME = "hiring-ledger"
COMPLETE_VARIABLE = "_HIRING_LEDGER_COMPLETE"
COMMANDS = (
    "refresh",
    "crawl",
    "status",
    "verify",
    "backup",
    "restore",
    "prune",
    "explain",
    "bundle",
    "compare",
    "coverage",
    "feed",
    "simulate",
    "boards",
    "sources",
    "ui",
    "docs",
    "mcp",
    "completion",
)
OLD_PREFIX, PREFIX = "HIRING_INDEX_", "HIRING_LEDGER_"


class _Commands(click.Group):
    """A group that imports a command when it is needed, and lists the commands in reading order."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"orchestration.cli.commands.{cmd_name}")
        command: click.Command = module.command
        return command


@click.group(NAME, cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=NAME, message="%(prog)s %(version)s")
@click.pass_context
def commands(ctx: click.Context) -> None:
    """Collect job listings, build the salary and remote marts, and publish them.

    Exit code 0: done. 2: a table failed a check, so refresh published nothing. Any other code: an
    error, which is one line on stderr.
    """
    from orchestration.environment import log_format

    if ctx.invoked_subcommand == "refresh" and log_format() == "json":
        json_lines.start()
    elif ctx.invoked_subcommand != "mcp":  # there stdout is the protocol
        progress.log_to_stdout()
    _check_variables()


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code."""
    try:
        return int(commands.main(arguments, prog_name=NAME, standalone_mode=False) or 0)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return ERROR
    except click.UsageError as error:  # click exits with 2, which means a failed check here
        command = error.ctx.command_path if error.ctx else NAME
        return fail(f"{error.format_message().rstrip('.')}. See `{command} --help`.")
    except (click.Abort, KeyboardInterrupt):
        return fail("interrupted; nothing was published")
    except (click.ClickException, ValueError, OSError, RuntimeError) as error:
        return fail(str(error))


def _check_variables() -> None:
    """RuntimeError for a variable of the project's former name, which nothing reads any more."""
    for old in sorted(name for name in os.environ if name.startswith(OLD_PREFIX)):
        new = PREFIX + old.removeprefix(OLD_PREFIX)
        if new not in os.environ:
            raise RuntimeError(f"{old} is set, but its name is {new} now: rename the variable")


if __name__ == "__main__":
    sys.exit(main())
