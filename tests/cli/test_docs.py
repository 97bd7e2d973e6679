"""The documentation names every command, option, variable and target, and no other."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest

from orchestration.cli.main import commands
from orchestration.settings import Bounds
from tests.paths import ROOT

CLI = (ROOT / "docs" / "cli.md").read_text("utf-8")
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def walk(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command that is no group, by its words after `hiring-ledger`."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        words = f"{path} {name}".strip()
        if isinstance(command, click.Group):
            yield from walk(command, words)
        else:
            yield words, command


COMMANDS = dict(walk(commands))
SECTIONS = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", CLI, re.M | re.S))
TARGETS = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M)


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_and_option_is_documented(words: str) -> None:
    section = SECTIONS[words.split()[0]]
    assert f"`hiring-ledger {words}" in section
    for parameter in COMMANDS[words].params:
        names = parameter.opts if isinstance(parameter, click.Option) else []
        assert all(re.search(rf"{name}\b", section) for name in names if name != "--help"), names


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_and_option_has_a_help_text(words: str) -> None:
    assert COMMANDS[words].help
    assert len(COMMANDS[words].get_short_help_str(200)) <= 60
    options = [p for p in COMMANDS[words].params if isinstance(p, click.Option)]
    assert [option.name for option in options if not option.help] == []


def test_every_variable_is_documented_and_exists() -> None:
    code = "".join(f.read_text("utf-8") for f in (ROOT / "orchestration").rglob("*.py"))
    named = set(re.findall(r"`(HIRING_LEDGER_\w+)`", CLI))
    read = set(re.findall(r"\bHIRING_LEDGER_[A-Z_]*[A-Z]\b", code))
    bounds = {f"HIRING_LEDGER_{field.name.upper()}" for field in fields(Bounds)}
    numbers = ("DETAIL_BUDGET", "WEEKLY_AFTER_NIGHTS", "THREADS", "STALE_HOURS", "KEEP_RELEASES")
    numbers += ("KEEP_PAYLOAD_DAYS", "RETIRE_AFTER_NIGHTS", "CRAWLERS", "STORED_MEMBERS")
    settings = {f"HIRING_LEDGER_{name}" for name in numbers}
    internal = {"HIRING_LEDGER_WAREHOUSE"}  # for the profile of dbt
    assert named == (read | bounds | settings) - internal


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_pages_name_commands_targets_and_files_that_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    for found in re.findall(r"hiring-ledger ((?:[a-z]+(?: |\b))+)", text):
        words = found.split()
        assert any(" ".join(words).startswith(c) or c.startswith(words[0]) for c in COMMANDS), found
    assert set(re.findall(r"`make ([a-z]+)", text)) <= set(TARGETS)
    for option in re.findall(r"hiring-ledger [^`\n]*?(--[a-z-]+)", text):
        known = [o for command in COMMANDS.values() for p in command.params for o in p.opts]
        assert option in {*known, "--help", "--version"}, option
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_make_help_lists_every_target() -> None:
    run = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True,
                         check=True)  # fmt: skip
    assert sorted(line.split()[0] for line in run.stdout.splitlines()) == sorted(TARGETS)
