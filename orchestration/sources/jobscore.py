"""JobScore: the job feed of a company.

Endpoint: GET careers.jobscore.com/jobs/{board}/feed.json
Documentation: https://support.jobscore.com/hc/en-us/articles/202001320
Paging: none; one answer is the whole board.
Completeness: nothing proves it: one answer, read to its end as JSON.
Does not publish: language, closing date, a key of the opening.
Terms: the documentation asks for one request an hour at most.
Robots: closes the application flow alone (third party, 2026-10-03); read each night.
"""

from collections.abc import Iterator
from urllib.parse import quote

import orchestration.sources._listing as li

PAGES = r"\bcareers\.jobscore\.com/(?:careers|jobs)/([\w-]+)"
URL = "https://careers.jobscore.com/jobs/{}/feed.json"


def postings(board: str, get: li.Get) -> Iterator[li.Posting]:
    answer = get(URL.format(quote(board, safe=""))).json()
    for row in li.envelope(answer, f"jobscore {board}", "jobs"):
        named = {key: value for key, value in row.items() if key != "hiring_team"}
        yield {"company_name": answer.get("company_name"), **named}


def read(posting: li.Posting, board: str) -> li.Listing | None:
    remote = (li.text(posting.get("remote")) or "").partition("|")[0].strip()
    names = (li.text(posting.get(key)) for key in ("location", "city", "state", "country"))
    place = li.Place(*names)
    url = li.text(posting.get("detail_url"))
    return li.Listing(
        native_id=li.required(posting, "id"),
        title=li.required(posting, "title"),
        url=url.partition("?")[0] if url else None,
        company=li.text(posting.get("company_name")),
        description_html=li.text(posting.get("description")),
        places=(place,) if place != li.Place() else (),
        workplace=remote or None,
        is_remote={"yes": True, "no": False}.get(remote.lower()),
        employment_type=li.text(posting.get("job_type")),
        department=li.text(posting.get("department")),
        level=li.text(posting.get("experience_level")),
        pays=tuple(_pays(posting)),
        published_at=li.utc(li.text(posting.get("opened_date") or posting.get("created_on"))),
        updated_at=li.utc(li.text(posting.get("last_updated_date"))),
    )


def _pays(row: li.Posting) -> Iterator[li.Pay]:
    """The public salary; one side of it may be missing."""
    currency = li.text(row.get("currency_code"))
    per = 1 if currency in li.UNDIVIDED else 100
    low = li.number(row.get("public_salary_minimum"), per) or None
    high = li.number(row.get("public_salary_maximum"), per) or None
    if low or high:
        yield li.Pay(low, high, currency, li.text(row.get("public_compensation_interval")))
