"""From the market's columns to postings, and to the truth about them, one company at a time.

Here is decided what is published where: a flag, a place label or a sentence; a pay field or words.
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


def _date(dice: Random) -> datetime | None:
    if dice.chance(0.01):
        return None
    days = 240 * (dice.randrange(1000) / 1000) ** 2.2
    return _SINCE - timedelta(days=days, milliseconds=dice.randrange(40_000_000))


def _suffixed(seed: int, company: Company, title: str, place: Place | None, dice: Random) -> str:
    """Per-city copies: some companies put the city into the title."""
    style = Random(seed, "city in title", company.number).randrange(4)
    if place is not None and style < 2:
        return f"{title} – {place.city}" if style else f"{title} ({place.city})"
    return title + " " if dice.chance(0.03) else title


class _Line(NamedTuple):
    """One row of the market, in Python's own numbers; the names are the market's."""

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
    """What the listings of one opening have in common."""

    title: str
    department: str
    seniority: str
    body: tuple[Section, ...]


def _opening(dice: Random, line: _Line, industry: str, uses: list[str], end: list[str]) -> _Opening:
    seniority = LEVELS[line.seniority]
    field = titles.area(dice, industry)
    if line.noise:
        title, department, seniority = titles.noise(dice, line.family, seniority)
        return _Opening(title, department, seniority, text.noise_body(dice, field, end))
    family = FAMILIES[line.family]
    title, department = titles.software(dice, family, seniority, field, uses)
    body = text.body(dice, family, field, seniority, uses, end)
    return _Opening(title, department, seniority, body)


def _employment(dice: Random, line: _Line) -> str:
    if LEVELS[line.seniority] == "intern" and not line.noise:
        return "intern"
    return "contract" if dice.chance(0.03) else "full"


def of_company(
    seed: int, company: Company, home: Place, vendor: Vendor, rows: Market
) -> Iterator[tuple[Posting, Row]]:
    """Every posting of a company with its truth."""
    industry = company.industries[0] if company.industries else ""
    used: list[list[str]] = [[] for _ in rows.number]
    for row, column in zip(*(axis.tolist() for axis in np.nonzero(rows.uses)), strict=True):
        used[row].append(IDS[column])
    columns = (getattr(rows, name).tolist() for name in _Line._fields)
    last, same = -1, _Opening("", "", "", ())
    for uses, line in zip(used, map(_Line, *columns), strict=True):
        dice = Random(seed, "posting", line.opening)
        workplace, alone = WORKPLACES[line.workplace], line.copies == 1
        places = [PLACES[k] for k in (line.place, line.second) if k >= 0 <= line.place]
        flag, in_label, said = publish(dice, workplace, vendor, places, alone)
        labels, shown = labels_of(dice, places, workplace, in_label)
        employment = _employment(dice, line)
        in_text = alone and dice.chance(vendor.text_pay)
        tiers = _tiers(seed, line, places[0] if places else home, employment, vendor, in_text)
        if line.opening != last:
            end = [said] if said else []
            if tiers and in_text:
                # Where people pay in dollars of their own, a careful employer says whose it means.
                foreign = bool(places) and places[0].code != "US"
                end.insert(dice.randrange(2), pay.sentence(dice, tiers[0], foreign=foreign))
            last, same = line.opening, _opening(dice, line, industry, uses, end)
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
        yield posting, _truth(company, posting, same.seniority, workplace, uses, tiers, line.noise)


def _tiers(
    seed: int, line: _Line, place: Place, employment: str, vendor: Vendor, in_text: bool
) -> tuple[Tier, ...]:
    if not line.priced:
        return ()
    dice = Random(seed, "pay", line.opening)
    if line.exact:
        return pay.exact(dice, line.mid)
    most, one_sided = (1, False) if in_text else (vendor.tiers, vendor.one_sided)
    return pay.tiers(dice, line.mid, place.currency, employment, most, one_sided=one_sided)


def _truth(
    company: Company, posting: Posting, seniority: str, workplace: str, uses: list[str],
    tiers: tuple[Tier, ...], noise: bool,
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
        technologies=sorted(uses),
        pay_tiers=[
            {"minimum": t.minimum, "maximum": t.maximum, "currency": t.currency,
             "interval": t.interval, "title": t.title}
            for t in tiers
        ],
        pay_source=source if tiers else None,
        role_key=f"{company.ats}:{company.board}:{posting.opening}",
    )  # fmt: skip


def pool(seed: int, company: Company, vendor: Vendor) -> list[Posting]:
    """A standing call for applications: published, marked, and no opening."""
    dice = Random(seed, "pool", company.number)
    if not vendor.pools or not dice.chance(0.15):
        return []
    number = _POOL_FROM + company.number
    invitation = "Nothing that fits? Tell us about yourself and we will be in touch."
    call = Posting(
        number=number,
        key=vendor.key(number),
        opening=number,
        title=dice.choice(words.POOL),
        department=None,
        team=None,
        labels=(),
        places=(),
        flag=None,
        fields=(),
        employment="full",
        published=_date(dice),
        body=(Section("", (invitation,)),),
        variant=dice.randrange(1 << 30),
        listed=False,
    )
    return [call]
