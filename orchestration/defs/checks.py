"""Validation results as Dagster shows them: one check per suite, with a table of results."""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from orchestration.validation.validate import Check
from orchestration.warehouse.build import TableBlocked

SUITE = "suite"


def suite_check(key: dg.AssetKey, *, blocking: bool = False) -> dg.AssetCheckSpec:
    """A table's suite as Dagster's check of its asset."""
    what = "Great Expectations suite"
    return dg.AssetCheckSpec(SUITE, asset=key, blocking=blocking, description=what)


def as_table(checks: list[Check]) -> dg.TableMetadataValue:
    """One row per check, the failed ones first."""
    rows = sorted(checks, key=lambda check: check.passed)
    return dg.MetadataValue.table(
        [
            dg.TableRecord(
                {"check": c.name, "on": c.kind, "passed": c.passed, "observed": c.detail}
            )
            for c in rows
        ],
        schema=dg.TableSchema(
            [
                dg.TableColumn("check"),
                dg.TableColumn("on", description="row: what breaks it is set aside; or the table"),
                dg.TableColumn("passed", "bool"),
                dg.TableColumn("observed"),
            ]
        ),
    )


@contextmanager
def as_failure() -> Iterator[None]:
    """Turn `TableBlocked` into a Dagster failure without retries, since a retry fails again."""
    try:
        yield
    except TableBlocked as error:
        raise dg.Failure(str(error), allow_retries=False) from error
