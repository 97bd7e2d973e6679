"""What `hiring-ledger explain` prints, and that the words it prints were really published."""

from __future__ import annotations

import html
import re
import shutil
import unicodedata
from pathlib import Path

import duckdb
import pytest

from orchestration.cli.main import main
from orchestration.crawl.data_source import DataSource
from orchestration.publish.explain import explain
from orchestration.settings import Settings


def published(home: Path, query: str) -> list[tuple[str, ...]]:
    with duckdb.connect(str(home / "current" / "marts.duckdb"), read_only=True) as db:
        return db.execute(query).fetchall()


def words(text: str) -> str:
    """Markup to words by another road than the pipeline's; white space and the unseen left out."""
    plain = html.unescape(re.sub("<[^>]*>", "", text))
    return "".join(c for c in plain if not c.isspace() and unicodedata.category(c) != "Cf")


def test_every_value_is_shown_with_its_words(sample_home: Path) -> None:
    (listing_id, title), *_ = published(
        sample_home,
        "select listing_id, title from core.fct_listings where pay_source = 'text' "
        "and workplace_source = 'text' and country_code is not null and is_software "
        "order by listing_id",
    )
    lines = explain(Settings(sample_home, contact=""), listing_id)
    assert lines[0] == f"{listing_id}  {title}"
    for claim in ("role", "seniority", "workplace", "place", "pay"):
        assert [line for line in lines if re.match(rf"{claim} .*“.+”$", line)], claim
    named = [line.split()[0] for line in lines if line.startswith("  ")]
    tags = published(
        sample_home,
        "select technology_id from core.fct_listing_technologies "
        f"where listing_id = '{listing_id}' and is_counted",
    )
    assert len(tags) > 0
    assert {tag for (tag,) in tags} <= set(named)
    assert lines[-1] == DataSource("sample").notice


def test_a_requirement_is_shown_with_its_words(
    sample_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ((listing_id, years),) = published(
        sample_home,
        "select listing_id, experience_years from core.fct_listings "
        "where degree = 'equivalent accepted' and experience_years is not null "
        "order by listing_id limit 1",
    )
    assert main(["explain", listing_id, "--home", str(sample_home)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if re.match("visa +not stated$", line)]
    assert [line for line in lines if re.match("degree +equivalent accepted +“.*egree.*”$", line)]
    pattern = rf"experience +{years}\+ years +“.*{years}\+ years.*”$"
    assert [line for line in lines if re.match(pattern, line)]


def test_evidence_is_verbatim(sample_home: Path) -> None:
    """Every span of every mention, and of text pay and workplaces, is in its description."""
    files = str(sample_home / "raw" / "*" / "night=*" / "postings.parquet")
    with duckdb.connect() as db:
        texts = dict(
            db.execute(
                "select text_id, any_value(description_html) from read_parquet(?, "
                "union_by_name = true) where text_id is not null group by text_id",
                [files],
            ).fetchall()
        )
    spans = published(
        sample_home,
        "select text_id, alias, span_text from core.fct_technology_mentions union all "
        "select text_id, '', span_text from core.fct_listing_evidence "
        "inner join core.fct_listings using (listing_id) where source = 'text'",
    )
    words_by_text = {text_id: words(text) for text_id, text in texts.items()}
    wrong = [s for s in spans if s[1] not in s[2] or words(s[2]) not in words_by_text[s[0]]]
    assert len(spans) > 10_000
    assert wrong == []


def test_every_counted_tag_has_evidence(sample_home: Path) -> None:
    counted = published(
        sample_home,
        "select listing_id, technology_id, count(mentions.span_text) "
        "from core.fct_listing_technologies as tags "
        "left join core.fct_technology_mentions as mentions "
        "using (text_id, technology_id, line_number) where tags.is_counted group by all",
    )
    assert len(counted) > 5_000
    assert [tag for tag in counted if tag[2] == 0] == []


def test_an_unknown_listing_is_one_clear_line(
    sample_home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIRING_LEDGER_HOME", "")
    assert main(["explain", "acme:\x1b[31mnone", "--home", str(sample_home)]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == "hiring-ledger: no listing acme:[31mnone is open on 2026-11-02\n"


def test_a_home_without_release_is_one_clear_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIRING_LEDGER_HOME", "")
    assert main(["explain", "acme:one:1", "--home", str(tmp_path)]) == 1
    assert capsys.readouterr().err == (
        f"hiring-ledger: no release in {tmp_path}; run `hiring-ledger refresh` first\n"
    )


def test_hostile_text_does_not_reach_the_terminal(sample_home: Path, tmp_path: Path) -> None:
    release = tmp_path / "current"
    release.mkdir()
    for name in ("marts.duckdb", "manifest.json"):
        shutil.copy(sample_home / "current" / name, release)
    hostile = "\x1b]0;owned\x07\u202ereversed\u200b\x9b31m\r\nnext"
    with duckdb.connect(str(release / "marts.duckdb")) as db:
        db.execute("update core.fct_listings set title = ?, url = ?", [hostile, hostile])
        db.execute("update core.fct_technology_mentions set span_text = ?", [hostile])
        row = db.execute("select min(listing_id) from core.fct_listing_technologies").fetchone()
    assert row is not None
    printed = "".join(explain(Settings(tmp_path, contact=""), row[0]))
    assert "owned" in printed
    assert [c for c in printed if unicodedata.category(c).startswith("C")] == []
