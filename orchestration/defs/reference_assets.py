"""The reference tables as assets. A table that fails a check does not replace the accepted one.

Companies and exchange rates belong to a night; countries and cities come with a package.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.crawl.data_source import bind_data_source, load_data_source
from orchestration.crawl.night_crawl import company_facts, open_client
from orchestration.defs import labels
from orchestration.defs.checks import SUITE, suite_check, suite_result
from orchestration.defs.partitions import ONE_NIGHT_A_RUN
from orchestration.defs.resources import DataDirectory
from orchestration.recordings.recording import RecordingError
from orchestration.reference import exchange_rates
from orchestration.reference.tables import PACKAGED, companies, version, write
from orchestration.settings import Settings
from orchestration.sources._toolkit.errors import NotAnswered, NotFound, Unreadable
from orchestration.storage import atomic, integrity, ledger
from orchestration.validation import validate

PROGRESS = logging.getLogger("orchestration.progress")
PLACES = ("countries", "cities")
"""Tables that come with a package and belong to no night."""
DESCRIPTIONS = {
    "companies": "Industries, size and country of companies, with evidence.",
    **{name: (make.__doc__ or "").split("\n")[0] for name, make in PACKAGED.items()},
}


def keys() -> dict[str, dg.AssetKey]:
    """The asset keys of the reference tables, by table."""
    return {name: dg.AssetKey(["raw", name]) for name in DESCRIPTIONS}


def assets(nights: dg.PartitionsDefinition[str]) -> list[dg.AssetsDefinition]:
    """The reference tables as assets; one that is up to date is not written again."""
    return [_companies(nights), _exchange_rates(nights), _places()]


def _asset(
    names: Sequence[str], nights: dg.PartitionsDefinition[str] | None, op: str
) -> Callable[[Callable[..., Iterator[Any]]], dg.AssetsDefinition]:
    """The decorator of an op that writes some reference tables."""
    return dg.multi_asset(
        name=op,
        specs=[
            dg.AssetSpec(
                keys()[name],
                group_name="raw",
                kinds={"python", "parquet"},
                owners=labels.owners(),
                tags=labels.tags("raw", name),
                description=DESCRIPTIONS[name],
            )
            for name in names
        ],
        check_specs=[suite_check(keys()[name]) for name in names],
        partitions_def=nights,
        backfill_policy=ONE_NIGHT_A_RUN if nights else None,
        can_subset=True,
    )


def _companies(nights: dg.PartitionsDefinition[str]) -> dg.AssetsDefinition:
    @_asset(["companies"], nights, "raw_companies")
    def raw_companies(
        context: dg.AssetExecutionContext, data_directory: DataDirectory
    ) -> Iterator[Any]:
        settings = data_directory.settings
        night = date.fromisoformat(context.partition_key)
        path = settings.raw_night("companies", night) / "companies.parquet"
        if path.exists():
            yield from _unchanged("companies", path)
            return
        source = bind_data_source(settings, load_data_source(settings))
        table = companies(*company_facts(source, settings, night))
        yield from _accept("companies", path, table)

    return raw_companies


def _exchange_rates(nights: dg.PartitionsDefinition[str]) -> dg.AssetsDefinition:
    @_asset(["exchange_rates"], nights, "raw_exchange_rates")
    def raw_exchange_rates(
        context: dg.AssetExecutionContext, data_directory: DataDirectory
    ) -> Iterator[Any]:
        settings = data_directory.settings
        fetched = fetched_rates(settings, date.fromisoformat(context.partition_key))
        yield from _packaged("exchange_rates", settings, fetched)

    return raw_exchange_rates


def _places() -> dg.AssetsDefinition:
    @_asset(PLACES, None, "raw_places")
    def raw_places(
        context: dg.AssetExecutionContext, data_directory: DataDirectory
    ) -> Iterator[Any]:
        for name in PLACES:
            if keys()[name] in context.selected_asset_keys:
                yield from _packaged(name, data_directory.settings, [])

    return raw_places


def _packaged(name: str, settings: Settings, fetched: list[Path]) -> Iterator[Any]:
    """A table that comes with a package, and what was fetched of it since."""
    path = settings.raw / name / f"{name}.parquet"
    newest = [file.parent.name for file in fetched[-1:]]
    # It holds the checksum of the file: a night before the last one needs the rates of then.
    stamp = path.with_name("-".join(["version", version(name), *newest]))
    if path.exists() and stamp.exists() and stamp.read_text("utf-8") == atomic.sha256(path):
        yield from _unchanged(name, path)
        return
    table = PACKAGED[name]()
    if fetched:
        table = exchange_rates.merge([table, *map(pq.read_table, fetched)])
    for event in _accept(name, path, table):
        if isinstance(event, dg.AssetCheckResult) and event.passed:
            atomic.write_text(stamp, atomic.sha256(path))
        yield event


def _accept(name: str, path: Path, table: pa.Table) -> Iterator[Any]:
    """Validate a reference table in memory; one that fails does not replace an accepted one."""
    with duckdb.connect() as db:
        db.register("given", table)
        db.execute(f"create table {name} as from given")
        checks = validate.run_suite(db, name, validate.suites()[f"raw/{name}"])
    failed = [check for check in checks if check.is_failure]
    if failed:
        PROGRESS.error("gate raw/%s failed: %s: %s", name, failed[0].name, failed[0].detail)
        if not path.exists():
            raise dg.Failure(f"raw/{name} failed a check, and there is no earlier one")
    else:
        write(table, path)
        if path.parent.parent.name == name:  # of a night
            integrity.write_checksums(path.parent)
    yield _materialization(name, path)
    yield suite_result(keys()[name], checks)


def _materialization(name: str, path: Path) -> dg.MaterializeResult[Any]:
    """The table that is read from now on; its content is its version."""
    return dg.MaterializeResult(
        keys()[name],
        metadata={"dagster/row_count": pq.read_metadata(path).num_rows},
        data_version=dg.DataVersion(atomic.sha256(path)[:16]),
    )


def _unchanged(name: str, path: Path) -> Iterator[Any]:
    """The table that is there was accepted when it was written."""
    yield _materialization(name, path)
    yield dg.AssetCheckResult(asset_key=keys()[name], check_name=SUITE, passed=True)


def fetched_rates(settings: Settings, night: date) -> list[Path]:
    """The files of rates fetched on the nights up to this one; this night's are fetched if need be,
    unless a later night is stored: an old night is built from what was stored then.

    A failure is logged, and the rates that are there are used.
    """
    file = settings.raw_night("exchange_rates", night) / "asked.parquet"
    is_old = any(night < stored for stored in ledger.collected_nights(settings))
    if not file.exists() and not is_old:
        source = bind_data_source(settings, load_data_source(settings))
        try:
            with open_client(source, settings, night) as client:
                write(exchange_rates.fetch(client.session()), file)
                integrity.write_checksums(file.parent)
        except (NotAnswered, Unreadable, RecordingError) as error:
            if source.kind == "live" or not isinstance(error, NotFound):
                PROGRESS.warning("exchange rates: those of earlier nights are used: %s", error)
    nights = sorted((settings.raw / "exchange_rates").glob("night=*/asked.parquet"))
    return [path for path in nights if path.parent.name <= file.parent.name]
