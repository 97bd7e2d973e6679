"""HRMOS: pages of a hundred cards with the total, then a page with a JobPosting for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from orchestration.simulator.markup import escape
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor
from orchestration.simulator.vendor_formats._schema_org import FORM, HTML, job_posting, page

_SIZE = 100


def _card(url: str, posting: Posting) -> str:
    place = escape("; ".join(posting.labels))
    tag = f'<li class="sg-tag-location">{place}</li>' if place else ""
    return (
        f'<li class="pg-list-cassette"><a href="{url}/{posting.key}">'
        f"<h2>{escape(posting.title)}</h2></a>"
        f'<ul class="sg-tags"><li>開発</li>{tag}</ul></li>\n'
    )


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """The pages of the list, then the page of every posting."""
    name, url = board.company.name, f"https://hrmos.co/pages/{board.company.board}/jobs"
    title = f'<h1 class="sg-corporate-name">{escape(name)} すべての求人一覧</h1>'
    total = len(postings)
    for number, start in enumerate(range(0, total, _SIZE) or [0], start=1):
        shown = postings[start : start + _SIZE]
        cards = "".join(_card(url, posting) for posting in shown)
        count = f'<p class="pg-count">全 {total:,} 件中 {len(shown)} 件 を表示しています</p>'
        none = '<p class="sg-unavailable-notifier">現在募集中の求人はありません</p>'
        listed = f'{title}<ul id="jsi-joblist">{cards}</ul>{count if total else none}'
        query = f"?page={number}" if number > 1 else ""
        yield Exchange("GET", url + query, 200, HTML, page(name, None, listed))
    for posting in postings:
        content = page(posting.title, job_posting(board, posting))
        yield Exchange("GET", f"{url}/{posting.key}", 200, HTML, content)


VENDOR = Vendor(answers, FORM, share=0.0, flags=False)
