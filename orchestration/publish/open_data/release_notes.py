"""The notes of a release: which figures moved since the one before, because of which companies.

`changes/moved_figures.json` has all of them, and `release_notes.md` the largest in words. The log
of the change feed keeps the first file with the changes of the listings, so a release that is built
again after the one before it is gone gets the notes that were published then.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb

from orchestration import plain_text
from orchestration.publish.open_data import citation, moved_figures
from orchestration.publish.release_folder import manifest_of
from orchestration.publish.report import day, queries, segment_names
from orchestration.settings import Settings

FILE = "release_notes.md"
MOVED = "changes/moved_figures.json"
_SHOWN = 20
_COLUMNS = (
    *("Figure", "Before", "Now", "n before", "n now", "Change"),
    *("Outside its former interval", "Because of"),
)
_TITLES = {
    "mean_salary_usd": "Mean pay",
    "remote_of_read_share": "Remote, of read",
    "disclosure_share": "Pay disclosed",
}


def write(settings: Settings, folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write the notes of a release whose change feed and database are in `folder` already."""
    file = folder / MOVED
    if not file.exists():
        text = json.dumps(_moved(settings, folder, manifest), indent=1, ensure_ascii=False)
        file.write_text(text, "utf-8")
    lines = _lines(json.loads(file.read_text("utf-8")), manifest)
    (folder / FILE).write_text("\n".join(lines) + "\n", "utf-8")


def _moved(settings: Settings, folder: Path, manifest: Mapping[str, Any]) -> dict[str, Any]:
    """What `moved_figures.json` holds. Without a release before this one there is nothing to
    compare, and neither is there where older code gave it other tables."""
    about = {
        "release_id": manifest["release_id"],
        "code_version": manifest["code_version"],
        "previous_release": manifest["feed"]["previous_release"],
    }
    old = settings.releases / str(about["previous_release"])
    if about["previous_release"] is None or not (old / "manifest.json").is_file():
        return about | {"previous_release": None}
    before = manifest_of(old)
    try:
        moves = moved_figures.between(old, folder)
    except (duckdb.CatalogException, duckdb.BinderException):  # older code, other tables
        return about | {"previous_release": None}
    with queries.opened(folder / "marts.duckdb") as query:
        named = segment_names.of(query)
        # Kept with the figures, so that notes written again have the names of then.
        moved = [{"segment_name": named(row["segment_id"]), **row} for row in moves.moved]
    code = {"previous_code_version": before["code_version"]}
    return about | code | asdict(moves) | {"moved": moved}


def _lines(about: Mapping[str, Any], manifest: Mapping[str, Any]) -> Iterator[str]:
    yield f"# Release {manifest['release_id']}"
    yield ""
    if manifest["notice"]:
        yield f"> {_safe(manifest['notice'])}"
        yield ""
    yield f"Job listings as of {day(manifest['night'])}, code {manifest['code_version']}."
    yield ""
    before = about["previous_release"]
    if before is None:
        yield "There is no earlier release whose tables can be compared."
    else:
        yield from _compared(about, manifest, before)
    yield ""
    yield "## How to cite"
    yield ""
    yield citation.line(manifest)


def _compared(about: Mapping[str, Any], manifest: Mapping[str, Any], before: str) -> Iterator[str]:
    changes = manifest["feed"]["changes"]
    words = ", ".join(f"{count:,} {kind}" for kind, count in changes.items() if count)
    yield f"Compared with release {before}: {words or 'no listing changed'}."
    if before.startswith(manifest["night"]):
        yield "Both are of the same night, so every difference is a revision, not a trend."
    if (code := about["previous_code_version"]) != about["code_version"]:
        yield f"The code of that release was {code}, so a part of a change can come from a changed"
        yield "rule. `hiring-ledger compare` splits a change into its parts."
    moved = about["moved"]
    yield ""
    yield "## Figures that moved"
    yield ""
    yield f"{len(moved):,} published means and shares moved; {about['unmoved_count']:,} did not."
    yield f"{len(about['appeared']):,} are newly published."
    yield f"{len(about['disappeared']):,} are no longer published."
    yield f"`{MOVED}` has all of them with their ids. The largest changes, relative to their"
    yield "interval, come first. The parts of the companies add up to the change."
    if moved:
        yield ""
        yield f"| {' | '.join(_COLUMNS)} |"
        yield "|---|--:|--:|--:|--:|--:|---|---|"
        yield from map(_row, moved[:_SHOWN])


def _row(row: Mapping[str, Any]) -> str:
    measure = row["measure"]
    cells = (
        # The logs of older releases have no names.
        f"{_TITLES[measure]}, {_safe(row.get('segment_name') or row['segment_id'])}",
        _value(row["old_value"], measure),
        _value(row["new_value"], measure),
        f"{row['old_unit_count']:,}",
        f"{row['new_unit_count']:,}",
        _change(row["change"], measure),
        "yes" if row["is_outside_interval"] else "no",
        _because(row, measure),
    )
    return f"| {' | '.join(cells)} |"


def _because(row: Mapping[str, Any], measure: str) -> str:
    parts = [
        f"{_safe(part['company_name'] or part['company_id'])} {_change(part['change'], measure)} "
        f"(n {part['old_unit_count']:,} → {part['new_unit_count']:,})"
        for part in row["companies"][:3]
    ]
    rest = row["change"] - sum(part["change"] for part in row["companies"][:3])
    return "; ".join([*parts, f"all others {_change(rest, measure)}"])


def _value(value: float, measure: str) -> str:
    return f"{100 * value:.1f} %" if measure.endswith("_share") else f"${value:,.0f}"


def _change(value: float, measure: str) -> str:
    sign = "−" if value < 0 else "+"
    if measure.endswith("_share"):
        return f"{sign}{100 * abs(value):.2f} points"
    return f"{sign}${abs(value):,.0f}"


def _safe(text: str) -> str:
    """Words from outside in Markdown: no cell ends in them, and none becomes HTML or a link."""
    shown = plain_text.line(text)
    return "".join(f"&#{ord(c)};" if c in "|<>[]*_`\\&" else c for c in shown)
