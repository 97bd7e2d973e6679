"""Dagster's run history in Postgres: runs, dead runs and their slots, and a server that is away.

A server of this machine is started in a folder of its own; without one these tests are skipped."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from orchestration.defs import resources, run_history
from orchestration.defs.dagster_home import prepare_dagster_home
from orchestration.settings import Settings
from tests.paths import ROOT
from tests.serving.ports import free_port

FOUND = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
BIN = FOUND[-1] if FOUND else Path(shutil.which("initdb") or "none").parent
USER = "postgres" if os.geteuid() == 0 else None
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def run(*command: str) -> None:
    """A tool of the server, which does not run as root."""
    subprocess.run([str(BIN / command[0]), *command[1:]], user=USER, cwd="/", check=True,
                   capture_output=True)  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a database."""
    if not (BIN / "initdb").exists():
        pytest.skip("no initdb of a Postgres server was found")
    pytest.importorskip("dagster_postgres", reason="needs dagster-postgres")
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="ledger-pg-"))  # pytest's own is closed to the user
    if USER:
        shutil.chown(folder, USER)
    port, data = free_port(), str(folder / "data")
    run("initdb", "--pgdata", data, "--username", "dagster", "--auth", "trust", "--no-sync")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    run("pg_ctl", "--pgdata", data, "--log", f"{folder}/log", "-o", options, "--wait", "start")
    try:
        yield f"postgresql://dagster:s3cretpassword@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "--pgdata", data, "--mode", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def settings(tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("HIRING_LEDGER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "home" / "dagster"))
    monkeypatch.setenv("DAGSTER_POSTGRES_URL", server)
    made = Settings.from_environment()
    made.dagster_home.mkdir(parents=True)
    shutil.copy(ROOT / "deploy" / "dagster" / "dagster.yaml", made.dagster_home)
    return prepare_dagster_home(made)


@dg.op(pool="duckdb", required_resource_keys={"data_directory"})
def work() -> None: ...


@dg.job(
    resource_defs={"data_directory": resources.DataDirectory()}, executor_def=dg.in_process_executor
)
def night() -> None:
    work()


def test_a_run_ends_the_dead_ones_and_is_seen_by_another_machine(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead = "0" * 32
    with dg.DagsterInstance.get() as instance:
        assert "Postgres" in type(instance.run_storage).__name__
        instance.create_run_for_job(night, run_id=dead, status=dg.DagsterRunStatus.STARTED)
        storage = instance.event_log_storage
        storage.initialize_concurrency_limit_to_default("duckdb")
        assert storage.claim_concurrency_slot("duckdb", dead, "work").is_claimed
        outcome = night.execute_in_process(instance=instance, run_config=QUIET)
        assert outcome.success
        assert storage.get_concurrency_info("duckdb").claimed_slots == []
    assert not (settings.dagster_home / "history").exists()

    elsewhere = tmp_path / "another" / "dagster"
    elsewhere.mkdir(parents=True)
    shutil.copy(settings.dagster_home / "dagster.yaml", elsewhere)
    monkeypatch.setenv("DAGSTER_HOME", str(elsewhere))
    with dg.DagsterInstance.get() as instance:
        states = {run.run_id: run.status.value for run in instance.get_runs()}
    assert states == {dead: "FAILURE", outcome.run_id: "SUCCESS"}


def test_a_server_that_is_away_is_one_line_without_its_password(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"postgresql://dagster:s3cretpassword@127.0.0.1:{free_port()}/postgres"
    monkeypatch.setenv("DAGSTER_POSTGRES_URL", url)
    # Dagster tries again for eleven seconds; the tries stay, the pauses between them do not.
    monkeypatch.setattr("dagster_postgres.utils.time.sleep", lambda seconds: None)
    with (
        pytest.raises(RuntimeError, match="run history cannot be opened") as error,
        run_history.history(settings),
    ):
        pass
    assert "s3cretpassword" not in str(error.value)
    assert (settings.dagster_home / "dagster.yaml").exists()  # nothing was set aside
