"""Turns the columns of the market into postings and their ground truth, one company at a time.

Decides where each fact is published: workplace in a flag, a place label or a sentence; pay in a
field or in the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import numpy as np

from orchestration.simulator import pay, text, titles, words
from orchestration.simulator.companies import Company
from orchestration.simulator.draws import Random
from orchestration.simulator.market import LEVELS, WORKPLACES, Market
from orchestration.simulator.places import PLACES, Place
from orchestration.simulator.posting import Posting, Section, Tier, Vendor
from orchestration.simulator.technologies import FAMILIES, IDS
from orchestration.simulator.truth import Row
from orchestration.simulator.workplace import labels_of, publish

_SINCE = datetime(2026, 10, 30, 18, tzinfo=UTC)
_POOL_FROM = 1 << 41


def _date(rng: Random) -> datetime | None:
    if rng.chance(0.01):
        return None
    days = 240 * (rng.randrange(1000) / 1000) ** 2.2
    return _SINCE - timedelta(days=days, milliseconds=rng.randrange(40_000_000))


def _suffixed(seed: int, company: Company, title: str, place: Place | None, rng: Random) -> str:
    """The title of a copy: some companies add the city."""
    style = Random(seed, "city in title", company.number).randrange(4)
    if place is not None and style < 2:
        return f"{title} – {place.city}" if style else f"{title} ({place.city})"
    return title + " " if rng.chance(0.03) else title


class _Line(NamedTuple):
    """One row of the market as Python numbers, with the names of its columns."""

    number: int
    opening: int
    family: int
    seniority: int
    copies: int
    place: int
    second: int
    workplace: int
    noise: bool
    priced: bool
    exact: bool
    mid: float


class _Opening(NamedTuple):
    """The parts that all listings of one opening share."""

    title: str
    department: str
    seniority: str
    body: tuple[Section, ...]


def _opening(rng: Random, line: _Line, industry: str, uses: list[str], end: list[str]) -> _Opening:
    seniority = LEVELS[line.seniority]
    field = titles.area(rng, industry)
    if line.noise:
        title, department, seniority = titles.noise(rng, line.family, seniority)
        return _Opening(title, department, seniority, text.noise_body(rng, field, end))
    family = FAMILIES[line.family]
    title, department = titles.software(rng, family, seniority, field, uses)
    body = text.body(rng, family, field, seniority, uses, end)
    return _Opening(title, department, seniority, body)


def _employment(rng: Random, line: _Line) -> str:
    if LEVELS[line.seniority] == "intern" and not line.noise:
        return "intern"
    return "contract" if rng.chance(0.03) else "full"


def of_company(
    seed: int, company: Company, home: Place, vendor: Vendor, rows: Market
) -> Iterator[tuple[Posting, Row]]:
    """Every posting of a company with its ground truth."""
    industry = company.industries[0] if company.industries else ""
    used: list[list[str]] = [[] for _ in rows.number]
    for row, column in zip(*(axis.tolist() for axis in np.nonzero(rows.uses)), strict=True):
        used[row].append(IDS[column])
    columns = (getattr(rows, name).tolist() for name in _Line._fields)
    last, same = -1, _Opening("", "", "", ())
    for uses, line in zip(used, map(_Line, *columns), strict=True):
        rng = Random(seed, "posting", line.opening)
        workplace, alone = WORKPLACES[line.workplace], line.copies == 1
        places = [PLACES[k] for k in (line.place, line.second) if k >= 0 <= line.place]
        flag, in_label, in_words = publish(rng, workplace, vendor, places, alone)
        labels, shown = labels_of(rng, places, workplace, in_label)
        employment = _employment(rng, line)
        in_text = alone and rng.chance(vendor.text_pay)
        tiers = _tiers(seed, line, places[0] if places else home, employment, vendor, in_text)
        if line.opening != last:
            end = [in_words] if in_words else []
            if tiers and in_text:
                # Other countries have dollars too, so outside the US the text says "US$".
                foreign = bool(places) and places[0].code != "US"
                end.insert(rng.randrange(2), pay.sentence(rng, tiers[0], foreign=foreign))
            last, same = line.opening, _opening(rng, line, industry, uses, end)
        one = Random(seed, "listing", line.number)
        place = shown[0] if shown and not alone else None
        posting = Posting(
            number=line.number,
            key=vendor.key(line.number),
            opening=line.opening,
            title=_suffixed(seed, company, same.title, place, one),
            department=None if one.chance(0.04) else same.department,
            team=None if one.chance(0.1) else same.department,
            labels=labels,
            places=shown,
            flag=flag,
            fields=() if in_text else tiers,
            employment=employment,
            published=_date(one),
            body=same.body,
            variant=one.randrange(1 << 30),
            copies=line.copies,
        )
        truth = _truth(company, vendor, posting, same.seniority, workplace, uses, tiers, line.noise)
        yield posting, truth


def _tiers(
    seed: int, line: _Line, place: Place, employment: str, vendor: Vendor, in_text: bool
) -> tuple[Tier, ...]:
    if not line.priced:
        return ()
    rng = Random(seed, "pay", line.opening)
    if line.exact:
        return pay.exact(rng, line.mid)
    most, one_sided = (1, False) if in_text else (vendor.tiers, vendor.one_sided)
    return pay.tiers(rng, line.mid, place.currency, employment, most, one_sided=one_sided)


def _truth(
    company: Company, vendor: Vendor, posting: Posting, seniority: str, workplace: str,
    uses: list[str], tiers: tuple[Tier, ...], noise: bool,
) -> Row:  # fmt: skip
    source = "field" if posting.fields else "text"
    return Row(
        ats=company.ats,
        board=company.board,
        native_id=posting.key,
        company=company.name,
        company_industries=list(company.industries),
        company_size_band=company.size_band,
        title=posting.title.strip(),
        is_software=not noise,
        seniority=seniority,
        workplace=workplace,
        country_code=posting.places[0].code if posting.places else None,
        country_codes=sorted(
            {place.code for place in posting.places[: 1 if vendor.one_place else None]}
        ),
        technologies=sorted(uses),
        pay_tiers=tiers,
        pay_source=source if tiers else None,
        role_key=f"{company.ats}:{company.board}:{posting.opening}",
    )  # fmt: skip


def pool(seed: int, company: Company, vendor: Vendor) -> list[Posting]:
    """A talent pool: published and marked, but not an opening."""
    rng = Random(seed, "pool", company.number)
    if not vendor.pools or not rng.chance(0.15):
        return []
    number = _POOL_FROM + company.number
    invitation = "Nothing that fits? Tell us about yourself and we will be in touch."
    call = Posting(
        number=number,
        key=vendor.key(number),
        opening=number,
        title=rng.choice(words.POOL),
        department=None,
        team=None,
        labels=(),
        places=(),
        flag=None,
        fields=(),
        employment="full",
        published=_date(rng),
        body=(Section("", (invitation,)),),
        variant=rng.randrange(1 << 30),
        listed=False,
    )
    return [call]
