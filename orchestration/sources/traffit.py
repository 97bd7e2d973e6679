"""Traffit: the published adverts of a careers site.

Endpoint: GET {board}.traffit.com/public/job_posts/published
Documentation: Traffit's knowledge base, on the free integration of a careers site (ever-jobs spec
331, read live 2026-06-03; colophon-group/jobseek monitors/traffit.py).
Paging: by the request headers X-Request-Page-Size and X-Request-Current-Page; the answer has the
number of adverts in X-Result-Total-Count.
Completeness: as many adverts as that header says; without it, a page that is not full is the last.
Does not publish: company, team, level, date of the last change, a key of the opening. The employer
names its own fields: pay and work model are read where they have the names of Traffit's own form.
Terms: not known. Robots: not known; read each night.
"""

import json
from collections.abc import Iterator

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.hosts import board_host
from orchestration.sources._toolkit.listing import LABEL, Get, Listing, Pay, Place, Posting
from orchestration.sources._toolkit.paging import Page, walk_pages

BOARD = LABEL
PAGES = r"\b(?!www\b|knowledge\b|cdn\d*\b)([\w-]+)\.traffit\.com\b(?![.-]\w)"
SIZE = 100
TEXT = ("description", "responsibilities", "requirements", "benefits")
OPTIONS = ("_Salary_MIN", "_Salary_MAX", "_Salary_Currency", "_Salary_Rate", "_work_model",
           "branches", "job_type", "remote")  # fmt: skip
REMOTE = {"1": True, "0": False}


def postings(board: str, get: Get) -> Iterator[Posting]:
    url = f"https://{board_host(board, 'traffit.com')}/public/job_posts/published"

    def fetch_page(page: int) -> Page:
        paging = {"X-Request-Page-Size": str(SIZE), "X-Request-Current-Page": str(page + 1)}
        answer = get(url, headers={"Accept": "application/json", **paging})
        total = answer.headers.get("x-result-total-count")
        rows = [_picked(row) for row in fields.rows(answer.json(), f"traffit {board}")]
        return rows, int(total) if total and total.isdecimal() else total

    yield from walk_pages(fetch_page, "id", SIZE, f"traffit {board}", announces=False)


def read(posting: Posting, board: str) -> Listing | None:
    texts, options = fields.nested(posting.get("texts")), fields.nested(posting.get("options"))
    place = _place(fields.text(texts.get("geolocation")))
    low, high = (fields.number(options.get(f"_Salary_{side}")) for side in ("MIN", "MAX"))
    currency, rate = (options.get(f"_Salary_{name}") for name in ("Currency", "Rate"))
    pay = Pay(low or None, high or None, fields.text(currency), fields.text(rate))
    remote = options.get("remote")
    return Listing(
        native_id=fields.required(posting, "id"),
        title=fields.required(posting, "title"),
        url=fields.text(posting.get("url")),
        description_html=fields.joined_text(texts, *TEXT),
        places=(place,) if place != Place() else (),
        workplace=fields.text(options.get("_work_model")),
        is_remote=REMOTE.get(remote) if isinstance(remote, str) else None,
        employment_type=" / ".join(fields.texts(options.get("job_type"))) or None,
        department=" / ".join(fields.texts(options.get("branches"))) or None,
        language=fields.text(posting.get("language")),
        pays=(pay,) if pay.minimum or pay.maximum else (),
        published_at=fields.utc(fields.text(posting.get("valid_start"))),
        closes_at=fields.utc(fields.text(posting.get("valid_end"))),
    )


def _picked(row: Posting) -> Posting:
    """An advert with the fields that are read, since the employer's own may name a person. An
    advert in another form has no title, and `read` rejects it."""
    advert, options = row.get("advert"), row.get("options")
    advert = advert if isinstance(advert, dict) else {}
    options = options if isinstance(options, dict) else {}
    values = advert.get("values")
    named = [v for v in values if isinstance(v, dict)] if isinstance(values, list) else []
    texts = {name: v.get("value") for v in named if (name := v.get("field_id")) in _NAMED}
    return {
        **{key: row.get(key) for key in ("id", "url", "valid_start", "valid_end")},
        "title": advert.get("name"),
        "language": advert.get("language"),
        "texts": texts,
        "options": {key: options[key] for key in OPTIONS if key in options},
    }


_NAMED = (*TEXT, "geolocation")


def _place(text: str | None) -> Place:
    """The place, which is JSON in a text; the text itself when it is not."""
    try:
        at = json.loads(text or "null")
    except ValueError:
        return Place(text)
    if not isinstance(at, dict):
        return Place(text)
    return Place(None, *(fields.text(at.get(key)) for key in ("locality", "region1", "country")))
