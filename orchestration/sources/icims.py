"""iCIMS: career sites on its Jibe front end; `icims_classic` reads the others. A board is a host.

Endpoint: GET {board}/api/jobs?page=N&limit=100; slug.jibeapply.com and customers' own hosts.
Documentation: none public.
Paging: by 100, with the total.
Completeness: as many postings as `totalCount` says, in every language that `languageCounts` counts.
Does not publish: team, level, closing date; work models and most pay only as tags of some
customers.
Terms: https://www.icims.com/legal/. Robots: not known; read each night.
"""

import re
from collections.abc import Iterator

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.custom_fields import mentions_pay
from orchestration.sources._toolkit.errors import Incomplete, Unreadable
from orchestration.sources._toolkit.listing import Get, Listing, Pay, Place, Posting
from orchestration.sources._toolkit.paging import Page, get_path, walk_pages
from orchestration.sources._toolkit.schema_org import parse_date
from orchestration.sources._toolkit.sitemap import HOST

PAGES = r"https?://([a-z0-9-]+\.jibeapply\.com)\b"
BOARD = re.compile(rf"(?!.*\.icims\.com$){HOST.pattern}", re.I)
MODEL = re.compile(r"\s*(?:(?:fully )?remote|hybrid|on-?site|in[- ]office|virtual)\s*", re.I)


def postings(board: str, get: Get) -> Iterator[Posting]:
    host, what, counted, sent = board.lower(), f"icims {board}", set[str](), set[str]()
    if not BOARD.fullmatch(host):
        raise Unreadable(f"icims {board}: not a host of the Jibe front end")

    def fetch_page(number: int) -> Page:
        url = f"https://{host}/api/jobs?page={number + 1}&limit=100&sortBy=posted_date"
        answer = get(url).json()
        rows = fields.rows(answer, what, "jobs")
        if isinstance(counts := get_path(answer, "languageCounts"), dict):
            counted.update(key.lower() for key, value in counts.items() if value)
        jobs = [data if isinstance(data := row.get("data"), dict) else {} for row in rows]
        return jobs, get_path(answer, "totalCount")

    for job in walk_pages(
        fetch_page, lambda j: j.get("slug") and (j["slug"], j.get("language")), 100, what
    ):
        sent.add(str(job.get("language")).lower())
        yield job
    if (absent := counted - sent) and "none" not in sent:
        raise Incomplete(f"{what}: it counts postings in {sorted(absent)[:9]}, none was sent")


def read(posting: Posting, board: str) -> Listing | None:
    if posting.get("internal") is True:
        return None
    slug = fields.required(posting, "slug")
    places = [posting, *fields.nested_list(posting.get("additional_locations") or None)]
    tags = [t for key in sorted(posting) if key[:4] == "tags" for t in fields.texts(posting[key])]
    low, high = (fields.number(posting.get(f"salary_{k}_value")) or None for k in ("min", "max"))
    unit = (fields.text(posting.get(f"salary_{k}")) for k in ("currency", "frequency"))
    categories = " / ".join(fields.names(posting.get("categories"), "name"))
    return Listing(
        native_id=slug,
        title=fields.required(posting, "title"),
        url=f"https://{board}/jobs/{slug}?lang={fields.text(posting.get('language')) or 'en-us'}",
        company=fields.text(posting.get("hiring_organization")),
        description_html=_text(posting),
        places=tuple(p for p in dict.fromkeys(map(_place, places)) if p != Place()),
        workplace=" + ".join(dict.fromkeys(t for t in tags if MODEL.fullmatch(t.strip()))) or None,
        employment_type=fields.text(posting.get("employment_type")),
        department=fields.text(posting.get("department")) or categories.strip() or None,
        language=fields.text(posting.get("language")),
        opening_id=str(posting.get("req_id") or slug),
        pays=(Pay(low, high, *unit),) if low or high else (),
        pay_text="\n".join(t for t in dict.fromkeys(tags) if mentions_pay(t)) or None,
        published_at=parse_date(posting.get("posted_date")),
        updated_at=parse_date(posting.get("update_date")),
    )


def _place(row: Posting) -> Place:
    keys = ("full_location location_name", "city", "state", "country_code country")
    return Place(*(next(iter(fields.names([row], *key.split())), None) for key in keys))


def _text(posting: Posting) -> str | None:
    """The description, then responsibilities and qualifications under a heading."""
    parts = [(key, fields.text(posting.get(key))) for key in ("responsibilities", "qualifications")]
    named = [f"<h3>{key.title()}</h3>\n{text}" for key, text in parts if text]
    return "\n".join(filter(None, [fields.text(posting.get("description")), *named])) or None
