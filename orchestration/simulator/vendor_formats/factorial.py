"""Factorial: a page of cards by office, then a page with a JobPosting for each; pay only in the
text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from orchestration.simulator.markup import escape
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor, each
from orchestration.simulator.vendor_formats._schema_org import FORM, HTML, job_posting, page

_FLAG = {"remote": "Remote", "hybrid": "Hybrid", "onsite": "Onsite", None: ""}
_CONTRACT = {"full": "indefinite", "intern": "intern", "contract": "temporary"}


def _card(site: str, posting: Posting) -> str:
    labels = (posting.department or "", _FLAG[posting.flag])
    cells = "".join(f'<div class="text-sm text-gray-350">{escape(label)}</div>' for label in labels)
    # A remote job that the flag names has the mark of its own; for others it says nothing.
    mark = "true" if posting.flag == "remote" else "false" if posting.flag else ""
    return (
        f"<li class='job-offer-item' data-contract-type='{_CONTRACT[posting.employment]}' "
        f"data-is-remote='{mark}' data-job-postings-url='{site}/job_posting/job-{posting.key}'>"
        f'<div class="factorial__headingFontFamily">{escape(posting.title)}</div>{cells}</li>'
    )


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """The careers page, then the page of every posting."""
    site = f"https://{board.company.board}.factorialhr.com"
    groups = ""
    for office in dict.fromkeys(posting.labels[:1] for posting in postings):
        cards = "".join(_card(site, p) for p in postings if p.labels[:1] == office)
        head = f"<h3>{escape(office[0])}</h3>" if office else ""
        groups += f"<div data-target='job-filters.officeGroup'>{head}<ul>{cards}</ul></div>\n"
    listed = f"<div data-controller='job-filters'>{groups}</div>"
    yield Exchange("GET", f"{site}/", 200, HTML, page(board.company.name, None, listed))
    for posting in postings:
        url = f"{site}/job_posting/job-{posting.key}"
        yield Exchange("GET", url, 200, HTML, page(posting.title, job_posting(board, posting)))


VENDOR = Vendor(answers, FORM, share=0.0, text_pay=1.0, keys=each(str))
