"""The pages of a site, and those of their links that lead nowhere."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from tests.publish.page_reader import Reader


def pages(site: Path) -> list[str]:
    return sorted(str(path.relative_to(site)) for path in site.rglob("*.html"))


def dead_links(site: Path, elsewhere: tuple[str, ...] = ()) -> list[str]:
    """The links of all pages that lead to no file or to no part of a page."""
    ids, links = {}, {}
    for name in pages(site):
        read = Reader((site / name).read_text("utf-8"))
        ids[name] = {a["id"] for _, a in read.elements if "id" in a}
        links[name] = read.of("a")
    dead = []
    for name, found in links.items():
        for link in found:
            address = str(link["href"])
            if urlsplit(address).scheme:
                assert link["rel"] == "noopener noreferrer nofollow"
                continue
            path, part = urldefrag(urljoin(name, address))
            path = unquote(path) or name
            if path.startswith(elsewhere):
                continue
            if not (site / path).is_file() or (part and part not in ids.get(path, [part])):
                dead.append(f"{name}: {address}")
    return dead
