"""`hiring-ledger mcp`, asked through the SDK's own client over stdin and stdout."""

from __future__ import annotations

import asyncio
from pathlib import Path

import duckdb
import pytest

from orchestration.cli.main import main
from orchestration.publish import bounded_query
from orchestration.serving import mcp_server
from orchestration.settings import Settings
from tests.serving.conftest import Asked

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


def test_the_tools_are_described_and_read_only(ask: Asked) -> None:
    tools = {tool.name: tool for tool in ask()}
    assert set(tools) == {
        *("about_release", "list_measures", "list_dimensions", "get_figure", "top_groups"),
        *("search_listings", "explain_listing", "describe_table", "query"),
    }
    for tool in tools.values():
        assert len(tool.description) > 40
        assert tool.annotations.read_only_hint
    assert tools["get_figure"].input_schema["required"] == ["figure_id"]


def test_an_assistant_gets_from_measures_to_the_words_of_a_listing(ask: Asked) -> None:
    about, measures, dimensions, figure, top, found, none = ask(
        ("about_release", {}),
        ("list_measures", {}),
        ("list_dimensions", {}),
        ("get_figure", {"figure_id": "index/mean_salary_usd/report"}),
        ("top_groups", {"dimension": "technology", "measure": "mean_salary_usd", "limit": 5}),
        ("search_listings", {"words": "engineer senior", "segment_id": "technology=python",
                             "workplace": "remote", "limit": 3}),
        ("search_listings", {"words": "' or 1=1 --"}),
    )  # fmt: skip
    assert about["as_of_date"] == "2026-11-02"
    assert "invented" in about["notice"]
    assert 0 < about["with_text_count"] <= about["software_listing_count"] == 2000
    assert {"measure", "definition", "unit", "denominator"} < set(measures[0])
    assert {d["dimension"] for d in dimensions} > {"technology", "country"}
    assert figure["interval_low"] < figure["value"] < figure["interval_high"]
    assert figure["unit_count"] > 0
    assert figure["publish_status"] in ("ok", "low")
    assert len(top) == 5
    assert [row["value"] for row in top] == sorted((r["value"] for r in top), reverse=True)
    assert found["listing_count"] > len(found["listings"]) == 3
    assert all("engineer" in row["title"].lower() for row in found["listings"])
    assert {row["workplace"] for row in found["listings"]} == {"remote"}
    assert none == {"listing_count": 0, "listings": []}
    words, columns = ask(
        ("explain_listing", {"listing_id": found["listings"][0]["listing_id"]}),
        ("describe_table", {"table": "core.fct_estimates"}),
    )
    assert found["listings"][0]["title"] in words
    assert "workplace" in words
    assert all(column["comment"] for column in columns)


def test_a_wrong_question_is_answered_with_what_there_is(ask: Asked) -> None:
    figure, top, listing, table = ask(
        ("get_figure", {"figure_id": "technology=pytorhc/mean_salary_usd/report"}),
        ("top_groups", {"dimension": "technology; drop", "measure": "mean_salary_usd"}),
        ("explain_listing", {"listing_id": "nothing"}),
        ("describe_table", {"table": "core.secrets"}),
    )
    assert "technology=pytorch/mean_salary_usd/report" in figure
    assert "dimension is one of: company, company & technology, company_size" in top
    assert "no listing nothing" in listing
    assert "core.fct_listings" in table


def test_a_query_is_answered_and_bounded(ask: Asked) -> None:
    counted, cut, wide = ask(
        ("query", {"sql": "select count(*) as n from core.fct_listings"}),
        ("query", {"sql": "from range(100000000000)", "limit": 100_000}),
        ("query", {"sql": "select repeat('x', 3000000) as text, date '2026-01-02' as day, "
                          "[1, null] as list, 'nan'::double as nan, 1.5::decimal as money"}),
    )  # fmt: skip
    assert counted == {"columns": ["n"], "rows": [[2160]], "is_cut": False}
    assert (len(cut["rows"]), cut["is_cut"]) == (bounded_query.ROWS, True)
    text, *others = wide["rows"][0]
    assert len(text) < 3_000
    assert "3,000,000 characters" in text
    assert others == ["2026-01-02", "[1, null]", "nan", "1.500"]


