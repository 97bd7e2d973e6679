"""Exchange rates: answers of the bank are read and merged, and a failure changes nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration.crawl.data_source import DataSource, bind_data_source
from orchestration.defs import reference_assets
from orchestration.http.client import RequestFailed
from orchestration.http.responses import HttpAnswer
from orchestration.reference import exchange_rates, tables
from orchestration.settings import Settings
from orchestration.sources._toolkit.errors import NotFound, Unreadable
from orchestration.validation import validate

NIGHT = date(2026, 11, 2)
ANSWER = b"""<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
    xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
  <gesmes:subject>Reference rates</gesmes:subject>
  <Cube>
    <Cube time="2026-11-02">
      <Cube currency="USD" rate="1.25"/>
      <Cube currency="JPY" rate="180"/>
    </Cube>
    <Cube time="2026-10-30"><Cube currency="USD" rate="1.24"/></Cube>
  </Cube>
</gesmes:Envelope>"""


def rows(table: pa.Table) -> list[tuple[str, str, float]]:
    return [(r["rate_date"], r["currency_code"], r["units_per_euro"]) for r in table.to_pylist()]


def test_an_answer_is_read() -> None:
    assert rows(exchange_rates.parse(ANSWER)) == [
        ("2026-11-02", "USD", 1.25),
        ("2026-11-02", "JPY", 180.0),
        ("2026-10-30", "USD", 1.24),
    ]


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"<html>",
        b"<Envelope/>",
        ANSWER.replace(b'rate="180"', b'rate="0"'),
        ANSWER.replace(b'rate="180"', b'rate="nan"'),
        ANSWER.replace(b'rate="180"', b'rate="a lot"'),
        ANSWER.replace(b'rate="180"', b""),
        ANSWER.replace(b"JPY", b"yen"),
        ANSWER.replace(b"2026-10-30", b"yesterday"),
    ],
)
def test_an_answer_with_an_invalid_rate_is_unreadable(answer: bytes) -> None:
    with pytest.raises(Unreadable):
        exchange_rates.parse(answer)


def test_the_later_table_has_precedence() -> None:
    both = exchange_rates.merge([exchange_rates.bundled(), exchange_rates.parse(ANSWER)])
    bundled = {row[:2]: row[2] for row in rows(exchange_rates.bundled())}
    found = {row[:2]: row[2] for row in rows(both)}
    assert found["2026-10-30", "USD"] == 1.24 != bundled["2026-10-30", "USD"]
    assert found["2026-11-02", "JPY"] == 180
    assert found["2023-01-02", "USD"] == bundled["2023-01-02", "USD"]
    assert len(rows(both)) == len(found) == len(bundled.keys() | {row[:2] for row in rows(both)})
    assert {row["rate_source"].split(" ")[1] for row in both.to_pylist()} == {
        "eurofxref-hist-90d.xml",
        "from",
    }


Ask = Callable[[str], HttpAnswer]


@pytest.fixture
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Ask], Settings]:
    """A data directory of live boards, with a client whose answers the test gives."""
    settings = Settings(tmp_path, contact="")
    bind_data_source(settings, DataSource("live"))

    def answering(get: Ask) -> Settings:
        @contextmanager
        def opened(*_: Any) -> Iterator[Any]:
            yield SimpleNamespace(session=lambda: get)

        monkeypatch.setattr(reference_assets, "open_client", opened)
        return settings

    return answering


def test_a_night_fetches_once_and_stores_the_answer(live: Callable[[Ask], Settings]) -> None:
    requested = []

    def get(url: str) -> HttpAnswer:
        requested.append(url)
        return HttpAnswer(url, 200, {}, ANSWER)

    settings = live(get)
    first = reference_assets.fetched_rates(settings, NIGHT)
    assert first == reference_assets.fetched_rates(settings, NIGHT)
    assert requested == [exchange_rates.URL]
    assert rows(pq.read_table(first[0])) == rows(exchange_rates.parse(ANSWER))
    later = reference_assets.fetched_rates(settings, date(2026, 11, 3))
    assert [path.parent.name for path in later] == ["night=2026-11-02", "night=2026-11-03"]
    assert reference_assets.fetched_rates(settings, NIGHT) == first


@pytest.mark.parametrize("content", [b"<html>", None])
def test_a_failure_is_logged_in_one_line_and_changes_nothing(
    content: bytes | None, live: Callable[[Ask], Settings], caplog: pytest.LogCaptureFixture
) -> None:
    def get(url: str) -> HttpAnswer:
        if content is None:
            raise RequestFailed("503 www.ecb.europa.eu")
        return HttpAnswer(url, 200, {}, content)

    with caplog.at_level(logging.WARNING, "orchestration.progress"):
        assert reference_assets.fetched_rates(live(get), NIGHT) == []
    assert len(caplog.records) == 1
    assert "those of earlier nights are used" in caplog.text


def test_a_recording_without_rates_logs_nothing(
    tmp_path: Path, live: Callable[[Ask], Settings], caplog: pytest.LogCaptureFixture
) -> None:
    def get(url: str) -> HttpAnswer:
        raise NotFound(f"404 {url}")

    settings = live(get)
    (settings.home / "origin.json").unlink()
    bind_data_source(settings, DataSource("recording", tmp_path / "recorded"))
    assert reference_assets.fetched_rates(settings, NIGHT) == []
    assert caplog.text == ""


def test_a_stored_night_before_the_last_is_not_fetched_again(
    live: Callable[[Ask], Settings],
) -> None:
    """The rates of today could hold days that were not known then."""

    def get(url: str) -> HttpAnswer:
        raise AssertionError("an old night was fetched")

    settings = live(get)
    boards = settings.raw_night("lever", date(2026, 11, 3)) / "boards.parquet"
    boards.parent.mkdir(parents=True)
    boards.touch()
    assert reference_assets.fetched_rates(settings, NIGHT) == []


def test_an_earlier_night_has_the_rates_of_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its table is written again when a later night has replaced it, and only then."""
    packaged = exchange_rates.parse(ANSWER.replace(b"2026", b"2025"))
    monkeypatch.setitem(reference_assets.PACKAGED, "exchange_rates", lambda: packaged)
    monkeypatch.setattr(validate, "suites", lambda: {"raw/exchange_rates": []})
    monkeypatch.setattr(validate, "run_suite", lambda *_: [])
    settings = Settings(tmp_path / "home", contact="")
    file = settings.raw / "exchange_rates" / "exchange_rates.parquet"
    fetched = []
    for night, content in (("2026-11-02", ANSWER), ("2026-11-03", ANSWER.replace(b"180", b"190"))):
        fetched.append(tmp_path / f"night={night}" / "asked.parquet")
        tables.write(exchange_rates.parse(content), fetched[-1])

    def loaded(count: int) -> bytes:
        list(reference_assets._packaged("exchange_rates", settings, fetched[:count]))
        return file.read_bytes()

    first = loaded(1)
    second = loaded(2)
    assert first != second
    assert loaded(1) == first
    assert loaded(2) == second
    changed_at = file.stat().st_mtime_ns
    loaded(2)
    assert file.stat().st_mtime_ns == changed_at


def test_the_sample_uses_the_bundled_rates(sample_home: Path) -> None:
    sample_rates = pq.read_table(sample_home / "raw/exchange_rates/exchange_rates.parquet")
    assert rows(sample_rates) == rows(exchange_rates.bundled())
