"""The pictures that a page is shared with: one for each kind of page, 1200 by 630 pixels."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup

from orchestration import plain_text
from orchestration.publish.report import pictures, rounding, template
from orchestration.publish.report.vega_rows import ACCENT, INK, SOFT

WIDTH, HEIGHT, MARGIN = 1200, 630, 80
NOTICE_WIDTH, NOTICE_LINES = 66, 3
"""Characters of a line of the notice, and its lines; a page has all of it."""


def write(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write `cards/<kind>.png` for each kind of page into the folder of a release."""
    (folder / template.CARDS).mkdir()
    for kind, name in template.KINDS.items():
        (folder / template.card(kind)).write_bytes(pictures.png(_svg(name, manifest), scale=1))


def _svg(name: str, manifest: Mapping[str, Any]) -> str:
    """A card: the project, the kind of page, the night, and the notice if there is one."""
    lines = Markup("").join(_lines(name, manifest))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}"><rect width="{WIDTH}" height="16" fill="{ACCENT}"/>'
        f"{lines}</svg>"
    )


def _lines(name: str, manifest: Mapping[str, Any]) -> Iterator[Markup]:
    yield _text("Hiring Ledger", 150, 44, ACCENT, 600)
    yield _text(name, 270, 96, INK, 700)
    yield _text(f"Job listings as of {rounding.day(manifest['night'])}", 350, 44, SOFT)
    notice = plain_text.line(manifest["notice"] or "")
    shown = textwrap.wrap(notice, NOTICE_WIDTH, max_lines=NOTICE_LINES, placeholder=" …")
    for number, line in enumerate(shown):
        yield _text(line, 460 + 44 * number, 32, "#7a3b00", 600)


def _text(words: str, y: int, size: int, colour: str, weight: int = 400) -> Markup:
    # Placeholders are escaped.
    return Markup(
        '<text x="{}" y="{}" font-family="{}" font-size="{}" font-weight="{}" fill="{}">{}</text>'
    ).format(MARGIN, y, pictures.FONT, size, weight, colour, words)
