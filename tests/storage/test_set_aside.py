"""Whatever one posting holds, its source's night is accepted, the good postings are as they would
be without it, and what was set aside has a row."""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from orchestration.crawl.boards import Board
from orchestration.crawl.crawler import crawl_source
from orchestration.crawl.night import _validate_folder
from orchestration.crawl.shorten import truncate, truncate_html
from orchestration.http.client import NotModified
from orchestration.settings import Bounds, Settings
from orchestration.sources._toolkit.listing import Get, Listing, Pay, Place, Posting, Source
from orchestration.storage import set_aside
from orchestration.storage.atomic import publish_directory

NIGHT = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, tzinfo=UTC)
GOOD = [
    Listing(
        str(number),
        f"Engineer {number}",
        f"https://acme.example/{number}",
        description_html=f"<p>Python and Go, {number}</p>",
        places=(Place("Berlin"),),
        pays=(Pay(100_000, 120_000 + number, "EUR", "year"),),
        published_at=NOW,
    )
    for number in range(3)
]


class Given:
    """A source whose postings are the listings that a test gives it, by board; an error is raised
    where a listing is read."""

    def __init__(self, boards: dict[str, list[Any]]) -> None:
        self.boards = boards

    def postings(self, board: str, get: Get) -> Iterator[Posting]:
        for listing in self.boards[board]:
            if isinstance(listing, NotModified):
                raise listing
            yield {"listing": listing, "description": getattr(listing, "description_html", None)}

    def read(self, posting: Posting, board: str) -> Listing | None:
        if isinstance(posting["listing"], Exception):
            raise posting["listing"]
        return cast("Listing", posting["listing"])


class Answers:
    """A client that is never asked."""

    recorder = None
    budget = 0

    def session(self, *_: object, **__: object) -> Any:
        given = {"request_count": 1, "etag": None, "last_modified": None, "recorded_on": set()}
        return type("Session", (), given)()


def night(
    raw: Path, boards: dict[str, list[Any]], when: date = NIGHT, bounds: Bounds | None = None
) -> Path:
    """One accepted night of boards in a folder of nights."""
    folder = raw / "aside"
    crawl_source(
        cast("Source", Given(boards)),
        [Board("lever", board) for board in boards],
        cast("Any", Answers()),
        folder=folder,
        accepted=raw,
        night=when,
        origin="test",
        threads=1,
        skip_reason=lambda board: None,
        progress=lambda result: None,
        bounds=bounds or Bounds(),
    )
    failed = [(c.name, c.detail) for c in _validate_folder(folder) if not c.passed]
    assert failed == []
    target = raw / f"night={when}"
    publish_directory(folder, target)
    return target


def rows(folder: Path, name: str, columns: str = "*", which: str = "true") -> list[tuple[Any, ...]]:
    file = folder / f"{name}.parquet"
    source = f"read_parquet('{file}', hive_partitioning = false)"
    with duckdb.connect() as db:
        db.execute("set TimeZone = 'UTC'")
        return db.sql(f"select {columns} from {source} where {which} order by all").fetchall()


def aside(folder: Path) -> list[tuple[Any, ...]]:
    return rows(folder, "set_aside", "native_id, field, rule, value_text")


