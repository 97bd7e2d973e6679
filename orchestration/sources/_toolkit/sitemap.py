"""The pages in the sitemaps of a host: found through robots.txt, nested, plain or gzip.

https://www.sitemaps.org/protocol.html
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections import deque
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import urlsplit

from orchestration.sources._toolkit.errors import Incomplete, NotFound, Unreadable
from orchestration.sources._toolkit.listing import Get
from orchestration.sources._toolkit.markup import element_text, parse_xml

MAX_SITEMAPS, MAX_DEPTH, MAX_PAGES = 200, 3, 200_000
MAX_BYTES, MAX_URL = 50 * 2**20, 2_048
"""The size of a decompressed sitemap and the length of a URL that the protocol allows."""
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


def pages(host: str, get: Get) -> Iterator[tuple[str, str | None]]:
    """Each page of the host once, with the date of its last change as published.

    Raises `Incomplete` at the end when a sitemap is missing, on another host, too deep, too large
    or unreadable. When robots.txt names none and the sitemap at the usual place is missing or
    unreadable, raises `NotFound` or `Unreadable`.
    """
    if not HOST.fullmatch(host):
        raise Unreadable(f"{host}: not the name of a host")
    named = _named(host, get)
    todo = deque((url, 0) for url in named or [f"https://{host}/sitemap.xml"])
    requested: set[str] = set()
    seen: set[str] = set()
    incomplete = None
    while todo:
        url, depth = todo.popleft()
        if url in requested:
            continue
        if depth > MAX_DEPTH or len(requested) >= MAX_SITEMAPS or not _own(url, host):
            incomplete = f"{host}: a sitemap is not read: {url[:160]}"
            continue
        requested.add(url)
        try:
            root = parse_xml(_plain(get(url).content, url), url, "urlset", "sitemapindex")
        except (NotFound, Unreadable) as error:
            if not named and not depth:
                raise
            state = "missing" if isinstance(error, NotFound) else "not read"
            incomplete = f"{host}: a sitemap is {state}: {error}"
            continue
        rows = [
            (element_text(row.find("{*}loc")), element_text(row.find("{*}lastmod"))) for row in root
        ]
        found = [(re.sub("^http:", "https:", loc), lastmod) for loc, lastmod in rows if loc]
        if str(root.tag).endswith("sitemapindex"):
            todo.extend((loc, depth + 1) for loc, _ in found)
            continue
        # The same moment for every page is when the file was made, not when the pages changed.
        has_dates = len(found) == 1 or len({lastmod for _, lastmod in found}) > 1
        for loc, lastmod in found:
            if loc not in seen and len(loc) <= MAX_URL and _own(loc, host):
                if len(seen) >= MAX_PAGES:
                    raise Incomplete(f"{host}: more than {MAX_PAGES} pages")
                seen.add(loc)
                yield loc, lastmod if has_dates else None
    if incomplete:
        raise Incomplete(incomplete)


def _named(host: str, get: Get) -> list[str]:
    """The sitemaps that robots.txt names."""
    try:
        lines = get(f"https://{host}/robots.txt").text[:500_000]
    except NotFound:
        return []
    urls = re.findall(r"(?im)^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", lines)
    return [re.sub("^http:", "https:", url) for url in urls]


def _plain(content: bytes, what: str) -> bytes:
    """A sitemap, decompressed if it is gzip."""
    if content[:2] != b"\x1f\x8b":
        return content
    try:
        plain = gzip.GzipFile(fileobj=BytesIO(content)).read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Unreadable(f"{what}: not gzip, or cut short ({error})") from error
    if len(plain) > MAX_BYTES:
        raise Unreadable(f"{what}: more than {MAX_BYTES} bytes")
    return plain


def _own(url: str, host: str) -> bool:
    """Whether a URL is on the host: https, on the host itself, a host below it, or the host above
    it with or without `www.`.

    A sibling is not (jobs.acme.io for careers.acme.io), because by its name it cannot be
    distinguished from another tenant of a platform (other.github.io for acme.github.io). A leading
    `www.` of the host is ignored.
    """
    name = host.removeprefix("www.")
    above = name.partition(".")[2]
    try:
        scheme, other, *_ = urlsplit(url)
    except ValueError:
        return False
    other = other.lower()
    mine = other.removeprefix("www.") in (name, above) or other.endswith(f".{name}")
    return scheme == "https" and mine and HOST.fullmatch(other) is not None
