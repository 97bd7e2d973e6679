"""BambooHR careers page: a list without text, the work model as a digit, incomplete places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from orchestration.simulator.markup import Form
from orchestration.simulator.posting import Board, Exchange, Posting, Vendor, each
from orchestration.simulator.vendor_formats._markup import body, described
from orchestration.simulator.vendor_formats._places import parts_of
from orchestration.simulator.vendor_formats._workplace import work_model

_FORM = Form(h="<p><strong>%s</strong></p>")
_EMPLOYMENT = {"full": "Full-Time", "intern": "Internship", "contract": "Contractor"}
_TYPE = {"onsite": "0", "remote": "1", "hybrid": "2", None: None}
_JSON = "application/json"


def _row(posting: Posting) -> dict[str, Any]:
    """A row of the list: some accounts fill `location`, which has no country, others
    `atsLocation`."""
    place = next(iter(parts_of(posting)), None)
    city, region, country = (place.city, place.region, place.country) if place else (None,) * 3
    of_job = posting.variant % 2 == 1 or not city
    office = {"city": city, "state": region}
    job = {"country": country, "state": region, "province": None, "city": city}
    return {
        "id": posting.key,
        "jobOpeningName": posting.title,
        "departmentId": "1",
        "departmentLabel": posting.department,
        "employmentStatusLabel": _EMPLOYMENT[posting.employment],
        "location": dict.fromkeys(office) if of_job else office,
        "atsLocation": job if of_job else dict.fromkeys(job),
        "isRemote": None,
        "locationType": _TYPE[work_model(posting)],
    }


def answers(board: Board, postings: Sequence[Posting]) -> Iterator[Exchange]:
    """The list, then the answer for each posting."""
    careers = f"https://{board.company.board}.bamboohr.com/careers"
    rows = [_row(posting) for posting in postings]
    listed = body({"meta": {"totalCount": len(rows)}, "result": rows})
    yield Exchange("GET", f"{careers}/list", 200, _JSON, listed)
    for (posting, text), row in zip(described(board, postings, _FORM), rows, strict=True):
        place = next(iter(parts_of(posting)), None)
        country = place.country if place and row["location"]["city"] else None
        opening = {
            **row,
            "location": {**row["location"], "postalCode": None, "addressCountry": country},
            "jobOpeningShareUrl": f"{careers}/{posting.key}",
            "jobOpeningStatus": "Open",
            "description": text,
            "compensation": None,
            "datePosted": posting.published.date().isoformat() if posting.published else None,
            "minimumExperience": None,
        }
        answer = body({"meta": [], "result": {"jobOpening": opening, "formFields": []}})
        yield Exchange("GET", f"{careers}/{posting.key}/detail", 200, _JSON, answer)


VENDOR = Vendor(answers, _FORM, share=0.3, text_pay=1.0, one_place=True, keys=each(str))
