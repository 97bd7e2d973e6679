"""JobScore: the job feed of a company.

Endpoint: GET careers.jobscore.com/jobs/{board}/feed.json
Documentation: https://support.jobscore.com/hc/en-us/articles/202001320
Paging: none; one answer holds the whole board.
Completeness: not provable: one answer, which parses as JSON to its end.
Does not publish: language, closing date, a key of the opening.
Terms: the documentation asks for one request an hour at most.
Robots: disallows only the application flow (third party, 2026-10-03); read each night.
"""

from collections.abc import Iterator
from urllib.parse import quote

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.listing import Get, Listing, Pay, Place, Posting

PAGES = r"\bcareers\.jobscore\.com/(?:careers|jobs)/([\w-]+)"
URL = "https://careers.jobscore.com/jobs/{}/feed.json"


def postings(board: str, get: Get) -> Iterator[Posting]:
    answer = get(URL.format(quote(board, safe=""))).json()
    for row in fields.rows(answer, f"jobscore {board}", "jobs"):
        named = {key: value for key, value in row.items() if key != "hiring_team"}
        yield {"company_name": answer.get("company_name"), **named}


def read(posting: Posting, board: str) -> Listing | None:
    remote = (fields.text(posting.get("remote")) or "").partition("|")[0].strip()
    names = (fields.text(posting.get(key)) for key in ("location", "city", "state", "country"))
    place = Place(*names)
    url = fields.text(posting.get("detail_url"))
    return Listing(
        native_id=fields.required(posting, "id"),
        title=fields.required(posting, "title"),
        url=url.partition("?")[0] if url else None,
        company=fields.text(posting.get("company_name")),
        description_html=fields.text(posting.get("description")),
        places=(place,) if place != Place() else (),
        workplace=remote or None,
        is_remote={"yes": True, "no": False}.get(remote.lower()),
        employment_type=fields.text(posting.get("job_type")),
        department=fields.text(posting.get("department")),
        level=fields.text(posting.get("experience_level")),
        pays=tuple(_pays(posting)),
        published_at=fields.utc(
            fields.text(posting.get("opened_date") or posting.get("created_on"))
        ),
        updated_at=fields.utc(fields.text(posting.get("last_updated_date"))),
    )


def _pays(row: Posting) -> Iterator[Pay]:
    """The public salary; one side of it may be missing."""
    currency = fields.text(row.get("currency_code"))
    per = 1 if currency in fields.ZERO_DECIMAL_CURRENCIES else 100
    low = fields.number(row.get("public_salary_minimum"), per) or None
    high = fields.number(row.get("public_salary_maximum"), per) or None
    if low or high:
        yield Pay(low, high, currency, fields.text(row.get("public_compensation_interval")))
