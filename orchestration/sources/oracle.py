"""Oracle Recruiting Cloud: the candidate experience service behind a career site.

A board is the host without `.oraclecloud.com`, a dot, and the site's name, as in
`edel.fa.us2.CX_2001` for edel.fa.us2.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX_2001.
Other domains stay in the name: `evht.fa.ocs.oraclecloud.eu.CX_7001`, also oraclecloud26.com.
Endpoint: GET …/hcmRestApi/resources/latest/recruitingCEJobRequisitions, all conditions inside
`finder`; recruitingCEJobRequisitionDetails for one posting: text, dates, categories.
Documentation: https://docs.oracle.com/en/cloud/saas/human-resources/farws/
Paging: by 200, and pages can be short; `TotalJobsCount` announces the number; offsets end near
10,000.
Completeness: as many postings as `TotalJobsCount` says, and fewer than 10,000; without it, not
proved.
Does not publish: company, pay (except in a custom field of some), a key of the opening.
Terms: https://www.oracle.com/legal/terms/
Robots: each tenant has its own; read each night.
"""

import re
from collections.abc import Iterator
from urllib.parse import quote

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.custom_fields import is_pay_field
from orchestration.sources._toolkit.errors import Unreadable
from orchestration.sources._toolkit.listing import Get, Listing, Place, Posting
from orchestration.sources._toolkit.paging import Page, get_path, walk_pages

PAGES = (
    r"\b([\w-]+(?:\.[\w-]+)*)\.(?:oraclecloud\.com|(oraclecloud\.eu|oraclecloud\d+\.com))"
    r"/hcmUI/CandidateExperience/[\w-]+/sites/([\w-]+)"
)
BOARD = re.compile(
    r"([A-Za-z0-9-]+\.fa(?:\.(?!oraclecloud)[a-z0-9-]+){0,2})(?:\.(oraclecloud\.eu|oraclecloud\d+\.com))?"
    r"\.([A-Za-z0-9_-]+)"
)
SIZE, CAP = 200, 10_000
TEXTS = ("ExternalDescriptionStr", "ExternalResponsibilitiesStr", "ExternalQualificationsStr",
         "CorporateDescriptionStr", "OrganizationDescriptionStr")  # fmt: skip
EMPLOYMENT = ("JobSchedule", "JobType", "WorkerType", "ContractType")


def postings(board: str, get: Get) -> Iterator[Posting]:
    api, site, _ = _addresses(board)
    query = f"?onlyData=true&expand=requisitionList.secondaryLocations&finder=findReqs;{site}"

    def fetch_page(number: int) -> Page:
        window = f"limit={SIZE},offset={number * SIZE},sortBy=POSTING_DATES_DESC"
        answer = get(f"{api}/recruitingCEJobRequisitions{query},{window}").json()
        found = next(iter(fields.rows(answer, f"oracle {board}", "items")), None)
        rows = fields.rows(found, f"oracle {board}", "requisitionList")
        return rows, get_path(found, "TotalJobsCount")

    yield from walk_pages(fetch_page, "Id", SIZE, f"oracle {board}", cap=CAP)


def detail(posting: Posting, board: str, get: Get) -> Posting:
    api, site, _ = _addresses(board)
    finder = f"ById;Id=%22{quote(fields.required(posting, 'Id'), safe='')}%22,{site}"
    query = f"?expand=all&onlyData=true&finder={finder}"
    answer = get(f"{api}/recruitingCEJobRequisitionDetails{query}").json()
    for page in filter(None, fields.rows(answer, f"oracle {board}", "items")):
        return {**posting, "detail": page}
    raise Unreadable(f"oracle {board}: no details of {posting['Id']}")


def read(posting: Posting, board: str) -> Listing | None:
    native_id = fields.required(posting, "Id")
    page = fields.nested(posting.get("detail"))
    row = {**posting, **{key: value for key, value in page.items() if value is not None}}
    html = [fields.text(row.get(key)) for key in TEXTS]
    return Listing(
        native_id=native_id,
        title=fields.required(posting, "Title"),
        url=f"{_addresses(board)[2]}/job/{quote(native_id, safe='')}",
        description_html="\n".join(filter(None, html))
        or fields.text(row.get("ShortDescriptionStr")),
        places=tuple(dict.fromkeys(_places(row))),
        workplace=fields.text(row.get("WorkplaceTypeCode"))
        or fields.text(row.get("WorkplaceType")),
        employment_type=" / ".join(dict.fromkeys(_said(row, *EMPLOYMENT))) or None,
        department=next(_said(row, "Department", "Organization"), None),
        team=next(_said(row, "JobFamily", "Category", "JobFunction"), None),
        level=fields.text(row.get("ManagerLevel")),
        language=fields.text(row.get("ContentLocale")),
        pay_text="\n".join(_pay_words(row)) or None,
        published_at=fields.utc(next(_said(row, "ExternalPostedStartDate", "PostedDate"), None)),
        closes_at=fields.utc(next(_said(row, "ExternalPostedEndDate", "PostingEndDate"), None)),
    )


def _said(row: Posting, *keys: str) -> Iterator[str]:
    yield from filter(None, (fields.text(row.get(key)) for key in keys))


def _places(row: Posting) -> Iterator[Place]:
    first, country = (
        fields.text(row.get("PrimaryLocation")),
        fields.text(row.get("PrimaryLocationCountry")),
    )
    if first or country:
        yield Place(text=first, country=country)
    for other in fields.nested_list(row.get("secondaryLocations")):
        if name := fields.text(other.get("Name")):
            yield Place(text=name, country=fields.text(other.get("CountryCode")))


def _pay_words(row: Posting) -> Iterator[str]:
    """The pay in custom fields, which employers name as they like."""
    for field in fields.nested_list(row.get("requisitionFlexFields")):
        prompt, value = fields.text(field.get("Prompt")), fields.text(field.get("Value"))
        if prompt and value and is_pay_field(prompt):
            yield f"{prompt}: {value}"


def _addresses(board: str) -> tuple[str, str, str]:
    """The root of a board's API, the site in its finder, and the root of its pages."""
    if not (found := BOARD.fullmatch(board)):
        raise Unreadable(f"oracle {board}: not a board of Oracle Recruiting Cloud")
    name, domain, site = found.groups()
    host = f"https://{name}.{domain or 'oraclecloud.com'}"
    pages = f"{host}/hcmUI/CandidateExperience/en/sites/{site}"
    return f"{host}/hcmRestApi/resources/latest", f"siteNumber={site}", pages
