"""Personio feed: XML, offices as text, no key for the work model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from orchestration.simulator.markup import Form
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor, each
from orchestration.simulator.vendor_formats._markup import titled, whole

_FORM = Form(h="<p><strong>%s</strong></p>")
_EMPLOYMENT = {"full": "permanent", "intern": "intern", "contract": "freelance"}
_PERIOD = {"year": "yearly", "month": "monthly", "week": "weekly", "day": "daily", "hour": "hourly"}


def _element(name: str, text: object) -> str:
    said = str(text).replace("&", "&amp;").replace("<", "&lt;")
    return "" if text is None else f"    <{name}>{said}</{name}>\n"


def _texts(board: Board, posting: Posting) -> str:
    intro, outro = map(_FORM.render, board.intro), map(_FORM.render, board.outro)
    parts = [part for part in (*intro, *posting.body, *outro) if part]
    rows = [
        f"{_element('name', name)}<value><![CDATA[{text}]]></value>"
        for name, text in (titled(part, _FORM) for part in parts)
    ]
    return "".join(f"<jobDescription>{row}</jobDescription>\n" for row in rows)


def _position(board: Board, posting: Posting) -> str:
    more = "".join(_element("office", label) for label in posting.labels[1:])
    pay = ""
    for tier in posting.fields[:1]:
        sides = _element("min", whole(tier.minimum)) + _element("max", whole(tier.maximum))
        period = _element("currencyCode", tier.currency) + _element("type", _PERIOD[tier.interval])
        pay = f"<salaryInformation>{sides}{period}</salaryInformation>\n"
    return (
        "<position>\n"
        + _element("id", posting.key)
        + _element("office", next(iter(posting.labels), None))
        + (f"<additionalOffices>{more}</additionalOffices>\n" if more else "")
        + _element("department", posting.department)
        + _element("recruitingCategory", posting.team)
        + _element("name", posting.title)
        + f"<jobDescriptions>{_texts(board, posting)}</jobDescriptions>\n"
        + _element("employmentType", _EMPLOYMENT[posting.employment])
        + _element("schedule", "full-time")
        + _element("createdAt", posting.published and posting.published.isoformat())
        + f"{pay}</position>\n"
    )


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """One feed in one language."""
    positions = "".join(_position(board, posting) for posting in postings)
    feed = f'<?xml version="1.0" encoding="UTF-8"?>\n<workzag-jobs>\n{positions}</workzag-jobs>\n'
    url = f"https://{board.company.board}.jobs.personio.de/xml?language=en"
    yield Exchange("GET", url, 200, "application/xml; charset=utf-8", feed.encode())


VENDOR = Vendor(
    answers, _FORM, share=0.3, flags=False, keys=each(lambda number: str(1_000_000 + number))
)
