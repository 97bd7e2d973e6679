"""ADP Workforce Now: the job requisitions of a career centre.

Endpoint: GET workforcenow.adp.com/mascsr/default/careercenter/public/events/staffing/v1
/content-links/career-center for the languages, /job-requisitions in each of them, the text in
/job-requisitions/{ExternalJobID}. A board is cid.ccId.
Documentation: none public; the requests are those of the career centre's own page.
Paging: $skip and $top, at most 20 rows a page; some centres count from 0 and some from 1, so pages
may overlap by a row.
Completeness: as many postings in each language as `meta.totalNumber` says, in the languages that
the centre names; not provable where an answer announces no number.
Does not publish: company, workplace, level, dates other than the first.
Terms: https://www.adp.com/legal.aspx. Robots: not known; read each night.

A language is a filter. The answer is an empty list and nothing else for a language that the centre
does not use, for an unknown ccId, and for a centre without openings.
"""

import re
from collections.abc import Iterator, Mapping

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.errors import Incomplete, NotFound, Unreadable
from orchestration.sources._toolkit.listing import Get, Listing, Pay, Place, Posting
from orchestration.sources._toolkit.paging import Page, get_path, walk_pages

PAGES = r"\bworkforcenow\.adp\.com/[^\s\"']*?\bcid=([0-9a-f-]{36})[^\s\"']*?\bccId=([\w-]+)"
BOARD = re.compile(r"([0-9A-Fa-f-]{36})\.(\w+)", re.A)
ROOT = "https://workforcenow.adp.com/mascsr/default"
LIST = f"{ROOT}/careercenter/public/events/staffing/v1/job-requisitions"
PAGE = f"{ROOT}/mdf/recruitment/recruitment.html"
HEADERS = {"X-Requested-With": "XMLHttpRequest", "X-Forwarded-Host": "workforcenow.adp.com"}
LINKS = f"{ROOT}/careercenter/public/events/staffing/v1/content-links/career-center"
SIZE = 20
LANGUAGES = ("en_US", "en_CA", "fr_CA", "es_US")  # those with postings (third party, 2026)
ROW = (
    "itemID", "clientRequisitionID", "requisitionTitle", "postDate", "requisitionLocations",
    "workLevelCode", "organizationalUnits", "payGradeRange",
)  # fmt: skip
CUSTOM = ("ExternalJobID", "HomeDepartment", "SalaryRange", "SalaryType")


def postings(board: str, get: Get) -> Iterator[Posting]:
    what, seen, announced = f"adp {board}", set[str](), False
    named = _languages(board, get)
    for lang in sorted(named or LANGUAGES, key=lambda code: (code != "en_US", code[:2] != "en")):

        def fetch_page(page: int, lang: str = lang) -> Page:
            nonlocal announced
            query = f"{_query(board, lang)}&$top={SIZE}&$skip={page * SIZE}"
            answer = get(f"{LIST}?{query}", headers=HEADERS).json()
            rows = [_allowed_fields(row) for row in fields.rows(answer, what, "jobRequisitions")]
            total = get_path(answer, "meta", "totalNumber")
            announced = announced or total is not None
            return [{**row, "lang": lang} for row in rows], "none" if rows and not total else total

        for row in walk_pages(fetch_page, "itemID", SIZE - 1, what, announces=False):
            key = _custom(row).get("ExternalJobID")
            if key is None or key not in seen:  # a translation has the same id
                seen |= {key} if key else set()
                yield row
    if not announced or not named:
        raise Incomplete(f"{what}: no {'number' if named else 'language'} is announced")


def _languages(board: str, get: Get) -> list[str]:
    """The languages of a centre; empty when it does not name them."""
    try:
        answer = get(f"{LINKS}?{_query(board, LANGUAGES[0])}", headers=HEADERS).json()
    except NotFound:
        return []
    custom = get_path(answer, "meta", "customFieldGroup", "stringFields")
    rows = custom if isinstance(custom, list) else []
    codes = [t.strip() for row in rows if _code(row) == "Locale" for t in fields.texts(_value(row))]
    return list(dict.fromkeys(code for code in codes if re.fullmatch(r"[a-z]{2}_[A-Z]{2}", code)))


