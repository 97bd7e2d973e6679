"""JazzHR: one table of jobs, then a page with a JobPosting for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from orchestration.simulator.markup import escape
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor
from orchestration.simulator.vendor_formats._schema_org import FORM, HTML, job_posting, page


def _row(posting: Posting) -> str:
    team = escape(posting.department or "")
    department = f'<br /><span class="resumator_department">{team}</span>' if team else ""
    return (
        f'<tr id="row_job_{posting.key}" class="resumator_even_row"><td><a class="job_title_link" '
        f'href="/apply/jobs/details/{posting.key}?&">{escape(posting.title)}</a>{department}</td>'
        f"<td>{escape('; '.join(posting.labels))}</td></tr>\n"
    )


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """The list, then the page of every posting."""
    url = f"https://{board.company.board}.applytojob.com/apply/jobs"
    head = "<tr><th>Position</th><th>Location</th></tr>\n"
    table = f'<table id="jobs_table">{head}{"".join(map(_row, postings))}</table>'
    listed = f'<div id="job_listings_wrapper">{table}</div>'
    yield Exchange("GET", url, 200, HTML, page("Openings", None, listed))
    for posting in postings:
        job = job_posting(board, posting, uniqueJobCode=str(posting.opening), identifier=None)
        content = page(posting.title, job)
        yield Exchange("GET", f"{url}/details/{posting.key}", 200, HTML, content)


VENDOR = Vendor(answers, FORM, share=0.2, flags=False)
