"""Release notes: figures that moved, in parts by company that sum to the change."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.publish.open_data import moved_figures, release_notes
from orchestration.settings import Settings

Companies = dict[str, list[int]]
MANIFEST: dict[str, Any] = {
    "night": "2026-11-03",
    "release_id": "2026-11-03-bbbbbbbb",
    "code_version": "0.1.0+b",
    "notice": None,
    "feed": {
        "previous_release": "2026-11-02-aaaaaaaa",
        "changes": {"opened": 3, "closed": 0, "repriced": 1},
    },
}


def release(folder: Path, segments: dict[str, Companies], status: dict[str, str]) -> Path:
    """A release with the pay of the companies of some segments, a number for each listing."""
    numbers = count()
    folder.mkdir(parents=True)
    (folder / "changes").mkdir()
    about = {"release_id": folder.name, "code_version": f"0.1.0+{folder.name[-1]}"}
    (folder / "manifest.json").write_text(json.dumps(about), "utf-8")
    with duckdb.connect(str(folder / "marts.duckdb")) as db:
        db.execute(
            "create schema core;"
            "create table core.dim_companies (company_id varchar, company_name varchar);"
            "create table core.dim_technologies (technology_id varchar, technology_name varchar, "
            "vendor_company_id varchar, vendor_name varchar);"
            "insert into core.dim_technologies values ('go', 'Go | <b>', null, null);"
            "create table mart_salary_by_comparison "
            "(comparison_id varchar, comparison_name varchar);"
            "create table core.fct_segment_listings (segment_id varchar, dimension varchar, "
            "key varchar, listing_id bigint);"
            "create table core.fct_listing_countries (listing_id bigint, country_code varchar, "
            "has_salary boolean, annual_salary_usd double);"
            "create table core.fct_listings (listing_id bigint, company_id varchar, "
            "workplace varchar, has_text boolean, has_salary boolean, is_pay_read boolean, "
            "annual_salary_usd double);"
            "create table core.fct_estimates (segment_id varchar, dimension varchar, "
            "method varchar, measure varchar, publish_status varchar, unit_count bigint, "
            "value double, interval_low double, interval_high double)"
        )
        for segment_id, companies in segments.items():
            dimension = "a & b" if "&" in segment_id else "a"
            pays = [pay for of in companies.values() for pay in of]
            state = status.get(segment_id, "ok")
            mean = sum(pays) / len(pays) if state != "suppressed" else None
            ends = (mean - 5000, mean + 5000) if mean else (None, None)
            db.execute(
                "insert into core.fct_estimates values (?, ?, 'report', 'mean_salary_usd', "
                "?, ?, ?, ?, ?)",
                [segment_id, dimension, state, len(pays), mean, *ends],
            )
            for company_id, of in companies.items():
                for pay in of:
                    number = next(numbers)
                    db.execute(
                        "insert into core.fct_segment_listings values (?, ?, ?, ?)",
                        [segment_id, dimension, segment_id, number],
                    )
                    db.execute(
                        "insert into core.fct_listings "
                        "values (?, ?, 'remote', true, true, true, ?)",
                        [number, company_id, pay],
                    )
        names = sorted({company for of in segments.values() for company in of})
        for name in names:
            db.execute("insert into core.dim_companies values (?, ?)", [name, name.title()])
    return folder


OLD: dict[str, Companies] = {
    "technology=go": {"acme": [100_000, 110_000], "beta": [150_000]},
    "a=same": {"acme": [100_000]},
    "a=gone": {"acme": [90_000]},
    "a=hidden": {"acme": [90_000]},
    "a=go & b=senior": {"acme": [1_000]},
}
NEW: dict[str, Companies] = {
    "technology=go": {"acme": [100_000], "beta": [150_000], "<b>gam|ma</b>": [200_000, 220_000]},
    "a=same": {"acme": [100_000]},
    "a=hidden": {"acme": [95_000]},
    "a=new": {"acme": [90_000]},
    "a=go & b=senior": {"acme": [9_000]},
}


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Settings, Path, Path]:
    settings = Settings(tmp_path, contact="")
    old = release(settings.releases / "2026-11-02-aaaaaaaa", OLD, {})
    new = release(settings.releases / ".next", NEW, {"a=hidden": "suppressed"})
    return settings, old, new


def test_the_companies_sum_to_the_change(folders: tuple[Settings, Path, Path]) -> None:
    moves = moved_figures.between(folders[1], folders[2])
    (moved,) = moves.moved
    assert moved["figure_id"] == "technology=go/mean_salary_usd/report"
    assert (moved["old_value"], moved["new_value"], moved["change"]) == (120_000, 167_500, 47_500)
    assert (moved["old_unit_count"], moved["new_unit_count"]) == (3, 4)
    assert moved["is_outside_interval"]
    # By hand, with the middle 143,750: gamma (420,000 − 2 × 143,750) / 4; acme (100,000 − 143,750)
    # / 4 − (210,000 − 2 × 143,750) / 3; beta (150,000 − 143,750) / 4 − (150,000 − 143,750) / 3.
    parts = {part["company_id"]: part["change"] for part in moved["companies"]}
    assert parts == {"<b>gam|ma</b>": 33_125, "acme": 14_895.83, "beta": -520.83}
    assert sum(parts.values()) + moved["others_change"] == pytest.approx(47_500, abs=0.01)
    assert moves.unmoved_count == 1
    assert moves.appeared == ["a=new/mean_salary_usd/report"]
    assert moves.disappeared == ["a=gone/mean_salary_usd/report", "a=hidden/mean_salary_usd/report"]


def test_what_is_not_named_is_one_part(tmp_path: Path) -> None:
    before: Companies = {f"c{n}": [100_000] for n in range(9)}
    after: Companies = {f"c{n}": [100_000 + 1_000 * n] for n in range(9)}
    old = release(tmp_path / "old", {"a=x": before}, {})
    new = release(tmp_path / "new", {"a=x": after}, {})
    (moved,) = moved_figures.between(old, new).moved
    assert [part["company_id"] for part in moved["companies"]] == ["c8", "c7", "c6", "c5", "c4"]
    assert moved["others_change"] == pytest.approx(sum(1_000 * n / 9 for n in range(4)), abs=0.02)


def test_the_notes_say_what_moved_and_why(folders: tuple[Settings, Path, Path]) -> None:
    settings, _, new = folders
    release_notes.write(settings, new, MANIFEST)
    text = (new / release_notes.FILE).read_text("utf-8")
    assert "Compared with release 2026-11-02-aaaaaaaa: 3 opened, 1 repriced." in text
    assert "code of that release was 0.1.0+a" in text
    assert "1 published means and shares moved; 1 did not." in text
    (row,) = [line for line in text.splitlines() if line.startswith("| Mean pay, ")]
    assert row.startswith("| Mean pay, Go &#124; &#60;b&#62; |"), "the name, and only text"
    assert "technology=go" not in text
    assert "| $120,000 | $167,500 | 3 | 4 | +$47,500 | yes |" in row
    assert "&#60;B&#62;Gam&#124;Ma&#60;/B&#62; +$33,125 (n 0 → 2)" in row
    assert "<b>" not in text
    assert "trend" not in text
    assert "How to cite" in text


def test_another_release_of_the_night_is_a_revision(folders: tuple[Settings, Path, Path]) -> None:
    release_notes.write(folders[0], folders[2], MANIFEST | {"night": "2026-11-02"})
    text = (folders[2] / release_notes.FILE).read_text("utf-8")
    assert "a revision, not a trend" in text


def test_a_release_built_again_keeps_its_notes(folders: tuple[Settings, Path, Path]) -> None:
    """`changes/` is given back by the log of the feed; the release before may be gone by then."""
    settings, old, new = folders
    release_notes.write(settings, new, MANIFEST)
    first = [(new / name).read_bytes() for name in (release_notes.FILE, release_notes.MOVED)]
    (moved,) = json.loads(first[1])["moved"]
    assert (moved["segment_id"], moved["segment_name"]) == ("technology=go", "Go | <b>")
    (old / "manifest.json").unlink()
    release_notes.write(settings, new, MANIFEST)
    assert first == [(new / n).read_bytes() for n in (release_notes.FILE, release_notes.MOVED)]


def test_the_first_release_compares_nothing(folders: tuple[Settings, Path, Path]) -> None:
    first = MANIFEST | {"feed": {"previous_release": None, "changes": {}}}
    release_notes.write(folders[0], folders[2], first)
    assert "no earlier release" in (folders[2] / release_notes.FILE).read_text("utf-8")
    assert json.loads((folders[2] / release_notes.MOVED).read_text("utf-8")) == {
        "release_id": "2026-11-03-bbbbbbbb",
        "code_version": "0.1.0+b",
        "previous_release": None,
    }


def test_a_release_of_older_code_with_other_tables_is_not_compared(
    folders: tuple[Settings, Path, Path],
) -> None:
    settings, old, new = folders
    with duckdb.connect(str(old / "marts.duckdb")) as db:
        db.execute("alter table core.fct_listings drop column is_pay_read")
    release_notes.write(settings, new, MANIFEST)
    assert "no earlier release" in (new / release_notes.FILE).read_text("utf-8")
