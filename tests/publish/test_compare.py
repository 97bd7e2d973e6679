"""The change of a figure between two releases: its parts, and that they sum to it."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration.cli.commands.compare import lines
from orchestration.publish.compare import MEASURES, Change, clock, compare, release_of
from orchestration.settings import Settings
from orchestration.storage import ledger

COLUMNS = (
    "listing_id varchar, board_id varchar, annual_salary_usd double, is_pay_read boolean, "
    "has_salary boolean, has_text boolean, workplace varchar"
)


@dataclass(frozen=True)
class Job:
    """One open listing of a release; pay in euro, None where it states none."""

    name: str
    board: str
    euros: float | None = None
    is_member: bool = True
    workplace: str = "onsite"
    in_germany: float | None = None
    """What it pays in Germany, where it also is."""


def release(folder: Path, night: str, jobs: list[Job], usd_per_euro: float) -> Path:
    """A release with the tables that a comparison reads."""
    out = folder / f"{night}-0000abcd"
    out.mkdir(parents=True)
    manifest = {"release_id": out.name, "night": night, "code_version": "1"}
    (out / "manifest.json").write_text(json.dumps(manifest))
    with duckdb.connect(str(out / "marts.duckdb")) as db:
        db.execute(f"create schema core; create table core.fct_listings ({COLUMNS})")
        db.execute(
            "create table core.fct_segment_listings (segment_id varchar, listing_id varchar)"
        )
        db.execute("create table core.fct_segments (segment_id varchar)")
        db.execute("insert into core.fct_segments values ('index')")
        db.execute("create table core.dim_boards (board_id varchar)")
        db.execute(
            "create table core.dim_companies (company_id varchar, company_name varchar);"
            "create table core.dim_technologies (technology_id varchar, technology_name varchar, "
            "vendor_company_id varchar, vendor_name varchar);"
            "create table mart_salary_by_comparison "
            "(comparison_id varchar, comparison_name varchar)"
        )
        db.execute(
            "create table core.fct_listing_pay_ranges (listing_id varchar, "
            "salary_currency varchar, annual_salary_usd double, usd_per_unit double, "
            "is_counted boolean, country_codes varchar[])"
        )
        db.execute(
            "create table core.fct_listing_countries (listing_id varchar, country_code varchar, "
            "annual_salary_usd double)"
        )
        db.execute("insert into core.fct_segments values ('country=DE')")
        for job in jobs:
            usd = None if job.euros is None else job.euros * usd_per_euro
            row = [job.name, job.board, usd, True, usd is not None, True, job.workplace]
            db.execute("insert into core.fct_listings values (?, ?, ?, ?, ?, ?, ?)", row)
            if job.is_member:
                db.execute("insert into core.fct_segment_listings values ('index', ?)", [job.name])
            if usd is not None:
                db.execute(
                    "insert into core.fct_listing_pay_ranges values (?, 'EUR', ?, ?, true, [])",
                    [job.name, usd, usd_per_euro],
                )
            if job.in_germany is not None:
                usd = job.in_germany * usd_per_euro
                db.execute(
                    "insert into core.fct_listing_pay_ranges values (?, 'EUR', ?, ?, true, ['DE'])",
                    [job.name, usd, usd_per_euro],
                )
                db.execute(
                    "insert into core.fct_listing_countries values (?, 'DE', ?)", [job.name, usd]
                )
                db.execute(
                    "insert into core.fct_segment_listings values ('country=DE', ?)", [job.name]
                )
        for board in sorted({job.board for job in jobs}):
            db.execute("insert into core.dim_boards values (?)", [board])
    return out


OLD = [
    Job("same", "b", 100_000),
    Job("gone", "b", 80_000),
    Job("board gone", "old", 50_000),
    Job("edited", "b", 100_000),
    Job("untagged", "b", 70_000),
    Job("pay withdrawn", "b", 60_000),
]
NEW = [
    Job("same", "b", 100_000),
    Job("edited", "b", 110_000),
    Job("untagged", "b", 70_000, is_member=False),
    Job("pay withdrawn", "b"),
    Job("new", "b", 90_000),
    Job("board new", "young", 200_000),
]


def means(*values: float) -> float:
    return sum(values) / len(values)


def test_the_pay_of_a_country_is_what_listings_state_for_it(tmp_path: Path) -> None:
    old = [
        Job("same", "b", 100_000, in_germany=80_000),
        Job("edited", "b", 90_000, in_germany=60_000),
    ]
    new = [
        Job("same", "b", 200_000, in_germany=80_000),
        Job("edited", "b", 90_000, in_germany=70_000),
    ]
    first = release(tmp_path, "2026-11-01", old, 1.0)
    second = release(tmp_path, "2026-11-02", new, 1.1)
    change = compare(first, second, "country=DE", "mean_salary_usd")
    assert (change.old_value, change.new_value) == (70_000, pytest.approx(82_500))
    parts = {part.name: part.change for part in change.parts}
    assert parts["edited"] == pytest.approx(5_000)
    assert parts["exchange rate"] == pytest.approx(7_500)


def test_each_cause_has_its_part(tmp_path: Path) -> None:
    old = release(tmp_path, "2026-11-01", OLD, 1.0)
    new = release(tmp_path, "2026-11-02", NEW, 1.1)
    change = compare(old, new, "index", "mean_salary_usd")
    # In thousands of dollars, step by step; what is new counts in the dollars of its night.
    steps = [
        means(100, 80, 50, 100, 70, 60),
        means(100, 80, 100, 70, 60, 220),
        means(100, 100, 70, 60, 220),
        means(100, 100, 70, 60, 220, 99),
        means(100, 100, 60, 220, 99),
        means(100, 100, 220, 99),
        means(100, 110, 220, 99),
        means(110, 121, 220, 99),
    ]
    expected = [1_000 * (after - before) for before, after in pairwise(steps)]
    assert [part.name for part in change.parts] == [
        *("boards", "left", "entered", "re-tagged", "read", "edited", "exchange rate")
    ]
    assert [part.change for part in change.parts] == pytest.approx(expected)
    assert [part.listing_count for part in change.parts] == [2, 1, 1, 1, 1, 1, 2]
    assert (change.old_count, change.new_count) == (6, 4)
    text = "\n".join(lines(change))
    assert "mean_salary_usd of All software listings (index)" in text
    assert "2 listings of boards that are in only one of the releases" in text


def history(chance: random.Random) -> list[Job]:
    names = [f"job{n}" for n in range(40) if chance.random() < 0.7]
    return [
        Job(
            name,
            f"board{int(name[3:]) % 7}",
            chance.choice((None, 50_000.5, 75_000.25, 120_000)),
            chance.random() < 0.9,
            chance.choice(("remote", "onsite", "not stated")),
        )
        for name in names
        if chance.random() < 0.9 or int(name[3:]) % 7
    ]


@pytest.mark.parametrize("measure", MEASURES)
def test_the_parts_sum_to_the_change(tmp_path: Path, measure: str) -> None:
    chance = random.Random(7)
    for number in range(6):
        rates = chance.choice((1.0, 1.1)), chance.choice((1.0, 1.1))
        folder = tmp_path / str(number)
        old = release(folder, "2026-11-01", history(chance), rates[0])
        new = release(folder, "2026-11-02", history(chance), rates[1])
        change = compare(old, new, "index", measure)
        assert change.old_value is not None
        assert change.new_value is not None
        total = change.new_value - change.old_value
        assert sum(part.change for part in change.parts) == pytest.approx(total, abs=1e-6)


def test_a_figure_of_nothing_has_no_parts(tmp_path: Path) -> None:
    old = release(tmp_path, "2026-11-01", [Job("a", "b")], 1.0)
    new = release(tmp_path, "2026-11-02", [Job("a", "b", 100_000)], 1.0)
    change = compare(old, new, "index", "mean_salary_usd")
    assert change.parts == ()
    assert "One of them has no value" in "\n".join(lines(change))


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    settings = Settings(tmp_path, contact="")
    old = release(settings.releases, "2026-11-01", OLD, 1.0)
    assert release_of(settings, "2026-11-01") == old
    assert release_of(settings, old.name) == old
    with pytest.raises(
        ValueError, match=r"no release 2026-11-09 .* there are: 2026-11-01-0000abcd"
    ):
        release_of(settings, "2026-11-09")
    with pytest.raises(ValueError, match="no segment technology=x"):
        compare(old, old, "technology=x", "listing_count")


@pytest.mark.parametrize(
    ("change", "segment"),
    [
        ("alter table core.fct_listings drop column annual_salary_usd", "index"),
        ("drop table core.fct_listing_countries", "country=DE"),
    ],
)
def test_releases_with_other_tables_are_not_compared(
    tmp_path: Path, change: str, segment: str
) -> None:
    jobs = [Job("one", "b", 100_000, in_germany=80_000)]
    old = release(tmp_path, "2026-11-01", jobs, 1.0)
    new = release(tmp_path, "2026-11-02", jobs, 1.0)
    with duckdb.connect(str(old / "marts.duckdb")) as db:
        db.execute(change)
    with pytest.raises(ValueError, match=f"{old.name} and {new.name} cannot be compared"):
        compare(old, new, segment, "mean_salary_usd")


def publish_edition(settings: Settings, number: int, known: str, release_id: str) -> None:
    folder = settings.figures / "as_of_date=2026-11-01" / f"known_date={known}"
    folder = folder / f"edition={number}"
    folder.mkdir(parents=True)
    about = {"release_id": release_id, "code_version": "1", "rules_id": "a"}
    table = pa.Table.from_pylist([about], ledger.ABOUT)
    pq.write_table(table, folder / "editions.parquet")


def test_a_night_is_compared_as_known_then_or_as_known_now(tmp_path: Path) -> None:
    """The order is that of the ledger, whichever folder was written last."""
    settings = Settings(tmp_path, contact="")
    jobs = [Job("a", "b", 100_000)]
    late = release(settings.releases, "2026-11-01", jobs, 1.2)
    late = late.rename(late.with_name("2026-11-01-ffffffff"))
    manifest = json.loads((late / "manifest.json").read_text())
    (late / "manifest.json").write_text(json.dumps({**manifest, "release_id": late.name}))
    early = release(settings.releases, "2026-11-01", jobs, 1.0)
    publish_edition(settings, 1, "2026-11-01", early.name)
    publish_edition(settings, 2, "2026-11-09", late.name)
    assert release_of(settings, "2026-11-01") == late
    assert release_of(settings, "2026-11-01", as_known_then=True) == early
    change = compare(early, late, "index", "mean_salary_usd")
    shown = [*lines(change, [clock(settings, f.name) for f in (early, late)])]
    assert shown[1].endswith("n 1   known on 2026-11-01, edition 1 of 2")
    assert shown[2].endswith("n 1   known on 2026-11-09, edition 2 of 2")
    assert shown[3] == "Both releases are of the same night: the change is a revision, not a trend."
    shutil.rmtree(early)
    assert release_of(settings, "2026-11-01") == late
    with pytest.raises(ValueError, match=f"{early.name} first published 2026-11-01 and is no lon"):
        release_of(settings, "2026-11-01", as_known_then=True)


def test_the_same_release_twice_is_no_change(tmp_path: Path) -> None:
    old = release(tmp_path, "2026-11-01", OLD, 1.0)
    change: Change = compare(old, old, "index", "mean_salary_usd")
    assert [part.change for part in change.parts] == [0.0, 0.0]
    assert change.old_value == change.new_value
