"""Only addresses on the public internet are requested: by spelling, after DNS, after redirects."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from orchestration.crawl.discovery import find_boards
from orchestration.http.client import Client, RequestFailed
from orchestration.recordings.replay_server import serve
from orchestration.sources import careers
from orchestration.sources._toolkit.errors import Incomplete, NotAnswered
from tests.recorded import write_recording

PRIVATE = [
    "127.0.0.1", "127.8.9.10", "0.0.0.0", "10.0.0.1", "172.16.3.4", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192",
    "224.0.0.1", "239.1.2.3", "240.0.0.1", "255.255.255.255", "198.18.0.1", "203.0.113.9",
    "::1", "::", "fe80::1", "fd00:ec2::254", "fc00::7", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:a9fe:a9fe", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::808:808", "2002:7f00:1::", "2002:c0a8:101::1", "2001:db8::1",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808"]

SPELT = [
    "127.0.0.1", "127.1", "2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "017700000001",
    "127.0.0.1.", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[fe80::1%25eth0]",
    "１２７.0.0.1", "127。0。0。1", "①②⑦.0.0.1", "0", "0.0.0.0", "169.254.169.254",
    "[fd00:ec2::254]", "[64:ff9b::a9fe:a9fe]", "10.0.0.1", "localhost", "LOCALHOST.",
    "acme.localhost", "metadata", "metadata.google.internal", "printer.local", "nas.lan",
    "router.home.arpa", "[::127.0.0.1]", "[0:0:0:0:0:0:0:1]", "3232235777",
]  # fmt: skip


class Network:
    """A fake resolver and socket, which record look-ups and connections."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.looked_up: list[str] = []
        self.connected: list[str] = []
        self.answers: list[list[str]] = []
        monkeypatch.setattr(socket, "getaddrinfo", self._resolve)
        monkeypatch.setattr("urllib3.util.connection.create_connection", self._connect)

    def _resolve(self, host: str, port: Any, *_: Any, **__: Any) -> list[Any]:
        self.looked_up.append(host)
        found = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [
            (socket.AF_INET6 if ":" in a else socket.AF_INET, 1, 6, "", (a, port)) for a in found
        ]

    def _connect(self, address: tuple[str, int], *_: Any, **__: Any) -> Any:
        self.connected.append(address[0])
        raise ConnectionRefusedError

    def request(self, url: str) -> str:
        """The error for a URL that cannot be requested."""
        with Client("", rate=0, retries=0) as client, pytest.raises(NotAnswered) as caught:
            client.session()(url)
        return str(caught.value)


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Network:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    return Network(monkeypatch)


@pytest.mark.parametrize("host", SPELT)
def test_no_spelling_of_a_private_address_is_requested(network: Network, host: str) -> None:
    network.answers = [["127.0.0.1"]]
    found = network.request(f"https://{host}/jobs")
    assert network.connected == []
    assert "not a public address" in found or "not a name of the public internet" in found


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_resolves_to_a_private_address_is_not_requested(
    network: Network, address: str
) -> None:
    network.answers = [[address]]
    found = network.request("https://127.0.0.1.nip.example/jobs")
    assert network.connected == []
    assert f"resolves to {address}, which is not a public address" in found


@pytest.mark.parametrize("address", PUBLIC)
def test_the_connection_goes_to_the_address_that_was_looked_up(
    network: Network, address: str
) -> None:
    """There is no second look-up, whose answer could differ."""
    network.answers = [[address], ["127.0.0.1"]]
    assert "robots.txt" in network.request("https://jobs.example/jobs")
    assert network.connected == [address]
    assert network.looked_up == ["jobs.example"]


def test_a_name_with_one_private_address_is_not_requested(network: Network) -> None:
    network.answers = [["8.8.8.8", "10.0.0.7"]]
    assert "10.0.0.7" in network.request("https://jobs.example/")
    assert network.connected == []


def test_each_public_address_is_tried(network: Network) -> None:
    network.answers = [["8.8.8.8", "2001:4860:4860::8888"]]
    network.request("https://jobs.example/")
    assert network.connected == ["8.8.8.8", "2001:4860:4860::8888"]


