"""What a run finds when another was stopped, or is at work: runs, slots, locks, signals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from orchestration.defs import resources, run_history, sensors
from orchestration.defs.dagster_home import prepare_dagster_home
from orchestration.http.client import Client, RequestFailed
from orchestration.settings import Settings
from orchestration.sources._toolkit.listing import Pace
from orchestration.storage import atomic
from orchestration.validation import results
from tests.paths import ROOT


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("HIRING_LEDGER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "home" / "dagster"))
    return prepare_dagster_home(Settings.from_environment())


@pytest.fixture
def instance(settings: Settings) -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.get() as opened:
        yield opened


@dg.op(pool="duckdb", required_resource_keys={"data_directory"})
def work() -> None: ...


@dg.job(
    resource_defs={"data_directory": resources.DataDirectory()}, executor_def=dg.in_process_executor
)
def night() -> None:
    work()


QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def begun(instance: dg.DagsterInstance, run_id: str, status: dg.DagsterRunStatus) -> None:
    instance.create_run_for_job(night, run_id=run_id, status=status)


def test_a_dead_run_is_ended_and_its_slot_is_free(
    settings: Settings, instance: dg.DagsterInstance
) -> None:
    """A hard stop in a step leaves the slot of the pool claimed, and the run `STARTED`."""
    dead, launched = "0" * 32, "1" * 32
    begun(instance, dead, dg.DagsterRunStatus.STARTED)
    begun(instance, launched, dg.DagsterRunStatus.STARTING)
    storage = instance.event_log_storage
    storage.initialize_concurrency_limit_to_default("duckdb")
    assert storage.claim_concurrency_slot("duckdb", dead, "work").is_claimed
    assert not storage.claim_concurrency_slot("duckdb", dead, "another").is_claimed

    outcome = night.execute_in_process(instance=instance, run_config=QUIET)

    assert outcome.success
    states = {run.run_id: run.status for run in instance.get_runs()}
    assert states[dead] == dg.DagsterRunStatus.FAILURE
    assert states[launched] == dg.DagsterRunStatus.STARTING
    assert states[outcome.run_id] == dg.DagsterRunStatus.SUCCESS
    info = storage.get_concurrency_info("duckdb")
    assert (info.claimed_slots, info.pending_steps) == ([], [])


def test_the_daemon_ends_dead_runs_unless_one_is_at_work(
    settings: Settings, instance: dg.DagsterInstance
) -> None:
    """Else a killed run would hold up the queue of the UI for as long as it is open."""
    begun(instance, dead := "4" * 32, dg.DagsterRunStatus.STARTED)

    def status() -> dg.DagsterRunStatus | None:
        with dg.build_sensor_context(instance) as context:
            sensors.dead_runs(context)
        run = instance.get_run_by_id(dead)
        return run.status if run else None

    with atomic.exclusive_lock(settings.lock, "refresh"):
        assert status() == dg.DagsterRunStatus.STARTED
    assert status() == dg.DagsterRunStatus.FAILURE


def test_a_run_that_is_being_launched_is_left_alone(instance: dg.DagsterInstance) -> None:
    begun(instance, "2" * 32, dg.DagsterRunStatus.STARTING)
    assert run_history.free_dead_runs(instance) == []


def test_a_broken_history_is_set_aside(settings: Settings, instance: dg.DagsterInstance) -> None:
    index = settings.dagster_home / "history" / "runs" / "index.db"
    assert index.exists()
    index.write_bytes(b"no database" * 1000)
    with run_history.history(settings) as anew:
        assert anew.get_runs_count() == 0
    assert (settings.home / "dagster.damaged" / "history").is_dir()


def the_night() -> dg.JobDefinition:
    return night


def test_a_run_launched_by_dagster_itself_succeeds(instance: dg.DagsterInstance) -> None:
    """`dagster job execute` opens the resources once more when the run is over."""
    with dg.execute_job(
        dg.reconstructable(the_night), instance, run_config=QUIET, raise_on_error=True
    ) as outcome:
        assert outcome.success


HOLD = """
import sys, time
from pathlib import Path
from orchestration.storage import atomic
with atomic.exclusive_lock(Path(sys.argv[1]), "refresh"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def another(settings: Settings) -> Iterator[int]:
    """Another process that holds the home; its id."""
    command = [sys.executable, "-c", HOLD, str(settings.lock)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield process.pid
        process.kill()


def test_a_run_of_the_ui_is_refused_while_another_runs(
    settings: Settings, instance: dg.DagsterInstance, another: int
) -> None:
    begun(instance, "3" * 32, dg.DagsterRunStatus.STARTED)  # it may be that of the other
    started = time.monotonic()
    outcome = night.execute_in_process(instance=instance, raise_on_error=False, run_config=QUIET)
    assert not outcome.success
    assert time.monotonic() - started < 10
    said = " ".join(str(event.event_specific_data) for event in outcome.all_events)
    assert f"another refresh is running in {settings.home} (process {another})" in said
    alive = instance.get_run_by_id("3" * 32)
    assert alive is not None
    assert alive.status == dg.DagsterRunStatus.STARTED


def test_the_command_line_is_refused_while_a_run_of_the_ui_is_at_work(
    settings: Settings, another: int
) -> None:
    command = [
        sys.executable,
        "-m",
        "orchestration.cli.main",
        "refresh",
        "--home",
        str(settings.home),
    ]
    before = sorted(settings.home.rglob("*"))
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert run.returncode == 1
    assert f"process {another}" in run.stderr
    assert len(run.stderr.splitlines()) == 1
    assert sorted(settings.home.rglob("*")) == before


def test_the_lock_of_a_killed_process_is_free(settings: Settings, another: int) -> None:
    os.kill(another, signal.SIGKILL)
    with atomic.exclusive_lock(settings.lock, "refresh", patience=5):
        assert atomic.holds_lock(settings.lock)
    assert not atomic.holds_lock(settings.lock)


def test_the_latest_result_is_the_last_one_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that was two days ahead does not decide for two days."""
    ahead = datetime.now(UTC) + timedelta(days=2)

    class Ahead(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return ahead

    def record(made_of: str) -> None:
        night = date(2026, 11, 2)
        result = results.TableResult("core/a", night, made_of, "code", "checks", True, 1, [])
        results.record(warehouse, result, 0.1, "run")

    with closing(duckdb.connect()) as warehouse:
        assert results.latest(warehouse) == {}
        with monkeypatch.context() as patched:
            patched.setattr(results, "datetime", Ahead)
            record("older")
        record("newer")
        assert results.latest(warehouse)["core/a"].rows_fingerprint == "newer"


BUSY = {
    "threads": """
        from concurrent.futures import ThreadPoolExecutor, as_completed
        with ThreadPoolExecutor(4) as pool:
            waiting = [pool.submit(time.sleep, 30) for _ in range(8)]
            print("busy", flush=True)
            for done in as_completed(waiting):
                pass
    """,
    "query": """
        import duckdb
        print("busy", flush=True)
        duckdb.sql("select sum(hash(a.range, b.range)) from range(10000000) a, range(100000) b")\
.fetchall()
    """,
    "swallowed": """
        print("busy", flush=True)
        while True:
            try:
                time.sleep(30)
            except BaseException:
                pass
    """,
}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("busy", BUSY)
def test_a_signal_ends_the_process_whatever_it_does(busy: str, number: signal.Signals) -> None:
    script = "import time\nfrom orchestration.cli import stopping\n"
    script += "from orchestration.cli.stopping import at_once\n"
    script += (
        "stopping.TIDY_SECONDS /= 5  # tidying never ends here, so each case waits for so long\n"
    )
    script += "with at_once(lambda: time.sleep(30), lambda: 'interrupted; last words'):\n"
    script += textwrap.indent(textwrap.dedent(BUSY[busy]), "    ")
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=pipe, stderr=pipe, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "busy\n"
        time.sleep(0.2)
        started = time.monotonic()
        process.send_signal(number)
        _, said = process.communicate(timeout=20)
    assert time.monotonic() - started < 3
    assert said == "hiring-ledger: interrupted; last words\n"
    assert process.returncode == 128 + number


def test_outside_the_block_signals_are_as_before() -> None:
    before = [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)]
    from orchestration.cli.stopping import at_once

    with at_once(lambda: None, lambda: ""):
        pass
    assert [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)] == before


def test_a_stopped_client_sends_no_request() -> None:
    """Boards that wait for their turn end at once, and those behind them never ask."""
    ended: list[Exception] = []
    slow = Pace(rate=0.01, concurrency=1)

    def ask() -> None:
        try:
            client.session(vendor="v", pace=slow)("https://127.0.0.1:9/a")
        except RequestFailed as error:
            ended.append(error)

    with Client("", robots=False, retries=2, backoff=30) as client:
        threads = [threading.Thread(target=ask) for _ in range(3)]
        for thread in threads:
            thread.start()
        time.sleep(0.2)
        client.stop()
        for thread in threads:
            thread.join(5)
        assert not any(thread.is_alive() for thread in threads)
        with pytest.raises(RequestFailed, match="the run is being stopped"):
            client.session()("https://example.test/b")
    assert len(ended) == 3
