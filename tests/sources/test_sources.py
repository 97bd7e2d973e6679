"""One contract for all sources: the listings of the recorded answers, and the form of a module.

A new source needs no edit here: its module and its folder in recordings/ are found. Not here:
the client (test_http) and the form of a recording (test_recording).
"""

from __future__ import annotations

import ast
import copy
import json
import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import pytest

from orchestration.crawl.source_catalog import parse_docstring
from orchestration.http.client import Client
from orchestration.recordings.recording import Recording
from orchestration.recordings.replay_server import serve
from orchestration.sources import all_sources
from orchestration.sources._toolkit.errors import Incomplete, Unreadable
from orchestration.sources._toolkit.listing import Listing, Pay, Place, Posting
from orchestration.storage.payload_filter import filter_payload
from tests.fakes import get_always
from tests.paths import RECORDINGS

SOURCES = all_sources()
LOSSES = (KeyError, TypeError, ValueError)
every_source = pytest.mark.parametrize("ats", SOURCES)


def recorded(ats: str) -> list[tuple[str, Posting]]:
    """(board, posting) of a source's recording; where postings have detail pages, each without its
    page and then with it. The caller may change them."""
    return copy.deepcopy(_recorded(ats))


@cache
def _recorded(ats: str) -> list[tuple[str, Posting]]:
    """The same, requested once through the real client."""
    return list(_requested(ats))


def _requested(ats: str) -> Iterator[tuple[str, Posting]]:
    recording = Recording.load(RECORDINGS / ats)
    with serve(recording) as route, Client("test", rate=0, route=route) as client:
        for name, board, _ in recording.boards:
            assert name == ats
            session = client.session()
            for posting in SOURCES[ats].postings(board, session):
                yield board, posting
                if hasattr(SOURCES[ats], "detail"):
                    yield board, SOURCES[ats].detail(posting, board, session.detail)


def listing(row: dict[str, Any]) -> Listing:
    """A listing from expected.json; a field that is not there must be None."""
    dates = {
        k: datetime.fromisoformat(row[k])
        for k in ("published_at", "updated_at", "closes_at")
        if k in row
    }
    places = {
        k: tuple(Place(**place) for place in row.get(k, ())) for k in ("places", "applicant_places")
    }
    pays = tuple(Pay(**pay) for pay in row.get("pays", ()))
    return Listing(**{**row, **dates, **places, "pays": pays})


@every_source
def test_reads_the_published_fields(ats: str) -> None:
    expected = [
        listing(row) for row in json.loads((RECORDINGS / ats / "expected.json").read_text())
    ]
    read = [SOURCES[ats].read(posting, board) for board, posting in recorded(ats)]
    assert [row for row in read if row is not None] == expected


@every_source
def test_reading_does_not_change_the_posting_and_is_repeatable(ats: str) -> None:
    for board, posting in recorded(ats):
        before = copy.deepcopy(posting)
        assert SOURCES[ats].read(posting, board) == SOURCES[ats].read(posting, board)
        assert posting == before


PEOPLE = ("hiringManager", "HiringManager", "hiring_manager", "recruiter", "recruiterName",
          "author", "creator", "createdBy", "owner", "contact", "contactEmail", "user")  # fmt: skip


def peopled(value: Any) -> Any:
    """A posting with a person's name under every key for people, at every depth."""
    if isinstance(value, dict):
        inner = {key: peopled(part) for key, part in value.items()}
        return inner | {key: {"name": "Jane Roe", "user_id": 7} for key in PEOPLE}
    if isinstance(value, list):
        field = {"id": 1, "name": "Hiring Manager", "value": {"name": "Jane Roe"}}
        custom_field = {
            "fieldLabel": "Sourcing",
            "value": {"name": "Jane Roe"},
            "value_type": "user",
        }
        return [*map(peopled, value), field, custom_field]
    return value


@every_source
def test_the_stored_payload_names_nobody_and_reads_the_same(ats: str) -> None:
    for board, posting in recorded(ats):
        stored = filter_payload(posting)
        assert SOURCES[ats].read(stored, board) == SOURCES[ats].read(posting, board)
        assert filter_payload(peopled(posting)) == stored
        assert not re.search(r"A\.? Person|Ada Example", json.dumps(stored))


