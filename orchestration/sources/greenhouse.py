"""Greenhouse: the Job Board API.

Endpoint: GET boards-api.greenhouse.io/v1/boards/{board}/jobs with content and pay_transparency.
Documentation: https://developers.greenhouse.io/job-board.html
Paging: none; `meta.total` announces the number of postings.
Completeness: as many postings as `meta.total` says; without it, not proved.
Does not publish: country, pay period, team, level; workplace and employment type only as metadata
of a few boards, read by allow-list because metadata can also name people.
Terms: https://developers.greenhouse.io/job-board.html (GET needs no key).
Robots: boards.greenhouse.io disallows only /embed/, which is not requested (colophon-group/jobseek
issue 2841, 2026); of boards-api.greenhouse.io not known, read each night.
"""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from urllib.parse import quote, unquote

from orchestration.sources._toolkit import fields
from orchestration.sources._toolkit.custom_fields import (
    MAX_PLACE_LENGTH,
    is_additional_place_field,
    is_job_type_field,
    is_only_a_work_model,
    is_pay_field,
    is_place_field,
    is_public_field,
    is_workplace_field,
    joined_ends,
    pay_end,
    states_pay,
    workplace_value,
)
from orchestration.sources._toolkit.listing import Get, Listing, Pay, Place, Posting
from orchestration.sources._toolkit.paging import get_path

PAGES = (
    r"(?:boards-api\.greenhouse\.io/v1/boards/|(?:job-)?boards(?:\.eu)?\."
    r"greenhouse\.io/(?:embed/[^\s\"']*?\bfor=|(?!embed\b)))([\w-]+)"
)
URL = "https://boards-api.greenhouse.io/v1/boards/{}/jobs?content=true&pay_transparency=true"
_TEXTS = ("short_text", "long_text", "single_select")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&"}  # & last
_WORD = r"(?:hybrid|distributed|remote|in[- ]?office|on-?site|flexible|n/?a|tbd|location)"
_MODEL = re.compile(rf"\s*{_WORD}(?:\s*(?:[;,/|]|\bor\b|\band\b)\s*{_WORD})*\s*", re.I)


def postings(board: str, get: Get) -> Iterator[Posting]:
    answer = get(URL.format(quote(unquote(board), safe=""))).json()
    jobs = fields.rows(answer, f"greenhouse {board}", "jobs")
    yield from jobs
    fields.check_announced_total(
        len(jobs), get_path(answer, "meta", "total"), f"greenhouse {board}"
    )


def read(posting: Posting, board: str) -> Listing | None:
    if "internal_job_id" in posting and posting["internal_job_id"] is None:
        return None  # a prospect post, which is a talent pool and not a job
    meta = {
        str(m.get("name")).strip().lower(): m for m in fields.nested_list(posting.get("metadata"))
    }
    url = fields.text(posting.get("absolute_url")) or ""
    return Listing(
        native_id=fields.required(posting, "id"),
        title=fields.required(posting, "title"),
        url=re.sub(r"(?<=[?&])(?:t|gh_src)=[^&#]*&?", "", url).rstrip("?&") or None,
        company=(fields.text(posting.get("company_name")) or "").strip() or None,
        description_html=_unescaped(fields.text(posting.get("content")) or "") or None,
        places=tuple(Place(text=name) for name in dict.fromkeys(_places(posting, meta))),
        workplace=next(filter(None, _workplaces(meta)), None),
        employment_type=" / ".join(dict.fromkeys(_values(meta, _job_types(meta)))) or None,
        department=" / ".join(fields.names(posting.get("departments"), "name")) or None,
        language=fields.text(posting.get("language")),
        opening_id=str(posting["internal_job_id"]) if "internal_job_id" in posting else None,
        pays=(pays := tuple(_pays(posting, meta))),
        pay_text="\n".join(
            fields.names(posting.get("pay_input_ranges"), "blurb")
            or ([] if pays else _pay_texts(meta))
        )
        or None,
        published_at=fields.utc(fields.text(posting.get("first_published"))),
        updated_at=fields.utc(fields.text(posting.get("updated_at"))),
        closes_at=fields.utc(fields.text(posting.get("application_deadline"))),
    )


