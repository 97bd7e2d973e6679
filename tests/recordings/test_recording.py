"""Recordings: loading, errors with file and line, serving, and making one."""

from __future__ import annotations

import gzip
import json
import re
from datetime import date
from pathlib import Path
from threading import Thread
from typing import Any

import pyarrow as pa
import pytest
import requests

from orchestration.http.client import Client, NotFound, NotModified
from orchestration.recordings.recording import (
    Recorder,
    Recording,
    RecordingError,
    request_key,
)
from orchestration.recordings.replay_server import serve

ROW: dict[str, Any] = {
    "method": "GET",
    "url": "https://jobs.example/v1/My%20Board?b=2&a=1",
    "status": 200,
    "headers": {"Content-Type": "application/json", "ETag": 'W/"1"', "Set-Cookie": "a=b"},
    "body": "a.json.gz",
    "recorded_on": "2026-11-02",
}


def make(path: Path, *rows: dict[str, Any] | str, boards: str = "ats,board\nx,y\n") -> Path:
    path.mkdir(parents=True, exist_ok=True)
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    (path / "index.jsonl").write_text("\n".join(lines) + "\n")
    (path / "boards.csv").write_text(boards)
    (path / "a.json.gz").write_bytes(gzip.compress(b"[1]"))
    (path / "b.json").write_text("[2]")
    return path


def test_loads_and_finds_whatever_the_order_of_the_query(tmp_path: Path) -> None:
    later = ROW | {"url": "https://jobs.example/2", "body": "b.json", "recorded_on": "2026"}
    boards = "\ufeffats,board,company\nx,y,The Y\nx,z,\n"
    recording = Recording.load(make(tmp_path, ROW, "", later, boards=boards))
    found = recording.find("get", "https://JOBS.example/v1/My Board?a=1&b=2")
    assert found is not None
    assert (found.content, found.status) == (b"[1]", 200)
    assert found.headers == {"content-type": "application/json", "etag": 'W/"1"'}
    assert recording.find("POST", ROW["url"]) is None
    assert recording.find("GET", ROW["url"] + "&c=") is None
    assert recording.boards == (("x", "y", "The Y"), ("x", "z", None))
    assert recording.night == date(2026, 11, 2)
    assert recording.companies is None


