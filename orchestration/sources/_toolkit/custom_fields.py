"""Custom fields, which employers name themselves: which of them hold pay, a work model or a place.

A field matches a subject by words in its name, unless another word excludes it: a "Salary Budget"
is not an offer, and a "Relocation Package" is not a location. Values stay as published. No rule
depends on a vendor. Not here: what an amount or a place means (SQL decides).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from orchestration.sources._toolkit.listing import Pay, Place

MAX_PLACE_LENGTH = 120
"""In characters. A longer value of a place field is a sentence, sometimes about pay."""
_PAID = re.compile(
    r"\b(?:salar(?:y|ies|io)|salaires?|sueldo|pay|wages?|compensation|remuneration|r[ée]mun[ée]ration"
    r"|earnings|hourly rate|(?:jahres|monats|brutto|grund)?gehalt|verg[üu]tung"
    r"|(?:job |role )?post(?:ing)?s? range|(?:job|hiring|offer) range)\b",
    re.I,
)
_INTERNAL = re.compile(
    r"budget|base-?line|(?<!\bon[ -])target|mid-?point|compa\b|compa-?ratio|head-?count|equity"
    r"|stock|rsu|options?\b"
    r"|bonus|commission|incentive|variable|sign-?on|relocat|stipend|internal|intern\b|confiden"
    r"|approv|request|forecast|planned|\bplan\b|benchmark|\bmarket\b|reference|current|previous"
    r"|penetration|\bcosts?\b|financ|hidden|not (?:be )?(?:post|publish|show)|max(?:imum)? offer"
    r"|ceiling|replac|proposed|expect",
    re.I,
)
_POSTED = re.compile(r"\bpost|transparen|publish|public|external|advertis|disclos|careers?\b", re.I)
_HOW = re.compile(
    r"\b(?:work(?:ing|place)?|location|office|job|role)[ -]?"
    r"(?:model|arrangement|type|mode|modality|style|setting|set-?up|option|designation|policy|status"
    r"|pattern|environment|format|flexibility|preference)s?\b"
    r"|^workplace\b|\b(?:remote|telework|telecommut)|\b(?:hybrid|on-?site)\b|\bflexible work"
    r"|arbeits(?:modell|ort-?typ)|t[ée]l[ée]travail|modalidad de trabajo",
    re.I,
)
_MODEL = re.compile(
    r"remot|hybr|h[ií]brid|on-?\s?site|\boffice|\bin[- ]?office|flex|distributed|virtual|\bhome\b"
    r"|homeoffice|telework|telecommut|t[ée]l[ée]trava|teletrabajo|in[- ]?person|vor ort"
    r"|pr[ée]sen[ct]|on[- ]?(?:campus|location)|\bfield\b",
    re.I,
)
_ONLY_MODEL = re.compile(
    r"(?:fully |100 ?% |partially )?(?:remote|hybrid|on-?\s?site|in[- ](?:the )?office"
    r"|in[- ]person)(?: work)?",
    re.I,
)
_END_OF_RANGE = re.compile(r"\b(?:(min)(?:imum)?|(max)(?:imum)?)\b\.?", re.I)
_JOB_TYPE = re.compile(
    r"\b(?:employment|employee|contract|worker)[ -]?(?:time )?(?:sub[ -]*)?"
    r"(?:type|length|status|class)\b"
    r"|\b(?:job )?time type\b",
    re.I,
)
_CHANCE = re.compile(r"eligib|option|policy|possib|consider|\?.*days", re.I)
_WHERE = re.compile(
    r"\b(?:locations?|offices?|city|cities|work ?sites?|standorte?|lieux?|ubicaci[oó]n(?:es)?"
    r"|hubs?)\b",
    re.I,
)
_NOT_WHERE = re.compile(
    r"\b(?:range|salar\w*|pay|comp\w*|band|bonus|budget\w*|cost\w*|rates?|tiers?|zones?|codes?|ids?"
    r"|types?|days?|levels?|requirements?|parent|region\w*|geo\w*|countr\w*|department|legal|entity"
    r"|head ?count|manager"
    r"|recruit\w*|interview\w*|flags?|attestation|eligib\w*|relocat\w*|group|category|status|currency)\b"
    r"|\?\s*$",
    re.I,
)
_MORE = re.compile(
    r"\b(?:additional|secondary|other|alternat\w*|multiple|more|extra|weitere|autres?)\b", re.I
)
# "Job Post Information* : Post End Date", and its names at other customers and in other languages.
_END = re.compile(
    r"\b(?:end|clos\w+|expir\w+|deadline|apply by|open until|last day)\b.*\bdate\b|\bdate\b.*\bclos"
    r"|(?:clos\w+|end|deadline|expir\w+) date|\b(?:application )?deadline\b|apply by|open until"
    r"|date (?:de )?(?:fin|limite|fermeture|cl[ôo]ture)|fecha (?:de )?(?:cierre|l[ií]mite|fin)"
    r"|bewerbungs(?:frist|schluss)|einsendeschluss|enddatum|sluitingsdatum"
    r"|data (?:de )?(?:fim|enc)",
    re.I,
)
_NOT_END = re.compile(r"start|contract|assignment|project|hire|program|season|intern", re.I)
_ENGLISH = re.compile(r"\b(?:end|clos\w+|expir\w+|deadline|apply|open|last)\b", re.I)
_DAY = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})\b")
_CURRENCY = r"(?:USD|CAD|AUD|NZD|EUR|GBP|CHF|SEK|NOK|DKK|PLN|CZK|HUF|INR|SGD|HKD|MXN|BRL|JPY|ZAR)"
_MONEY = re.compile(
    rf"(?:[$€£¥₹]|\b{_CURRENCY}\b)\s?\$?\d|\d\s?(?:k\s?)?(?:[€£₹]|zł|kr\b|Fr\.?\b|{_CURRENCY}\b)"
)
_NO_PAY = re.compile(
    r"bonus|pr[äi]mi?e\b|referral|relocat|stipend|budget|revenue|turnover|allowance|401|\bfund"
    r"|\bAUM\b|premium",
    re.I,
)
_BETWEEN = re.compile(r"\s*(?:[,;/|\n]|\s[&+]\s|\s(?:and|und|et|or|oder|ou)\s)\s*", re.I)
_CODE = re.compile(r"(?:[A-Z]\.?){2,3}|\d[\d -]*")


def is_pay_field(name: str) -> bool:
    """Whether a field of this name holds pay, and not a budget or another amount."""
    return _PAID.search(name) is not None and _INTERNAL.search(name) is None


def is_public_field(name: str) -> bool:
    """Whether the name says that the field is public."""
    return _POSTED.search(name) is not None


def is_workplace_field(name: str) -> bool:
    """Whether a field of this name holds the work model: remote, hybrid, in an office."""
    return _HOW.search(name) is not None and _PAID.search(name) is None


def workplace_value(name: str, value: object) -> str | None:
    """The work model in a workplace field: its value, or its name where the value is "yes"."""
    values = value if isinstance(value, list) else [value]
    models = [v for v in values if isinstance(v, str) and v.strip() and _MODEL.search(v)]
    if models:
        return " + ".join(models)
    yes = value is True or (isinstance(value, str) and value.strip().casefold() in ("yes", "true"))
    return name if yes and _MODEL.search(name) and not _CHANCE.search(name) else None


def is_only_a_work_model(value: object) -> bool:
    """Whether a value is a work model and nothing else, whatever the name of its field."""
    return isinstance(value, str) and _ONLY_MODEL.fullmatch(value.strip()) is not None


def is_job_type_field(name: str) -> bool:
    """Whether a field of this name holds the type of employment."""
    return _JOB_TYPE.search(name) is not None


def pay_end(name: str) -> tuple[str, str] | None:
    """Which end of a range a pay field holds (min, max), with the rest of its name; None for
    other fields: "Min salary" and "Max salary" are the ends of one range."""
    found = _END_OF_RANGE.search(name)
    if found is None or not is_pay_field(name):
        return None
    rest = (name[: found.start()] + name[found.end() :]).strip(" -_:").casefold()
    return (found.group(1) or found.group(2)).casefold(), rest


def joined_ends(amounts: Iterable[tuple[str, float, str | None]]) -> Iterator[Pay]:
    """The ranges whose ends are two fields, from their names, amounts and currencies. An amount of
    zero is a blank form."""
    ranges: dict[str, dict[str, float]] = {}
    units: dict[str, str | None] = {}
    for name, amount, unit in amounts:
        if amount and (found := pay_end(name)):
            end, rest = found
            ranges.setdefault(rest, {})[end] = amount
            units[rest] = units.get(rest) or unit
    for rest, ends in ranges.items():
        yield Pay(ends.get("min"), ends.get("max"), units[rest], title=rest)


def states_pay(name: str, value: str) -> bool:
    """Whether the text of a field states pay: the name or the text speaks of pay, and the text has
    an amount of money. Not for internal fields."""
    speaks = is_pay_field(name) or _PAID.search(value) is not None
    return speaks and _INTERNAL.search(name) is None and mentions_pay(value)


def is_place_field(name: str) -> bool:
    """Whether a field of this name holds places."""
    return _WHERE.search(name) is not None and not (
        _NOT_WHERE.search(name) or is_workplace_field(name)
    )


def is_additional_place_field(name: str) -> bool:
    """Whether a place field holds places in addition to the main ones of the posting."""
    return _MORE.search(name) is not None


def mentions_pay(text: str) -> bool:
    """Whether a short text, such as a tag, states pay."""
    return _MONEY.search(text) is not None and _NO_PAY.search(text) is None


def split_cities(city: str | None, region: str | None, country: str | None) -> Iterator[Place]:
    """One place for each city in a field. Of several cities with one region, no place gets the
    region, because it is not known which city it belongs to."""
    names = [name.strip() for name in _BETWEEN.split(city or "") if name.strip(" .-")]
    around = {(name or "").strip().casefold() for name in (region, country)}
    if len(names) == 2 and names[1].casefold() in around:
        del names[1]  # Boulder, Colorado
    names = [name for name in names if not _CODE.fullmatch(name)]  # Boulder, CO
    if len(names) < 2:
        yield Place(None, names[0] if names else city, region, country)
        return
    regions = [name for name in _BETWEEN.split(region or "") if name]
    each = regions if len(regions) == len(names) else [None] * len(names)
    for name, mine in zip(names, each, strict=True):
        yield Place(None, name, mine, country)


def closing_date(label: str, value: str) -> str | None:
    """The date (ISO) in a field whose label names a closing date; None for other fields.

    The month comes first under an English label. The day comes first under other labels, and in
    dates with dots.
    """
    if not _END.search(label) or _NOT_END.search(label):
        return None
    if not (found := _DAY.search(value)):
        return None
    first, mark, second, last = found.groups()
    if len(first) == 4:
        return f"{first}-{second}-{last}"
    is_day_first = int(first) > 12 or mark == "." or not _ENGLISH.search(label)
    day, month = (first, second) if is_day_first and int(second) <= 12 else (second, first)
    return f"{last if len(last) == 4 else '20' + last}-{int(month):02}-{int(day):02}"
