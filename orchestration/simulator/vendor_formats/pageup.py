"""PageUp feed: every posting with its text in one RSS channel, pay only in the text."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from email.utils import format_datetime

from orchestration.simulator.markup import Form, escape
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor, each
from orchestration.simulator.vendor_formats._markup import described
from orchestration.simulator.vendor_formats._places import parts_of

_FORM = Form()
_WORK_TYPE = {"full": "Full Time", "intern": "Internship", "contract": "Fixed-term (Full-time)"}
_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n<rss xmlns:a10="http://www.w3.org/2005/Atom" '
    'xmlns:job="http://pageuppeople.com/" version="2.0"><channel>'
)


def _location(posting: Posting) -> str:
    for place in parts_of(posting)[:1]:
        if place.is_remote:
            return place.label
        return "|".join(filter(None, (place.country, place.region, place.said)))
    return ""


def _item(site: str, posting: Posting, text: str) -> str:
    category = f"<job:category>{escape(posting.department or '')}</job:category>"
    date = format_datetime(posting.published) if posting.published else ""
    return (
        f'<item><guid isPermaLink="true">{site}/job/{posting.key}</guid>'
        f"<link>{site}/job/{posting.key}</link><title>{escape(posting.title)}</title>"
        f"<description>Read more</description><pubDate>{date}</pubDate>"
        f"{category * 2}<job:refNo>{posting.key}</job:refNo>"
        f"<job:location>{escape(_location(posting))}</job:location>"
        f"<job:workType>{_WORK_TYPE[posting.employment]}</job:workType>"
        f"<job:businessLayer1>{escape(posting.team or '')}</job:businessLayer1>"
        f"<job:description>{escape(text)}</job:description></item>\n"
    )


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """The feed."""
    site = "https://careers.pageuppeople.com/" + board.company.board.replace(".", "/")
    items = "".join(_item(site, p, text) for p, text in described(board, postings, _FORM))
    head = f"{_HEAD}<title>{escape(board.company.name)}</title><link>{site}/</link>"
    body = f"{head}{items}</channel></rss>".encode()
    yield Exchange("GET", f"{site}/rss", 200, "application/rss+xml", body)


def _board(name: str) -> str:
    return f"{zlib.crc32(name.encode()) % 900_000_000 + 1}.cw.en"


VENDOR = Vendor(
    answers,
    _FORM,
    share=0.0,
    flags=False,
    one_place=True,
    text_pay=1.0,
    keys=each(str),
    board=_board,
)