def test_a_proxy_gets_no_request_for_a_private_address(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://10.9.9.9:3128")
    network.answers = [["127.0.0.1"]]
    assert "resolves to 127.0.0.1" in network.request("https://127.0.0.1.nip.example/")
    assert network.connected == []
    network.answers = [["8.8.8.8"]]
    network.request("https://jobs.example/")
    assert network.connected == ["10.9.9.9"]


@pytest.mark.parametrize(
    "url",
    [
        "https://acme.example:8443/x", "https://acme.example:80/x", "http://acme.example/x",
        "https://me:s3cret@acme.example/x", "https://me:s3cret@127.0.0.1/", "file:///etc/passwd",
        "https://s3cret@acme.example:443/", "https:///x", "https://[::1/x", "https://a:b:c/",
        "gopher://acme.example/", "javascript:alert(1)", "https://acme.example:99999/",
    ],
)  # fmt: skip
def test_only_https_on_port_443_is_requested(network: Network, url: str) -> None:
    network.answers = [["8.8.8.8"]]
    assert "s3cret" not in network.request(url)
    assert (network.connected, network.looked_up) == ([], [])


@pytest.fixture
def proposals(tmp_path: Path) -> Callable[..., list[str]]:
    """The proposals of `boards discover` for a URL, answered from a recording."""

    def discover(url: str, **moves: str) -> list[str]:
        rows = [
            {
                "url": f"https://{host.replace('_', '.')}/",
                "status": 302,
                "headers": {"location": to},
            }
            for host, to in moves.items()
        ]
        with (
            serve(write_recording(tmp_path, rows)) as route,
            Client("", rate=0, retries=0, route=route) as client,
        ):
            return [f"{p.ats},{p.board}  {p.evidence}" for p in find_boards(client, url)]

    return discover


@pytest.mark.parametrize(
    "to",
    ["https://127.0.0.1/admin", "https://169.254.169.254/latest", "https://jobs.example:8443/",
     "ftp://jobs.example/", "https://u:s3cret@jobs.example/"],
)  # fmt: skip
def test_a_redirect_to_a_private_address_is_not_followed(
    network: Network, monkeypatch: pytest.MonkeyPatch, to: str
) -> None:
    """The first host answers with a redirect; the second host is never looked up."""
    from orchestration.http.responses import HttpAnswer

    requested: list[str] = []

    def persist(self: Client, url: str, *_: Any) -> HttpAnswer:
        self._check_address(url)
        requested.append(url)
        return HttpAnswer(url, 404 if "robots" in url else 302, {"location": to}, b"")

    monkeypatch.setattr(Client, "_request_with_retries", persist)
    with Client("", rate=0, retries=0) as client:
        (found,) = find_boards(client, "https://jobs.example/")
    assert requested == ["https://jobs.example/robots.txt", "https://jobs.example/"]
    assert (found.board, "s3cret" in found.evidence) == ("", False)
    assert network.looked_up == []


def test_discovery_requests_https_for_a_typed_http_address(proposals: Any) -> None:
    to = "https://jobs.lever.co/acme"
    for url in ("http://acme.example/", "http://acme.example:80/", "HTTP://acme.example/"):
        (found,) = proposals(url, acme_example=to)
        assert found == "lever,acme  in the address https://acme.example/"
    (found,) = proposals("https://acme.example/", acme_example="http://www.acme.example/",
                        www_acme_example=to)  # fmt: skip
    assert found.startswith("lever,acme")


@pytest.mark.parametrize(
    "url", ["https://me:s3cret@acme.example/", "me:s3cret@acme.example", "//me:s3cret@acme.example",
            "ftp://me:s3cret@acme.example/", "https://me:s3cret@[::1/", "https://s3cret@h:x/"]
)  # fmt: skip
def test_a_password_is_not_repeated(proposals: Any, url: str) -> None:
    (found,) = proposals(url)
    assert found.startswith(",  ")
    assert "s3cret" not in found


def test_a_careers_board_on_a_private_host_is_not_requested(network: Network) -> None:
    network.answers = [["169.254.169.254"]]
    with Client("", rate=0, retries=0) as client:
        for host in ("metadata.google.internal", "127.0.0.1.nip.example", "internal.corp.example"):
            with pytest.raises((RequestFailed, Incomplete)) as caught:
                list(careers.postings(host, client.session()))
            assert "public" in str(caught.value)
    assert network.connected == []
