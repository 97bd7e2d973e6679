"""The rows of a chart as layers of a specification: labels, notes, dots or bars, and values.

On a wide drawing the words are left of the marks, on a narrow one above them. Labels are cut here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from orchestration import plain_text
from orchestration.publish.report.parts import Chart, Mark

INK, SOFT, LINE, ACCENT, GREY, BAND = (
    "#1b1f23",
    "#57606a",
    "#d9dde1",
    "#0b5c7a",
    "#727b83",
    "#bcd6e0",
)


@dataclass(frozen=True)
class Size:
    """A width of a drawing in pixels: the whole, the margins of labels and values, how many
    characters of a label fit, and the height of a row."""

    width: int
    left: int
    right: int
    characters: int
    row: int = 32
    is_stacked: bool = False
    """Label and note are above the mark, not beside it: a narrow drawing has no room for both."""


WIDE = Size(920, 250, 80, 36)
NARROW = Size(343, 20, 56, 47, 28, is_stacked=True)
LETTER, SMALL_LETTER = 6.6, 5.8
"""The width of a letter of a label and of a note in a wide font, where they share a line."""
ABOVE, BELOW = -7, 7
"""Where the words and the mark of a stacked row are, from its middle."""


def rows_of(marks: Sequence[Mark], size: Size) -> list[dict[str, Any]]:
    """The rows from top to bottom; those of a low sample follow under a heading of their own."""
    rows: list[dict[str, Any]] = []
    for is_small in (False, True):
        group = [m for m in marks if m.is_low_sample is is_small]
        if is_small and group:
            rows.append({"row": len(rows), "heading": "Low sample", "ink": SOFT})
        rows += [_row(n, m, size) for n, m in enumerate(group, start=len(rows))]
    return rows


def _row(number: int, mark: Mark, size: Size) -> dict[str, Any]:
    low, high = mark.interval or (None, None)
    first, last = mark.band or (None, None)
    return {
        "row": number,
        "label" if mark.note else "alone": _cut(mark.label, _room(mark, size)),
        "note": _cut(mark.note, 26 if size.is_stacked else size.characters + 4) or None,
        "words": mark.words,
        "value": mark.value,
        "low": low,
        "high": high,
        "p25": first,
        "p75": last,
        "colour": GREY if mark.is_low_sample else ACCENT,
        "ink": SOFT if mark.is_low_sample else INK,
    }


def _room(mark: Mark, size: Size) -> int:
    """How many characters of a label fit, beside its note if they share a line."""
    if not size.is_stacked:
        return size.characters
    note = SMALL_LETTER * min(len(mark.note), 26) + 10 if mark.note else 0
    return int((size.width - note) / LETTER)


def _cut(text: str, length: int) -> str:
    """A label without its middle if it is too long: groups often differ at the end."""
    words = plain_text.line(text)
    if len(words) <= length:
        return words
    end = 2 * length // 5
    head, tail = words[: length - end - 1], words[-end:]
    if " " in head and words[len(head)] != " ":
        head = head.rpartition(" ")[0]
    if " " in tail and words[-end - 1] != " ":
        tail = tail.partition(" ")[2]
    return f"{head.rstrip()}…{tail.lstrip()}"


def layers(chart: Chart, size: Size, inner: int) -> list[dict[str, Any]]:
    """The layers from back to front, each with the fields that a row must have to be in it."""
    colour = {"field": "colour", "type": "nominal", "scale": None}
    ink = {"field": "ink", "type": "nominal", "scale": None}
    down = {"yOffset": BELOW} if size.is_stacked else {}

    def line(first: str, last: str, **mark: Any) -> dict[str, Any]:
        ends = {"x": {"field": first}, "x2": {"field": last}}
        return {"needs": [first, last], "mark": {"type": "rule", **mark, **down}, "encoding": ends}

    interval = line("low", "high", strokeWidth=2.5)
    interval["encoding"]["color"] = ink if chart.is_bars else colour
    value = {"needs": ["value"], "encoding": {"x": {"field": "value"}, "color": colour}}
    if chart.is_bars:
        bar = {"type": "bar", "height": 9 if size.is_stacked else 13, **down}
        shapes = [{**value, "mark": bar}, interval]
    else:
        point = {"type": "point", "size": 80, "filled": True, "opacity": 1, **down}
        # Without round ends, which would go beyond the quartiles.
        band = line("p25", "p75", strokeWidth=9 if size.is_stacked else 11, color=BAND)
        shapes = [band, interval, {**value, "mark": point}]
    if chart.kind == "signed_money":
        zero = {"type": "rule", "strokeDash": [3, 3], "color": GREY}
        shapes.insert(0, {"needs": ["value"], "mark": zero, "encoding": {"x": {"datum": 0}}})
    return [*shapes, *_texts(size, inner)]


def _texts(size: Size, inner: int) -> list[dict[str, Any]]:
    """The layers of words: labels and notes, values, and the heading of low samples."""
    ink = {"field": "ink", "type": "nominal", "scale": None}
    is_stacked, end = size.is_stacked, inner + size.right - 2
    start, align = (1 - size.left, "left") if is_stacked else (-10, "right")

    def text(field: str, at: int, dy: int, **other: Any) -> dict[str, Any]:
        mark = {"type": "text", "dy": dy, "fontSize": 13, "align": "right", **other}
        encoding = {"x": {"value": at}, "text": {"field": field}, "color": ink}
        return {"needs": [field], "mark": mark, "encoding": encoding}

    of_label = {"align": align, "fontSize": 12 if is_stacked else 13}
    note = (
        text("note", end, ABOVE, fontSize=10.5)
        if is_stacked
        else text("note", start, 8, fontSize=11)
    )
    note["encoding"]["color"] = {"value": SOFT}
    return [
        text("label", start, ABOVE if is_stacked else -7, **of_label),
        text("alone", start, ABOVE if is_stacked else 0, **of_label),
        note,
        text("words", end, BELOW if is_stacked else 0, fontWeight=600),
        text("heading", start, 6, align=align, fontWeight=600, fontSize=12),
    ]


def placed(
    layer: dict[str, Any], rows: list[dict[str, Any]], y: dict[str, Any], x: dict[str, Any]
) -> dict[str, Any]:
    """A layer with its rows and scales."""
    place = layer["encoding"]["x"]
    if "datum" in place:  # a line through all rows
        return {
            "data": {"values": rows[:1]},
            "mark": layer["mark"],
            "encoding": {"x": {**x, **place}},
        }
    if "value" not in place:
        place = {**x, **place}
    return {
        "data": {"values": rows},
        "mark": layer["mark"],
        "encoding": {**layer["encoding"], "x": place, "y": y},
    }
