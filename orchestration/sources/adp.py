"""ADP Workforce Now: the job requisitions of a career centre.

Endpoint: GET workforcenow.adp.com/mascsr/default/careercenter/public/events/staffing/v1
/job-requisitions, the text in …/job-requisitions/{ExternalJobID}. A board is cid.ccId.
Documentation: none public; the requests are those of the career centre's own page.
Paging: $skip and $top; `meta.totalNumber` announces the number, `meta.startSequence` tells whether
the centre counts from 0 or from 1.
Does not publish: company, workplace, level, language, dates but the first.
Terms: https://www.adp.com/legal.aspx. Robots: not known; read each night.
"""

import re
from collections.abc import Iterator, Mapping

import orchestration.sources._listing as li
from orchestration.sources._paging import Page, told, walk

PAGES = r"\bworkforcenow\.adp\.com/[^\s\"']*?\bcid=([0-9a-f-]{36})[^\s\"']*?\bccId=([\w-]+)"
BOARD = re.compile(r"([0-9A-Fa-f-]{36})\.(\w+)", re.A)
ROOT = "https://workforcenow.adp.com/mascsr/default"
LIST = f"{ROOT}/careercenter/public/events/staffing/v1/job-requisitions"
PAGE = f"{ROOT}/mdf/recruitment/recruitment.html"
HEADERS = {"X-Requested-With": "XMLHttpRequest", "X-Forwarded-Host": "workforcenow.adp.com"}
SIZE = 20
ROW = (
    "itemID", "clientRequisitionID", "requisitionTitle", "postDate", "requisitionLocations",
    "workLevelCode", "organizationalUnits", "payGradeRange",
)  # fmt: skip
CUSTOM = ("ExternalJobID", "HomeDepartment", "SalaryRange", "SalaryType")


def postings(board: str, get: li.Get) -> Iterator[li.Posting]:
    what, start = f"adp {board}", 0

    def ask(page: int) -> Page:
        nonlocal start
        query = f"{_query(board)}&locale=en_US&$top={SIZE}&$skip={start + page * SIZE}"
        answer = get(f"{LIST}?{query}", headers=HEADERS).json()
        rows = li.envelope(answer, what, "jobRequisitions")
        start = 1 if page == 0 and told(answer, "meta", "startSequence") == 1 else start
        return [_kept(row) for row in rows], told(answer, "meta", "totalNumber")

    yield from walk(ask, "itemID", SIZE, what)


def detail(posting: li.Posting, board: str, get: li.Get) -> li.Posting:
    key = _custom(posting).get("ExternalJobID")
    if not key:
        return posting
    url = f"{LIST}/{key}?{_query(board)}&locale=en_US"
    answer = get(url, headers=HEADERS).json()
    if not isinstance(answer, dict) or answer.get("itemID") != posting["itemID"]:
        raise li.Unreadable(f"adp {board} {key}: not this posting")
    return {**posting, "detail": {"requisitionDescription": answer.get("requisitionDescription")}}


def read(posting: li.Posting, board: str) -> li.Listing | None:
    custom = _custom(posting)
    whole = li.part(posting.get("detail"))
    places = dict.fromkeys(map(_place, li.parts(posting.get("requisitionLocations"))))
    units = (_name(row.get("nameCode")) for row in li.parts(posting.get("organizationalUnits")))
    return li.Listing(
        native_id=(key := li.required(posting, "itemID")),
        title=li.required(posting, "requisitionTitle"),
        url=f"{PAGE}?{_query(board)}&jobId={key}",
        description_html=li.text(whole.get("requisitionDescription")),
        places=tuple(place for place in places if place != li.Place()),
        employment_type=_name(posting.get("workLevelCode")),
        department=custom.get("HomeDepartment"),
        team=" / ".join(filter(None, units)) or None,
        opening_id=li.text(posting.get("clientRequisitionID")),
        pays=tuple(_pays(li.part(posting.get("payGradeRange")), custom.get("SalaryType"))),
        pay_text=custom.get("SalaryRange"),
        published_at=li.utc(li.text(posting.get("postDate"))),
    )


def _query(board: str) -> str:
    if not (parts := BOARD.fullmatch(board)):
        raise li.Unreadable(f"adp {board}: not a board of ADP Workforce Now")
    return f"cid={parts[1]}&ccId={parts[2]}&lang=en_US"


def _kept(row: li.Posting) -> li.Posting:
    """A row without the fields that an employer made up, but for those known to name nobody."""
    group = row.get("customFieldGroup")
    kept = {
        kind: [field for field in fields if _code(field) in CUSTOM]
        for kind, fields in (group.items() if isinstance(group, dict) else ())
        if isinstance(fields, list)
    }
    return {**{key: row[key] for key in ROW if key in row}, "customFieldGroup": kept}


def _custom(posting: li.Posting) -> dict[object, str]:
    group = li.part(posting.get("customFieldGroup"))
    rows = li.parts(group.get("stringFields")) + li.parts(group.get("codeFields"))
    said = ((_code(row), _value(row)) for row in rows)
    return {name: value for name, value in said if name in CUSTOM and value}


def _code(field: object) -> object:
    name = field.get("nameCode") if isinstance(field, Mapping) else None
    return name.get("codeValue") if isinstance(name, Mapping) else None


def _value(row: li.Posting) -> str | None:
    values = (row.get("stringValue"), row.get("shortName"), row.get("codeValue"))
    return next(iter(t for value in values for t in li.texts(value)), None)


def _name(code: object) -> str | None:
    return li.text(li.part(code).get("shortName"))


def _place(row: li.Posting) -> li.Place:
    address = li.part(row.get("address"))
    region, country = address.get("countrySubdivisionLevel1"), address.get("countryCode")
    codes = (c.get("codeValue") if isinstance(c, Mapping) else c for c in (region, country))
    name = (_name(row.get("nameCode")) or "").strip()
    return li.Place(name or None, li.text(address.get("cityName")), *map(li.text, codes))


def _pays(row: li.Posting, interval: str | None) -> Iterator[li.Pay]:
    low, high = li.part(row.get("minimumRate")), li.part(row.get("maximumRate"))
    least, most = (li.number(rate.get("amountValue")) or None for rate in (low, high))
    if least or most:  # 0 to 0 is not disclosed
        currency = li.text(low.get("currencyCode")) or li.text(high.get("currencyCode"))
        yield li.Pay(least, most, currency, interval)
