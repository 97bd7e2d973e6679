"""A company's own pages: robots.txt, a sitemap, and a page with a JobPosting for each posting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from orchestration.simulator.draws import identifiers
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor
from orchestration.simulator.vendor_formats._schema_org import FORM, HTML, job_posting, page

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SET = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n%s</urlset>\n'


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """robots.txt, the sitemap, the pages."""
    site = f"https://{board.company.board}"
    robots = f"User-agent: *\nAllow: /\nSitemap: {site}/sitemap-careers.xml\n"
    yield Exchange("GET", f"{site}/robots.txt", 200, "text/plain", robots.encode())
    rows = [f"<url><loc>{site}/about</loc></url>\n"]
    for posting in postings:
        changed = f"<lastmod>{posting.published.isoformat()}</lastmod>" if posting.published else ""
        rows.append(f"<url><loc>{site}{posting.key}</loc>{changed}</url>\n")
    sitemap = (_HEAD + _SET % "".join(rows)).encode()
    yield Exchange("GET", f"{site}/sitemap-careers.xml", 200, "application/xml", sitemap)
    for posting in postings:
        content = page(posting.title, job_posting(board, posting))
        yield Exchange("GET", site + posting.key, 200, HTML, content)


VENDOR = Vendor(
    answers,
    FORM,
    share=0.2,
    flags=False,
    keys=lambda numbers: [f"/jobs/{key}" for key in identifiers(numbers)],
    board=lambda name: f"careers.{name}.example",
)
