"""The ground truth of a recording: what each public listing states."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.simulator.posting import Tier

_TIER = pa.struct(
    [  # in the order of `Tier`
        ("minimum", pa.float64()),
        ("maximum", pa.float64()),
        ("currency", pa.string()),
        ("interval", pa.string()),
        ("title", pa.string()),
    ]
)


class Row(NamedTuple):
    """One public listing."""

    ats: str
    board: str
    native_id: str
    company: str
    company_industries: list[str]
    company_size_band: str
    title: str
    is_software: bool
    seniority: str
    workplace: str
    country_code: str | None
    country_codes: list[str]
    """Of all places; `country_code` is that of the first."""
    technologies: list[str]
    pay_tiers: tuple[Tier, ...]
    """Base pay alone; empty when none is stated."""
    pay_source: str | None
    role_key: str
    """Shared by the listings of one opening within a company."""


SCHEMA = pa.schema(
    [
        ("ats", pa.string()),
        ("board", pa.string()),
        ("native_id", pa.string()),
        ("company", pa.string()),
        ("company_industries", pa.list_(pa.string())),
        ("company_size_band", pa.string()),
        ("title", pa.string()),
        ("is_software", pa.bool_()),
        ("seniority", pa.string()),
        ("workplace", pa.string()),
        ("country_code", pa.string()),
        ("country_codes", pa.list_(pa.string())),
        ("technologies", pa.list_(pa.string())),
        ("pay_tiers", pa.list_(_TIER)),
        ("pay_source", pa.string()),
        ("role_key", pa.string()),
    ]
)
_GROUP = 5_000


class Writer:
    """Writes truth.parquet in groups of rows, so that it need not fit into memory."""

    def __init__(self, path: Path) -> None:
        self._file = pq.ParquetWriter(path, SCHEMA, compression="zstd")
        self._rows: list[Row] = []

    def add(self, rows: Iterable[Row]) -> None:
        """Write rows with the next group."""
        self._rows += rows
        if len(self._rows) >= _GROUP:
            self._flush()

    def close(self) -> None:
        """Write the last rows and close the file."""
        self._flush()
        self._file.close()

    def _flush(self) -> None:
        columns = list(zip(*self._rows, strict=True)) or [()] * len(SCHEMA)
        arrays = [
            pa.array(column, type=field.type) for column, field in zip(columns, SCHEMA, strict=True)
        ]
        self._file.write_table(pa.Table.from_arrays(arrays, schema=SCHEMA))
        self._rows = []