def detail(posting: Posting, board: str, get: Get) -> Posting:
    key = _custom(posting).get("ExternalJobID")
    if not key:
        return posting
    url = f"{LIST}/{key}?{_query(board, posting.get('lang'))}"
    answer = get(url, headers=HEADERS).json()
    if not isinstance(answer, dict) or answer.get("itemID") != posting["itemID"]:
        raise Unreadable(f"adp {board} {key}: not this posting")
    return {**posting, "detail": {"requisitionDescription": answer.get("requisitionDescription")}}


def read(posting: Posting, board: str) -> Listing | None:
    custom, lang = _custom(posting), posting.get("lang")
    whole = fields.nested(posting.get("detail"))
    places = dict.fromkeys(map(_place, fields.nested_list(posting.get("requisitionLocations"))))
    rows = fields.nested_list(posting.get("organizationalUnits"))
    units = (_name(row.get("nameCode")) for row in rows)
    return Listing(
        native_id=(key := fields.required(posting, "itemID")),
        title=fields.required(posting, "requisitionTitle"),
        url=f"{PAGE}?{_query(board, lang).partition('&locale')[0]}&jobId={key}",
        description_html=fields.text(whole.get("requisitionDescription")),
        places=tuple(place for place in places if place != Place()),
        employment_type=_name(posting.get("workLevelCode")),
        department=custom.get("HomeDepartment"),
        team=" / ".join(filter(None, units)) or None,
        language=fields.text(lang),
        opening_id=fields.text(posting.get("clientRequisitionID")),
        pays=tuple(_pays(fields.nested(posting.get("payGradeRange")), custom.get("SalaryType"))),
        pay_text=custom.get("SalaryRange"),
        published_at=fields.utc(fields.text(posting.get("postDate"))),
    )


def _query(board: str, lang: object) -> str:
    if not (parts := BOARD.fullmatch(board)):
        raise Unreadable(f"adp {board}: not a board of ADP Workforce Now")
    code = lang if isinstance(lang, str) else LANGUAGES[0]
    return f"cid={parts[1]}&ccId={parts[2]}&lang={code}&locale={code}"


def _allowed_fields(row: Posting) -> Posting:
    """A row with the standard fields, and the custom fields known to name no person."""
    group = row.get("customFieldGroup")
    kept = {
        kind: [field for field in entries if _code(field) in CUSTOM]
        for kind, entries in (group.items() if isinstance(group, dict) else ())
        if isinstance(entries, list)
    }
    return {**{key: row[key] for key in ROW if key in row}, "customFieldGroup": kept}


def _custom(posting: Posting) -> dict[object, str]:
    group = fields.nested(posting.get("customFieldGroup"))
    lists = (fields.nested_list(group.get(kind)) for kind in ("stringFields", "codeFields"))
    pairs = ((_code(row), _value(row)) for rows in lists for row in rows)
    return {name: value for name, value in pairs if name in CUSTOM and value}


def _code(field: object) -> object:
    name = field.get("nameCode") if isinstance(field, Mapping) else None
    return name.get("codeValue") if isinstance(name, Mapping) else None


def _value(row: Posting) -> str | None:
    values = (row.get("stringValue"), row.get("shortName"), row.get("codeValue"))
    return next(iter(t for value in values for t in fields.texts(value)), None)


def _name(code: object) -> str | None:
    return fields.text(fields.nested(code).get("shortName"))


def _place(row: Posting) -> Place:
    address = fields.nested(row.get("address"))
    region, country = address.get("countrySubdivisionLevel1"), address.get("countryCode")
    codes = (c.get("codeValue") if isinstance(c, Mapping) else c for c in (region, country))
    name = (_name(row.get("nameCode")) or "").strip()
    return Place(name or None, fields.text(address.get("cityName")), *map(fields.text, codes))


def _pays(row: Posting, interval: str | None) -> Iterator[Pay]:
    low, high = fields.nested(row.get("minimumRate")), fields.nested(row.get("maximumRate"))
    least, most = (fields.number(rate.get("amountValue")) or None for rate in (low, high))
    if least or most:  # 0 to 0 is not disclosed
        currency = fields.text(low.get("currencyCode")) or fields.text(high.get("currencyCode"))
        yield Pay(least, most, currency, interval)
