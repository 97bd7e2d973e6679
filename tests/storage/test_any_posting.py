"""A night of arbitrary postings is stored and passes its suites (property test)."""

from __future__ import annotations

import tempfile
from dataclasses import fields, replace
from datetime import UTC
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from orchestration.sources._toolkit.listing import Listing, Pay, Place
from tests.storage.given_night import GOOD, crawl_night, rows, set_aside_rows

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
    """Expands the short form of large values, so that a failing example stays readable."""
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
        among = crawl_night(Path(folder), {"b": [*listings, *GOOD, *listings], "good": GOOD})
        good = [listing.native_id for listing in GOOD]
        for name in ("postings", "sightings"):
            columns = "* exclude (board, content_id)"
            of_b, alone = (
                rows(among, name, columns, f"board = '{b}' and list_contains({good}, native_id)")
                for b in ("b", "good")
            )
            assert of_b == alone
        ids = {listing.native_id for listing in listings}
        seen = {native_id for (native_id,) in rows(among, "sightings", "native_id", "board = 'b'")}
        set_aside_whole = [row for row in set_aside_rows(among) if row[1] == "posting"]
        ((outcome, unreadable),) = rows(among, "boards", "outcome, unreadable_count", "board = 'b'")
        assert len(ids - seen) == len(ids) + len(good) - len(seen)
        assert len(set_aside_whole) <= unreadable
        assert bool(set_aside_whole) == bool(ids - seen) == (outcome == "partial")
        for name in ("postings", "set_aside", "boards"):
            content = repr(rows(among, name))
            found = [w for w in ("corp", "555 123", "Jane Doe") if w in content]
            assert not found, (
                name,
                [content[m : m + 90] for w in found for m in [content.find(w) - 60]],
            )
