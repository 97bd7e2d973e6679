"""Figures drawn at random over all kinds: the page, `explain` and a bundle say the same.

And whatever text is given instead of an id is one clear line of error.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.cli.main import main
from orchestration.publish import figure_lines, overlap_figures, passports
from orchestration.publish.breakdown_figures import BASE as BREAKDOWN
from orchestration.publish.report import addresses
from tests.publish.figure_reader import figures, figures_of_one_group, is_same
from tests.publish.page_reader import words

Row = dict[str, Any]


@pytest.fixture(scope="module", params=[1, pytest.param(4, marks=pytest.mark.night)])
def drawn(sample_home: Path, request: pytest.FixtureRequest) -> list[Row]:
    """So many figures of every kind: those that a page shows, and some that no page has."""
    ids, _ = passports.shown_figures(sample_home / "current")
    ids |= {
        row["figure_id"] for row in figures_of_one_group(sample_home, "hash(figure_id) % 97 = 0")
    }
    by_kind: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(figures(sample_home, sorted(ids)), key=lambda row: row["figure_id"]):
        column = row["measure"].partition(":")[2].partition("=")[0]
        by_kind[f"{row['base']} {column}"].append(row)
    assert len(by_kind) > 20
    at_random = random.Random(20_261_102)
    rows: dict[str, Row] = {}
    for kind in sorted(by_kind) * request.param:
        row = at_random.choice(by_kind[kind])
        rows[row["figure_id"]] = row
    return list(rows.values())


def printed(
    figure_id: str, home: Path, capsys: pytest.CaptureFixture[str], *more: str
) -> tuple[int, str, str]:
    """What `explain` prints."""
    capsys.readouterr()
    code = main(["explain", figure_id, *more, "--home", str(home)])
    found = capsys.readouterr()
    return code, found.out, found.err


def on_the_page(row: Row, site: Path) -> tuple[bool, str] | None:
    """Whether the passport of a figure is a row of counts, and its words; None if no page shows
    the figure."""
    address, _, anchor = addresses.passport(row["figure_id"]).partition("#")
    if not (site / address).exists():
        return None
    _, _, rest = (site / address).read_text("utf-8").partition(f' id="{anchor}">')
    is_row = rest.startswith("<th")
    return (is_row, words(rest.partition("</tr>" if is_row else "</dl>")[0])) if rest else None


def test_a_drawn_figure_is_the_same_on_its_page_and_in_explain(
    sample_home: Path,
    drawn: list[Row],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HIRING_LEDGER_HOME", "")
    seen = 0
    for row in drawn:
        figure_id = row["figure_id"]
        code, text, error = printed(figure_id, sample_home, capsys, "--json")
        assert (code, error) == (0, "")
        explained = json.loads(text)
        for name in ("value", "unit_count", "role_count", "company_count", "publish_status",
                     "interval_low", "interval_high"):  # fmt: skip
            assert explained["figure"][name] == row[name], (figure_id, name)
        assert explained["member_count"] == len(explained["members"])
        passport = on_the_page(row, sample_home / "current")
        if passport is None:
            continue
        seen += 1
        is_row, said = passport
        assert is_row or row["base"] not in (BREAKDOWN, overlap_figures.TOGETHER)
        if is_row:
            counts = f"{row['unit_count']:,} {row['role_count']:,} {row['company_count']:,} ("
            assert f"{figure_id} {counts}" in said
            continue
        value = figure_lines.value(row).replace(" %", "%")
        interval = figure_lines.interval(row).replace(" %", "%")
        assert f"Value {value} Interval {interval} Status " in said, figure_id
        assert explained["definition"].partition(";")[0].replace(" %", "%") in said
    assert seen > len(drawn) / 3


def test_a_bundle_of_a_drawn_figure_computes_it_alone(
    sample_home: Path,
    drawn: list[Row],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HIRING_LEDGER_HOME", "")
    computed = 0
    for number, row in enumerate(drawn):
        out = tmp_path / f"bundle {number}"
        arguments = ["bundle", row["figure_id"], "--out", str(out), "--home", str(sample_home)]
        if row["value"] is None:
            assert main(arguments) == 1
            (line,) = capsys.readouterr().err.splitlines()
            assert line.startswith(f"hiring-ledger: {row['figure_id']} is suppressed: ")
            assert not out.exists()
            continue
        assert main(arguments) == 0, row["figure_id"]
        sql = (out / "figure.sql").read_text("utf-8")
        with duckdb.connect() as db:
            file = str(out / "members.parquet").replace("'", "''")
            found = db.execute(sql.replace("'members.parquet'", f"'{file}'")).fetchone()
        assert found is not None
        assert row["unit_count"] == 0 or is_same(row, found), row["figure_id"]
        computed += 1
    assert computed > len(drawn) / 2


HOSTILE = [
    "'; drop table core.fct_listings; --/listing_count/report",
    'index/listing_count:place="</script><script>alert(1)</script>",DE/report',
    "index/listing_count:place=%3C/script%3E,DE/report",
    "index/listing_count:place=100%25,DE/report",
    "index/listing_count:place=a=b&c,DE/report",
    "index/listing_count:place=\U0001f600,DE/report",
    "\U0001f600/\U0001f600/report",
    "technology=%/mean_salary_usd/report",
    "a & b = c/mean_salary_usd/robust",
    "//report",
    "/robust pooled",
    "index/mean_salary_usd/report/report",
    "index/mean_salary_usd/REPORT",
    "index/mean_salary_usd",
    "\x1b[31m\u202e\r\n\x00/mean_salary_usd/report",
    "\udcff/mean_salary_usd/report",
    "\udcff",
    "=" * 100_000,
    "index/listing_count:place=" + "%41" * 50_000 + ",DE/report",
    "x & " * 50_000 + "/mean_salary_usd/report",
]


@pytest.mark.parametrize("command", ["explain", "bundle"])
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_one_line_of_error(
    sample_home: Path,
    tmp_path: Path,
    text: str,
    command: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HIRING_LEDGER_HOME", "")
    more = [] if command == "explain" else ["--out", str(tmp_path / "none")]
    assert main([command, text, *more, "--home", str(sample_home)]) == 1
    found = capsys.readouterr()
    assert found.out == ""
    (line,) = found.err.splitlines()
    assert line.startswith(("hiring-ledger: no figure ", "hiring-ledger: no listing "))
    assert len(line) < 300
    assert not set(line) & {"\x1b", "\x00", "\u202e", "\udcff"}
    assert list(tmp_path.iterdir()) == []
