"""HERP Hire: a page of cards, then a page with a JobPosting for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from orchestration.simulator.markup import escape
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor
from orchestration.simulator.vendor_formats._schema_org import FORM, HTML, job_posting, page


def _card(name: str, posting: Posting) -> str:
    group = escape(posting.department or "")
    tag = f'<span class="career-page-group-name-tag__text">{group}</span>' if group else ""
    return (
        '<div class="requisition-list-card"><a class="requisition-list-card__header-anchor" '
        f'href="/v1/{name}/{posting.key}"><h2>{escape(posting.title)}</h2></a>{tag}</div>\n'
    )


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """The list, then the page of every posting."""
    name = board.company.board
    cards = "".join(_card(name, posting) for posting in postings)
    listed = f'<div class="requisition-list">{cards}</div>'
    url = f"https://herp.careers/v1/{name}"
    yield Exchange("GET", url, 200, HTML, page(board.company.name, None, listed))
    for posting in postings:
        content = page(posting.title, job_posting(board, posting))
        yield Exchange("GET", f"{url}/{posting.key}", 200, HTML, content)


VENDOR = Vendor(answers, FORM, share=0.0, flags=False)
