"""Sitemaps: the pages of a host, and what makes them incomplete or unreadable."""

from __future__ import annotations

import gzip
from typing import Any

import pytest

from orchestration.sources._toolkit import sitemap
from orchestration.sources._toolkit.errors import Incomplete, NotFound, Unreadable
from orchestration.sources._toolkit.sitemap import pages
from tests.fakes import FakeGetter

HOST = "careers.acme.example"


def getter(bodies: dict[str, bytes | str]) -> FakeGetter:
    """Answers by path on the host or by whole URL; any other URL is not found."""

    def answer(url: str, _body: object) -> object:
        body = bodies.get(url.removeprefix(f"https://{HOST}"))
        return NotFound(f"404 {url}") if body is None else body

    return FakeGetter(answer)


def urlset(*urls: str) -> str:
    return f"<urlset>{''.join(f'<url><loc>{url}</loc></url>' for url in urls)}</urlset>"


def index(*urls: str) -> str:
    rows = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return (
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>'
    )


def walked(bodies: dict[str, bytes | str], host: str = HOST) -> tuple[list[str], str]:
    """The pages found, and why they are incomplete."""
    found = []
    try:
        for url, _ in pages(host, getter(bodies)):
            found.append(url)
    except Incomplete as error:
        return found, str(error)
    return found, ""


def test_without_robots_txt_the_usual_place_is_requested() -> None:
    assert walked({"/sitemap.xml": urlset(f"https://{HOST}/a")}) == ([f"https://{HOST}/a"], "")


def test_a_host_without_a_sitemap_is_not_found() -> None:
    with pytest.raises(NotFound):
        walked({"/robots.txt": "User-agent: *\nDisallow:\n"})


@pytest.mark.parametrize(
    ("host", "url", "own"),
    [
        (HOST, "https://www.acme.example/a", True),
        (HOST, "http://acme.example/a", True),
        (HOST, "https://notacme.example/a", False),
        (HOST, "https://u@careers.acme.example/a", False),
        (HOST, "https://careers.acme.example:8080/a", False),
        (HOST, "https://[careers.acme.example/a", False),
        (HOST, "ftp://careers.acme.example/a", False),
        ("jobs.acme.co.uk", "https://acme.co.uk/a", True),
        ("jobs.acme.co.uk", "https://other.co.uk/a", False),
        ("acme.io", "https://other.io/a", False),
        ("acme.io", "https://careers.acme.io/a", True),
        ("www.acme.io", "https://careers.acme.io/a", True),
        ("jobs.acme.tokyo.jp", "https://www.acme.tokyo.jp/a", True),
        ("jobs.acme.tokyo.jp", "https://other.tokyo.jp/a", False),
        ("acme.github.io", "https://other.github.io/a", False),
        ("acme.wordpress.com", "https://other.wordpress.com/a", False),
        ("careers.myshopify.com", "https://other.myshopify.com/a", False),
        ("acme.jobs.personio.de", "https://other.jobs.personio.de/a", False),
        ("acme.com.de", "https://other.com.de/a", False),
    ],
)
def test_only_pages_of_the_own_domain(host: str, url: str, own: bool) -> None:
    found, short = walked(
        {f"https://{host}/sitemap.xml": urlset(url), "/sitemap.xml": urlset(url)}, host
    )
    assert (len(found), short) == (int(own), "")


@pytest.mark.parametrize(
    ("bodies", "why"),
    [
        ({"/robots.txt": "Sitemap: https://elsewhere.example/s.xml"}, "elsewhere"),
        ({"/sitemap.xml": index(f"https://{HOST}/gone.xml")}, "missing"),
        ({"/sitemap.xml": index("https://elsewhere.example/s.xml")}, "elsewhere"),
        ({"/sitemap.xml": index(f"https://{HOST}/a"), "/a": "<html></html>"}, "not read"),
        ({"/robots.txt": f"Sitemap: https://{HOST}/a", "/a": "<html></html>"}, "not read"),
    ],
)
def test_an_unread_sitemap_makes_the_board_incomplete(bodies: dict[str, Any], why: str) -> None:
    found, short = walked(bodies)
    assert found == []
    assert why in short


def test_an_unreadable_sitemap_does_not_stop_the_others() -> None:
    found, short = walked(
        {
            "/sitemap.xml": index(f"https://{HOST}/a.xml", f"https://{HOST}/b.xml"),
            "/a.xml": "<html>We are down</html>",
            "/b.xml": urlset(f"https://{HOST}/1"),
        }
    )
    assert found == [f"https://{HOST}/1"]
    assert "/a.xml" in short


@pytest.mark.parametrize(
    "body",
    [
        f'\n <?xml version="1.0"?>{urlset(f"https://{HOST}/1?a=1&amp;b=2")}'.encode(),
        f'\ufeff\n<?xml version="1.0"?>{urlset(f"https://{HOST}/1?a=1&amp;b=2")}'.encode(),
        urlset(f"https://{HOST}/1?a=1&b=2").encode(),
        b"".join(gzip.compress(c.encode()) for c in urlset(f"https://{HOST}/1?a=1&amp;b=2")),
    ],
    ids=["blank", "mark", "bare &", "gzip in members"],
)
def test_malformed_sitemaps_that_are_still_read(body: bytes) -> None:
    assert walked({"/sitemap.xml": body}) == ([f"https://{HOST}/1?a=1&b=2"], "")


def test_sitemap_indexes_end_at_a_depth_and_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    deep: dict[str, bytes | str] = {
        f"/{n}.xml": index(f"https://{HOST}/{n + 1}.xml") for n in range(9)
    }
    found, short = walked({**deep, "/sitemap.xml": index(f"https://{HOST}/0.xml")})
    assert "/3.xml" in short
    monkeypatch.setattr(sitemap, "MAX_SITEMAPS", 3)
    wide = {f"/{n}.xml": urlset(f"https://{HOST}/{n}") for n in range(9)}
    all_of_it = index(*(f"https://{HOST}{path}" for path in wide))
    found, short = walked({**wide, "/sitemap.xml": all_of_it})
    assert (len(found), "not read" in short) == (2, True)


def test_an_index_that_names_itself_ends() -> None:
    assert walked({"/sitemap.xml": index(f"https://{HOST}/sitemap.xml")}) == ([], "")


def test_pages_end_at_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MAX_PAGES", 2)
    found, short = walked({"/sitemap.xml": urlset(*(f"https://{HOST}/{n}" for n in range(3)))})
    assert (len(found), "more than 2" in short) == (2, True)


@pytest.mark.parametrize(
    "body",
    [
        gzip.compress(b"<urlset>" + b" " * (51 * 2**20) + b"</urlset>"),
        gzip.compress(urlset("https://careers.acme.example/a").encode())[:-9],
        b"\x1f\x8bnot gzip",
        b"<rss></rss>",
        b"<html>Not here</html>",
        b"",
        b'<!DOCTYPE u [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>',
    ],
    ids=["bomb", "cut", "no gzip", "feed", "page", "empty", "entities"],
)
def test_a_file_that_is_not_a_sitemap_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        walked({"/sitemap.xml": body})


@pytest.mark.parametrize(
    "host", ["localhost", "10.0.0.1", "a b.example", "-a.example", "x..example"]
)
def test_a_board_that_is_not_a_host_is_unreadable(host: str) -> None:
    with pytest.raises(Unreadable, match="not the name of a host"):
        list(pages(host, getter({})))
