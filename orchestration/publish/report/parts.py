"""What a page is made of: panels with tables and charts, as the template reads them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orchestration.publish.report import rounding

Record = Mapping[str, Any]
Records = Sequence[Record]
LABEL_LENGTH = 22  # of a bar, so that label and value fit side by side on a phone


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, the mart column it shows, and how it is worded."""

    name: str
    key: str
    kind: str = "sample"
    code: str = ""
    is_of_text: bool = False
    """Only a text says it: where none of the row was read, nothing counted is "not read"."""

    @property
    def is_number(self) -> bool:
        return self.kind in rounding.NUMBERS


@dataclass(frozen=True)
class Cell:
    text: str
    is_number: bool = False
    items: tuple[str, ...] = ()
    url: str | None = None

    @property
    def is_empty(self) -> bool:
        return self.text == rounding.NO_DATA


@dataclass(frozen=True)
class Row:
    label: str
    segment_id: str
    mark: str
    is_small: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    caption: str
    head: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    is_small: bool = False
    is_compact: bool = False


@dataclass(frozen=True)
class Bar:
    """A labelled bar; its parts lie end to end and `note` says what they are worth."""

    label: str
    note: str
    parts: tuple[tuple[str, float], ...]
    is_small: bool = False


@dataclass(frozen=True)
class Chart:
    """Bars on one scale from nought to `scale`; None gives every bar its own whole."""

    title: str
    description: str
    bars: tuple[Bar, ...]
    legend: tuple[tuple[str, str], ...] = ()
    scale: float | None = None


@dataclass(frozen=True)
class Panel:
    panel_id: str
    title: str
    lead: str
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    notes: tuple[str, ...] = ()
    is_grid: bool = False
    body: str = ""


def cell(row: Record, column: Column) -> Cell:
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
    """A table of rows that have `label` and `segment_id`, those of small n last and greyed."""
    made = tuple(
        Row(
            label=rounding.text(row["label"]),
            segment_id=row.get("segment_id") or "",
            mark=row.get("mark") or "",
            is_small=small(row),
            cells=tuple(cell(row, column) for column in columns),
        )
        for row in rows
    )
    return Table(caption, head, tuple(columns), made, note)


def bar_label(text: Any) -> str:
    words = rounding.text(text)
    return words if len(words) <= LABEL_LENGTH else words[: LABEL_LENGTH - 1] + "…"


def pay_chart(title: str, description: str, rows: Records) -> Chart | None:
    """Bars of mean salaries, or none if no row has one."""
    means = [r for r in rows if not rounding.is_missing(r["mean_salary_usd"])]
    bars = tuple(
        Bar(
            bar_label(r["label"]),
            f"{rounding.thousands(r['mean_salary_usd'])} · "
            f"n {rounding.count(r['with_salary_count'])} at "
            f"{companies(r['with_salary_company_count'])}",
            (("value", r["mean_salary_usd"]),),
            rounding.is_small_pay(r),
        )
        for r in means
    )
    if not bars:
        return None
    return Chart(title, description, bars, scale=max(r["mean_salary_usd"] for r in means))


WORKPLACES = (
    ("remote", "with_text_remote_count"),
    ("hybrid", "with_text_hybrid_count"),
    ("onsite", "with_text_onsite_count"),
    ("not-stated", "not_stated_count"),
)
WORKPLACE_LEGEND = (
    ("remote", "remote"),
    ("hybrid", "hybrid"),
    ("onsite", "on site"),
    ("not-stated", "not stated"),
)


def place_chart(title: str, description: str, rows: Records) -> Chart | None:
    """Bars of workplaces, each the whole of its listings read, not stated drawn as a part."""
    bars = tuple(
        Bar(
            bar_label(r["label"]),
            f"{rounding.share(r['remote_of_read_share'])} · n "
            f"{rounding.count(r['with_text_count'])} at {companies(r['with_text_company_count'])}",
            tuple((part, r[key]) for part, key in WORKPLACES),
            rounding.is_small_place(r),
        )
        for r in rows
        if r["with_text_count"]
    )
    return Chart(title, description, bars, WORKPLACE_LEGEND) if bars else None


def companies(value: Any) -> str:
    return f"{rounding.count(value)} {'company' if value == 1 else 'companies'}"


def paid(row: Record) -> str:
    """The n of a mean in a sentence, with the mark of a small one."""
    mark = ", small n" if rounding.is_small_pay(row) else ""
    return f"n {rounding.sample(row['with_salary_count'])}{mark}"


def listings(value: Any) -> str:
    return f"{rounding.count(value) if value else 'no'} {'listing' if value == 1 else 'listings'}"


def charts(*made: Chart | None) -> tuple[Chart, ...]:
    return tuple(c for c in made if c)


def small_last(rows: Records, n: str, small: Callable[[Record], bool]) -> list[Record]:
    """The same order, rows of small n after the others, rows where nothing was counted last."""
    return sorted(rows, key=lambda r: (not r[n], small(r)))


def read(row: Record) -> str:
    """The listings that a share of disclosure is of, as a clause after a number of them."""
    if row["pay_read_count"] == row["with_text_count"]:
        return "whose text was read"
    return "whose text was read or whose list gives pay"


_PAY = (
    Column("Mean", "mean_salary_usd", "money", is_of_text=True),
    Column("Median", "median_salary_usd", "money", is_of_text=True),
    Column("With salary", "with_salary_count", is_of_text=True),
    Column("… at companies", "with_salary_company_count", is_of_text=True),
)
_SIZE = (Column("Listings", "listing_count"), Column("Companies", "company_count"))
PAY = (*_PAY, Column("Texts read", "with_text_count", "count"), *_SIZE)
PAY_OF_TEXTS = (*_PAY, *_SIZE)
"""Of a group that a text put a listing into: its texts are its listings."""
PLACE = (
    Column("Remote, of read", "remote_of_read_share", "share", is_of_text=True),
    Column("Remote, of known", "remote_of_known_share", "share"),
    Column("Remote, of all", "remote_share", "share"),
    Column("Texts read", "with_text_count", "count"),
    Column("Listings", "listing_count"),
    Column("Not stated", "not_stated_count", "count"),
    Column("Not read", "not_read_count", "count"),
    Column("Companies", "company_count"),
)
