"""Personio: the XML feed of a careers site, which the customer switches on.

Endpoint: GET {board}.jobs.personio.de/xml?language=en; some customers answer only on .com, which
is requested when .de answers 404. A feed has only the texts of its language, so postings without a
text are looked up in the feeds of the other languages.
Documentation: https://support.personio.de/hc/en-us/articles/207576365
Paging: none; one answer holds the whole board.
Completeness: not provable: one feed, which parses as XML to its end.
Does not publish: workplace (an office may be called Remote), country, date of the last change, a
key of the opening.
Terms: https://www.personio.com/terms/
Robots: none on the careers sites (third party, 2026-08-18); read each night.
"""

from collections.abc import Iterator
from html import escape
from typing import Any
from urllib.parse import quote, unquote

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import Incomplete, NotFound, Unreadable
from orchestration.sources._toolkit.listing import Get, Listing, Pace, Pay, Place, Posting
from orchestration.sources._toolkit.markup import Element, parse_xml

PAGES = r"\b([\w-]+)\.jobs\.personio\.(?:de|com)\b"
GONE = r"redirected to https://(?:www\.)?personio\.(?:com|de)"
HOSTS = ("{}.jobs.personio.de", "{}.jobs.personio.com")
LANGUAGES = ("en", "de", "es", "nl", "fr")
PACE = Pace(rate=0.5)  # 3/s worked for one third party, another got 429
FIELDS = (
    *("id", "name", "subcompany", "office", "department", "recruitingCategory", "createdAt"),
    *("employmentType", "schedule", "seniority", "yearsOfExperience", "keywords"),
    *("occupation", "occupationCategory"),
)
PAY = ("min", "max", "currencyCode", "currencySymbol", "type")


def postings(board: str, get: Get) -> Iterator[Posting]:
    """The postings with a text come first, so that a failing feed of another language affects only
    those without one."""
    host, what = HOSTS[0].format(quote(unquote(board), safe="")), f"personio {board}"
    try:
        content = get(f"https://{host}/xml?language={LANGUAGES[0]}").content
    except NotFound:
        host = HOSTS[1].format(quote(unquote(board), safe=""))
        content = get(f"https://{host}/xml?language={LANGUAGES[0]}").content
    found: dict[str | None, dict[str, Any]] = {}
    root = parse_xml(content, what, "workzag-jobs")
    if len(root) and root.find("position") is None:
        raise Unreadable(f"{what}: a feed without positions: <{root[0].tag}>")
    for position in root.iterfind("position"):
        posting = {**_posting(position), "host": host, "language": LANGUAGES[0]}
        found.setdefault(posting["id"], posting)
    yield from (posting for posting in found.values() if posting["jobDescriptions"])
    bare = {key: posting for key, posting in found.items() if not posting["jobDescriptions"]}
    absent = []
    for language in LANGUAGES[1:] if bare else ():
        try:
            content = get(f"https://{host}/xml?language={language}").content
        except NotFound:
            absent.append(language)
            continue
        for position in parse_xml(content, what, "workzag-jobs").iterfind("position"):
            if (texts := _texts(position)) and position.findtext("id") in bare:
                known = bare.pop(position.findtext("id"))
                yield {**known, "jobDescriptions": texts, "language": language}
        if not bare:
            return
    if absent:
        raise Incomplete(f"{what}: {len(bare)} without a text, and no feed in {absent}")
    yield from bare.values()


def _posting(position: Element) -> dict[str, Any]:
    """The listed elements of a position, as text; others are dropped."""
    pay = position.find("salaryInformation")
    return {name: position.findtext(name) for name in FIELDS} | {
        "additionalOffices": [e.text for e in position.iterfind("additionalOffices/office")],
        "jobDescriptions": _texts(position),
        "salaryInformation": None if pay is None else {name: pay.findtext(name) for name in PAY},
    }


def _texts(position: Element) -> list[dict[str, str | None]]:
    rows = position.iterfind("jobDescriptions/jobDescription")
    return [{name: row.findtext(name) for name in ("name", "value")} for row in rows]


def read(posting: Posting, board: str) -> Listing | None:
    native_id = fields.required(posting, "id")
    texts = fields.nested_list(posting.get("jobDescriptions"))
    offices = [posting.get("office"), *fields.texts(posting.get("additionalOffices"))]
    kinds = (fields.text(posting.get(key)) for key in ("employmentType", "schedule"))
    return Listing(
        native_id=native_id,
        title=fields.required(posting, "name"),
        url=f"https://{posting['host']}/job/{quote(native_id, safe='')}",
        company=fields.text(posting.get("subcompany")),
        description_html=_description(texts),
        places=tuple(Place(office) for office in dict.fromkeys(fields.texts(offices))),
        employment_type=" / ".join(filter(None, kinds)) or None,
        department=fields.text(posting.get("department")),
        team=fields.text(posting.get("recruitingCategory")),
        level=fields.text(posting.get("seniority")),
        language=fields.text(posting.get("language")) if texts else None,
        pays=tuple(_pays(fields.nested(posting.get("salaryInformation")))),
        published_at=fields.utc(fields.text(posting.get("createdAt"))),
    )


def _description(texts: list[Posting]) -> str | None:
    html: list[str] = []
    for row in texts:
        if body := (fields.text(row.get("value")) or "").strip():
            head = (fields.text(row.get("name")) or "").strip()
            html += [f"<h3>{escape(head, quote=False)}</h3>"] if head else []
            html.append(body)
    return "\n".join(html) or None


def _pays(row: Posting) -> Iterator[Pay]:
    low, high = fields.number(row.get("min")) or None, fields.number(row.get("max")) or None
    if low or high:
        currency = fields.text(row.get("currencyCode")) or fields.text(row.get("currencySymbol"))
        yield Pay(low, high, currency, fields.text(row.get("type")))
