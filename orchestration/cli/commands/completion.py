"""`hiring-ledger completion`: completion of commands and options in a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

SHELLS = ("bash", "zsh", "fish")


@click.command
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> None:
    """Print the completion script of a shell.

    bash: add `eval "$(hiring-ledger completion bash)"` to ~/.bashrc. zsh: the same in ~/.zshrc.
    fish: write the output to ~/.config/fish/completions/hiring-ledger.fish.
    """
    from orchestration.cli import main

    kind = get_completion_class(shell)
    if kind is None:  # click knows the three
        raise RuntimeError(f"no completion for {shell}")
    click.echo(kind(main.commands, {}, main.NAME, main.COMPLETE_VARIABLE).source())