LONG = "word " * 60_000
ONE: list[tuple[dict[str, Any], str, str]] = [
    ({"url": "javascript:alert(1)"}, "url", "url_not_web"),
    ({"url": "https://acme.example/\x1b[2J"}, "url", "url_not_web"),
    ({"url": "https://acme.example/\u200b"}, "url", "url_not_web"),
    ({"url": "https://acme.example/" + "a" * 3_000}, "url", "url_too_long"),
    ({"url": "https://x.example/apply?to=jane%40corp.example"}, "url", "url_with_mail"),
    ({"url": "https://x.example/apply?to=jane%2540corp.example"}, "url", "url_with_mail"),
    ({"url": "https://x.example/jane@corp.example/1"}, "url", "url_with_mail"),
    ({"url": "https://jane@corp.example/1"}, "url", "url_with_mail"),
    ({"url": "https://x.example/jane&#x40;corp.example"}, "url", "url_with_mail"),
    ({"url": "https://www.linkedin.com/in/jane-doe"}, "url", "url_of_person"),
    ({"title": "Engineer " * 40_000}, "title", "text_too_long"),
    ({"title": "-" * 400 + "a"}, "posting", "title_without_letter"),
    ({"title": " \u202e "}, "posting", "title_without_letter"),
    ({"native_id": "9" * 501}, "posting", "id_too_long"),
    ({"native_id": "9\x00"}, "posting", "id_with_control_character"),
    ({"native_id": "jane@corp.example"}, "posting", "id_with_mail"),
    ({"opening_id": "o" * 501}, "opening_id", "id_too_long"),
    ({"company": LONG}, "company", "text_too_long"),
    ({"department": LONG}, "department", "text_too_long"),
    ({"pay_text": LONG}, "pay_text", "text_too_long"),
    ({"description_html": f"<p>{LONG}</p>"}, "description_html", "text_too_long"),
    ({"places": (Place("Berlin"),) * 5_000}, "places", "too_many_places"),
    ({"places": (Place(LONG),)}, "places", "text_too_long"),
    ({"applicant_places": (Place("EU"),) * 5_000}, "applicant_places", "too_many_places"),
    ({"pays": (Pay(1, 2),) * 51}, "pays", "too_many_pays"),
    ({"pays": (Pay(-1, 2),)}, "pays", "pay_negative"),
    ({"pays": (Pay(math.nan, 2),)}, "pays", "pay_not_a_number"),
    ({"pays": (Pay(1, math.inf),)}, "pays", "pay_too_large"),
    ({"pays": (Pay(1, 1e305),)}, "pays", "pay_too_large"),
    ({"pays": (Pay(1, 2, LONG),)}, "pays", "text_too_long"),
    ({"published_at": datetime(1, 1, 1, tzinfo=UTC)}, "published_at", "date_far_back"),
    ({"published_at": datetime(9999, 12, 31, tzinfo=UTC)}, "published_at", "date_far_ahead"),
    ({"updated_at": datetime(9999, 12, 31, tzinfo=UTC)}, "updated_at", "date_far_ahead"),
    ({"closes_at": datetime(1970, 1, 1, tzinfo=UTC)}, "closes_at", "date_far_back"),
]


def test_an_odd_value_is_set_aside_with_a_row_and_the_good_ones_stay(tmp_path: Path) -> None:
    names = [f"odd {number}" for number in range(len(ONE))]
    odd = [
        replace(replace(GOOD[0], native_id=name), **changed)
        for name, (changed, _, _) in zip(names, ONE, strict=True)
    ]
    alone = night(tmp_path / "alone", {"b": GOOD})
    among = night(tmp_path / "among", {"b": [*odd[:15], *GOOD, *odd[15:], KeyError("title")]})
    assert [row[3] for row in aside(among) if len(row[3]) > 200] == []
    found = {(native_id, field): rule for native_id, field, rule, _ in aside(among)}
    for name, (changed, field, rule) in zip(names, ONE, strict=True):
        if "native_id" in changed:  # an id that cannot be stored is not told
            assert (None, "posting", rule) in [row[:3] for row in aside(among)]
            continue
        assert {f: r for (n, f), r in found.items() if n == name} == {field: rule}, name
    assert (None, "posting", "unreadable", "KeyError: 'title'") in aside(among)
    lost = {name for name, (_, field, _) in zip(names, ONE, strict=True) if field == "posting"}
    seen = {native_id for (native_id,) in rows(among, "sightings", "native_id")}
    assert seen == {*names, "0", "1", "2"} - lost
    for table in ("postings", "sightings"):
        good = [row for row in rows(among, table) if {"0", "1", "2"} & set(map(str, row))]
        assert good == rows(alone, table)


