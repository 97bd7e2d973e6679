"""iCIMS: career sites on its Jibe front end, the others being `icims_classic`. A board is a host.

Endpoint: GET {board}/api/jobs?page=N&limit=100; slug.jibeapply.com and customers' own hosts.
Documentation: none public.
Paging: by 100, with the total.
Completeness: as many postings as `totalCount` says, in every language that `languageCounts` counts.
Does not publish: team, level, a closing date; work models, and
most pay, only as tags of some customers.
Terms: https://www.icims.com/legal/. Robots: not known; read each night.
"""

import re
from collections.abc import Iterator

import orchestration.sources._listing as li
from orchestration.sources._fields import says_pay
from orchestration.sources._paging import Page, told, walk
from orchestration.sources._schema_org import when
from orchestration.sources._sitemap import HOST

PAGES = r"https?://([a-z0-9-]+\.jibeapply\.com)\b"
BOARD = re.compile(rf"(?!.*\.icims\.com$){HOST.pattern}", re.I)
MODEL = re.compile(r"\s*(?:(?:fully )?remote|hybrid|on-?site|in[- ]office|virtual)\s*", re.I)


def postings(board: str, get: li.Get) -> Iterator[li.Posting]:
    host, what, counted, sent = board.lower(), f"icims {board}", set[str](), set[str]()
    if not BOARD.fullmatch(host):
        raise li.Unreadable(f"icims {board}: not a host of the Jibe front end")

    def ask(number: int) -> Page:
        url = f"https://{host}/api/jobs?page={number + 1}&limit=100&sortBy=posted_date"
        answer = get(url).json()
        rows = li.envelope(answer, what, "jobs")
        if isinstance(said := told(answer, "languageCounts"), dict):
            counted.update(key.lower() for key, value in said.items() if value)
        jobs = [data if isinstance(data := row.get("data"), dict) else {} for row in rows]
        return jobs, told(answer, "totalCount")

    for job in walk(ask, lambda j: j.get("slug") and (j["slug"], j.get("language")), 100, what):
        sent.add(str(job.get("language")).lower())
        yield job
    if (absent := counted - sent) and "none" not in sent:
        raise li.Incomplete(f"{what}: it counts postings in {sorted(absent)[:9]}, none was sent")


def read(posting: li.Posting, board: str) -> li.Listing | None:
    if posting.get("internal") is True:
        return None
    slug = li.required(posting, "slug")
    places = [posting, *li.parts(posting.get("additional_locations") or None)]
    tags = [t for key in sorted(posting) if key[:4] == "tags" for t in li.texts(posting[key])]
    low, high = (li.number(posting.get(f"salary_{k}_value")) or None for k in ("min", "max"))
    unit = (li.text(posting.get(f"salary_{k}")) for k in ("currency", "frequency"))
    categories = " / ".join(li.names(posting.get("categories"), "name"))
    return li.Listing(
        native_id=slug,
        title=li.required(posting, "title"),
        url=f"https://{board}/jobs/{slug}?lang={li.text(posting.get('language')) or 'en-us'}",
        company=li.text(posting.get("hiring_organization")),
        description_html=_text(posting),
        places=tuple(p for p in dict.fromkeys(map(_place, places)) if p != li.Place()),
        workplace=" + ".join(dict.fromkeys(t for t in tags if MODEL.fullmatch(t.strip()))) or None,
        employment_type=li.text(posting.get("employment_type")),
        department=li.text(posting.get("department")) or categories.strip() or None,
        language=li.text(posting.get("language")),
        opening_id=str(posting.get("req_id") or slug),
        pays=(li.Pay(low, high, *unit),) if low or high else (),
        pay_text="\n".join(t for t in dict.fromkeys(tags) if says_pay(t)) or None,
        published_at=when(posting.get("posted_date")),
        updated_at=when(posting.get("update_date")),
    )


def _place(row: li.Posting) -> li.Place:
    keys = ("full_location location_name", "city", "state", "country_code country")
    return li.Place(*(next(iter(li.names([row], *key.split())), None) for key in keys))


def _text(posting: li.Posting) -> str | None:
    """The description, then the two parts that have a name."""
    parts = [(key, li.text(posting.get(key))) for key in ("responsibilities", "qualifications")]
    named = [f"<h3>{key.title()}</h3>\n{text}" for key, text in parts if text]
    return "\n".join(filter(None, [li.text(posting.get("description")), *named])) or None