def leaves(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every (container, key) inside parsed JSON."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(items):
        yield value, key
        if isinstance(inner, dict | list):
            yield from leaves(inner)


@every_source
def test_a_posting_in_another_format_affects_no_other(ats: str) -> None:
    """Any field missing or of another type gives a listing or an error for this posting alone."""
    for board, posting in recorded(ats):
        for other in (None, "x", 1e400, -1, True, [], {}, [None], [1], {"x": None}):
            changed = copy.deepcopy(cast(dict[str, Any], posting))
            for container, key in leaves(changed):
                kept, container[key] = container[key], other
                try:
                    read = SOURCES[ats].read(changed, board)
                except LOSSES:
                    read = None
                assert read is None or (read.native_id and isinstance(read.title, str))
                container[key] = kept


@every_source
def test_a_posting_without_id_or_title_cannot_be_read(ats: str) -> None:
    with pytest.raises(LOSSES):
        SOURCES[ats].read({}, "board")


@every_source
@pytest.mark.parametrize("parsed", [None, "<html>", 7, {}, [1], {"jobs": None}, {"error": "x"}])
def test_an_answer_of_another_form_is_unreadable(ats: str, parsed: Any) -> None:
    board = Recording.load(RECORDINGS / ats).boards[0][1]
    with pytest.raises(Unreadable):
        list(SOURCES[ats].postings(board, get_always(parsed)))


def lines_of_code(source: Any) -> int:
    """Lines of a module without its imports, and without its docstring, which grows with what is
    known of the vendor."""
    text = Path(str(source.__file__)).read_text()
    imports = [n for n in ast.parse(text).body if isinstance(n, ast.Import | ast.ImportFrom)]
    without = sum((n.end_lineno or n.lineno) - n.lineno + 1 for n in imports)
    return len(text.splitlines()) - len((source.__doc__ or "").splitlines()) - without


@every_source
def test_module_is_small_and_documented(ats: str) -> None:
    module = cast(ModuleType, SOURCES[ats])
    assert lines_of_code(module) <= 145, "a source is about 80 lines"
    parse_docstring(ats, module.__doc__)


def test_the_median_source_is_small() -> None:
    sizes = sorted(lines_of_code(source) for source in SOURCES.values())
    assert sizes[len(sizes) // 2] < 75


@pytest.mark.parametrize("announced", [1, 3])
def test_greenhouse_is_incomplete_when_the_total_differs(announced: int) -> None:
    jobs = [{"id": 1, "title": "a"}, {"id": 2, "title": "b"}]
    postings = SOURCES["greenhouse"].postings(
        "b", get_always({"jobs": jobs, "meta": {"total": announced}})
    )
    assert [next(postings), next(postings)] == jobs
    with pytest.raises(Incomplete, match=rf"2 postings sent, {announced} announced"):
        next(postings)


@pytest.mark.parametrize("name", ["Hutch%20Labs", "Hutch Labs"])
def test_board_names_are_encoded_once(name: str) -> None:
    getter = get_always({"jobs": []})
    assert list(SOURCES["ashby"].postings(name, getter)) == []
    assert getter.urls[0].split("/")[-1] == "Hutch%20Labs?includeCompensation=true"


@pytest.mark.parametrize(
    ("label", "places"),
    [
        ("Distributed", ["Distributed", "Riga"]),
        ("N/A", ["N/A", "Riga"]),
        ("Hybrid or Remote", ["Hybrid or Remote", "Riga"]),
        ("In-Office", ["In-Office", "Riga"]),
        (None, ["Riga"]),
        ("Remote - USA", ["Remote - USA"]),
        ("Hybrid - London, UK", ["Hybrid - London, UK"]),
        ("Nantes", ["Nantes"]),
    ],
)
def test_greenhouse_offices_count_only_beside_a_bare_work_model(
    label: str | None, places: list[str]
) -> None:
    offices = [{"name": "Riga", "location": None}, {"name": "Riga", "location": " "}]
    posting = {"id": 1, "title": "a", "location": {"name": label}, "offices": offices}
    read = SOURCES["greenhouse"].read(posting, "b")
    assert read is not None
    assert [place.text for place in read.places] == places


def test_greenhouse_metadata_may_name_the_places() -> None:
    meta = [{"name": "Job Posting Location", "value": ["Austin, US", "Lisbon, Portugal"]}]
    posting = {"id": 1, "title": "a", "location": {"name": "Hybrid"}, "metadata": meta}
    read = SOURCES["greenhouse"].read({**posting, "offices": [{"name": "HQ"}]}, "b")
    assert read is not None
    assert [place.text for place in read.places] == ["Hybrid", "Austin, US", "Lisbon, Portugal"]


GUID = "0f3c2a1b-1111-4222-8333-00000000000a"


@pytest.mark.parametrize(
    ("ats", "board"),
    [
        ("ukg", f"evil.example.SAL1000TERN.{GUID}"),
        ("ukg", f"recruiting22.SAL1000TERN.{GUID}"),
        ("ukg", f"recruiting.SAL1000TERN.{GUID}.evil.example"),
        ("zoho", "acme.example"),
        ("zoho", "evil.example.com"),
        ("dayforce", "tern"),
        ("dayforce", "..CANDIDATEPORTAL"),
        ("hibob", "evil.example/"),
        ("hirehive", "a@evil.example"),
        ("dvinci", "evil.example"),
        ("gupy", "a:1"),
        ("keka", "evil.example/x"),
        ("softgarden", "evil.example#"),
        ("traffit", "evil.example?"),
        ("factorial", "evil.example"),
        ("factorial", "acme.pt"),
        ("greeting", "evil.example/"),
        ("taleez", "evil.example/"),
        ("pageup", "595.cw"),
        ("pageup", "595.cw/x.en"),
        ("adp", GUID),
        ("adp", f"{GUID}.1.2"),
    ],
)
def test_an_invalid_board_name_is_not_requested(ats: str, board: str) -> None:
    getter = get_always([])
    with pytest.raises(Unreadable, match="not a board of"):
        list(SOURCES[ats].postings(board, getter))
    assert getter.urls == []


@pytest.mark.parametrize("ats", ["adp", "dover", "polymer", "ukg", "zoho"])
def test_a_detail_page_without_its_posting_is_unreadable(ats: str) -> None:
    board, posting = recorded(ats)[0]
    with pytest.raises(Unreadable):
        cast(Any, SOURCES[ats]).detail(posting, board, get_always({"sorry": "no longer available"}))
