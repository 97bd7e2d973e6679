"""Finds the applicant tracking system behind a careers page: by redirects, links and JSON-LD.

It proposes rows for the board files; a person must confirm which company owns the board. A source
has `PAGES`, a pattern of its URLs whose groups, joined by dots, are the board. A source whose
boards are on the companies' hosts has `SIGNS`, a pattern of its pages. A source whose URLs name
only a part of the board has `guesses`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from orchestration.crawl.boards import validate_board_name
from orchestration.http import addresses
from orchestration.http.addresses import NotPublic
from orchestration.http.client import Client, NotAnswered, RedirectedElsewhere
from orchestration.sources import all_sources

MAX_REDIRECTS = 5
MAX_PAGE_LENGTH = 4_000_000
"""Characters of a page that are searched."""
VENDOR_SUBDOMAINS = frozenset({
    "www", "app", "apps", "api", "assets", "cdn", "static", "scripts", "embed", "widget",
    "widgets", "help", "support", "docs", "developer", "developers", "status", "login", "auth",
    "sso", "account", "accounts", "secure", "admin", "demo",
})  # fmt: skip
"""Subdomains that vendors use themselves, and that are no customer's board."""
_LOCALE = re.compile(r"/([a-z]{2,6})/([a-z]{2})(?=/|$)")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A board and its evidence; without a board, the reason why none was found."""

    ats: str
    board: str
    evidence: str


def find_boards(client: Client, url: str) -> Iterator[Proposal]:
    """The boards that a page leads to, strongest evidence first; else one proposal with the
    reason."""
    try:
        trail = [_normalize_url(url)]
    except NotPublic as error:
        yield Proposal("", "", f"{error}")
        return
    session, page, trouble = client.session(), "", "no known system in the page"
    try:
        for _ in range(MAX_REDIRECTS):
            try:
                page = session(trail[-1], headers={"Accept": "text/html,*/*"}).text[
                    :MAX_PAGE_LENGTH
                ]
                break
            except RedirectedElsewhere as moved:
                trail.append(_normalize_url(moved.to))
    except (NotAnswered, NotPublic) as error:
        trouble = str(error)  # the redirects may still name a board
    seen: set[tuple[str, str]] = set()
    for how, text, hint in _candidates(trail, page):
        for ats, board in text:
            if (ats, board) not in seen:
                seen.add((ats, board))
                yield Proposal(ats, board, f"in the {how} {trail[0]}{hint}")
    if seen:
        return
    if re.search(r'"@type"\s*:\s*"JobPosting"', page):
        host = urlsplit(trail[-1]).hostname or ""
        yield Proposal("careers", host, f"JobPosting in the page {trail[0]}")
    else:
        yield Proposal("", "", f"{trail[0]}: {trouble}")


def _normalize_url(url: str) -> str:
    """The https address of a typed address or redirect; raises NotPublic, without the password."""
    url = url.strip()
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", url):
        url = "https://" + url.removeprefix("//")
    scheme, _, rest = url.partition("://")
    if scheme.lower() == "http":
        rest = re.sub(r"^([^/?#@]*):80(?=[/?#]|$)", r"\1", rest)
        scheme = "https"
    url = f"{scheme.lower()}://{rest}"
    addresses.check_url(url, is_routed=True)  # the client checks the host before a request
    return url


def _candidates(
    trail: list[str], page: str
) -> Iterator[tuple[str, Iterator[tuple[str, str]], str]]:
    """(where, the boards there, a caveat) for the addresses and the page, best first."""
    for step in trail:
        yield "address", boards_in(step), ""
    yield "page", boards_in(page), ""
    if page:
        yield "page", _boards_by_page_signs(trail[-1], page), ", by signs in the markup of the page"
    for how, text in (*(("address", step) for step in trail), ("page", page)):
        yield (
            how,
            _boards_by_guess(text),
            ", a guess from a part of the address; check it with `boards check`",
        )


def boards_in(text: str) -> Iterator[tuple[str, str]]:
    """(ats, board) of every address of a known source in a text, in the order of the sources."""
    plain = text.replace("\\/", "/")
    for ats, source in all_sources().items():
        for match in re.finditer(getattr(source, "PAGES", r"(?!)"), plain):
            groups = [group for group in match.groups() if group]
            if len(groups) == 1 and _is_vendor_subdomain(plain, match):
                continue
            yield from _valid_board(ats, ".".join(groups))


def _is_vendor_subdomain(text: str, match: re.Match[str]) -> bool:
    """Whether a match is a subdomain that the vendor uses itself."""
    start, end = match.span(match.lastindex or 0)
    is_in_host = text.startswith(".", end) or text.endswith("//", 0, start)
    return is_in_host and text[start:end].partition(".")[0].lower() in VENDOR_SUBDOMAINS


def _valid_board(ats: str, board: str) -> Iterator[tuple[str, str]]:
    """The board, when its source accepts the name."""
    try:
        yield ats, validate_board_name(ats, unquote(board))
    except ValueError:
        return


def _boards_by_page_signs(address: str, page: str) -> Iterator[tuple[str, str]]:
    """The page's own host, for each source whose signs the page contains."""
    parts = urlsplit(address)
    for ats, source in all_sources().items():
        signs = getattr(source, "SIGNS", None)
        if signs is None or not re.search(signs, page):
            continue
        host, found = parts.hostname or "", _LOCALE.match(parts.path)
        if found and getattr(source, "LOCALES", False):
            host = f"{host}.{found[1]}-{found[2]}"
        yield from _valid_board(ats, host)


def _boards_by_guess(text: str) -> Iterator[tuple[str, str]]:
    for ats, source in all_sources().items():
        for board in getattr(source, "guesses", lambda _: ())(text.replace("\\/", "/")):
            yield from _valid_board(ats, board)
