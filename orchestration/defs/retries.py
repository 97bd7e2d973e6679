"""Which failures a step tries again: those that pass by themselves.

A gate is never tried again: the same rows fail the same check. The HTTP client retries requests
itself, and exchange rates fall back to those of earlier nights.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import dagster as dg

from orchestration.warehouse.database import WarehouseInUse

PROGRESS = logging.getLogger("orchestration.progress")


@dataclass(frozen=True)
class Patience:
    """How often a step is tried again, and how long it waits before."""

    retries: int
    seconds: int


NETWORK = Patience(retries=2, seconds=90)
WAREHOUSE = Patience(retries=3, seconds=10)
"""A query in a shell takes seconds. Who leaves a shell open gets the message after half a
minute."""


def request(context: dg.AssetExecutionContext, why: str, patience: Patience) -> None:
    """Try the step again, unless it was tried often enough: then it goes on, or fails."""
    if context.retry_number < patience.retries:
        PROGRESS.warning("%s: trying again in %d s", why, patience.seconds)
        raise dg.RetryRequested(max_retries=patience.retries, seconds_to_wait=patience.seconds)


@contextmanager
def while_in_use(context: dg.AssetExecutionContext) -> Iterator[None]:
    """Try the step again while another program has the warehouse open."""
    try:
        yield
    except WarehouseInUse as error:
        request(context, str(error), WAREHOUSE)
        raise
