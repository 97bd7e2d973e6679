"""iCIMS's classic pages: cards of 25, then a page with a JobPosting for each posting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from orchestration.simulator.markup import escape
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor, each
from orchestration.simulator.vendor_formats._schema_org import FORM, HTML, job_posting, page

_FLAG = {"remote": "Remote", "hybrid": "Hybrid", "onsite": "On-Site"}
_TYPE = {"full": "Regular Full-Time", "intern": "Intern", "contract": "Contract"}


def _card(posting: Posting, url: str) -> str:
    fields = {"ID": f"2026-{posting.opening}", "Position Type": _TYPE[posting.employment]}
    if posting.department:
        fields["Category"] = posting.department
    if posting.flag:
        fields["Work Arrangement"] = _FLAG[posting.flag]
    tags = "".join(
        f'<div class="iCIMS_JobHeaderTag"><dt class="iCIMS_JobHeaderField">{name}</dt>'
        f'<dd class="iCIMS_JobHeaderData"><span>{escape(value)}</span></dd></div>'
        for name, value in fields.items()
    )
    where = " | ".join(
        label if label.startswith("Remote") else f"{place.code}-{place.region or ''}-{place.city}"
        for label, place in zip(posting.labels, posting.places, strict=False)
    )
    where = where or " | ".join(posting.labels)
    return (
        '<li class="iCIMS_JobCardItem"><div class="row"><div class="col-xs-6 header left">'
        f'<span class="sr-only field-label">Job Locations</span><span> {escape(where)}</span></div>'
        f'<div class="col-xs-12 title"><a href="{url}?in_iframe=1" class="iCIMS_Anchor">'
        f'<span class="sr-only field-label">Job Title</span><h3>{escape(posting.title)}</h3></a>'
        f'</div><dl class="iCIMS_JobHeaderGroup">{tags}</dl></div></li>\n'
    )


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """The pages of the list, then the page of every posting."""
    site = f"https://careers-{board.company.board}.icims.com"
    urls = [f"{site}/jobs/{posting.key}/job" for posting in postings]
    starts = range(0, len(postings), 25) or range(1)
    for number, start in enumerate(starts):
        rows = zip(postings[start : start + 25], urls[start : start + 25], strict=True)
        cards = "".join(_card(posting, url) for posting, url in rows)
        head = f"<h2>Search Results Page {number + 1} of {len(starts)}</h2>"
        listed = f'<div class="iCIMS_ListingsPage">{head}<ul>{cards}</ul></div>'
        url = f"{site}/jobs/search?ss=1&pr={number}&in_iframe=1"
        yield Exchange("GET", url, 200, HTML, page("Search", None, listed))
    for posting, url in zip(postings, urls, strict=True):
        job = job_posting(board, posting)
        yield Exchange("GET", f"{url}?in_iframe=1", 200, HTML, page(posting.title, job))


VENDOR = Vendor(answers, FORM, share=0.2, text_pay=0.8, keys=each(str))
