"""Figures by `hiring-ledger mcp`: those of `explain`, of every kind, in bounded size and time."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from orchestration.publish import bounded_query, figure, figure_lines, release_reader
from orchestration.publish.release_reader import Release
from orchestration.settings import Settings
from tests.serving.conftest import Asked

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")

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