def test_a_session_stays_on_its_release(sample_home: Path, tmp_path: Path) -> None:
    """Each tool answers from it, also after a night has published the next one."""
    (tmp_path / "current").symlink_to((sample_home / "current").resolve())
    made = mcp_server.server(Settings(tmp_path, contact=""))

    def answer(tool: str, **arguments: str) -> str:
        return str(asyncio.run(made.call_tool(tool, arguments)))

    with duckdb.connect(str(tmp_path / "current" / "marts.duckdb"), read_only=True) as db:
        row = db.sql("select min(listing_id), min_by(title, listing_id) from core.fct_listings")
        listing_id, title = row.fetchall()[0]
    (tmp_path / "next").mkdir()
    (tmp_path / "current").unlink()
    (tmp_path / "current").symlink_to(tmp_path / "next")
    assert title in answer("explain_listing", listing_id=listing_id)
    assert listing_id in answer("query", sql="select min(listing_id) from core.fct_listings")
    assert "2026-11-02" in answer("about_release")


HOSTILE = {
    "reads a file": "select * from read_text('/etc/passwd')",
    "reads a file by name": "from '/etc/passwd'",
    "lists files": "select * from glob('/*')",
    "reads a CSV": "select * from read_csv('/etc/passwd')",
    "reads the network": "from 'https://example.org/x.parquet'",
    "attaches": "attach '/tmp/other.duckdb'",
    "writes a file": "copy (select 1) to '/tmp/out.csv'",
    "exports": "export database '/tmp/out'",
    "installs": "install httpfs",
    "loads": "load httpfs",
    "unlocks": "set enable_external_access = true",
    "resets": "reset enable_external_access",
    "uses a pragma": "pragma enable_profiling",
    "writes a table": "create table t as select 1",
    "fills memory by a table": "create temp table t as from range(100000000)",
    "deletes": "delete from core.fct_listings",
    "drops": "drop table core.fct_listings",
    "has two statements": "select 1; select 2",
    "hides a second one": "select 1; copy (select 1) to '/tmp/out.csv'",
    "is empty": "",
    "is a comment": "-- nothing",
    "is no SQL": "give me everything",
    "takes Python values": "from sys",
    "runs SQL in SQL": "from query('copy (select 1) to ''/tmp/out.csv''')",
    "reads the environment": "select getenv('HOME')",
    "holds a null byte": "select '\x00' from read_text('/etc/passwd')",
    "is a lone surrogate": "select '\ud800'",
    "uses up memory": "select list_sum(range(3000000000))",
    "sorts what does not fit": "select i, repeat('x', 900) || i as t from range(5000000) as r(i) "
    "order by hash(i)",
    "nests deeply": "select " + "(" * 200_000 + "1" + ")" * 200_000,
}


@pytest.mark.parametrize("sql", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_query_is_refused(sample_home: Path, sql: str) -> None:
    database = sample_home / "current" / "marts.duckdb"
    before = database.stat()
    with pytest.raises(ValueError, match=r"\S") as error:
        bounded_query.run(database, sql)
    assert "root:" not in str(error.value)
    assert (database.stat().st_mtime_ns, database.stat().st_size) == (
        before.st_mtime_ns,
        before.st_size,
    )
    assert not Path("/tmp/out.csv").exists()


@pytest.mark.parametrize(
    "sql",
    [
        "select count(*) from range(100000000) a, range(100000) b where a.range % 7 = b.range % 7",
        "select levenshtein(repeat('a', 300000), repeat('b', 300000))",  # one call, no interrupt
        "with recursive r(n) as (select 1 union all select n + 1 from r) select max(n) from r",
    ],
)
def test_a_long_query_is_stopped(
    sample_home: Path, sql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded_query, "SECONDS", 1)
    with pytest.raises(ValueError, match="took more than 1 seconds"):
        bounded_query.run(sample_home / "current" / "marts.duckdb", sql)


def test_a_hostile_query_leaves_the_session_working(ask: Asked) -> None:
    refused, answer = ask(
        ("query", {"sql": "from read_text('/etc/passwd')"}), ("query", {"sql": "select 1 as one"})
    )
    assert "disabled" in refused
    assert answer["rows"] == [[1]]


def test_without_a_release_the_command_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIRING_LEDGER_HOME", str(tmp_path))
    assert main(["mcp"]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert f"no release in {Settings.from_environment().home}" in shown.err
