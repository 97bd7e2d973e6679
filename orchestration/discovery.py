"""Which system is behind a careers page: from where it leads, what it embeds, and its JSON-LD.

It proposes lines for the board files; whose board it is, a reader decides. What a board's own
pages look like, a source says in `PAGES`: a pattern whose groups, joined by dots, are the board.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from orchestration.boards import token
from orchestration.sources import discover
from orchestration.sources._http import Client, Moved, NotAnswered

HOPS = 5
LONGEST = 4_000_000
"""Characters of a page that are looked at."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A line for a board file, and why; without a board it says only why there is none."""

    ats: str
    board: str
    company: str
    evidence: str


def find(client: Client, url: str) -> Iterator[Proposal]:
    """The boards that a page leads to, most telling first; one that says why when there is none."""
    session, trail = client.session(), [url if "//" in url else f"https://{url}"]
    page = ""
    try:
        for _ in range(HOPS):
            try:
                page = session(trail[-1], headers={"Accept": "text/html,*/*"}).text[:LONGEST]
                break
            except Moved as moved:
                trail.append(moved.to)
    except NotAnswered as error:
        trail.append("")  # what the redirects said still counts
        trouble = str(error)
    else:
        trouble = "no known system in the page"
    seen: set[tuple[str, str]] = set()
    for how, text in (*(("address", step) for step in trail), ("page", page)):
        for ats, board in boards_in(text):
            if (ats, board) not in seen:
                seen.add((ats, board))
                yield Proposal(ats, board, "", f"in the {how} {trail[0]}")
    if seen:
        return
    host = urlsplit(trail[-1] or trail[0]).netloc
    if re.search(r'"@type"\s*:\s*"JobPosting"', page):
        yield Proposal("careers", host, "", f"JobPosting in the page {trail[0]}")
    else:
        yield Proposal("", "", "", f"{trail[0]}: {trouble}")


def boards_in(text: str) -> Iterator[tuple[str, str]]:
    """(ats, board) of every address of a known system in a text, in order of the sources."""
    plain = text.replace("\\/", "/")
    for ats, source in discover().items():
        for match in re.finditer(getattr(source, "PAGES", r"(?!)"), plain):
            board = ".".join(filter(None, match.groups()))
            try:
                yield ats, token(unquote(board))
            except ValueError:
                continue
