"""The pages of a small release."""

from __future__ import annotations

from pathlib import Path

from orchestration.publish import explore, index_page, passports, quality_page, report
from tests.publish.small_release import MANIFEST, ROWS, release
from tests.publish.test_explore import EXPLORED


def small_site(folder: Path) -> Path:
    """Write the pages of a small release into a folder."""
    manifest = {**MANIFEST, "notice": "Simulated listings: every number is invented."}
    marts = release(folder / "marts.duckdb", [*ROWS, *EXPLORED])
    for name in ("report", "coverage", "methodology", "quality", "explore"):
        (folder / name).mkdir()
    subjects = explore.render(marts, folder / "explore", manifest)
    report.render(marts, folder / "report", manifest, subjects)
    report.render_coverage(folder / "coverage", manifest)
    report.render_methodology(marts, folder / "methodology", manifest)
    check = {"name": "c", "kind": "table", "passed": False, "detail": "d"}
    quality_page.render(folder / "quality", {"core/a": [check]}, manifest, {})
    report.write_cards(folder, manifest)
    index_page.render(marts, folder, manifest, subjects)
    passports.render(marts, folder, manifest, subjects)
    return folder
