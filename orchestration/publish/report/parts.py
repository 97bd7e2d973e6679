"""The parts of a page as the template reads them: panels, tables and charts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orchestration.publish.report import rounding

Record = Mapping[str, Any]
Records = Sequence[Record]
LABEL_LENGTH = 22  # of a bar, so that label and value fit side by side on a phone


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
    url: str | None = None

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


@dataclass(frozen=True)
class Bar:
    """A labelled bar; its parts are (CSS class, size), and `note` is its value in words."""

    label: str
    note: str
    parts: tuple[tuple[str, float], ...]
    is_low_sample: bool = False
    interval: tuple[float, float] | None = None


@dataclass(frozen=True)
class Chart:
    """Bars on a scale from 0 to `scale`; with None each bar has full length."""

    title: str
    description: str
    bars: tuple[Bar, ...]
    legend: tuple[tuple[str, str], ...] = ()
    scale: float | None = None


@dataclass(frozen=True)
class Panel:
    """A section of the page."""

    panel_id: str
    title: str
    lead: str
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    notes: tuple[str, ...] = ()
    is_grid: bool = False
    body: str = ""


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
        return Cell(rounding.count(len(items)) if items else rounding.NO_DATA, items=items)
    if column.kind == "list":
        return Cell(", ".join(str(v) for v in value or ()) or rounding.NO_DATA)
    return Cell(rounding.WORDS[column.kind](value), is_number=column.is_number)


def table(
    caption: str,
    head: str,
    columns: Sequence[Column],
    rows: Records,
    small: Callable[[Record], bool] = lambda _: False,
    note: str = "",
) -> Table:
    """A table of rows that have a `label`, and optionally a `segment_id` and a `mark`."""
    table_rows = tuple(
        Row(
            label=rounding.text(row["label"]),
            segment_id=row.get("segment_id") or "",
            mark=row.get("mark") or "",
            is_low_sample=small(row),
            cells=tuple(cell(row, column) for column in columns),
        )
        for row in rows
    )
    return Table(caption, head, tuple(columns), table_rows, note)


def bar_label(text: Any) -> str:
    """A label cut to the length of a bar's label."""
    words = rounding.text(text)
    return words if len(words) <= LABEL_LENGTH else words[: LABEL_LENGTH - 1] + "…"


def pay_chart(title: str, description: str, rows: Records) -> Chart | None:
    """Bars of mean salaries with their intervals; None if no row has one to publish."""
    means = [
        r
        for r in rows
        if not rounding.is_missing(r["mean_salary_usd"])
        and r.get("salary_publish_status") != rounding.SUPPRESSED
    ]
    bars = tuple(
        Bar(
            bar_label(r["label"]),
            f"{rounding.thousands(r['mean_salary_usd'])} · "
            f"n {rounding.count(r['with_salary_count'])} at "
            f"{companies(r['with_salary_company_count'])}",
            (("value", r["mean_salary_usd"]),),
            rounding.is_low_sample_pay(r),
            None
            if r.get("mean_salary_low_usd") is None
            else (r["mean_salary_low_usd"], r["mean_salary_high_usd"]),
        )
        for r in means
    )
    if not bars:
        return None
    scale = max(max(bar.parts[0][1], *(bar.interval or (0, 0))) for bar in bars)
    return Chart(title, description, bars, scale=scale)


WORKPLACES = (
    ("remote", "with_text_remote_count"),
    ("hybrid", "with_text_hybrid_count"),
    ("onsite", "with_text_onsite_count"),
    ("not-stated", "not_stated_count"),
)
WORKPLACE_LEGEND = (
    ("remote", "remote"),
    ("hybrid", "hybrid"),
    ("onsite", "onsite"),
    ("not-stated", "not stated"),
)


def place_chart(title: str, description: str, rows: Records) -> Chart | None:
    """Bars of work arrangements; each bar is the listings of its row whose text was read."""
    bars = tuple(
        Bar(
            bar_label(r["label"]),
            f"{rounding.share(r['remote_of_read_share'])} · n "
            f"{rounding.count(r['with_text_count'])} at {companies(r['with_text_company_count'])}",
            tuple((part, r[key]) for part, key in WORKPLACES),
            rounding.is_low_sample_place(r),
        )
        for r in rows
        if r["with_text_count"] and r.get("remote_publish_status") != rounding.SUPPRESSED
    )
    return Chart(title, description, bars, WORKPLACE_LEGEND) if bars else None


def companies(value: Any) -> str:
    """A number of companies, in words."""
    return f"{rounding.count(value)} {'company' if value == 1 else 'companies'}"


def mean(row: Record) -> str:
    """The mean of a group in a sentence, with its interval and sample."""
    if row["salary_publish_status"] == rounding.SUPPRESSED:
        return f"mean {rounding.SUPPRESSED}, {paid(row)}"
    if rounding.is_missing(row["mean_salary_usd"]):
        return f"mean {rounding.NO_DATA}"
    ends = rounding.interval(
        row["mean_salary_low_usd"], row["mean_salary_high_usd"], rounding.money
    )
    return (
        f"mean {rounding.money(row['mean_salary_usd'])} a year, 95 % interval {ends}, {paid(row)}"
    )


def paid(row: Record) -> str:
    """The sample of a mean, in a sentence."""
    mark = ", low sample" if rounding.is_low_sample_pay(row) else ""
    return f"n {rounding.sample(row['with_salary_count'])}{mark}"


def listings(value: Any) -> str:
    """A number of listings, in words."""
    return f"{rounding.count(value) if value else 'no'} {'listing' if value == 1 else 'listings'}"


def charts(*optional: Chart | None) -> tuple[Chart, ...]:
    """The charts that have bars."""
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
