"""softgarden: a schema.org feed of JobPostings with the number of its items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from orchestration.simulator.posting import Board, Exchange, Posting, Vendor, each
from orchestration.simulator.vendor_formats._markup import body
from orchestration.simulator.vendor_formats._schema_org import FORM, job_posting


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """One feed with all postings."""
    site = f"https://{board.company.board}.career.softgarden.de"
    items = [
        {
            "@type": "DataFeedItem",
            "item": job_posting(
                board,
                posting,
                url=f"{site}/jobs/{posting.key}/job/",
                identifier={"@type": "PropertyValue", "name": "S", "value": int(posting.key)},
            ),
        }
        for posting in postings
    ]
    feed = {"@context": "https://schema.org", "@type": "DataFeed", "numberOfItems": len(items),
            "dataFeedElement": items}  # fmt: skip
    yield Exchange("GET", f"{site}/jobs.feed.json", 200, "application/json", body(feed))


VENDOR = Vendor(answers, FORM, share=0.0, flags=False, keys=each(str))
