"""Runs in Dagster's UI: one of the command line is executed again, one table, one check alone; one
of the schedule fails, tells of it and is executed again from failure, in a browser as well."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration.storage.atomic import exclusive_lock, sha256
from tests.browser import needs_browser, started
from tests.paths import ROOT
from tests.serving.ports import free_port

pytestmark = pytest.mark.night
ENDED = ("SUCCESS", "FAILURE", "CANCELED")
TABLE = {"path": ["core", "fct_roles"]}
LAUNCHED = "{ __typename ... on LaunchRunSuccess { run { id } } ... on PythonError { message } }"
SELECTOR = {
    "repositoryLocationName": "hiring_ledger",
    "repositoryName": "__repository__",
    "jobName": "__ASSET_JOB",
}


@dataclass(frozen=True)
class Served:
    """The UI of a copy of the sample's data directory. `out`: what its processes have printed."""

    home: Path
    origin: str
    out: Path

    def __call__(self, query: str, **variables: Any) -> dict[str, Any]:
        """What GraphQL answers, as to the UI's own page."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        headers = {"content-type": "application/json", "origin": self.origin}
        request = urllib.request.Request(f"{self.origin}/graphql", body, headers)
        with urllib.request.urlopen(request) as answer:
            found = json.load(answer)
        assert "errors" not in found, found
        return dict(found["data"])


@pytest.fixture
def graphql(copied_home: Path, tmp_path: Path) -> Iterator[Served]:
    """Asks the real UI of a copy of the sample's data directory."""
    port, out = free_port(), tmp_path / "out"
    command = [sys.executable, "-m", "orchestration.cli.main", "ui", "--home", str(copied_home)]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DAGSTER", "HIRING"))}
    with out.open("w") as file:
        ui = subprocess.Popen(
            [*command, "--port", str(port)], cwd=ROOT, stdout=file, stderr=file, env=environment
        )
    try:
        wait_for(lambda: "http://127.0.0.1" in out.read_text() and ui.poll() is None, 150)
        yield Served(copied_home, f"http://127.0.0.1:{port}", out)
    finally:
        ui.send_signal(signal.SIGTERM)
        ui.wait(timeout=10)


def wait_for(condition: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.5)


def ended(graphql: Served, launched: dict[str, Any], seconds: float = 300) -> tuple[str, list[str]]:
    """How a launched run ends, and the messages of its log."""
    assert launched["__typename"] == "LaunchRunSuccess", launched
    run_id = launched["run"]["id"]
    status = "{ runOrError(runId: $r) { ... on Run { status } } }"

    def now() -> str:
        return str(graphql(f"query($r: ID!) {status}", r=run_id)["runOrError"]["status"])

    wait_for(lambda: now() in ENDED, seconds)
    found = now()
    query = (
        "query($r: ID!, $c: String) { logsForRun(runId: $r, afterCursor: $c, limit: 1000) { "
        "... on EventConnection { events { ... on MessageEvent { message } } cursor hasMore } } }"
    )
    messages: list[str] = []
    page: dict[str, Any] = {"cursor": None, "hasMore": True}
    while page["hasMore"]:  # Dagster gives at most a thousand events at a time
        page = graphql(query, r=run_id, c=page["cursor"])["logsForRun"]
        messages += [event["message"] for event in page["events"] if event]
    return found, messages


def launch(graphql: Served, assets: list[Any], checks: list[Any]) -> dict[str, Any]:
    selector = {**SELECTOR, "assetSelection": assets, "assetCheckSelection": checks}
    mutation = f"mutation($p: ExecutionParams!) {{ launchRun(executionParams: $p) {LAUNCHED} }}"
    parameters = {"selector": selector, "mode": "default"}
    return dict(graphql(mutation, p=parameters)["launchRun"])


def execute_again(graphql: Served, run_id: str, strategy: str) -> dict[str, Any]:
    mutation = "mutation($p: ReexecutionParams!) { launchRunReexecution(reexecutionParams: $p) "
    parameters = {"parentRunId": run_id, "strategy": strategy}
    return dict(graphql(f"{mutation} {LAUNCHED} }}", p=parameters)["launchRunReexecution"])


def sample_run(graphql: Served) -> dict[str, Any]:
    """The run that built the sample."""
    fields = "id repositoryOrigin { repositoryLocationName }"
    query = f"{{ runsOrError {{ ... on Runs {{ results {{ {fields} }} }} }} }}"
    (run,) = graphql(query)["runsOrError"]["results"]
    return dict(run)


def test_runs_can_be_repeated_from_the_ui(graphql: Served) -> None:
    """One UI for all, since it takes half a minute to start."""
    run = sample_run(graphql)
    assert run["repositoryOrigin"]["repositoryLocationName"] == "hiring_ledger"
    again = execute_again(graphql, run["id"], "ALL_STEPS")
    status, messages = ended(graphql, again)
    assert status == "SUCCESS"
    assert any("already crawled for 2026-11-02" in message for message in messages)
    status, messages = ended(graphql, launch(graphql, [TABLE], []))
    assert status == "SUCCESS"
    check = {"assetKey": TABLE, "name": "suite"}
    status, messages = ended(graphql, launch(graphql, [], [check]))
    assert status == "SUCCESS"
    assert any("core/fct_roles" in message and "checks" in message for message in messages)


