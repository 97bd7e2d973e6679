"""The parts of a page as the template reads them: panels, tables and charts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from orchestration.publish.report import rounding, sentences
from orchestration.publish.report.counted import boards, companies, listings, roles

Record = Mapping[str, Any]
Records = Sequence[Record]

__all__ = ["boards", "companies", "listings", "roles"]


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, the column of the mart, and the format of its cells."""

    name: str
    key: str
    kind: str = "sample"
    code: str = ""
    is_of_text: bool = False
    """Only a text states it: a zero of a row without any text read is "not read"."""
    status: str = ""
    """The column that says whether the value may be published."""
    ends: tuple[str, str] | None = None
    """The columns of the ends of an interval, instead of `key`."""
    figure: str = ""
    """The measure and method of its figures; with the segment of a row, the id of one."""
    figure_key: str = ""
    """The column with the id of the figure, where rows are of several measures."""
    share_of: tuple[str, ...] = ()
    """Of a share without a figure of its own: the figures whose sum `figure` is a share of; those
    of another segment than that of the row by their whole ids."""
    total: str = ""
    """Of a list: the column with the name of the total that its length is (`totals`)."""
    is_sample: bool = False
    """A count that is the sample of the figure, which its passport has, and not its value."""
    is_minor: bool = False
    """Left out on a narrow screen; the files have every column."""

    @property
    def is_number(self) -> bool:
        """Whether its cells are numbers, aligned right."""
        return self.kind in rounding.NUMBERS


