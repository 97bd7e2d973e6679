"""One line for each run that fails, and an alert."""

from __future__ import annotations

import dagster as dg
import pytest

from orchestration.defs import alerts, sensors
from orchestration.defs.checks import as_failure
from orchestration.operation.alerts import LONGEST
from orchestration.warehouse.outcome import TableBlocked
from tests.operation.targets import webhook

QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@dg.op
def warehouse() -> None:
    with as_failure():
        raise TableBlocked("gate core/a: not_null: 3 rows\ngate core/b: unique: 1 rows")


@dg.job(executor_def=dg.in_process_executor)
def nightly() -> None:
    warehouse()


@pytest.mark.parametrize("itself", [True, False])
def test_a_failed_run_is_one_line_and_an_alert_unless_its_process_sends_it(
    itself: bool, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    tags = {"dagster/partition": "2026-11-02", alerts.TELLS_ITSELF: str(itself).lower()}
    with dg.DagsterInstance.ephemeral() as instance, webhook() as hook:
        monkeypatch.setenv("HIRING_LEDGER_ALERTS", hook.url)
        found = nightly.execute_in_process(
            instance=instance, raise_on_error=False, run_config=QUIET, tags=tags
        )
        failure = next(
            e for e in found.all_events if e.event_type == dg.DagsterEventType.RUN_FAILURE
        )
        context = dg.build_run_status_sensor_context(
            "failed_runs", failure, instance, found.dagster_run
        ).for_run_failure()
        sensors.failed_runs(context)
    line = (
        "nightly of 2026-11-02 failed: gate core/a: not_null: 3 rows; "
        f"gate core/b: unique: 1 rows (run {found.run_id})"
    )
    assert line in "".join(capfd.readouterr())
    assert len(hook.got) == (0 if itself else 1)
    for told in hook.got:
        assert told["title"] == "Hiring Ledger: nightly of 2026-11-02 failed"
        assert "gate core/b: unique: 1 rows" in told["message"]


def test_a_run_that_repeats_one_of_the_command_line_does_not_tell_itself() -> None:
    tags = {alerts.TELLS_ITSELF: "true"}
    assert alerts.tells_itself(run(tags=tags))
    assert not alerts.tells_itself(run(tags=tags, parent_run_id="p", root_run_id="p"))


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
    assert len(line) < LONGEST + 60
