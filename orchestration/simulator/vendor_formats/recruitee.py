"""Recruitee offers: three booleans of work, pay as strings in an object, times that are not ISO."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from orchestration.simulator.markup import Form
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor, each
from orchestration.simulator.vendor_formats._markup import body, described, whole
from orchestration.simulator.vendor_formats._places import parts_of

_FORM = Form("<p>%s</p>", "<h3>%s</h3>", "<ul>%s</ul>", "<li><p>%s</p></li>")
_EMPLOYMENT = {"full": "fulltime_permanent", "intern": "internship", "contract": "freelance"}
_FLAG = {"remote": "remote", "hybrid": "hybrid", "on_site": "onsite"}


def _salary(posting: Posting) -> dict[str, str | None]:
    for tier in posting.fields[:1]:
        low, high = (None if side is None else str(whole(side)) for side in
                     (tier.minimum, tier.maximum))  # fmt: skip
        return {"min": low, "max": high, "period": tier.interval, "currency": tier.currency}
    return {"min": None, "max": None, "period": None, "currency": None}


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """One answer with all postings."""
    site, offers = f"https://{board.company.board}.recruitee.com", []
    for posting, text in described(board, postings, _FORM):
        time = f"{posting.published.isoformat(' ')[:19]} UTC" if posting.published else None
        places = [
            {"id": number, "name": place.label, "city": place.city, "state": place.region,
             "country": place.country, "country_code": place.code}
            for number, place in enumerate(parts_of(posting))
        ]  # fmt: skip
        offers.append(
            {
                "id": int(posting.key),
                "slug": f"job-{posting.key}",
                "title": posting.title,
                "company_name": board.company.name,
                "careers_url": f"{site}/o/job-{posting.key}",
                "description": text,
                "requirements": "",
                "locations": places,
                "department": posting.department,
                "employment_type_code": _EMPLOYMENT[posting.employment],
                "salary": _salary(posting),
                "published_at": time,
                "updated_at": time,
                "close_at": None,
                "translations": {"en": {"title": posting.title, "description": text}},
                "mailbox_email": f"job.{posting.key}@{board.company.board}.recruitee.com",
                "status": "published",
            }
            | {key: posting.flag == flag for key, flag in _FLAG.items()}
        )
    answer = body({"offers": offers})
    url = f"{site}/api/offers/"
    yield Exchange("GET", url, 200, "application/json; charset=utf-8", answer)


VENDOR = Vendor(answers, _FORM, share=0.3, keys=each(lambda number: str(2_000_000 + number)))
