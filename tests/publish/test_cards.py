"""Pictures of a release: cards of pages, and charts as PNG."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import pytest

from orchestration.publish import explore, report
from orchestration.publish.report import cards, pictures, template, vega
from orchestration.settings import Settings
from tests.publish.page_reader import Reader
from tests.publish.small_release import MANIFEST, release
from tests.publish.test_explore import EXPLORED
from tests.publish.test_vega import PAY

HOSTILE = '</text><script>alert("1")</script>' + "x" * 500


def size(picture: bytes) -> tuple[int, int]:
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


def pixels(picture: bytes) -> bytes:
    chunks = list(pictures._chunks(picture))
    assert chunks[-1] == (b"IEND", b"")
    return zlib.decompress(b"".join(content for kind, content in chunks if kind == b"IDAT"))


def test_each_kind_of_page_has_a_card(tmp_path: Path) -> None:
    report.write_cards(tmp_path, MANIFEST)
    made = {p.stem: p.read_bytes() for p in (tmp_path / "cards").iterdir()}
    assert set(made) == set(template.KINDS)
    assert {size(picture) for picture in made.values()} == {(cards.WIDTH, cards.HEIGHT)}
    assert len(set(made.values())) == len(made), "two kinds have one card"
    assert max(len(picture) for picture in made.values()) < 100_000
    (tmp_path / "again").mkdir()
    report.write_cards(tmp_path / "again", MANIFEST)
    again = {p.stem: p.read_bytes() for p in (tmp_path / "again" / "cards").iterdir()}
    assert again == made


def test_a_notice_is_on_the_card_and_only_text() -> None:
    svg = cards._svg("Report", {**MANIFEST, "notice": HOSTILE})
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg
    assert svg.count("<text") == 3 + cards.NOTICE_LINES
    plain = pictures.png(cards._svg("Report", MANIFEST), scale=1)
    assert pixels(pictures.png(svg, scale=1)) != pixels(plain)


def test_a_chart_as_a_picture_is_white_and_has_its_words() -> None:
    svg = vega.draw(PAY, vega.NARROW)
    picture = pictures.png(svg)
    assert size(picture) == (2 * vega.NARROW.width, 2 * int(svg.split('height="')[1].split('"')[0]))
    without = pictures.png(svg.replace("PyTorch", ""))
    assert pixels(picture) != pixels(without), "no text is drawn"
    assert b"\xff" * 100 in pixels(picture) or pixels(picture).count(b"\xff") > 1000


@pytest.mark.parametrize(
    ("base_url", "card", "address"),
    [
        ("", "../../cards/explore.png", None),
        (
            "https://example.org/jobs/",
            "https://example.org/jobs/cards/explore.png",
            "https://example.org/jobs/explore/technology/python.html",
        ),
    ],
)
def test_a_page_names_its_card_and_its_address(
    tmp_path: Path, base_url: str, card: str, address: str | None
) -> None:
    manifest = {**MANIFEST, "base_url": base_url}
    explore.render(release(tmp_path / "marts.duckdb", EXPLORED), tmp_path / "explore", manifest)
    reader = Reader((tmp_path / "explore/technology/python.html").read_text("utf-8"))
    said: dict[Any, Any] = {m.get("property"): m.get("content") for m in reader.of("meta")}
    assert said["og:image"] == card
    assert said.get("og:url") == address
    assert said["og:title"] == "Python"


@pytest.mark.parametrize(
    ("value", "expected"),
    [("", ""), ("https://a.example/x", "https://a.example/x/"), ("http://a/", "http://a/")],
)
def test_the_address_of_the_site_is_a_setting(
    monkeypatch: pytest.MonkeyPatch, value: str, expected: str
) -> None:
    monkeypatch.setenv("HIRING_LEDGER_BASE_URL", value)
    assert Settings.from_environment().base_url == expected


@pytest.mark.parametrize("value", ["example.org", "ftp://a/", "https://", "https://a/?x=1"])
def test_another_address_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("HIRING_LEDGER_BASE_URL", value)
    with pytest.raises(ValueError, match="HIRING_LEDGER_BASE_URL is not an http or https"):
        Settings.from_environment()