def test_a_value_is_shown_escaped_and_without_contact_data(tmp_path: Path) -> None:
    url = "ftp:\x1b]0;x\x07 ask jane.doe@corp.example or call 555 123 4567\n"
    folder = night(tmp_path, {"b": [replace(GOOD[0], url=url)]})
    ((_, _, _, value),) = aside(folder)
    assert value == ("ftp:\\u001b]0;x\\u0007 ask [e-mail removed] or call [phone removed]\\n")


def test_contact_data_reaches_no_file(tmp_path: Path) -> None:
    """In every field that a posting has, and in the error of one that cannot be read."""
    mail = "jane.doe&#x40;corp.example"
    says = {f.name: f"Ask {mail}" for f in fields(Listing) if str(f.type) == "str | None"}
    places = (Place(*[f"Ask {mail}"] * 4),)
    pays = (Pay(1, 2, *[f"Ask {mail}"] * 5),)
    listing = Listing("1", f"Ask {mail}", **{**says, "places": places, "pays": pays})
    folder = night(tmp_path, {"b": [listing, ValueError(f"Ask {mail}"), *GOOD[1:]]})
    for name in ("postings", "sightings", "details", "set_aside", "boards"):
        told = repr(rows(folder, name))
        assert "corp" not in told and "jane" not in told, name


def test_not_modified_shows_what_was_set_aside(tmp_path: Path) -> None:
    odd = replace(GOOD[0], native_id="odd", url="ftp:x")
    first = night(tmp_path, {"b": [odd], "c": [odd]})
    unchanged = NotModified("304")
    second = night(tmp_path, {"b": [unchanged], "c": [GOOD[0]]}, NIGHT + timedelta(1))
    assert rows(second, "set_aside") == [r for r in rows(first, "set_aside") if r[1] == "b"]
    third = night(tmp_path, {"b": [unchanged], "c": [unchanged]}, NIGHT + timedelta(2))
    assert rows(third, "set_aside") == rows(second, "set_aside")


def test_old_nights_have_no_such_file(tmp_path: Path) -> None:
    first = night(tmp_path, {"b": [GOOD[0]]})
    (first / "set_aside.parquet").unlink()
    second = night(tmp_path, {"b": [NotModified("304")]}, NIGHT + timedelta(1))
    assert len(rows(second, "sightings")) == 1
    assert aside(second) == []


def refused(tmp_path: Path, boards: dict[str, list[Any]]) -> list[str]:
    with pytest.raises(AssertionError) as error:
        night(tmp_path, boards)
    return [str(error.value)]


def test_a_source_whose_vendor_drifted_is_refused_and_one_board_cannot_do_it(
    tmp_path: Path,
) -> None:
    def many(board: int, odd: bool) -> list[Any]:
        url = "ftp:x" if odd else "https://acme.example/"
        return [replace(GOOD[0], native_id=f"{board}.{n}", url=url) for n in range(600)]

    one = {f"b{n}": many(n, odd=n == 0) for n in range(3)}
    night(tmp_path / "one", one)
    every = {f"b{n}": many(n, odd=True) for n in range(3)}
    (said,) = refused(tmp_path / "every", every)
    assert "more set aside than a source may" in said
    few = {f"b{n}": many(n, odd=True)[:20] for n in range(3)}
    night(tmp_path / "few", few)