@dataclass(frozen=True)
class Cell:
    """A cell: its text, or a list that unfolds."""

    text: str
    is_number: bool = False
    items: tuple[str, ...] = ()
    total: str = ""
    """The name of the total that the length of the list is."""
    figure_id: str = ""
    share_of: str = ""
    """The figures whose sum the one of `figure_id` is divided by, where the cell is a share."""
    is_interval: bool = False
    """Of the figure that the cell before it is of."""
    is_minor: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was counted."""
        return self.text == rounding.NO_DATA


@dataclass(frozen=True)
class Row:
    """A row: its label, its segment if it is one, a mark, and its cells."""

    label: str
    segment_id: str
    mark: str
    is_low_sample: bool
    cells: tuple[Cell, ...]

    @property
    def is_marked(self) -> bool:
        """Whether it is marked as a low sample: a suppressed figure says that its is too small."""
        return self.is_low_sample and all(cell.text != rounding.SUPPRESSED for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """A table with its caption, the heading of its labels, columns and rows."""

    caption: str
    head: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    is_low_sample: bool = False
    is_compact: bool = False
    source: str = ""
    """The published table that has its numbers, where they are no figures of the release."""
    records: tuple[Record, ...] = ()
    """The rows of the mart, for the file of the table."""


@dataclass(frozen=True)
class Mark:
    """A row of a chart: a dot or bar at `value`, with `words` for it, and its sample as a note."""

    label: str
    note: str
    value: float
    words: str
    interval: tuple[float, float] | None = None
    band: tuple[float, float] | None = None
    """The first and the third quartile."""
    is_low_sample: bool = False
    figures: tuple[tuple[str, str], ...] = ()
    """The figures that it shows: what each is of, and its id."""


@dataclass(frozen=True)
class Chart:
    """Dots on a common scale, or bars from zero; `kind` is the format of the values."""

    title: str
    description: str
    marks: tuple[Mark, ...]
    kind: str
    axis: str
    short_axis: str = ""
    """The title of the axis where there is little room."""
    is_bars: bool = False
    is_line: bool = False
    """A line over nights: the note of a mark is its date, and a mark of a low sample is a gap."""


@dataclass(frozen=True)
class Area:
    """An area of a map, by its code: its figure in words, and its value unless it is suppressed."""

    code: str
    label: str
    status: str
    value: float | None
    words: str
    figure_id: str = ""


@dataclass(frozen=True)
class Map:
    """Areas of an outline, coloured by their values; `kind` is the format of the values."""

    title: str
    description: str
    outline: str
    areas: tuple[Area, ...]
    kind: str
    words: Callable[[float], str]
    """The words of an end of a class, in the legend."""

    @property
    def values(self) -> list[float]:
        """The values that are shown."""
        return [area.value for area in self.areas if area.value is not None]


@dataclass(frozen=True)
class Panel:
    """A section of the page."""

    panel_id: str
    title: str
    lead: str
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart | Map, ...] = ()
    notes: tuple[str, ...] = ()
    is_grid: bool = False


def cell(row: Record, column: Column) -> Cell:
    """The cell of a column in a row."""
    if column.status and row.get(column.status) == rounding.SUPPRESSED:
        return Cell(rounding.SUPPRESSED, is_number=True)
    if column.ends:
        low, high = (row.get(end) for end in column.ends)
        words = rounding.thousands if column.kind == "money" else rounding.WORDS[column.kind]
        return Cell(rounding.interval(low, high, words), is_number=True)
    value = row[column.key]
    if column.is_of_text and not value and rounding.is_unread(row):
        return Cell(rounding.NOT_READ, is_number=column.is_number)
    if column.kind == "items":
        items = tuple(str(v) for v in value or ())
        length = rounding.count(len(items)) if items else rounding.NO_DATA
        return Cell(length, items=items, total=row[column.total] if column.total else "")
    if column.kind == "list":
        return Cell(", ".join(str(v) for v in value or ()) or rounding.NO_DATA)
    return Cell(rounding.WORDS[column.kind](value), is_number=column.is_number)


def figure_id(row: Record, column: Column) -> str:
    """The id of the figure of a cell (core.fct_estimates); empty if it has none."""
    if column.figure_key:
        return str(row[column.figure_key] or "")
    segment_id = row.get("segment_id")
    return f"{segment_id}/{column.figure}" if segment_id and column.figure else ""


def _share_of(row: Record, column: Column) -> str:
    """The figures that a share is of, with a plus between them."""
    return " + ".join(
        name if name.count("/") == 2 else f"{row['segment_id']}/{name}" for name in column.share_of
    )


def _cells(row: Record, columns: Sequence[Column]) -> tuple[Cell, ...]:
    """The cells of a row; an interval is of the figure before it."""
    cells, before = [], ""
    for column in columns:
        before = before if column.ends else figure_id(row, column)
        cells.append(
            replace(
                cell(row, column),
                figure_id=before,
                share_of=_share_of(row, column) if before else "",
                is_interval=bool(column.ends),
                is_minor=column.is_minor,
            )
        )
    return tuple(cells)


def table(
    caption: str,
    head: str,
    columns: Sequence[Column],
    rows: Records,
    small: Callable[[Record], bool] = lambda _: False,
    note: str = "",
    source: str = "",
) -> Table:
    """A table of rows that have a `label`, and optionally a `segment_id` and a `mark`."""
    table_rows = tuple(
        Row(
            label=rounding.text(row["label"]),
            segment_id=row.get("segment_id") or "",
            mark=row.get("mark") or "",
            is_low_sample=small(row),
            cells=_cells(row, columns),
        )
        for row in rows
    )
    return Table(
        caption, head, tuple(columns), table_rows, note, source=source, records=tuple(rows)
    )


def mean(row: Record, figure_id: str) -> str:
    """The mean of a group in a sentence, with its interval and sample; it leads to its passport."""
    if row["salary_publish_status"] == rounding.SUPPRESSED:
        return f"mean {sentences.number(rounding.SUPPRESSED, figure_id)}" + sentences.beside(
            f", {paid(row)}", figure_id
        )
    if rounding.is_missing(row["mean_salary_usd"]):
        return f"mean {rounding.NO_DATA}"
    ends = rounding.interval(
        row["mean_salary_low_usd"], row["mean_salary_high_usd"], rounding.money
    )
    value = sentences.number(rounding.money(row["mean_salary_usd"]), figure_id)
    beside = sentences.beside(f", 95 % interval {ends}, {paid(row)}", figure_id)
    return f"mean {value} a year{beside}"


def paid(row: Record) -> str:
    """The sample of a mean, in a sentence."""
    mark = ", low sample" if rounding.is_low_sample_pay(row) else ""
    return f"n {rounding.sample(row['with_salary_count'])}{mark}"


def present(*optional: Chart | Map | None) -> tuple[Chart | Map, ...]:
    """The charts that have something to show."""
    return tuple(c for c in optional if c)


def low_sample_last(rows: Records, n: str, small: Callable[[Record], bool]) -> list[Record]:
    """The same order, but rows of a low sample after the others, then suppressed and empty rows."""

    def place(row: Record) -> tuple[bool, bool, bool]:
        return not row[n], row.get("salary_publish_status") == rounding.SUPPRESSED, small(row)

    return sorted(rows, key=place)


def read(row: Record) -> str:
    """The base of a disclosure share, as a clause after a number of listings."""
    if row["pay_read_count"] == row["with_text_count"]:
        return "whose text was read"
    return "whose text was read or whose list gives pay"
