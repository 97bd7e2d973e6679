"""Panels as a page shows them: their charts drawn, and their files written beside the page."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from markupsafe import Markup

from orchestration import plain_text
from orchestration.publish import publication
from orchestration.publish.report import accuracy, pictures, rounding, vega
from orchestration.publish.report.parts import Chart, Column, Map, Panel, Table, figure_id

STATUSES = ("salary_publish_status", "remote_publish_status", "publish_status")
METHOD = "Method “report”: each listing counts once, by the rules of the reference report."
ROBUST = (
    " Method “robust” has its own columns: each role counts once per pay zone, in the United "
    "States."
)


@dataclass(frozen=True)
class DrawnChart:
    """A chart with its two drawings, for wide and for narrow screens, and its figures in words."""

    title: str
    description: str
    words: str
    wide: Markup
    narrow: Markup
    passports: tuple[tuple[str, str], ...]
    """Each figure that a mark shows, once: what it is of, and its id."""
    is_key_repeated: bool = False
    """A chart above it has the same key, which a narrow screen shows once."""


@dataclass(frozen=True)
class DrawnPanel:
    """A panel whose files are written."""

    panel_id: str
    title: str
    lead: str
    charts: tuple[DrawnChart, ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...]
    is_grid: bool
    files: tuple[str, ...]
    summary: str
    status: str
    method: str
    figure_id: str
    accuracy: tuple[tuple[str, str], ...]


def draw(panels: Sequence[Panel], folder: Path, path: str = "") -> list[DrawnPanel]:
    """Draw the charts of panels, and write into a folder each as SVG and PNG, each table as CSV.

    `path` leads from the page to the folder.
    """
    titles = accuracy.by_panel()
    keys: set[str] = set()
    drawn = []
    for panel in panels:
        shown = _panel(panel, folder, path, tuple(titles.get(panel.panel_id, ())))
        of_panel = tuple(replace(c, is_key_repeated=c.description in keys) for c in shown.charts)
        keys |= {chart.description for chart in of_panel}
        drawn.append(replace(shown, charts=of_panel))
    return drawn


def _panel(
    panel: Panel, folder: Path, path: str, rests_on: tuple[tuple[str, str], ...]
) -> DrawnPanel:
    files, drawn = [], []
    for number, chart in enumerate(panel.charts, start=1):
        svg = vega.draw(chart, vega.WIDE)
        files.append(_name(panel, number, "svg"))
        (folder / files[-1]).write_text(svg, "utf-8")
        files.append(_name(panel, number, "png"))
        (folder / files[-1]).write_bytes(pictures.png(svg))
        drawn.append(_chart(chart, svg))
    for number, table in enumerate(panel.tables, start=1):
        files.append(_name(panel, number, "csv"))
        with (folder / files[-1]).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(csv_rows(table))
    figures = [c.figure_id for t in panel.tables for r in t.rows for c in r.cells if c.figure_id]
    columns = [column for table in panel.tables for column in table.columns]
    robust = ROBUST if any(column.figure.endswith("/robust") for column in columns) else ""
    return DrawnPanel(
        panel.panel_id,
        panel.title,
        panel.lead,
        tuple(drawn),
        panel.tables,
        panel.notes,
        panel.is_grid,
        tuple(f"{path}{file}" for file in files),
        _summary(panel),
        _status(panel.tables),
        METHOD + robust,
        figures[0] if figures else "",
        rests_on,
    )


def _chart(chart: Chart | Map, svg: str) -> DrawnChart:
    narrow = vega.draw(chart, vega.NARROW)
    words = " ".join(_words(chart))
    drawings = vega.inline(svg), vega.inline(narrow)
    return DrawnChart(chart.title, chart.description, words, *drawings, _passports(chart))


def _passports(chart: Chart | Map) -> tuple[tuple[str, str], ...]:
    """The figures of the marks or areas, in their order."""
    if isinstance(chart, Map):
        return tuple((area.label, area.figure_id) for area in chart.areas if area.figure_id)
    return tuple(dict.fromkeys(figure for mark in chart.marks for figure in mark.figures))


def _words(chart: Chart | Map) -> Iterator[str]:
    """What a drawing shows, a sentence for each row or area."""
    if isinstance(chart, Map):
        for area in chart.areas:
            yield f"{area.label}: {area.words}{', low sample' if area.status == 'low' else ''}."
        return
    for m in chart.marks:
        note = f", {m.note}" if m.note and not chart.is_line else ""
        low = ", low sample" if m.is_low_sample and not chart.is_line else ""
        yield f"{m.label}: {m.words}{note}{low}."


def _name(panel: Panel, number: int, ending: str) -> str:
    return f"{panel.panel_id}{'' if number == 1 else f'-{number}'}.{ending}"


def _summary(panel: Panel) -> str:
    rows = sum(len(table.rows) for table in panel.tables)
    tables = "Table" if len(panel.tables) == 1 else f"{len(panel.tables)} tables"
    return f"{tables} ({rows} row{'' if rows == 1 else 's'}), passports, files, method"


def _status(tables: Sequence[Table]) -> str:
    """How many rows are published, a low sample or suppressed, by the first figure of a row."""
    counts = Counter(
        status
        for table in tables
        for record in table.records
        if (status := next((record[k] for k in _statuses(table)[:1] if record.get(k)), None))
    )
    return ", ".join(
        f"{counts[key]} {words}" for key, words in publication.WORDS.items() if counts[key]
    )


def _statuses(table: Table) -> list[str]:
    """The columns with the statuses of its figures; of a table that has none, those of its rows."""
    of_columns = dict.fromkeys(c.status for c in table.columns if c.status)
    return list(of_columns) or [s for s in STATUSES if any(s in r for r in table.records)]


def csv_rows(table: Table) -> Iterator[list[str]]:
    """A table with unrounded values: the columns of the mart, without suppressed ones.

    A table that is not of rows of a mart has the texts of the page.
    """
    if not table.records:
        yield [table.head, *(column.name for column in table.columns)]
        for row in table.rows:
            yield [plain_text.cell(row.label), *(plain_text.cell(c.text) for c in row.cells)]
        return
    keys = [key for column in table.columns for key in (column.ends or (column.key,))]
    with_ids = [column for column in table.columns if is_figure(column)]
    kept = _statuses(table)
    yield [table.head, "segment_id", *keys, *kept, *(f"{c.key}_figure_id" for c in with_ids)]
    for row, record in zip(table.rows, table.records, strict=True):
        values: list[object] = [row.label, record.get("segment_id")]
        for column in table.columns:
            hidden = column.status and record.get(column.status) == rounding.SUPPRESSED
            values += [
                None if hidden else _value(record.get(key)) for key in column.ends or (column.key,)
            ]
        values += [record.get(status) for status in kept]
        values += [figure_id(record, column) for column in with_ids]
        yield [plain_text.cell(value) for value in values]


def is_figure(column: Column) -> bool:
    """Whether the values of a column are figures, and not the samples of some."""
    return bool(column.figure or column.figure_key) and not column.is_sample


def _value(value: object) -> object:
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    return None if rounding.is_missing(value) else value
