"""Validation results as Dagster shows them: one check per suite, with a table of results."""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from orchestration.validation.validate import Check
from orchestration.warehouse.outcome import TableBlocked

SUITE = "suite"
LONGEST = 400
"""Characters of what a check says did not pass."""


def suite_check(key: dg.AssetKey, *, blocking: bool = False) -> dg.AssetCheckSpec:
    """A table's suite as Dagster's check of its asset."""
    what = "Great Expectations suite"
    return dg.AssetCheckSpec(SUITE, asset=key, blocking=blocking, description=what)


def as_table(checks: list[Check]) -> dg.TableMetadataValue:
    """One row per check, the failed ones first."""
    rows = sorted(checks, key=lambda check: (check.passed, check.severity))
    return dg.MetadataValue.table(
        [
            dg.TableRecord(
                {
                    "check": c.name,
                    "on": c.kind,
                    "passed": c.passed,
                    "severity": c.severity,
                    "observed": c.detail,
                }
            )
            for c in rows
        ],
        schema=dg.TableSchema(
            [
                dg.TableColumn("check"),
                dg.TableColumn("on", description="row: what breaks it is set aside; or the table"),
                dg.TableColumn("passed", "bool"),
                dg.TableColumn("severity", description="a failure blocks; a warning does not"),
                dg.TableColumn("observed"),
            ]
        ),
    )


def suite_result(key: dg.AssetKey, checks: list[Check]) -> dg.AssetCheckResult:
    """The result of a suite: a failure with severity ERROR, only warnings with WARN.

    Its description names what did not pass, for the page of the check and the command line.
    """
    failed = [check for check in checks if check.is_failure]
    warned = [check for check in checks if check.is_warning]
    severity = dg.AssetCheckSeverity.WARN if warned and not failed else dg.AssetCheckSeverity.ERROR
    told = [f"{check.name}: {check.detail}" for check in failed or warned]
    return dg.AssetCheckResult(
        asset_key=key,
        check_name=SUITE,
        passed=not failed and not warned,
        severity=severity,
        description="; ".join(told)[:LONGEST] or None,
        metadata={"checks": as_table(checks)},
    )


@contextmanager
def as_failure() -> Iterator[None]:
    """Turn `TableBlocked` into a Dagster failure without retries, since a retry fails again."""
    try:
        yield
    except TableBlocked as error:
        raise dg.Failure(str(error), allow_retries=False) from error
