"""`hiring-ledger mcp`, asked through the SDK's own client over stdin and stdout."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from orchestration.cli.main import main
from orchestration.publish import bounded_query, figure, figure_lines, release_reader
from orchestration.publish.release_reader import Release
from orchestration.settings import Settings
from tests.paths import ROOT

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")
Asked = Callable[..., Any]


@pytest.fixture(scope="module")
def ask(sample_home: Path) -> Asked:
    """Starts the command for some calls of tools, each a name and its arguments; the answers, or
    the reason of a failure as text."""
    parameters = StdioServerParameters(
        command=sys.executable,
        args=["-m", "orchestration.cli.main", "mcp", "--home", str(sample_home)],
        env={"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
        cwd=str(ROOT),
    )

    async def session(calls: list[tuple[str, dict[str, Any]]]) -> list[Any]:
        async with Client(stdio_client(parameters)) as client:
            if not calls:
                return (await client.list_tools()).tools
            answers = []
            for name, arguments in calls:
                result = await client.call_tool(name, arguments)
                text = result.content[0].text if result.content else "[]"  # type: ignore[union-attr]
                if result.is_error:
                    answers.append(text)
                elif result.structured_content is not None:
                    found = result.structured_content
                    answers.append(found.get("result", found))
                else:
                    answers.append(json.loads(text))
            return answers

    return lambda *calls: asyncio.run(session(list(calls)))


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


FIGURES = {
    "one group": "technology=python/mean_salary_usd/report",
    "one group, robust": "technology=python/median_salary_usd/robust",
    "a level at a technology": "technology=python & seniority=senior/listing_count/report",
    "a suppressed mean": "technology=tensorflow/mean_salary_usd/report",
    "a count by a column": "technology=python/listing_count:workplace=remote/report",
    "a count of a place": "index/listing_count:place=Berlin,DE/report",
    "a band of pay": "country=US/listing_count:salary=150000-175000/report",
    "a band without a listing": "technology=python/listing_count:salary=5000000-/report",
    "a count of a pair": "technology=aws & technology=kubernetes/listing_count/report",
    "a difference": "technology=aws & technology=kubernetes/with_b_difference_usd/report",
    "a comparison": "comparison=pytorch-tensorflow/with_salary_count_lead_share/report",
    "AI listings of a company": "company=openai/ai_listing_count/report",
    "a type of company": "company_type=vendor/ai_share/report",
    "a part of an AI group": "parts=ai_union/only_b_listing_count/report",
    "a requirement": "index/degree_required_share/report",
}


def test_a_figure_of_each_kind_is_what_explain_says(ask: Asked, sample_home: Path) -> None:
    """By the same code; a suppressed value has neither a value nor its SQL."""
    settings = Settings(sample_home, contact="")
    answers = ask(*(("get_figure", {"figure_id": figure_id}) for figure_id in FIGURES.values()))
    for kind, figure_id, found in zip(FIGURES, FIGURES.values(), answers, strict=True):
        passport = figure.passport(settings, figure_id)
        row = passport.figure
        assert isinstance(found, dict), (kind, found)
        assert found["figure_id"] == figure_id
        assert found["definition"] == passport.definition
        for name in ("value", "interval_low", "interval_high", "unit_count", "company_count",
                     "publish_status", "status_reason"):  # fmt: skip
            assert found[name] == row[name], (kind, name)
        assert found["as_of_date"] == str(row["as_of_date"])
        assert found["sql"] == (None if row["value"] is None else passport.sql), kind
        assert found["member_count"] == passport.member_count, kind
        shown = figure_lines.some_members(passport)
        assert [m["listing_id"] for m in found["members"]] == [m["listing_id"] for m in shown]
        assert len(json.dumps(found)) < 20_000
    kinds = dict(zip(FIGURES, answers, strict=True))
    assert kinds["a suppressed mean"]["publish_status"] == "suppressed"
    assert kinds["a band without a listing"]["value"] == 0
    assert kinds["one group"]["other_methods"]
    assert [group["unit_count"] for group in kinds["a difference"]["groups"]]


@pytest.mark.parametrize(
    "figure_id",
    [
        "'; drop table core.fct_listings; --/listing_count/report",
        "index/listing_count:place=</script><script>alert(1)</script>,DE/report",
        "index/listing_count:place=%F0%9F%98%80,DE/report",
        "technology=\x00/listing_count/report",
        "a/b/c/d/report",
        "/report",
        "report",
        "%/=/&/report",
        "technology=a & technology=/listing_count/report",
        "index/listing_count:salary=5-1/report",
        "parts=ai_union/mean_salary_usd/report",
        "x" * 300_000 + "/mean_salary_usd/report",
        "\U0001f600\u202e\ud800/mean_salary_usd/report",
    ],
)
def test_a_hostile_id_is_one_line_of_error(sample_home: Path, figure_id: str) -> None:
    with pytest.raises(ValueError, match=r"^no figure .* in the release of 2026-11-02") as error:
        release_reader.figure(Release((sample_home / "current").resolve()), figure_id)
    assert len(str(error.value)) < 1_000
    assert str(error.value).isprintable() or "\U0001f600" in str(error.value)


def test_a_figure_that_takes_too_long_is_stopped(
    sample_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded_query, "SECONDS", 0.001)
    with pytest.raises(ValueError, match=r"took more than 0\.001 seconds"):
        release_reader.figure(
            Release((sample_home / "current").resolve()), FIGURES["a count by a column"]
        )


def test_a_long_query_of_ours_is_interrupted(
    sample_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded_query, "SECONDS", 0.3)
    release = Release((sample_home / "current").resolve())
    with pytest.raises(duckdb.InterruptException), release.opened() as query:
        query("select sum(a.range * b.range) from range(1000000) as a, range(1000000) as b")


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
    monkeypatch.setattr(bounded_query, "SECONDS", 2)
    with pytest.raises(ValueError, match="took more than 2 seconds"):
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