def _unescaped(content: str) -> str:
    """The result of html.unescape, by plain replacement where possible: it saves half a million
    regex matches a night."""
    known = sum(content.count(entity) for entity in _ENTITIES)
    if known != content.count("&"):
        return unescape(content)
    for entity, character in _ENTITIES.items():
        content = content.replace(entity, character)
    return content


def _places(posting: Posting, meta: dict[str, Posting]) -> Iterator[str]:
    """The label and the fields that add places. When the label is missing or only a work model: the
    fields that hold places, else the offices."""
    named = list(filter(is_place_field, meta))
    if name := fields.text(fields.nested(posting.get("location")).get("name")):
        yield name
    if not name or _MODEL.fullmatch(name):
        yield from _values(meta, named) or fields.names(posting.get("offices"), "location", "name")
    else:
        yield from _values(meta, list(filter(is_additional_place_field, named)))


def _workplaces(meta: dict[str, Posting]) -> Iterator[str | None]:
    """The values of the fields named for the work model, types first because they say it best; then
    of the other fields whose value is a work model and nothing else."""
    for name in sorted(filter(is_workplace_field, meta), key=lambda name: "type" not in name):
        yield workplace_value(name, meta[name].get("value"))
    for name, row in meta.items():
        if row.get("value_type") == "single_select" and not is_place_field(name):
            yield from filter(is_only_a_work_model, fields.texts(row.get("value")))


def _job_types(meta: dict[str, Posting]) -> list[str]:
    return [name for name in meta if is_job_type_field(name) and not is_workplace_field(name)]


def _pay_texts(meta: dict[str, Posting]) -> list[str]:
    named = [(name, row) for name, row in meta.items() if row.get("value_type") in _TEXTS]
    texts = ((name, text) for name, row in named for text in fields.texts(row.get("value")))
    return [text for name, text in texts if states_pay(name, text)]


def _values(meta: dict[str, Posting], allowed: Sequence[str]) -> list[str]:
    found = (t for name in allowed if name in meta for t in fields.texts(meta[name].get("value")))
    return [text for text in found if len(text) <= MAX_PLACE_LENGTH]


def _pays(posting: Posting, meta: dict[str, Posting]) -> Iterator[Pay]:
    """The pay ranges, in cents; without them the custom fields named for pay, in units, that are
    not internal. When some of those are named as public, only these."""
    for row in (rows := fields.nested_list(posting.get("pay_input_ranges"))):
        low, high = (
            fields.number(row.get("min_cents"), 100),
            fields.number(row.get("max_cents"), 100),
        )
        currency = fields.text(row.get("currency_type"))
        yield Pay(low, high, currency, title=fields.text(row.get("title")))
    pays = [] if rows else [*_ranges(meta), *joined_ends(_amounts(meta))]
    yield from [pay for pay in pays if is_public_field(pay.title or "")] or pays


def _ranges(meta: dict[str, Posting]) -> Iterator[Pay]:
    """The pay fields that hold a range, or one amount that is not an end of a range."""
    for name, row in meta.items():
        kind, value = row.get("value_type"), row.get("value")
        if not is_pay_field(name) or not isinstance(value, dict):
            continue
        if kind == "currency_range":
            low, high = fields.number(value.get("min_value")), fields.number(value.get("max_value"))
        elif kind == "currency" and not pay_end(name):
            low = high = fields.number(value.get("amount"))
        else:
            continue
        if low or high:  # 0.0 to 0.0 is a blank form
            yield Pay(low or None, high or None, fields.text(value.get("unit")), title=name)


def _amounts(meta: dict[str, Posting]) -> Iterator[tuple[str, float, str | None]]:
    for name, row in meta.items():
        if pay_end(name):
            value = row.get("value")
            parts = value if isinstance(value, dict) else {"amount": value}
            amount = parts.get("amount")
            amount = amount.replace(",", "") if isinstance(amount, str) else amount
            yield (
                name,
                fields.number(amount) or 0,
                next(iter(fields.texts(parts.get("unit"))), None),
            )
