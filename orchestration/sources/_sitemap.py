"""The pages that a host names in its sitemaps: found through robots.txt, nested, plain or gzip.

https://www.sitemaps.org/protocol.html
"""

from __future__ import annotations

import re
import zlib
from collections import deque
from collections.abc import Iterator
from urllib.parse import urlsplit

import orchestration.sources._listing as li
from orchestration.sources._markup import words, xml

MAX_SITEMAPS, MAX_DEPTH, MAX_PAGES = 200, 3, 200_000
MAX_BYTES, MAX_URL = 50 * 2**20, 2_048
"""A sitemap's bytes when decompressed and a URL's length, as the protocol allows."""
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


def pages(host: str, get: li.Get) -> Iterator[tuple[str, str | None]]:
    """Each page of the host's own domain once, with the date of its last change as published.

    Raises `Incomplete` at the end when a sitemap was missing, elsewhere, or beyond the bounds;
    `NotFound` when the host has none; `Unreadable` for one that is no sitemap, cut or too large.
    """
    if not HOST.fullmatch(host):
        raise li.Unreadable(f"{host}: not the name of a host")
    named = _named(host, get)
    todo = deque((url, 0) for url in named or [f"https://{host}/sitemap.xml"])
    asked: set[str] = set()
    seen: set[str] = set()
    short = None
    while todo:
        url, depth = todo.popleft()
        if url in asked:
            continue
        if depth > MAX_DEPTH or len(asked) >= MAX_SITEMAPS or not _own(url, host):
            short = f"{host}: a sitemap is not read: {url[:160]}"
            continue
        asked.add(url)
        try:
            root = xml(_plain(get(url).content, url), url, "urlset", "sitemapindex")
        except li.NotFound as error:
            if not named and not depth:
                raise
            short = f"{host}: a sitemap is missing: {error}"
            continue
        rows = [(words(row.find("{*}loc")), words(row.find("{*}lastmod"))) for row in root]
        found = [(re.sub("^http:", "https:", loc), lastmod) for loc, lastmod in rows if loc]
        if str(root.tag).endswith("sitemapindex"):
            todo.extend((loc, depth + 1) for loc, _ in found)
            continue
        # One moment for every page is when the file was made, and says nothing of the pages.
        told = len(found) == 1 or len({lastmod for _, lastmod in found}) > 1
        for loc, lastmod in found:
            if loc not in seen and len(loc) <= MAX_URL and _own(loc, host):
                if len(seen) >= MAX_PAGES:
                    raise li.Incomplete(f"{host}: more than {MAX_PAGES} pages")
                seen.add(loc)
                yield loc, lastmod if told else None
    if short:
        raise li.Incomplete(short)


def _named(host: str, get: li.Get) -> list[str]:
    """The sitemaps that robots.txt names."""
    try:
        lines = get(f"https://{host}/robots.txt").text[:500_000]
    except li.NotFound:
        return []
    urls = re.findall(r"(?im)^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", lines)
    return [re.sub("^http:", "https:", url) for url in urls]


def _plain(content: bytes, what: str) -> bytes:
    """A sitemap, decompressed where it is gzip."""
    if content[:2] != b"\x1f\x8b":
        return content
    gzip = zlib.decompressobj(wbits=31)
    try:
        plain = gzip.decompress(content, MAX_BYTES)
    except zlib.error as error:
        raise li.Unreadable(f"{what}: not gzip ({error})") from error
    if not gzip.eof:
        raise li.Unreadable(f"{what}: cut short, or more than {MAX_BYTES} bytes")
    return plain


def _own(url: str, host: str) -> bool:
    """On the host's domain, by https."""
    labels = host.split(".")
    short = len(labels[-1]) == 2 and len(labels[-2]) <= 3  # co.uk is nobody's
    domain = ".".join(labels[-3 if short else -2 :])
    try:
        scheme, other, *_ = urlsplit(url)
    except ValueError:
        return False
    other = other.lower()
    mine = other == domain or other.endswith(f".{domain}")
    return scheme == "https" and mine and HOST.fullmatch(other) is not None
