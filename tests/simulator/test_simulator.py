"""The market simulator: reproducible, with sliding windows, read by the sources, fitted to
figures."""

from __future__ import annotations

import functools
import html
import importlib
import os
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from orchestration import simulator
from orchestration.recordings.recording import Recording
from orchestration.simulator import vendor_formats
from orchestration.simulator.market_in_chunks import in_chunks
from orchestration.simulator.technologies import TECHNOLOGIES
from orchestration.sources._toolkit.errors import NotFound
from tests.csv_rows import csv_rows
from tests.fakes import FakeGetter
from tests.paths import ROOT

Key = tuple[str, str, str]


def _files(out: Path) -> dict[str, bytes]:
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}


def _truth(out: Path) -> dict[Key, dict[str, Any]]:
    rows = pq.read_table(out / "truth.parquet").to_pylist()
    return {(row["ats"], row["board"], row["native_id"]): row for row in rows}


def _get(out: Path) -> FakeGetter:
    recording = Recording.load(out)

    def answer(url: str, body: Any) -> Any:
        found = recording.find("GET" if body is None else "POST", url, body)
        return NotFound(f"not simulated: {url} {body}") if found is None else found.content

    return FakeGetter(answer)


def _postings(out: Path) -> Iterator[tuple[Key | None, Any, Any]]:
    """Every posting with its detail page: its key, the posting, and its listing.

    The key is None for one that is not public.
    """
    get = _get(out)
    for row in csv_rows(out / "boards.csv"):
        source = importlib.import_module(f"orchestration.sources.{row['ats']}")
        for posting in source.postings(row["board"], get):
            if hasattr(source, "detail"):
                posting = source.detail(posting, row["board"], get)
            listing = source.read(posting, row["board"])
            key = (row["ats"], row["board"], listing.native_id) if listing else None
            yield key, posting, listing


def _read(out: Path) -> Iterator[tuple[Key, Any]]:
    """The key and listing of every public posting."""
    return ((key, listing) for key, _, listing in _postings(out) if key)


ONE_PAGE = {"traffit"}
"""Vendors whose pages differ by a header alone, so that a recording has one page of a board."""
NAMED_ONLY = vendor_formats.all_vendors().keys() - vendor_formats.of_market().keys()
MARKETS = {
    "by share": ([], 2000),
    "by name": (sorted(NAMED_ONLY - ONE_PAGE), 2000),
    "small boards": (sorted(ONE_PAGE), 400),
}
"""Vendors and listings: those with a share, and those that are in a market only by name."""


@pytest.fixture(scope="module", params=MARKETS.values(), ids=MARKETS)
def chosen(request: pytest.FixtureRequest) -> tuple[list[str], int]:
    vendors, listings = request.param
    return vendors, listings


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory, chosen: tuple[list[str], int]) -> Path:
    vendors, listings = chosen
    out = tmp_path_factory.mktemp("market")
    simulator.simulate(out, listings, vendors=vendors)
    return out


@pytest.fixture(scope="module")
def listings(market: Path) -> dict[Key, Any]:
    return dict(_read(market))


def test_same_seed_same_bytes_in_another_process(
    market: Path, chosen: tuple[list[str], int], tmp_path: Path
) -> None:
    vendors, listings = chosen
    code = "import pathlib, sys; from orchestration.simulator import simulate; "
    code += f"simulate(pathlib.Path(sys.argv[1]), {listings}, vendors={vendors})"
    subprocess.run(
        [sys.executable, "-W", "error", "-c", code, str(tmp_path)],
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "77"},
        cwd=ROOT,
    )
    assert _files(tmp_path) == _files(market)


