"""What is taken out of texts on the way in, and what looks like it and stays."""

from __future__ import annotations

import json

import duckdb
import pyarrow as pa
import pytest

from orchestration.redaction import redacted
from orchestration.stored import CRAWLED, PLACE

REACHES_A_PERSON = [
    "ada@example.com",
    "ada.lovelace+jobs@mail.example.co.uk",
    "ada&#64;example.com",
    "ada&amp;#64;example.com",
    "mailto:ada%40example.com",
    "+14155552671",
    "+1 (415) 555-2671",
    "(415) 555-2671",
    "415-555-2671",
    "415.555.2671",
    "+49 30 1234567",
    "+49 (0)30 123456-78",
    "+49 170 1234567",
    "(030) 123 4567",
    "0170 1234567",
    "020 7946 0958",
    "01 23 45 67 89",
    "+33 1 23 45 67 89",
    "tel:+14155552671",
]
IS_NO_NUMBER_OF_A_PERSON = [
    "120 000 - 150 000 EUR",
    "$120,000-$150,000",
    "150.000–180.000 €",
    "2019-2024, since 1999 2001",
    "R-2024-00123",
    "JR100 2345",
    "9:00-17:00",
    "Python 3.11.4, 10.0.0.1",
    "8f14e45f-ceea-467e-a1b2-0123456789ab",
    "94107-1234",
    "401(k)",
    "2026-11-22T10:00:00.000+0000",
    "+10 000 000 users, 100+ 2024",
    "1000000000000",
    "@example on GitHub",
]


def of(value: object, field: pa.Field) -> object:
    """A value as the redaction of a column leaves it."""
    with duckdb.connect() as db:
        db.register("given", pa.table([pa.array([value], field.type)], names=[field.name]))
        found = db.execute(f"from {redacted('given', pa.schema([field]))}").fetchone()
        assert found is not None
        return found[0]


@pytest.mark.parametrize("reach", REACHES_A_PERSON)
@pytest.mark.parametrize("column", ["description_html", "title", "company", "department", "level"])
def test_what_reaches_a_person_goes(reach: str, column: str) -> None:
    left = str(of(f"Ask {reach} today", CRAWLED.field(column)))
    assert "removed] today" in left
    assert not any(word in left for word in ("ada@", "lovelace", "example", "555", "567", "0958"))


@pytest.mark.parametrize("text", IS_NO_NUMBER_OF_A_PERSON)
@pytest.mark.parametrize("column", ["description_html", "payload"])
def test_what_only_looks_like_it_stays(text: str, column: str) -> None:
    assert of(text, CRAWLED.field(column)) == text


@pytest.mark.parametrize("reach", REACHES_A_PERSON)
def test_a_payload_stays_json(reach: str) -> None:
    for around in ("\n", "\t", "\r\n", " ", "\\", '"'):
        payload = json.dumps({"text": f"one{around}{reach}{around}two"})
        left = json.loads(str(of(payload, CRAWLED.field("payload"))))["text"]
        assert "removed]" in left
        assert "555" not in left
        assert left.startswith("one") and left.endswith("two")


def test_nested_texts_are_read_too_and_addresses_stay() -> None:
    place = {"text": "Berlin, ask ada@example.com", "city": None, "region": None, "country": "DE"}
    left = of([place], pa.field("places", pa.list_(PLACE)))
    assert left == [place | {"text": "Berlin, ask [e-mail removed]"}]
    url = "https://jobs.example/415-555-2671?from=ada@example.com"
    expected = "https://jobs.example/415-555-2671?from=[e-mail removed]"
    assert of(url, CRAWLED.field("url")) == expected
    assert of("415-555-2671", CRAWLED.field("native_id")) == "415-555-2671"


def test_nothing_stays_nothing() -> None:
    assert [of(None, field) for field in CRAWLED] == [None] * len(CRAWLED)