def test_night_is_unknown_without_a_full_date(tmp_path: Path) -> None:
    rows = [ROW | {"recorded_on": value} for value in ("2026", "2026-02-31", "2026-1-1", None, 7)]
    recording = Recording.load(make(tmp_path, *rows))
    (tmp_path / "companies.csv").write_text("company\n")
    assert recording.night is None
    assert recording.companies == tmp_path / "companies.csv"


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ("{", "line 2: not JSON"),
        ("[]", "line 2: not an object"),
        ({"method": "GET"}, "line 2: missing 'url'"),
        (ROW | {"url": "jobs.example"}, "line 2: not a web address"),
        (ROW | {"url": "file:///etc/passwd"}, "line 2: not a web address"),
        (ROW | {"url": 5}, "line 2: method and url must be text"),
        (ROW | {"status": "200"}, "line 2: no HTTP status"),
        (ROW | {"status": 20}, "line 2: no HTTP status"),
        (ROW | {"headers": ["a"]}, "line 2: headers must be an object of texts"),
        (ROW | {"headers": {"etag": "a\r\nX: y"}}, "line 2: headers must be an object of texts"),
        (ROW | {"body_range": [0]}, "line 2: body_range must be"),
        (ROW | {"body_range": [-1, 5]}, "line 2: body_range must be"),
        (ROW | {"body": "none.json"}, "line 2: body file is missing: none.json"),
        (ROW | {"body": "../outside.json"}, "line 2: body is outside the recording"),
        (ROW | {"body": "/etc/passwd"}, "line 2: body is outside the recording"),
        (ROW | {"body": "link.json"}, "line 2: body is outside the recording"),
        (ROW | {"body": 3}, "line 2: body must be a file name"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, row: dict[str, Any] | str, line: str) -> None:
    (tmp_path / "outside.json").write_text("secret")
    make(tmp_path / "r", ROW, row)
    (tmp_path / "r" / "link.json").symlink_to(tmp_path / "outside.json")
    with pytest.raises(RecordingError) as caught:
        Recording.load(tmp_path / "r")
    assert line in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match=r"index\.jsonl cannot be read"):
        Recording.load(tmp_path)
    make(tmp_path, ROW)
    (tmp_path / "boards.csv").unlink()
    with pytest.raises(RecordingError, match=r"boards\.csv cannot be read"):
        Recording.load(tmp_path)
    make(tmp_path, ROW, boards="name\nx\n")
    with pytest.raises(RecordingError, match=r"boards\.csv line 1: the header must name ats and"):
        Recording.load(tmp_path)
    make(tmp_path, ROW, boards="ats,board\nx,y\nx,\n")
    with pytest.raises(RecordingError, match=r"boards\.csv line 3: ats or board is blank"):
        Recording.load(tmp_path)
    (tmp_path / "index.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(RecordingError, match=r"index\.jsonl is not UTF-8"):
        Recording.load(tmp_path)


def test_serves_recorded_answers_and_marks_unrecorded_requests(tmp_path: Path) -> None:
    post = ROW | {"method": "POST", "request_body": {"b": 1, "a": 2}, "body": "b.json"}
    gone = ROW | {"url": "https://jobs.example/gone", "status": 404, "body": None}
    recording = Recording.load(make(tmp_path, ROW, post, gone))
    with serve(recording) as route, Client("", rate=0, route=route) as client:
        session = client.session()
        answer = session("https://jobs.example/v1/My%20Board?a=1&b=2")
        assert (answer.json(), session.etag) == ([1], 'W/"1"')
        assert session(ROW["url"], json={"a": 2, "b": 1}).json() == [2]
        with pytest.raises(NotFound, match=r"not found$"):
            session("https://jobs.example/gone")
        with pytest.raises(NotFound, match=r"not found \(not in the recording\)"):
            session("https://jobs.example/other")
        with pytest.raises(NotModified):
            client.session(etag='"1"')(ROW["url"])
        assert client.session(etag='"2"')(ROW["url"]).status == 200
        raw = requests.get(f"{route}/https/jobs.example/other", timeout=5)
        assert (raw.status_code, raw.headers["x-recording"]) == (404, "unrecorded")


def test_serves_many_at_once_and_a_broken_body_as_an_error(tmp_path: Path) -> None:
    recording = Recording.load(make(tmp_path, ROW))
    answers: list[int] = []
    with serve(recording) as route, Client("", rate=0, concurrency=0, route=route) as client:
        threads = [
            Thread(target=lambda: answers.append(client.session()(ROW["url"]).status))
            for _ in range(16)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        (tmp_path / "a.json.gz").write_bytes(b"junk")
        broken = requests.get(f"{route}/https/jobs.example/v1/My%20Board?b=2&a=1", timeout=5)
    assert answers == [200] * 16
    assert broken.status_code == 500
    assert "unreadable body" in broken.headers["x-recording"]


def test_what_a_client_records_can_be_loaded_and_served_again(tmp_path: Path) -> None:
    first = Recording.load(make(tmp_path / "first", ROW))
    recorder = Recorder(tmp_path / "second", date(2026, 11, 3))
    with (
        serve(first) as route,
        Client("", rate=0, robots=False, route=route, recorder=recorder) as client,
    ):
        session = client.session(
            etag='W/"1"'
        )  # a recording holds every answer, so no request is conditional
        assert session(ROW["url"]).json() == [1]
        with pytest.raises(NotFound):
            session("https://jobs.example/other")
    recorder.boards([("x", "y", None), ("x", "a", "A, B")])
    second = Recording.load(tmp_path / "second")
    found = second.find("GET", ROW["url"])
    assert found is not None
    assert (found.content, found.headers["etag"]) == (b"[1]", 'W/"1"')
    assert len(second.exchanges) == 2
    assert second.boards == (("x", "a", "A, B"), ("x", "y", None))
    assert second.night == date(2026, 11, 3)


def test_the_recorder_stores_no_secrets_and_whole_lines(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, date(2026, 11, 3))
    headers = {"Set-Cookie": "s", "Authorization": "s", "X-Api-Key": "s", "ETag": "e"}

    def record(number: int) -> None:
        recorder.record(f"https://a.example/{number}", 200, headers, b"x" * 9000, {"n": number})

    threads = [Thread(target=record, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    recorder.boards([("x", "y", None)])
    rows = [json.loads(line) for line in (tmp_path / "index.jsonl").read_text().splitlines()]
    assert {json.dumps(row["headers"]) for row in rows} == {'{"etag": "e"}'}
    assert len(Recording.load(tmp_path).exchanges) == 20


@pytest.mark.parametrize(("codec", "name"), [("zstd", "a.zst"), ("lz4", "a.lz4")])
def test_a_file_holds_several_bodies(codec: str, name: str, tmp_path: Path) -> None:
    packed = [pa.compress(body, codec=codec, asbytes=True) for body in (b"[1]", b"[2, 2]")]
    rows = [
        ROW | {"url": f"https://jobs.example/{number}", "body": name, "body_range": place}
        for number, place in enumerate(
            ([0, len(packed[0])], [len(packed[0]), len(packed[1])], [1, 2], [0, 10_000])
        )
    ]
    make(tmp_path, *rows)
    (tmp_path / name).write_bytes(b"".join(packed))
    whole, second, wrong, short = (
        Recording.load(tmp_path).exchanges[request_key("GET", row["url"])] for row in rows
    )
    assert (whole.content, second.content) == (b"[1]", b"[2, 2]")
    for broken in (wrong, short):
        with pytest.raises(RecordingError, match=rf"{re.escape(name)}: unreadable body"):
            _ = broken.content
