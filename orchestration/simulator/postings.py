"""Turns the columns of the market into postings and their ground truth.

Decides where each fact is published: workplace in a flag, a place label or a sentence; pay in a
field or in the text. What all listings of an opening share is drawn once for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise, repeat
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from orchestration.simulator import pay, text, titles, truth
from orchestration.simulator.companies import INDUSTRY_IDS, Company
from orchestration.simulator.draws import Bools, Floats, Ints, Texts, below, chance, uniform
from orchestration.simulator.market import LEVELS, WORKPLACES, Market
from orchestration.simulator.markup import PLAIN
from orchestration.simulator.mentions import edges_of
from orchestration.simulator.places import COUNTRY, CURRENCY, PLACES
from orchestration.simulator.posting import EMPLOYMENTS, Posting, Tier, Vendor
from orchestration.simulator.workplace import FLAGS, Labels, labels, published

_SINCE = datetime(2026, 10, 30, 18, tzinfo=UTC)
_FULL, _INTERN, _CONTRACT = range(len(EMPLOYMENTS))
_INTERNS = LEVELS.index("intern")
_EMPLOYMENTS: Texts = np.array(EMPLOYMENTS, dtype=np.object_)
_CITY_NAMES: Texts = np.array([place.city for place in PLACES], dtype=np.object_)


class Owner(NamedTuple):
    """A company with listings: its record, its vendor and the number of its home among CITIES."""

    company: Company
    vendor: Vendor
    home: int


class _Owners(NamedTuple):
    """What vendors can publish, for each row."""

    has_flags: Bools
    text_pay: Floats
    tiers: Ints
    one_sided: Bools


def _vendors(owners: Sequence[Owner], which: Ints) -> _Owners:
    rows = [
        (one.vendor.flags, one.vendor.text_pay, one.vendor.tiers, one.vendor.one_sided)
        for one in owners
    ]
    return _Owners(*(np.array(column)[which] for column in zip(*rows, strict=True)))


def postings(
    seed: int, owners: Sequence[Owner], which: Ints, rows: Market
) -> tuple[list[Posting], pa.Table]:
    """A posting for each row of the market, and the ground truth; `which` of the owners each is of.

    The listings of an opening follow each other.
    """
    is_first = np.diff(rows.opening, prepend=-1) != 0
    openings = rows.take(is_first)
    shared = np.cumsum(is_first) - 1
    vendors = _vendors(owners, which[is_first])
    shown = published(seed, openings, vendors.has_flags)
    places = labels(rows.place, rows.second, shown.mode[shared])
    employment = _employment(seed, openings)
    in_text = chance(seed, "pay in text", openings.opening, vendors.text_pay)
    in_text &= openings.copies == 1
    homes = np.array([one.home for one in owners])[which]
    ranges = _ranges(seed, rows, homes, employment[shared], in_text[shared], vendors, shared)
    fields = _fields(ranges, len(which))
    endings = [[sentence] if sentence else [] for sentence in shown.sentence.tolist()]
    _state_pay(seed, rows, shared, in_text, fields, endings)
    industry = np.array([_industry(one.company) for one in owners])[which[is_first]]
    area = titles.areas(seed, openings.opening, industry)
    title, department, level = titles.titles(seed, openings, area)
    composed = text.compose(seed, openings, area, endings)
    bodies, plain = _texts(composed, [one.vendor for one in owners], which[is_first])
    city = _city_in_title(seed, rows)
    titled = title[shared] + city
    said = department[shared]
    columns = (
        rows.number.tolist(),
        _keys(owners, which, rows.number).tolist(),
        rows.opening.tolist(),
        (titled + _space(seed, rows, city)).tolist(),
        _without(said, chance(seed, "no department", rows.number, 0.04)).tolist(),
        _without(said, chance(seed, "no team", rows.number, 0.1)).tolist(),
        places.labels[places.which].tolist(),
        places.places[places.which].tolist(),
        FLAGS[shown.flag[shared]].tolist(),
        fields,
        _EMPLOYMENTS[employment[shared]].tolist(),
        dates(seed, rows.number),
        bodies[shared].tolist(),
        below(seed, "variant", rows.number, 1 << 30).tolist(),
        rows.copies.tolist(),
        plain[shared].tolist(),
        repeat(True),
    )
    made = list(map(Posting._make, zip(*columns, strict=False)))
    source = np.where(rows.priced, in_text[shared].astype(np.int64), -1)
    known = _truth(owners, which, rows, columns[1], places)
    known |= {
        "title": pa.array(titled, pa.string()),
        "seniority": truth.chosen(LEVELS, level[shared]),
        "pay_tiers": truth.pay_tiers(ranges, len(which)),
        "pay_source": truth.chosen(["field", "text"], source),
    }
    return made, pa.table([known[name] for name in truth.SCHEMA.names], schema=truth.SCHEMA)


def _truth(
    owners: Sequence[Owner], which: Ints, rows: Market, keys: list[str], places: Labels
) -> dict[str, pa.Array]:
    """The columns of the ground truth that follow from the market alone."""
    companies = [one.company for one in owners]
    roles = [f"{company.ats}:{company.board}:" for company in companies]
    shown = places.places.tolist()
    first = [each[0].code if each else None for each in shown]
    several = [sorted({place.code for place in each}) for each in shown]
    one_place = np.array([one.vendor.one_place for one in owners])[which]
    codes = truth.chosen(
        several + [[code] if code else [] for code in first],
        places.which + len(shown) * one_place,
        pa.list_(pa.string()),
    )
    return {
        "ats": truth.chosen([company.ats for company in companies], which),
        "board": truth.chosen([company.board for company in companies], which),
        "native_id": pa.array(keys, pa.string()),
        "company": truth.chosen([company.name for company in companies], which),
        "company_industries": truth.chosen(
            [company.industries for company in companies], which, pa.list_(pa.string())
        ),
        "company_size_band": truth.chosen([company.size_band for company in companies], which),
        "is_software": pa.array(~rows.noise),
        "workplace": truth.chosen(WORKPLACES, rows.workplace),
        "country_code": truth.chosen(first, places.which),
        "country_codes": codes,
        "technologies": truth.technologies(rows.uses),
        "role_key": pa.array(
            [
                roles[owner] + str(opening)
                for owner, opening in zip(which.tolist(), rows.opening.tolist(), strict=True)
            ]
        ),
    }


def _texts(composed: text.Composed, vendors: Sequence[Vendor], which: Ints) -> tuple[Texts, Texts]:
    """The text of each opening in its vendor's form, and as plain text if its vendor has that."""
    forms = list(dict.fromkeys(vendor.form for vendor in vendors))
    form = np.array([forms.index(vendor.form) for vendor in vendors])[which]
    bodies = np.full(len(which), None, np.object_)
    for number, each in enumerate(forms):
        chosen = form == number
        bodies[chosen] = composed.rendered(each, chosen)[chosen]
    has_plain = np.array([vendor.plain for vendor in vendors])[which]
    return bodies, composed.rendered(PLAIN, has_plain)