def test_the_limit_that_names_source_and_field_holds(tmp_path: Path) -> None:
    limits = tmp_path / "limits.csv"
    limits.write_text(
        "layer,ats,field,max_share,min_count,reason\n"
        "raw,*,*,0.5,200,\nraw,*,url,0.4,30,\nraw,lever,*,0.3,20,\nraw,lever,url,0.2,10,\n"
        "intermediate,lever,url,0.1,1,\n"
    )
    with duckdb.connect() as db:
        db.execute(
            "create table sightings as select ats, b as board, n::varchar as native_id "
            "from (values ('lever'), ('ashby')) as a(ats), range(2) as x(b), range(10) as y(n)"
        )
        db.execute(
            "create table set_aside as select ats, board, native_id, unnest(['url', 'title']) "
            "as field from sightings where native_id < '4'"
        )
        set_aside.count_shares(db, limits)
        columns = (
            "ats, field, set_aside_count, posting_count, set_aside_share, max_share, min_count"
        )
        found = db.sql(f"select {columns} from set_aside_shares order by all").fetchall()
    assert found == [
        ("ashby", "title", 4, 10, 0.4, 0.5, 200),
        ("ashby", "url", 4, 10, 0.4, 0.4, 30),
        ("lever", "title", 4, 10, 0.4, 0.3, 20),
        ("lever", "url", 4, 10, 0.4, 0.2, 10),
    ]


def test_texts_are_cut_where_nothing_is_torn() -> None:
    assert truncate("one two three", 9) == "one two"
    assert truncate("one two three", 7) == "one two"
    assert truncate("o" * 20, 9) == "o" * 9
    assert truncate_html("<p>one two</p><p>three</p>" + "<i></i>" * 9, 10) == "<p>one two</p><p>"
    assert truncate_html("<script>" + "x" * 50 + "</script >abc", 40) == "abc"
    assert truncate_html("a<!-- " + "x" * 50 + " -->b<STYLE>" + "y" * 50, 40) == "ab"
    assert truncate_html("x" * 9 + "<b", 10) == "x" * 9
    assert truncate_html("<b title='" + "x" * 500, 10) == ""