def test_the_size_of_chunks_changes_no_byte(
    market: Path, chosen: tuple[list[str], int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vendors, listings = chosen
    small = functools.partial(in_chunks, size=150)
    monkeypatch.setattr("orchestration.simulator.recorded_answers.in_chunks", small)
    simulator.simulate(tmp_path, listings, vendors=vendors)
    assert _files(tmp_path) == _files(market)


def test_another_seed_is_another_market(market: Path, tmp_path: Path) -> None:
    simulator.simulate(tmp_path, 50, seed=2)
    titles = [row["title"] for row in _truth(tmp_path).values()]
    assert titles[:20] != [row["title"] for row in _truth(market).values()][:20]


def test_a_later_window_keeps_the_listings_of_both(
    market: Path, chosen: tuple[list[str], int], tmp_path: Path
) -> None:
    vendors, listings = chosen
    simulator.simulate(tmp_path, listings, first=60, vendors=vendors)
    before, after = _truth(market), _truth(tmp_path)
    software = [key for key, row in before.items() if row["is_software"]]
    assert len(software) == listings
    assert sum(key not in after for key in software) == 60
    assert sum(row["is_software"] for key, row in after.items() if key not in before) == 60
    for key in before.keys() & after.keys():
        assert before[key] == after[key]
    old_boards, new_boards = (
        {row["board"] for row in csv_rows(out / "boards.csv")} for out in (market, tmp_path)
    )
    assert old_boards <= new_boards
    old, new = ({k: raw for k, raw, _ in _postings(out) if k} for out in (market, tmp_path))
    assert len(old.keys() & new.keys()) > len(old) - 70  # 60, and as much noise beside them
    assert all(old[key] == new[key] for key in old.keys() & new.keys())


def test_every_vendor_is_a_source_and_has_boards(
    market: Path, chosen: tuple[list[str], int]
) -> None:
    vendors, _ = chosen
    boards = csv_rows(market / "boards.csv")
    assert {row["ats"] for row in boards} == set(vendor_formats.of_market(vendors))
    for ats in vendor_formats.all_vendors():
        importlib.import_module(f"orchestration.sources.{ats}")


def test_ground_truth_has_the_listings_that_sources_read(
    market: Path, listings: dict[Key, Any]
) -> None:
    truth = _truth(market)
    assert listings.keys() == truth.keys()
    for key, listing in listings.items():
        assert listing.title.strip() == truth[key]["title"]


def test_postings_that_are_not_public_exist(market: Path, chosen: tuple[list[str], int]) -> None:
    pools = any(vendor.pools for vendor in vendor_formats.of_market(chosen[0]).values())
    assert any(key is None for key, _, _ in _postings(market)) == pools


def test_fields_equal_the_ground_truth(market: Path, listings: dict[Key, Any]) -> None:
    for key, row in _truth(market).items():
        listing = listings[key]
        paid = {(pay.minimum, pay.maximum, pay.currency) for pay in listing.pays}
        stated = {(tier["minimum"], tier["maximum"], tier["currency"]) for tier in row["pay_tiers"]}
        if row["pay_source"] == "field":
            assert stated <= paid
        else:
            assert {pair for pair in paid if pair[0]} == set()
        if row["pay_source"] == "text":
            assert _digits(row["pay_tiers"][0]["minimum"]) & set(_numbers(listing))
        if not listing.places:
            assert row["country_code"] is None


def _numbers(listing: Any) -> list[str]:
    text = listing.description_html.replace("&nbsp;", " ")
    return "".join(c if c.isdigit() or c in ",." else " " for c in text).split()


def _digits(amount: float) -> set[str]:
    whole = f"{amount:,.0f}"
    return {whole, whole.replace(",", "."), f"{amount / 1000:.0f}", f"{amount:,.2f}", f"{whole}."}


def test_every_technology_of_the_ground_truth_is_in_the_text(
    market: Path, listings: dict[Key, Any]
) -> None:
    for key, row in _truth(market).items():
        text = html.unescape(listings[key].description_html)
        for name in row["technologies"]:
            known = TECHNOLOGIES[name]
            assert any(word in text for word in (*known.surfaces, *known.alone)), (key, name)


def test_a_plain_text_has_the_words_of_its_html(market: Path) -> None:
    compared = 0
    for _, posting, _ in _postings(market):
        pair = ("descriptionHtml", "description"), ("descriptionPlain",)
        rich, plain = (next((posting[k] for k in keys if k in posting), None) for keys in pair)
        if plain is not None:
            text = html.unescape(re.sub("<[^>]*>", " ", rich))
            words, shown = ([w for w in each.split() if w != "-"] for each in (text, plain))
            assert words == shown
            compared += 1
    assert compared > 100 or not _has_plain(market)


def _has_plain(out: Path) -> bool:
    vendors = vendor_formats.all_vendors()
    return any(vendors[row["ats"]].plain for row in csv_rows(out / "boards.csv"))


def test_pay_is_plausible(market: Path) -> None:
    tiers = [tier for row in _truth(market).values() for tier in row["pay_tiers"]]
    assert len({tier["currency"] for tier in tiers}) >= 8
    assert {tier["interval"] for tier in tiers} >= {"year", "month", "hour"}
    for tier in tiers:
        low, high = tier["minimum"], tier["maximum"]
        assert low is None or high is None or 0 < low <= high <= 2.5 * low


FIGURES = """figure,segment,measure,value,n,rounding,line
A,index,listing_count,8000,,1,1
B,industry=ai-ml,listing_count,240,,1,1
C,segment=ai_union,listing_count,480,,1,1
D,segment=ai_union & workplace=remote,listing_count,120,,1,1
E,technology=pytorch & has_salary,mean_usd,219000,80,1,1
F,technology=pytorch & has_salary,median_usd,215000,80,1000,1
G,technology=llm & has_salary,mean_usd,210000,130,1,1
H,technology=python & has_salary,mean_usd,187000,600,1,1
I,technology=llm - technology=javascript,mean_difference_usd,44000,,1000,1
J,industry=fintech,remote_share,0.34,,0.01,1
K,industry=fintech & has_salary,mean_usd,195000,,1000,1
L,company=Speechify,listing_count,230,,1,1
M,index,country_count,214,,1,1
N,index,ats_count,21,,1,1
"""


def test_the_ground_truth_meets_the_figures(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "figures.csv").write_text(FIGURES)
    simulator.simulate(tmp_path / "out", 4000, figures=tmp_path / "figures.csv")  # half the size
    rows = [row for row in _truth(tmp_path / "out").values() if row["is_software"]]
    paid = [row for row in rows if row["pay_tiers"]]
    ai = [row for row in rows if "ai-ml" in row["company_industries"]]
    tags = {"llm", "pytorch", "tensorflow", "openai", "mlflow"}
    union = [row for row in rows if row in ai or tags & set(row["technologies"])]
    fintech = [row for row in rows if "fintech" in row["company_industries"]]
    assert (len(rows), len(ai), len(union)) == (4000, 120, 240)
    assert sum(row["workplace"] == "remote" for row in union) == 60
    for name, n, mean in (("pytorch", 40, 219_000), ("llm", 65, 210_000), ("python", 300, 187_000)):
        pays = [_middle(row) for row in paid if name in row["technologies"]]
        assert len(pays) == n
        assert statistics.mean(pays) == pytest.approx(mean, abs=0.5)
        if name == "pytorch":
            assert statistics.median(pays) == pytest.approx(215_000, abs=500)
    scripts = [_middle(row) for row in paid if "javascript" in row["technologies"]]
    assert statistics.mean(scripts) == pytest.approx(166_000, abs=500)
    assert statistics.mean(_middle(row) for row in paid if row in fintech) == pytest.approx(
        195_000, abs=500
    )
    share = sum(row["workplace"] == "remote" for row in fintech) / len(fintech)
    assert share == pytest.approx(0.34, abs=0.005)
    assert sum(row["company"] == "Speechify" for row in rows) == 115
    assert len({row["country_code"] for row in rows} - {None}) == 214
    met = {row["figure"]: row["met"] for row in csv_rows(tmp_path / "out" / "figures_met.csv")}
    assert {figure for figure, is_met in met.items() if is_met != "yes"} == {"N"}
    assert len(caplog.records) == 1


def _middle(row: dict[str, Any]) -> float:
    (tier,) = row["pay_tiers"]
    assert (tier["currency"], tier["interval"]) == ("USD", "year")
    return float(tier["minimum"] + tier["maximum"]) / 2
