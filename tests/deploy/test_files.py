"""The files of deploy/ are read by the tools they are for, and run commands that exist."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from orchestration.cli.main import commands
from orchestration.defs.dagster_home import DAGSTER_YAML
from tests.cli.test_docs import COMMANDS
from tests.paths import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted([*DEPLOY.glob("systemd/*.service"), *DEPLOY.glob("systemd/*.timer")])
CONTAINERFILE = (DEPLOY / "container" / "Containerfile").read_text("utf-8")


def require_command(words: list[str]) -> None:
    """Fail unless the words are a command of ours with options that it has."""
    context = commands.make_context("hiring-ledger", list(words), resilient_parsing=True)
    assert words[0] in COMMANDS, words
    options = {name for p in COMMANDS[words[0]].params for name in p.opts}
    assert {word for word in words if word.startswith("-")} <= options, words
    assert context is not None


def settings_named(text: str) -> set[str]:
    return set(re.findall(r"\bHIRING_LEDGER_[A-Z_]*[A-Z]\b", text))


def test_every_setting_is_documented() -> None:
    documented = settings_named((ROOT / "docs" / "cli.md").read_text("utf-8"))
    files = [path for path in DEPLOY.rglob("*") if path.is_file()]
    assert len(files) > 12
    for file in files:
        assert settings_named(file.read_text("utf-8")) <= documented, file


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_reads_the_units(tmp_path: Path) -> None:
    """On a root of its own, with the files that the units name."""
    etc = tmp_path / "etc" / "systemd" / "system"
    etc.mkdir(parents=True)
    for unit in UNITS:
        shutil.copy(unit, etc)
    binary = tmp_path / "opt" / "hiring-ledger" / ".venv" / "bin" / "hiring-ledger"
    binary.parent.mkdir(parents=True)
    binary.write_text("#!/bin/sh\n")
    binary.chmod(0o755)
    for name in ("sysinit", "basic", "shutdown", "timers", "network-online", "multi-user"):
        (etc / f"{name}.target").write_text("[Unit]\nDescription=part of every machine\n")
    (etc / "-.slice").write_text("[Unit]\nDescription=root\n")
    (etc / "system.slice").write_text("[Unit]\nDescription=system\n")
    names = [unit.name for unit in UNITS]
    command = ["systemd-analyze", "verify", "--man=no", f"--root={tmp_path}", *names]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    said = [line for line in run.stderr.splitlines() if "hiring-ledger" in line]
    assert (run.returncode, said) == (0, [])


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
@pytest.mark.parametrize("unit", [u for u in UNITS if u.suffix == ".timer"], ids=lambda u: u.name)
def test_systemd_reads_the_times(unit: Path) -> None:
    (when,) = re.findall(r"^OnCalendar=(.*)$", unit.read_text("utf-8"), re.M)
    for text in (when, when.replace("UTC", "Europe/Berlin")):
        subprocess.run(["systemd-analyze", "calendar", text], check=True, capture_output=True)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_runs_a_command_that_exists_and_a_timer_its_service(unit: Path) -> None:
    if unit.suffix == ".timer":
        assert unit.with_suffix(".service").exists()
        return
    (line,) = re.findall(r"^ExecStart=\S+/hiring-ledger (.*)$", unit.read_text("utf-8"), re.M)
    require_command(line.split())


def test_cron_lines_have_times_a_user_and_commands_that_exist() -> None:
    text = (DEPLOY / "cron" / "hiring-ledger").read_text("utf-8")
    lines = [
        x for x in text.splitlines() if x and not x.startswith("#") and "=" not in x.split()[0]
    ]
    assert len(lines) == 4
    for line in lines:
        *times, user, command = line.split(maxsplit=6)
        assert all(re.fullmatch(r"\*|\d+", field) for field in times[:5]), line
        assert user == "ledger"
        assert "%" not in command
        (words,) = re.findall(r"/hiring-ledger ([^>]*)", command)
        require_command(words.split())
    assert text.endswith("\n")  # cron ignores a last line without an end


# --- containers


def test_the_image_holds_what_the_command_needs_and_runs_without_root() -> None:
    stages = CONTAINERFILE.split("FROM ")[1:]
    for words in re.findall(r"^COPY (?!--from)(.*)$", CONTAINERFILE, re.M):
        for name in words.split()[:-1]:
            assert (ROOT / name).exists(), name
    assert "USER 10001" in stages[-1]  # a number: Kubernetes sees that it is not root
    assert 'ENTRYPOINT ["hiring-ledger"]' in stages[-1]  # a list: signals reach the command
    for part in ("orchestration", "expectations", "dbt_project"):
        assert f"COPY {part} {part}" in stages[0]


@pytest.mark.skipif(shutil.which("hadolint") is None, reason="needs hadolint")
def test_hadolint_has_nothing_to_say() -> None:
    file = str(DEPLOY / "container" / "Containerfile")
    run = subprocess.run(["hadolint", file], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (0, "")


def test_compose_services_run_commands_that_exist() -> None:
    compose = yaml.safe_load((DEPLOY / "container" / "compose.yaml").read_text("utf-8"))
    assert set(compose["services"]) == {"night", "status", "backup", "ui"}
    for service in compose["services"].values():
        require_command(service["command"])
        build = service["build"]
        folder = (DEPLOY / "container" / build["context"]).resolve()
        assert folder == ROOT
        assert (folder / build["dockerfile"]).is_file()
        volumes = {volume.split(":")[0] for volume in service["volumes"]}
        assert volumes <= set(compose["volumes"])
        assert set(service["secrets"]) <= set(compose["secrets"])


# --- Kubernetes


def manifests() -> list[dict[str, Any]]:
    return list(yaml.safe_load_all((DEPLOY / "kubernetes" / "cronjob.yaml").read_text("utf-8")))


@pytest.mark.parametrize(
    "manifest", manifests(), ids=lambda m: f"{m['kind']}-{m['metadata']['name']}"
)
def test_a_manifest_matches_its_schema(manifest: dict[str, Any]) -> None:
    validator = pytest.importorskip("kubernetes_validate")
    validator.validate(manifest, validator.latest_version(), strict=True)
    wrong = {**manifest, "spec": {**manifest["spec"], "no_such_field": 1}}
    with pytest.raises(validator.ValidationError):
        validator.validate(wrong, validator.latest_version(), strict=True)


def test_a_job_runs_a_command_that_exists_and_shares_one_volume() -> None:
    claim, *jobs = manifests()
    for job in jobs:
        pod = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]
        (container,) = pod["containers"]
        require_command(container["args"])
        assert container["volumeMounts"] == [{"name": "data", "mountPath": "/data"}]
        (volume,) = pod["volumes"]
        assert volume["persistentVolumeClaim"]["claimName"] == claim["metadata"]["name"]
        assert f"--uid {pod['securityContext']['runAsUser']} " in CONTAINERFILE


# --- Dagster


def test_the_sample_of_postgres_changes_the_storage_alone() -> None:
    sample = yaml.safe_load((DEPLOY / "dagster" / "dagster.yaml").read_text("utf-8"))
    storage = sample.pop("storage")
    assert sample == yaml.safe_load(DAGSTER_YAML)
    assert storage == {"postgres": {"postgres_url": {"env": "DAGSTER_POSTGRES_URL"}}}
