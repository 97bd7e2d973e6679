"""The release server: its own name only, index.html at the root, no listing of folders."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration.serving.release_server import server
from orchestration.serving.same_origin import HEADERS
from tests.serving.ask import Ask, talk


@pytest.fixture
def docs(tmp_path: Path) -> Iterator[Ask]:
    current = tmp_path / "current"
    for folder in ("report", "parquet"):
        (current / folder).mkdir(parents=True)
    (current / "report" / "index.html").write_text("<h1>the report</h1>")
    (current / "manifest.json").write_text("{}")
    (current / "index.html").write_text("<h1>Hiring Ledger</h1>")
    with server(current, 0) as serving:
        thread = threading.Thread(target=serving.serve_forever, args=(0.02,))
        thread.start()
        yield talk(serving.server_port)
        serving.shutdown()
        thread.join()


def test_the_release_is_served_under_its_own_name_alone(docs: Ask) -> None:
    assert docs("GET", "/report/")[::2] == (200, "<h1>the report</h1>")
    for headers in ({"host": "evil.example"}, {"host": "127.0.0.1:1"}, {"origin": "null"},
                    {"sec_fetch_site": "cross-site"}):  # fmt: skip
        assert docs("GET", "/report/", **headers)[0] == 403
        assert docs("HEAD", "/manifest.json", **headers)[0] == 403
    assert docs("POST", "/report/", "x")[0] == 501


def test_the_root_is_the_index_page_and_no_folder_is_listed(docs: Ask) -> None:
    status, sent, text = docs("GET", "/")
    assert (status, sent["content-type"], text) == (200, "text/html", "<h1>Hiring Ledger</h1>")
    assert docs("GET", "/?x=1")[2] == text
    for path in ("/parquet/", "/parquet", "/docs/", "/..%2f", "/../"):
        status, _, text = docs("GET", path)
        assert status in (301, 404) or "Hiring Ledger" in text, path
        assert "Directory listing" not in text
    for path in ("/", "/report/", "/manifest.json", "/missing"):
        sent = docs("GET", path)[1]
        assert {name: sent.get(name.lower()) for name in HEADERS} == HEADERS
