"""Zoho Recruit: the career site that it hosts.

Endpoint: GET {board}.zohorecruit.com/jobs/Careers, with all postings in a hidden input; the full
text and pay are only in GET …/jobs/Careers/{id}. A board in another region names it: acme.eu,
acme.in, acme.com.au.
Documentation: https://www.zoho.com/recruit/help/ (the site's page; its data are not documented)
Paging: none; one page is the whole board.
Completeness: fewer postings than the 50 that a page can hold; not proved where a page is cut
elsewhere.
Does not publish: department, level, language, date of the last change, key of an opening.
Terms: https://www.zoho.com/terms.html. Robots: not known; read each night.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.custom_fields import split_cities
from orchestration.sources._toolkit.errors import Incomplete, Unreadable
from orchestration.sources._toolkit.listing import Get, Listing, Place, Posting
from orchestration.sources._toolkit.markup import Element, parse_html
from orchestration.sources._toolkit.surrogates import fix_surrogates

PAGES = r"\b(?!www\b)([\w-]+)\.zohorecruit\.(?:(com\.au|eu|in)\b|com\b)"
BOARD = re.compile(r"([A-Za-z0-9][A-Za-z0-9-]*)(?:\.(com|eu|in|com\.au))?")
PAGE = {"Accept": "text/html"}
CAP = 50
"""The most postings that any page holds (third party, 2026)."""
DETAIL = ("id", "City", "State", "Country", "Date_Opened", "Job_Description", "Salary", "Currency")
_DATA = re.compile(r"JSON\.parse\(\s*'((?:[^'\\]|\\.)*)'")
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|(.))", re.S)

_CONTROLS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def postings(board: str, get: Get) -> Iterator[Posting]:
    what = f"zoho {board}"
    page = parse_html(get(f"{_root(board)}/jobs/Careers", headers=PAGE).text, what)
    data = next((i.get("value") for i in page.iter("input") if i.get("id") == "jobs"), None)
    try:
        rows = fix_surrogates(json.loads(data or "null", strict=False))
    except ValueError as error:
        raise Unreadable(f"{what}: the postings in the page are not JSON") from error
    company = _company(page)
    for row in fields.rows(rows, what):
        yield {**row, "company_name": company}
    if len(rows) == CAP:
        raise Incomplete(f"{what}: {CAP} postings sent, where the page ends")


def detail(posting: Posting, board: str, get: Get) -> Posting:
    key = fields.required(posting, "id")
    page = get(_url(board, key), headers=PAGE).text
    for data in _DATA.findall(page):
        try:
            rows = fix_surrogates(json.loads(_ESCAPE.sub(_unescaped, data), strict=False))
        except ValueError:
            continue
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict) and str(row.get("id")) == key:
                return {**posting, "detail": {k: row[k] for k in DETAIL if k in row}}
    raise Unreadable(f"zoho {board} {key}: no posting in its page")


def read(posting: Posting, board: str) -> Listing | None:
    # A filled opening is locked and not published. Keep_on_Career_Site still shows it, as "Position
    # filled"; for open ones that flag means nothing.
    if _is(posting.get("Publish"), False) or _is(posting.get("Is_Locked"), True):
        return None
    row = {**posting, **{k: v for k, v in fields.nested(posting.get("detail")).items() if v}}
    places = dict.fromkeys(
        split_cities(*(_stated(row.get(key)) for key in ("City", "State", "Country")))
    )
    pay = [str(row[key]) for key in ("Salary", "Currency") if row.get(key)]
    return Listing(
        native_id=(key := fields.required(posting, "id")),
        title=fields.required(
            row, "Posting_Title" if row.get("Posting_Title") else "Job_Opening_Name"
        ),
        url=_url(board, key),
        company=fields.text(posting.get("company_name")),
        description_html=fields.text(row.get("Job_Description")),
        places=tuple(place for place in places if place != Place()),
        is_remote=fields.boolean(row.get("Remote_Job")),
        employment_type=fields.text(row.get("Job_Type")),
        pay_text=" ".join(pay) if row.get("Salary") else None,
        published_at=_date(row.get("Date_Opened")),
    )


def _root(board: str) -> str:
    if not (parts := BOARD.fullmatch(board)):
        raise Unreadable(f"zoho {board}: not a board of Zoho Recruit")
    return f"https://{parts[1]}.zohorecruit.{parts[2] or 'com'}"


def _url(board: str, key: str) -> str:
    return f"{_root(board)}/jobs/Careers/{key}"


def _unescaped(found: re.Match[str]) -> str:
    """The character of an escape in a JavaScript string."""
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _CONTROLS.get(found[3], found[3])


def _is(value: object, expected: bool) -> bool:
    """Whether a flag, which may be a boolean, a number or a word, has a value."""
    words = ("true", "1", "yes") if expected else ("false", "0", "no")
    return isinstance(value, bool | int | str) and str(value).strip().casefold() in words


def _company(page: Element) -> str | None:
    """The employer, from the settings in a hidden input of the page."""
    for row in page.iter("input"):
        value = row.get("value") or ""
        if "org_info" not in value:
            continue
        try:
            settings = json.loads(value, strict=False)
        except ValueError:
            continue
        info = settings.get("org_info") if isinstance(settings, dict) else None
        if isinstance(info, dict) and isinstance(name := info.get("company_name"), str):
            return name.strip() or None
    return None


def _stated(value: object) -> str | None:
    """A part of a place, unless it is a placeholder."""
    text = fields.text(value)
    return text if text and text.strip(" .-") else None


def _date(value: object) -> datetime | None:
    """A date as 2026-10-05; tenants also write 10/05/2026, which may be May or October."""
    text = fields.text(value)
    return fields.utc(text) if text and re.match(r"\d{4}-\d\d-\d\d", text) else None
