"""SuccessFactors feed: RSS with Google's namespace, the place behind the title; no flags or pay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from email.utils import format_datetime
from xml.sax.saxutils import escape

from orchestration.simulator.markup import Form
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor, each
from orchestration.simulator.vendor_formats._markup import whole_text

_FORM = Form(h="<h2>%s</h2>")
_EMPLOYMENT = {"full": "", "intern": "Internship", "contract": "Fixed term"}


def _item(board: Board, posting: Posting) -> str:
    place = "; ".join(posting.labels)
    behind = f" ({place})" if place and "(" not in place else ""
    host = board.company.board
    text = whole_text(board, posting, _FORM)
    fields = {
        "title": posting.title + behind,
        "link": f"https://{host}/job/x/{posting.key}/",
        "g:id": posting.key,
        "g:employer": board.company.name,
        "g:location": place,
        "g:job_function": posting.department or "",
        "g:job_type": _EMPLOYMENT[posting.employment],
        "g:expiration_date": "2027-01-31",
    }
    if posting.published and posting.variant % 3 == 0:
        fields["pubDate"] = format_datetime(posting.published)
    tags = "".join(f"<{tag}>{escape(said)}</{tag}>" for tag, said in fields.items() if said)
    return f"<item>{tags}<description><![CDATA[{text}]]></description></item>\n"


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """One feed with all postings."""
    items = "".join([_item(board, posting) for posting in postings])
    feed = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>'
        f"<title>{escape(board.company.name)} Careers</title>\n{items}</channel></rss>\n"
    )
    url = f"https://{board.company.board}/sitemal.xml"
    yield Exchange("GET", url, 200, "application/xml; charset=utf-8", feed.encode())


VENDOR = Vendor(
    answers,
    _FORM,
    share=0.2,
    flags=False,
    text_pay=1.0,
    keys=each(lambda number: str(1_000_000_000 + number)),
    board=lambda name: f"jobs.{name}.com",
)
