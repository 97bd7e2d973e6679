"""The ground truth of a recording: what each public listing states, as columns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.simulator.draws import Bools, Ints
from orchestration.simulator.pay import INTERVALS, Ranges
from orchestration.simulator.places import CURRENCIES
from orchestration.simulator.technologies import IDS

_TIER = pa.struct(
    [  # in the order of `Tier`
        ("minimum", pa.float64()),
        ("maximum", pa.float64()),
        ("currency", pa.string()),
        ("interval", pa.string()),
        ("title", pa.string()),
    ]
)
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
        # The country of the first place, then those of all places.
        ("country_code", pa.string()),
        ("country_codes", pa.list_(pa.string())),
        ("technologies", pa.list_(pa.string())),
        # Base pay alone; empty when none is stated.
        ("pay_tiers", pa.list_(_TIER)),
        ("pay_source", pa.string()),
        # Shared by the listings of one opening within a company.
        ("role_key", pa.string()),
    ]
)
_GROUP = 5_000
_BY_NAME = np.argsort(IDS)
_NAMES = pa.array([IDS[column] for column in _BY_NAME])


def chosen(values: Sequence[Any], which: Ints, kind: pa.DataType | None = None) -> pa.Array:
    """A column of some different values, by their numbers; a negative number is none."""
    return pa.array(values, kind or pa.string()).take(pa.array(which, mask=which < 0))


def technologies(uses: Bools) -> pa.Array:
    """The technologies of each listing by name."""
    row, column = np.nonzero(uses[:, _BY_NAME])
    return pa.ListArray.from_arrays(_offsets(row, len(uses)), _NAMES.take(pa.array(column)))


def pay_tiers(ranges: Ranges, listings: int) -> pa.Array:
    """The pay of each listing; `ranges` has a row for each range."""
    columns = [
        pa.array(ranges.minimum, from_pandas=True),
        pa.array(ranges.maximum, from_pandas=True),
        chosen(CURRENCIES, ranges.currency),
        chosen(INTERVALS, ranges.interval),
        pa.array(ranges.title, pa.string()),
    ]
    tiers = pa.StructArray.from_arrays(columns, fields=list(_TIER))
    return pa.ListArray.from_arrays(_offsets(ranges.row, listings), tiers)


def _offsets(row: Ints, rows: int) -> pa.Array:
    return pa.array(np.searchsorted(row, np.arange(rows + 1)), pa.int32())


class Writer:
    """Writes truth.parquet in groups of as many rows, so that it need not fit into memory and its
    bytes do not depend on how many rows come at a time."""

    def __init__(self, path: Path) -> None:
        self._file = pq.ParquetWriter(path, SCHEMA, compression="zstd")
        self._rest = SCHEMA.empty_table()

    def add(self, rows: pa.Table) -> None:
        """Write rows with the next groups."""
        rows = pa.concat_tables([self._rest, rows]).combine_chunks()
        whole = len(rows) // _GROUP * _GROUP
        if whole:
            self._file.write_table(rows.slice(0, whole), row_group_size=_GROUP)
        self._rest = rows.slice(whole)

    def close(self) -> None:
        """Write the last rows and close the file."""
        self._file.write_table(self._rest)
        self._file.close()
