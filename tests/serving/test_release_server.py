"""The release server: its own name only, index.html at the root, no listing of folders."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration.serving import dagster_ui
from orchestration.serving.release_server import server
from orchestration.serving.same_origin import HEADERS
from orchestration.settings import Settings
from tests.serving.ask import Ask, talk
from tests.serving.ports import free_port


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
    status, received, text = docs("GET", "/")
    assert (status, received["content-type"], text) == (
        200,
        "text/html",
        "<h1>Hiring Ledger</h1>",
    )
    assert docs("GET", "/?x=1")[2] == text
    for path in ("/parquet/", "/parquet", "/docs/", "/..%2f", "/../"):
        status, _, text = docs("GET", path)
        assert status in (301, 404) or "Hiring Ledger" in text, path
        assert "Directory listing" not in text
    for path in ("/", "/report/", "/manifest.json", "/missing"):
        received = docs("GET", path)[1]
        assert {name: received.get(name.lower()) for name in HEADERS} == HEADERS


def test_the_ui_serves_the_release_that_its_links_lead_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one that is published later; if another process has the port, the UI goes on."""
    settings, port = Settings(tmp_path, contact=""), free_port()
    monkeypatch.setattr(dagster_ui, "RELEASE_PORT", port)
    link = {
        "sec_fetch_site": "same-site",
        "sec_fetch_mode": "navigate",
        "sec_fetch_dest": "document",
    }
    said: list[str] = []
    with dagster_ui._release_server(settings, said.append):
        assert talk(port)("GET", "/report/", **link)[0] == 404
        (settings.current / "report").mkdir(parents=True)
        (settings.current / "report" / "index.html").write_text("<h1>the report</h1>")
        assert talk(port)("GET", "/report/", **link)[::2] == (200, "<h1>the report</h1>")
        assert said == []
        with dagster_ui._release_server(settings, said.append):
            assert f"port {port} is in use" in said[0]
