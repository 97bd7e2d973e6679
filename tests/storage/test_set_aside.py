"""Malformed values are set aside with a record; a source over its limit is quarantined."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration.crawl import acceptance
from orchestration.http.client import NotModified
from orchestration.sources._toolkit.listing import Listing, Pay, Place
from orchestration.storage import set_aside
from tests.storage.given_night import GOOD, NIGHT, NOW, crawl_night, rows, set_aside_rows

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


def test_a_malformed_value_is_set_aside_with_a_record_and_good_values_stay(tmp_path: Path) -> None:
    names = [f"bad {number}" for number in range(len(ONE))]
    bad = [
        replace(replace(GOOD[0], native_id=name), **changed)
        for name, (changed, _, _) in zip(names, ONE, strict=True)
    ]
    alone = crawl_night(tmp_path / "alone", {"b": GOOD})
    among = crawl_night(tmp_path / "among", {"b": [*bad[:15], *GOOD, *bad[15:], KeyError("title")]})
    assert [row[3] for row in set_aside_rows(among) if len(row[3]) > 200] == []
    found = {(native_id, field): rule for native_id, field, rule, _ in set_aside_rows(among)}
    for name, (changed, field, rule) in zip(names, ONE, strict=True):
        if "native_id" in changed:  # an id that cannot be stored is not in the record
            assert (None, "posting", rule) in [row[:3] for row in set_aside_rows(among)]
            continue
        assert {f: r for (n, f), r in found.items() if n == name} == {field: rule}, name
    assert (None, "posting", "unreadable", "KeyError: 'title'") in set_aside_rows(among)
    set_aside_whole = {
        name for name, (_, field, _) in zip(names, ONE, strict=True) if field == "posting"
    }
    seen = {native_id for (native_id,) in rows(among, "sightings", "native_id")}
    assert seen == {*names, "0", "1", "2"} - set_aside_whole
    for table in ("postings", "sightings"):
        good = [row for row in rows(among, table) if {"0", "1", "2"} & set(map(str, row))]
        assert good == rows(alone, table)


def test_a_record_is_escaped_and_has_no_contact_data(tmp_path: Path) -> None:
    url = "ftp:\x1b]0;x\x07 ask jane.doe@corp.example or call 555 123 4567\n"
    folder = crawl_night(tmp_path, {"b": [replace(GOOD[0], url=url)]})
    ((_, _, _, value),) = set_aside_rows(folder)
    assert value == ("ftp:\\u001b]0;x\\u0007 ask [e-mail removed] or call [phone removed]\\n")


def test_contact_data_reaches_no_file(tmp_path: Path) -> None:
    """In every field of a posting, and in the error of an unreadable one."""
    mail = "jane.doe&#x40;corp.example"
    says = {f.name: f"Ask {mail}" for f in fields(Listing) if str(f.type) == "str | None"}
    places = (Place(*[f"Ask {mail}"] * 4),)
    pays = (Pay(1, 2, *[f"Ask {mail}"] * 5),)
    listing = Listing("1", f"Ask {mail}", **{**says, "places": places, "pays": pays})
    folder = crawl_night(tmp_path, {"b": [listing, ValueError(f"Ask {mail}"), *GOOD[1:]]})
    for name in ("postings", "sightings", "details", "set_aside", "boards"):
        content = repr(rows(folder, name))
        assert "corp" not in content and "jane" not in content, name


def test_not_modified_repeats_the_set_aside_records(tmp_path: Path) -> None:
    bad = replace(GOOD[0], native_id="bad", url="ftp:x")
    first = crawl_night(tmp_path, {"b": [bad], "c": [bad]})
    unchanged = NotModified("304")
    second = crawl_night(tmp_path, {"b": [unchanged], "c": [GOOD[0]]}, NIGHT + timedelta(1))
    assert rows(second, "set_aside") == [r for r in rows(first, "set_aside") if r[1] == "b"]
    third = crawl_night(tmp_path, {"b": [unchanged], "c": [unchanged]}, NIGHT + timedelta(2))
    assert rows(third, "set_aside") == rows(second, "set_aside")


def test_old_nights_without_a_set_aside_file_are_read(tmp_path: Path) -> None:
    first = crawl_night(tmp_path, {"b": [GOOD[0]]})
    (first / "set_aside.parquet").unlink()
    second = crawl_night(tmp_path, {"b": [NotModified("304")]}, NIGHT + timedelta(1))
    assert len(rows(second, "sightings")) == 1
    assert set_aside_rows(second) == []


def failed_checks(tmp_path: Path, boards: dict[str, list[Any]]) -> list[str]:
    with pytest.raises(AssertionError) as error:
        crawl_night(tmp_path, boards)
    return [str(error.value)]


def test_a_changed_vendor_format_fails_the_suite_and_a_single_board_does_not(
    tmp_path: Path,
) -> None:
    def many(board: int, bad: bool) -> list[Any]:
        url = "ftp:x" if bad else "https://acme.example/"
        return [replace(GOOD[0], native_id=f"{board}.{n}", url=url) for n in range(600)]

    one = {f"b{n}": many(n, bad=n == 0) for n in range(3)}
    crawl_night(tmp_path / "one", one)
    every = {f"b{n}": many(n, bad=True) for n in range(3)}
    (failed,) = failed_checks(tmp_path / "every", every)
    assert "more values set aside than the limit of the source" in failed
    few = {f"b{n}": many(n, bad=True)[:20] for n in range(3)}
    crawl_night(tmp_path / "few", few)


def test_a_check_says_the_same_of_a_source_alone_and_among_others(tmp_path: Path) -> None:
    """Which sources are validated together depends on when their crawls end."""
    bad = [
        replace(GOOD[0], url="ftp:x"),
        replace(GOOD[1], published_at=NOW - timedelta(days=50_000)),
    ]
    folders = {"lever": crawl_night(tmp_path / "one", {"b": bad})}
    folders["greenhouse"] = crawl_night(tmp_path / "other", {"b": [*GOOD[:2], bad[0]]})
    for name in acceptance.TABLES:
        file = folders["greenhouse"] / f"{name}.parquet"
        table = pq.read_table(file, partitioning=None)
        names = pa.array(["greenhouse"] * len(table), pa.string())
        pq.write_table(table.set_column(table.column_names.index("ats"), "ats", names), file)
    alone = {
        ats: acceptance.validate_folders({ats: folder})[ats] for ats, folder in folders.items()
    }
    assert acceptance.validate_folders(folders) == alone


def test_the_limit_of_a_source_and_field_has_precedence(tmp_path: Path) -> None:
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