def _industry(company: Company) -> int:
    return INDUSTRY_IDS.index(company.industries[0] if company.industries else "")


def _state_pay(
    seed: int, rows: Market, shared: Ints, in_text: Bools, fields: list[tuple[Tier, ...]],
    endings: list[list[str]],
) -> None:  # fmt: skip
    """Move pay that is stated in the text from the fields of listings to the ends of texts."""
    drawn = below(seed, "form of pay", rows.opening, 1 << 20)
    for row in np.flatnonzero(rows.priced & in_text[shared]).tolist():
        (tier,), fields[row] = fields[row], ()
        # Other countries have dollars too, so outside the US the text says "US$".
        foreign = rows.place[row] >= 0 and COUNTRY[rows.place[row]] != "US"
        form, place = divmod(int(drawn[row]), 2)
        endings[shared[row]].insert(place, pay.sentence(form, tier, foreign=foreign))


def _without(values: Texts, rows: Bools) -> Texts:
    """A column that has none in some rows."""
    changed = values.copy()
    changed[rows] = None
    return changed


def _employment(seed: int, openings: Market) -> Ints:
    contract = chance(seed, "contract", openings.opening, 0.03)
    intern = (openings.seniority == _INTERNS) & ~openings.noise
    return np.where(intern, _INTERN, np.where(contract, _CONTRACT, _FULL))


def _ranges(
    seed: int, rows: Market, homes: Ints, employment: Ints, in_text: Bools, vendors: _Owners,
    shared: Ints,
) -> pay.Ranges:  # fmt: skip
    """The pay of the listings that have one: in the currency of the first place, or of the home of
    the company."""
    at = np.flatnonzero(rows.priced)
    own, place, said = shared[at], rows.place[at], in_text[at]
    drawn = pay.Pay(
        opening=rows.opening[at],
        usd=rows.mid[at],
        currency=CURRENCY[np.where(place < 0, homes[at], place)],
        employment=employment[at],
        exact=rows.exact[at],
        most=np.where(said, 1, vendors.tiers[own]),
        one_sided=vendors.one_sided[own] & ~said,
    )
    ranges = pay.ranges(seed, drawn)
    return ranges._replace(row=at[ranges.row])


def _fields(ranges: pay.Ranges, listings: int) -> list[tuple[Tier, ...]]:
    tiers = ranges.tiers()
    edges = edges_of(np.bincount(ranges.row, minlength=listings)).tolist()
    return [tuple(tiers[first:end]) for first, end in pairwise(edges)]


def _keys(owners: Sequence[Owner], which: Ints, number: Ints) -> Texts:
    """The ids of postings, each as its vendor writes it."""
    different = {id(one.vendor): one.vendor for one in owners}
    vendor = np.array([id(one.vendor) for one in owners])[which]
    keys = np.empty(len(number), np.object_)
    for name, known in different.items():
        own = vendor == name
        keys[own] = known.keys(number[own])
    return keys


def _city_in_title(seed: int, rows: Market) -> Texts:
    """What some companies add to the titles of copies."""
    style = below(seed, "city in title", rows.company, 4)
    added = np.full(len(style), "", np.object_)
    at = np.flatnonzero((rows.copies > 1) & (rows.place >= 0) & (style < 2))
    city = _CITY_NAMES[rows.place[at]]
    added[at] = np.where(style[at] == 1, " – " + city, " (" + city + ")")
    return added


def _space(seed: int, rows: Market, city: Texts) -> Texts:
    """A space behind a title, as people leave it."""
    has = (city == "") & chance(seed, "space behind title", rows.number, 0.03)
    return np.where(has, " ", "").astype(np.object_)


def dates(seed: int, number: Ints) -> list[datetime | None]:
    """When postings were published; of a few it is not known."""
    drawn = uniform(seed, "days", number)
    days = 240 * drawn * drawn * np.sqrt(np.sqrt(drawn))  # a power differs between machines
    ago = np.round(days * 86_400_000).astype(np.int64)
    ago += below(seed, "part of day", number, 40_000_000)
    dates = np.empty(len(number), np.object_)
    dates[:] = list(map(_SINCE.__sub__, ago.astype("timedelta64[ms]").tolist()))
    dates[chance(seed, "no date", number, 0.01)] = None
    return dates.tolist()
