"""The dbt documentation of a release as one page that opens from disk.

Here: generating dbt's documentation and joining its parts. Not here: what is documented (the `.yml`
beside each model), and when the page is written (`orchestration.publish.release`).
"""

from __future__ import annotations

import html
import json
import re
import shutil
from datetime import date
from pathlib import Path

from orchestration.settings import DBT_PROJECT, Settings
from orchestration.warehouse.dbt_project import Project, files_hash
from orchestration.warehouse.dbt_runner import TARGET, dbt

BROKEN = {
    "${require('./assets/favicons/favicon.ico')}": "data:,",
    'xlink:href="{{': 'ng-attr-xlink:href="{{',
}
"""URLs in dbt's template that do not exist, and their replacements: no icon, and Angular's own
attribute for a URL that Angular fills in."""

OF_THE_RUN = ("generated_at", "invocation_id", "invocation_started_at", "run_started_at", "user_id")
OF_THE_FILES = ("created_at", "root_path")
"""Keys that dbt adds to its metadata and to its nodes; the page shows none of them."""


def write(settings: Settings, night: date, folder: Path, notice: str | None) -> None:
    """Write `index.html` into a new folder; its parts are reused while the project is the same."""
    parts = settings.work / "dbt" / f"docs-{files_hash(DBT_PROJECT)}"
    if not parts.exists():  # it depends on the project, not on the night
        _generate(settings, night, parts)
    template, manifest, catalog = ((parts / name).read_text("utf-8") for name in PARTS)
    folder.mkdir()
    page = assemble(template, stable(manifest), stable(catalog), notice)
    (folder / "index.html").write_text(page, "utf-8")


PARTS = ("index.html", "manifest.json", "catalog.json")


def assemble(template: str, manifest: str, catalog: str, notice: str | None) -> str:
    """dbt's page with its data inline, and with the notice if there is one.

    dbt's own `--static` does not escape the data, so a `</script` in any macro, test or description
    ends the script. Here each "<" of the data is escaped as JSON allows.
    """
    page = template
    for wrong, right in BROKEN.items():
        page = page.replace(wrong, right)
    if notice:
        banner = (
            '<div style="position:fixed;bottom:0;left:0;right:0;z-index:9999;padding:.5em 1em;'
            f'background:#7a3b00;color:#fff;font:14px sans-serif">{html.escape(notice)}</div>'
        )
        at = page.index(">", page.rindex("<body")) + 1
        page = page[:at] + banner + page[at:]
    data = {
        f'"{name}.JSON INLINE DATA"': text.replace("<", "\\u003c")
        for name, text in (("MANIFEST", manifest), ("CATALOG", catalog))
    }
    # One pass, so that inserted data is not searched.
    pieces = re.split(f"({'|'.join(data)})", page)
    if sorted(pieces[1::2]) != sorted(data):
        raise RuntimeError(
            f"dbt docs: the template has other placeholders than expected: {pieces[1::2]}"
        )
    return "".join(data.get(piece, piece) for piece in pieces)


def _generate(settings: Settings, night: date, parts: Path) -> None:
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    target = settings.work / "dbt"
    target.mkdir(parents=True, exist_ok=True)
    variables = json.dumps({"night": night.isoformat(), "raw": str(settings.raw)})
    arguments = ["docs", "generate", "--no-compile", "--vars", variables]
    outcome = dbt(arguments, settings, Project.load().parsed)  # parsing takes ten seconds
    DuckDBConnectionManager.close_all_connections()
    if not outcome.success:
        raise RuntimeError(f"dbt docs: {outcome.exception}")
    aside = target / f"{parts.name}.next"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    for name in PARTS:
        shutil.copyfile((TARGET if name == "manifest.json" else target) / name, aside / name)
    aside.rename(parts)


def stable(text: str) -> str:
    """A JSON file of dbt without what depends on the run and the machine: times, ids of the run,
    paths, the order in which files were found, and whether tables were built in parts."""
    content = json.loads(text)
    content["metadata"] = {k: v for k, v in content["metadata"].items() if k not in OF_THE_RUN}
    for name, section in content.items():
        if not isinstance(section, dict):
            continue
        for node in section.values():
            if isinstance(node, dict):
                for key in OF_THE_FILES:
                    node.pop(key, None)
                if name == "nodes" and str(node.get("metadata", {}).get("comment")).startswith("{"):
                    node["metadata"] |= {"type": "BASE TABLE", "comment": None}
        if name in ("parent_map", "child_map"):
            section = {key: sorted(nodes) for key, nodes in section.items()}
        content[name] = dict(sorted(section.items()))
    return json.dumps(content)
