"""Runs in Dagster's UI: one of the command line is executed again, one table, one check alone."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.paths import ROOT
from tests.serving.ports import free_port

pytestmark = pytest.mark.night
GraphQL = Callable[..., dict[str, Any]]
ENDED = ("SUCCESS", "FAILURE", "CANCELED")
TABLE = {"path": ["core", "fct_roles"]}
LAUNCHED = "{ __typename ... on LaunchRunSuccess { run { id } } ... on PythonError { message } }"
SELECTOR = {
    "repositoryLocationName": "hiring_ledger",
    "repositoryName": "__repository__",
    "jobName": "__ASSET_JOB",
}


@pytest.fixture
def graphql(copied_home: Path, tmp_path: Path) -> Iterator[GraphQL]:
    """Asks the real UI of a copy of the sample's data directory."""
    port, out = free_port(), tmp_path / "out"
    command = [sys.executable, "-m", "orchestration.cli.main", "ui", "--home", str(copied_home)]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DAGSTER", "HIRING"))}
    with out.open("w") as file:
        ui = subprocess.Popen(
            [*command, "--port", str(port)], cwd=ROOT, stdout=file, stderr=file, env=environment
        )

    def run(query: str, **variables: Any) -> dict[str, Any]:
        origin = f"http://127.0.0.1:{port}"
        body = json.dumps({"query": query, "variables": variables}).encode()
        headers = {"content-type": "application/json", "origin": origin}
        request = urllib.request.Request(f"{origin}/graphql", body, headers)
        with urllib.request.urlopen(request) as answer:
            found = json.load(answer)
        assert "errors" not in found, found
        return dict(found["data"])

    try:
        until = time.monotonic() + 150
        while "http://127.0.0.1" not in out.read_text():
            assert ui.poll() is None and time.monotonic() < until, out.read_text()
            time.sleep(0.2)
        yield run
    finally:
        ui.send_signal(signal.SIGTERM)
        ui.wait(timeout=10)


def ended(graphql: GraphQL, launched: dict[str, Any]) -> tuple[str, list[str]]:
    """How a launched run ends, and the messages of its log."""
    assert launched["__typename"] == "LaunchRunSuccess", launched
    run_id = launched["run"]["id"]
    status = "{ runOrError(runId: $r) { ... on Run { status } } }"
    until = time.monotonic() + 300
    while (found := graphql(f"query($r: ID!) {status}", r=run_id)["runOrError"]["status"]) not in (
        ENDED
    ):
        assert time.monotonic() < until, found
        time.sleep(1)
    events = graphql(
        "query($r: ID!) { logsForRun(runId: $r, limit: 1000) { ... on EventConnection "
        "{ events { ... on MessageEvent { message } } } } }",
        r=run_id,
    )["logsForRun"]["events"]
    return found, [event["message"] for event in events if event]


def launch(graphql: GraphQL, assets: list[Any], checks: list[Any]) -> dict[str, Any]:
    selector = {**SELECTOR, "assetSelection": assets, "assetCheckSelection": checks}
    mutation = f"mutation($p: ExecutionParams!) {{ launchRun(executionParams: $p) {LAUNCHED} }}"
    parameters = {"selector": selector, "mode": "default"}
    return dict(graphql(mutation, p=parameters)["launchRun"])


def test_runs_can_be_repeated_from_the_ui(graphql: GraphQL) -> None:
    """One UI for all, since it takes half a minute to start."""
    fields = "id repositoryOrigin { repositoryLocationName }"
    query = f"{{ runsOrError {{ ... on Runs {{ results {{ {fields} }} }} }} }}"
    (run,) = graphql(query)["runsOrError"]["results"]
    assert run["repositoryOrigin"]["repositoryLocationName"] == "hiring_ledger"
    mutation = "mutation($p: ReexecutionParams!) { launchRunReexecution(reexecutionParams: $p) "
    parameters = {"parentRunId": run["id"], "strategy": "ALL_STEPS"}
    again = graphql(f"{mutation} {LAUNCHED} }}", p=parameters)["launchRunReexecution"]
    status, messages = ended(graphql, again)
    assert status == "SUCCESS"
    assert any("already crawled for 2026-11-02" in message for message in messages)
    status, messages = ended(graphql, launch(graphql, [TABLE], []))
    assert status == "SUCCESS"
    check = {"assetKey": TABLE, "name": "suite"}
    status, messages = ended(graphql, launch(graphql, [], [check]))
    assert status == "SUCCESS"
    assert any("core/fct_roles" in message and "checks" in message for message in messages)
