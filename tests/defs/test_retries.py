"""What a step tries again, and what it does not."""

from collections.abc import Callable, Iterator
from typing import Any

import dagster as dg
import pytest

from orchestration.crawl.acceptance import SourceOutcome
from orchestration.defs import raw_assets, retries
from orchestration.defs.checks import as_failure
from orchestration.defs.retries import Patience
from orchestration.warehouse.database import WarehouseInUse
from orchestration.warehouse.outcome import TableBlocked

QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retries, "WAREHOUSE", Patience(retries=2, seconds=0))
    monkeypatch.setattr(retries, "NETWORK", Patience(retries=2, seconds=0))


def attempts(work: Callable[[int], None]) -> tuple[bool, int, list[Any]]:
    """Run an asset that does this work; whether it succeeds, how often it tries, its failures."""
    tried = 0

    @dg.asset
    def table(context: dg.AssetExecutionContext) -> None:
        nonlocal tried
        tried += 1
        with as_failure(), retries.while_in_use(context):
            work(tried)

    found = dg.materialize([table], raise_on_error=False, run_config=QUIET)
    failures = [event.step_failure_data for event in found.all_events if event.is_step_failure]
    return found.success, tried, failures


def test_a_warehouse_that_is_in_use_for_a_while_is_tried_again() -> None:
    def work(attempt: int) -> None:
        if attempt < 3:
            raise WarehouseInUse("warehouse.duckdb is open in another program")

    assert attempts(work) == (True, 3, [])


def test_a_warehouse_that_stays_in_use_fails_with_its_own_message() -> None:
    def work(attempt: int) -> None:
        raise WarehouseInUse("warehouse.duckdb is open in another program: close it")

    success, tried, (failure,) = attempts(work)
    assert (success, tried) == (False, 3)
    assert "is open in another program: close it" in str(failure.error.cause)


@pytest.mark.parametrize("error", [TableBlocked("gate core/a"), ValueError("a defect")])
def test_a_gate_and_a_defect_are_not_tried_again(error: Exception) -> None:
    def work(attempt: int) -> None:
        raise error

    success, tried, _ = attempts(work)
    assert (success, tried) == (False, 1)


def outcome(ats: str, **counts: int) -> SourceOutcome:
    return SourceOutcome(ats, not counts.get("boards_failed"), [], counts)


DOWN = outcome("lever", boards=3, boards_failed=3)


@pytest.mark.parametrize(
    ("outcomes", "answered"),
    [
        ([DOWN, outcome("ashby", boards=1, boards_failed=1)], False),
        ([DOWN, outcome("ashby", boards=1, boards_failed=1), outcome("zoho", boards=0)], False),
        ([DOWN, outcome("ashby", boards=2, boards_failed=1, boards_complete=1)], True),
        ([DOWN, outcome("ashby", boards=1)], True),  # crawled before
        ([DOWN], True),  # one vendor may have blocked us: it is not asked again
        ([], True),
    ],
)
def test_only_a_network_that_is_down_is_tried_again(
    outcomes: list[SourceOutcome], answered: bool
) -> None:
    assert raw_assets._has_answers(outcomes) is answered


def test_a_crawl_is_repeated_and_then_goes_on_without_answers() -> None:
    """The events of an attempt are given before it is repeated; the last attempt succeeds."""
    tried = 0

    @dg.multi_asset(specs=[dg.AssetSpec("a"), dg.AssetSpec("b")])
    def raw(context: dg.AssetExecutionContext) -> Iterator[Any]:
        nonlocal tried
        tried += 1
        yield dg.MaterializeResult("a")
        yield dg.MaterializeResult("b")
        retries.request(context, "no board has answered", retries.NETWORK)

    found = dg.materialize([raw], raise_on_error=False, run_config=QUIET)
    assert found.success
    assert tried == 3
