"""One line for each run that fails, to every target."""

from __future__ import annotations

import dagster as dg
import pytest

from orchestration.defs import alerts, sensors
from orchestration.defs.checks import as_failure
from orchestration.warehouse.build import TableBlocked

QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@dg.op
def warehouse() -> None:
    with as_failure():
        raise TableBlocked("gate core/a: not_null: 3 rows\ngate core/b: unique: 1 rows")


@dg.job(executor_def=dg.in_process_executor)
def nightly() -> None:
    warehouse()


def test_a_failed_run_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        found = nightly.execute_in_process(
            instance=instance,
            raise_on_error=False,
            run_config=QUIET,
            tags={"dagster/partition": "2026-11-02"},
        )
        failure = next(
            e for e in found.all_events if e.event_type == dg.DagsterEventType.RUN_FAILURE
        )
        context = dg.build_run_status_sensor_context(
            "failed_runs", failure, instance, found.dagster_run
        ).for_run_failure()
        got: list[str] = []
        monkeypatch.setattr(alerts, "TARGETS", (got.append,))
        sensors.failed_runs(context)
    (line,) = got
    assert line == (
        "nightly of 2026-11-02 failed: gate core/a: not_null: 3 rows; "
        f"gate core/b: unique: 1 rows (run {found.run_id})"
    )


def run(**facts: object) -> dg.DagsterRun:
    return dg.DagsterRun(job_name="__ASSET_JOB", run_id="r", **facts)  # type: ignore[arg-type]


def test_a_run_of_some_tables_names_them() -> None:
    keys = frozenset({dg.AssetKey(["core", "b"]), dg.AssetKey(["core", "a"])})
    assert alerts.describe(run(asset_selection=keys), ["out of\x1b[31m memory"]) == (
        "run of core/a and 1 more failed: out of[31m memory (run r)"
    )


def test_a_long_reason_is_cut_and_a_repeated_one_said_once() -> None:
    line = alerts.describe(run(), ["x" * 1000, "x" * 1000])
    assert line.count("…") == 1
    assert len(line) < alerts.LONGEST + 60


def test_a_target_that_fails_does_not_keep_a_line_from_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    got: list[str] = []

    def broken(line: str) -> None:
        raise OSError("no mail server")

    monkeypatch.setattr(alerts, "TARGETS", (broken, got.append))
    alerts.send("a run failed", got.append)
    assert got == ["a run failed", "a run failed"]
    assert "no mail server" in caplog.text