def test_a_run_of_the_schedule_that_fails_is_told_of_and_goes_on_from_failure(
    graphql: Served,
) -> None:
    """A table is blocked by damage to what it reads; the damage is mended."""
    countries = graphql.home / "raw" / "countries" / "countries.parquet"
    intact = countries.read_bytes()
    table = pq.read_table(countries)
    pq.write_table(pa.concat_tables([table, table]), countries)
    (stamp,) = countries.parent.glob("version-*")
    stamp.write_text(sha256(countries), "utf-8")  # or the night would write the table again

    launched = launch_scheduled(graphql)
    status, messages = ended(graphql, launched)
    assert status == "FAILURE"
    assert any(m.startswith("gate staging/stg_countries failed") for m in messages)
    failed = launched["run"]["id"]
    tell = f"(run {failed})"
    wait_for(lambda: tell in graphql.out.read_text(), 90)
    (alert,) = {part for part in graphql.out.read_text().splitlines() if tell in part}
    assert "nightly of 2026-11-02 failed: gate staging/stg_countries" in alert

    countries.write_bytes(intact)
    again = execute_again(graphql, failed, "FROM_FAILURE")
    assert ended(graphql, again)[0] == "SUCCESS"
    steps = "{ runOrError(runId: $r) { ... on Run { stepStats { stepKey } } } }"
    ran = graphql(f"query($r: ID!) {steps}", r=again["run"]["id"])["runOrError"]["stepStats"]
    assert {step["stepKey"] for step in ran} == {"warehouse", "release__current"}


@needs_browser
def test_a_run_is_repeated_by_a_click(graphql: Served) -> None:
    """What a person does: open the run, click on the button, and wait for the word Success."""
    run_id = sample_run(graphql)["id"]
    with started() as browser:
        page = browser.new_page()
        page.goto(f"{graphql.origin}/runs/{run_id}")
        page.get_by_role("button", name="Re-execute all").click(timeout=60_000)
        page.wait_for_url(lambda url: "/runs/" in url and run_id not in url, timeout=60_000)
        page.get_by_text("Success", exact=True).first.wait_for(timeout=300_000)


@pytest.mark.recovery
def test_a_run_that_is_terminated_in_the_ui_ends_and_the_next_one_goes_on(graphql: Served) -> None:
    """The night after the sample's is terminated while its tables are built."""
    before = (graphql.home / "current").resolve()
    launched = launch_scheduled(graphql, datetime(2026, 11, 3, 2, tzinfo=UTC))
    run_id = launched["run"]["id"]
    built = "{ runOrError(runId: $r) { ... on Run { stepStats { stepKey status } } } }"

    def is_building() -> bool:
        found = graphql(f"query($r: ID!) {built}", r=run_id)["runOrError"]["stepStats"]
        return any(
            s["stepKey"] == "warehouse" and s["status"] in (None, "IN_PROGRESS") for s in found
        )

    wait_for(is_building, 300)
    started = time.monotonic()
    terminated = graphql(
        "mutation($r: String!) { terminateRun(runId: $r) { __typename } }", r=run_id
    )
    assert terminated["terminateRun"]["__typename"] == "TerminateRunSuccess"
    status, _ = ended(graphql, launched)
    assert status == "CANCELED"
    assert time.monotonic() - started < 60
    assert (graphql.home / "current").resolve() == before
    with exclusive_lock(graphql.home / "refresh.lock", "refresh", patience=10):
        pass  # it is free

    again = execute_again(graphql, run_id, "ALL_STEPS")
    assert ended(graphql, again, 900)[0] == "SUCCESS"  # it builds every table
    assert (graphql.home / "current").resolve().name.startswith("2026-11-03")


def launch_scheduled(
    graphql: Served, when: datetime = datetime(2026, 11, 2, 2, tzinfo=UTC)
) -> dict[str, Any]:
    """Launch the run of a tick of the schedule, as the UI does it for a chosen time."""
    selector = {k: v for k, v in SELECTOR.items() if k != "jobName"} | {"scheduleName": "nightly"}
    tick = graphql(
        "mutation($s: ScheduleSelector!, $t: Float!) { scheduleDryRun(selectorData: $s, "
        "timestamp: $t) { __typename ... on DryRunInstigationTick { evaluationResult { "
        "runRequests { jobName runConfigYaml tags { key value } } } } } }",
        s=selector,
        t=when.timestamp(),
    )["scheduleDryRun"]
    (request,) = tick["evaluationResult"]["runRequests"]
    tags = {tag["key"]: tag["value"] for tag in request["tags"]}
    assert tags["dagster/partition"] == f"{when:%Y-%m-%d}"
    assert tags["dagster/schedule_name"] == "nightly"
    parameters = {
        "selector": {**SELECTOR, "jobName": "nightly"},
        "mode": "default",
        "runConfigData": request["runConfigYaml"],
        "executionMetadata": {"tags": request["tags"]},
    }
    mutation = f"mutation($p: ExecutionParams!) {{ launchRun(executionParams: $p) {LAUNCHED} }}"
    return dict(graphql(mutation, p=parameters)["launchRun"])