@pytest.mark.parametrize(
    "piece",
    ["<p>word</p>", "<", "<script ", "<!-- ", "<script></script>", "&amp;", "word ", "x", ">"],
)
def test_ten_million_characters_are_cut_within_seconds(piece: str) -> None:
    html = piece * (10_000_000 // len(piece))
    start = time.process_time()
    assert len(truncate_html(html, 200_000)) <= 800_000
    assert time.process_time() - start < 10


def test_a_text_of_60_megabytes_costs_itself(tmp_path: Path) -> None:
    listing = replace(GOOD[0], native_id="odd", description_html="<p>word</p>" * 5_000_000)
    folder = night(tmp_path, {"b": [*GOOD, listing]})
    assert [(f, r) for _, f, r, _ in aside(folder)] == [
        ("description_html", "text_too_long"),
        ("payload", "payload_too_long"),
    ]
    lengths = rows(folder, "postings", "length(description_html)")
    assert 500_000 < lengths[-1][0] <= 800_000


def test_bounds_are_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HIRING_LEDGER_TITLE_LIMIT", "20")
    monkeypatch.setenv("HIRING_LEDGER_PLACES_LIMIT", "1")
    bounds = Settings.from_environment().bounds
    assert bounds == replace(Bounds(), title_limit=20, places_limit=1)
    odd = replace(GOOD[0], title="Engineer for very many things", places=(Place("A"), Place("B")))
    folder = night(tmp_path, {"b": [odd]}, bounds=bounds)
    assert rows(folder, "postings", "title, len(places)") == [("Engineer for very", 1)]
    monkeypatch.setenv("HIRING_LEDGER_TITLE_LIMIT", "many")
    with pytest.raises(ValueError, match="HIRING_LEDGER_TITLE_LIMIT is not a whole number: many"):
        Settings.from_environment()


NASTY = st.one_of(
    st.text(st.characters(codec=None), max_size=40),
    st.text('a\x00\x01\x02\x1b\x85\u2028\u202e\ufdd0\ue000\ud800"\\<>&;@', max_size=40),
    st.sampled_from(
        [
            "",
            " ",
            "{long}",
            "jane@corp.example",
            "jane.doe [at] corp [dot] example",
            "call 555 123 4567",
            "{tags}",
            '"}],"url":"',
            "\\u0000\\",
            "<a href='mailto:jane@corp.example'>Jane Doe</a>",
            "Recruiter: Jane Doe",
            "=1+1",
            "' or 1=1 --",
            "{{7*7}}",
        ]
    ),
)
IDS = st.one_of(  # a vendor's, not its customers': an address is in one at most as it is
    st.text(st.characters(codec=None), max_size=40),
    st.sampled_from(["", "{long}", "jane@corp.example", '"}],"url":"', "../x?y#z", "' or 1=1"]),
)
MAYBE = st.none() | NASTY
AMOUNT = st.none() | st.floats() | st.sampled_from([-5.0, 1e305, 0.0, 5e-324])
WHEN = st.none() | st.datetimes(timezones=st.just(UTC))
PLACES = st.lists(st.builds(Place, MAYBE, MAYBE, MAYBE, MAYBE), max_size=3).map(tuple) | st.just(
    (Place("{many}"),)
)
PAYS = st.lists(st.builds(Pay, AMOUNT, AMOUNT, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE), max_size=3)
LISTING = st.builds(
    Listing,
    native_id=IDS.map("n{}".format),
    title=NASTY,
    url=MAYBE | NASTY.map("https://x.example/{}".format),
    company=MAYBE,
    description_html=MAYBE,
    places=PLACES,
    applicant_places=PLACES,
    workplace=MAYBE,
    is_remote=st.none() | st.booleans(),
    employment_type=MAYBE,
    department=MAYBE,
    team=MAYBE,
    level=MAYBE,
    language=MAYBE,
    opening_id=st.none() | IDS,
    pays=PAYS.map(tuple),
    pay_text=MAYBE,
    published_at=WHEN,
    updated_at=WHEN,
    closes_at=WHEN,
)


def spelt(value: Any) -> Any:
    """What is large is written short in a strategy, whose examples are printed when they fail."""
    if isinstance(value, str):
        return value.replace("{long}", "x" * 200_000).replace("{tags}", "<b" * 1_000)
    if value == (Place("{many}"),):
        return (Place("Berlin"),) * 5_000
    if isinstance(value, tuple):
        return tuple(map(spelt, value))
    if isinstance(value, Listing | Place | Pay):
        return replace(value, **{f.name: spelt(getattr(value, f.name)) for f in fields(value)})
    return value


@settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # each night takes seconds
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.lists(LISTING, min_size=10, max_size=25))
def test_whatever_postings_hold_the_night_is_accepted(short: list[Listing]) -> None:
    listings = [spelt(listing) for listing in short]
    with tempfile.TemporaryDirectory() as folder:
        among = night(Path(folder), {"b": [*listings, *GOOD, *listings], "good": GOOD})
        good = {listing.native_id for listing in GOOD}
        for name in ("postings", "sightings"):
            columns = "* exclude (board, content_id)"
            of_b, alone = (
                [r for r in rows(among, name, columns, f"board = '{b}'") if good & set(map(str, r))]
                for b in ("b", "good")
            )
            assert of_b == alone
        ids = {listing.native_id for listing in listings}
        seen = {native_id for (native_id,) in rows(among, "sightings", "native_id", "board = 'b'")}
        lost = [row for row in aside(among) if row[1] == "posting"]
        ((outcome, unreadable),) = rows(among, "boards", "outcome, unreadable_count", "board = 'b'")
        assert len(ids - seen) == len(ids) + len(good) - len(seen)
        assert len(lost) <= unreadable
        assert bool(lost) == bool(ids - seen) == (outcome == "partial")
        for name in ("postings", "set_aside", "boards"):
            told = repr(rows(among, name))
            found = [w for w in ("corp", "555 123", "Jane Doe") if w in told]
            assert not found, (name, [told[m : m + 90] for w in found for m in [told.find(w) - 60]])
