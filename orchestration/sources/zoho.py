"""Zoho Recruit: the career site that it hosts.

Endpoint: GET {board}.zohorecruit.com/jobs/Careers, with all postings in a hidden input; their text
and pay are whole in GET …/jobs/Careers/{id} only. A board elsewhere names its country: acme.eu,
acme.in, acme.com.au.
Documentation: https://www.zoho.com/recruit/help/ (the site's page; its data are not documented)
Paging: none; one page is the whole board.
Does not publish: company, department, level, language, date of the last change, key of an opening.
Terms: https://www.zoho.com/terms.html. Robots: not known; read each night.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime

import orchestration.sources._listing as li
from orchestration.sources._markup import html

PAGES = r"\b(?!www\b)([\w-]+)\.zohorecruit\.(?:(com\.au|eu|in)\b|com\b)"
BOARD = re.compile(r"([A-Za-z0-9][A-Za-z0-9-]*)(?:\.(com|eu|in|com\.au))?")
PAGE = {"Accept": "text/html"}
SHOWN = ("Publish", "Keep_on_Career_Site")
DETAIL = ("id", "City", "State", "Country", "Date_Opened", "Job_Description", "Salary", "Currency")
_DATA = re.compile(r"JSON\.parse\(\s*'((?:[^'\\]|\\.)*)'")
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|(.))", re.S)

_CONTROLS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def postings(board: str, get: li.Get) -> Iterator[li.Posting]:
    what = f"zoho {board}"
    page = html(get(f"{_root(board)}/jobs/Careers", headers=PAGE).text, what)
    data = next((i.get("value") for i in page.iter("input") if i.get("id") == "jobs"), None)
    try:
        rows = li.paired(json.loads(data or "null", strict=False))
    except ValueError as error:
        raise li.Unreadable(f"{what}: the postings in the page are not JSON") from error
    yield from li.envelope(rows, what)


def detail(posting: li.Posting, board: str, get: li.Get) -> li.Posting:
    key = li.required(posting, "id")
    page = get(_url(board, key), headers=PAGE).text
    for data in _DATA.findall(page):
        try:
            rows = li.paired(json.loads(_ESCAPE.sub(_unescaped, data), strict=False))
        except ValueError:
            continue
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict) and str(row.get("id")) == key:
                return {**posting, "detail": {k: row[k] for k in DETAIL if k in row}}
    raise li.Unreadable(f"zoho {board} {key}: no posting in its page")


def read(posting: li.Posting, board: str) -> li.Listing | None:
    if posting.get("Is_Locked") is True or False in map(posting.get, SHOWN):
        return None
    row = {**posting, **{k: v for k, v in li.part(posting.get("detail")).items() if v}}
    place = li.Place(None, *(_said(row.get(key)) for key in ("City", "State", "Country")))
    pay = [str(row[key]) for key in ("Salary", "Currency") if row.get(key)]
    return li.Listing(
        native_id=(key := li.required(posting, "id")),
        title=li.required(row, "Posting_Title" if row.get("Posting_Title") else "Job_Opening_Name"),
        url=_url(board, key),
        description_html=li.text(row.get("Job_Description")),
        places=(place,) if place != li.Place() else (),
        is_remote=li.flag(row.get("Remote_Job")),
        employment_type=li.text(row.get("Job_Type")),
        pay_text=" ".join(pay) if row.get("Salary") else None,
        published_at=_date(row.get("Date_Opened")),
    )


def _root(board: str) -> str:
    if not (parts := BOARD.fullmatch(board)):
        raise li.Unreadable(f"zoho {board}: not a board of Zoho Recruit")
    return f"https://{parts[1]}.zohorecruit.{parts[2] or 'com'}"


def _url(board: str, key: str) -> str:
    return f"{_root(board)}/jobs/Careers/{key}"


def _unescaped(found: re.Match[str]) -> str:
    """What an escape in a JavaScript string stands for."""
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _CONTROLS.get(found[3], found[3])


def _said(value: object) -> str | None:
    """A part of a place that is no placeholder."""
    said = li.text(value)
    return said if said and said.strip(" .-") else None


def _date(value: object) -> datetime | None:
    """A date as 2026-10-05; tenants also write 10/05/2026, which may be May or October."""
    said = li.text(value)
    return li.utc(said) if said and re.match(r"\d{4}-\d\d-\d\d", said) else None
