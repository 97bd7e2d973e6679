"""The boards of companies: their postings, the text around each posting, talent pools."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise

import numpy as np
import pyarrow as pa

from orchestration.simulator import words
from orchestration.simulator.companies import Company
from orchestration.simulator.draws import Random
from orchestration.simulator.market import Market
from orchestration.simulator.market_in_chunks import companies
from orchestration.simulator.markup import PLAIN, section
from orchestration.simulator.posting import Board, Posting, Vendor
from orchestration.simulator.postings import Owner, dates, postings
from orchestration.simulator.sentences import SPACING, spaced
from orchestration.simulator.sequence import Firms
from orchestration.simulator.truth import SCHEMA

_POOL_FROM = 1 << 41
"""Talent pools are numbered from here."""
Posted = list[tuple[Owner, list[Posting]]]


def by_company(
    seed: int, firm: Firms, vendors: dict[str, Vendor], chunks: Iterator[tuple[range, Market]]
) -> Iterator[tuple[Posted, pa.Table]]:
    """The companies of each chunk, each with its postings, and the ground truth of them all."""
    each = companies(seed, firm, vendors)
    for numbers, market in chunks:
        owners = [
            Owner(company, vendors[company.ats], int(firm.city[company.number]))
            for company in islice(each, len(numbers))
        ]
        made: list[Posting] = []
        truth = SCHEMA.empty_table()
        if len(market.number):
            made, truth = postings(seed, owners, market.company - numbers.start, market)
        edges = np.searchsorted(market.company, np.arange(numbers.start, numbers.stop + 1))
        own = [made[first:end] for first, end in pairwise(edges.tolist())]
        yield list(zip(owners, own, strict=True)), truth


def board(seed: int, company: Company) -> Board:
    """The page of a company."""
    rng = Random(seed, "boilerplate", company.number)
    industry = company.industries[0] if company.industries else ""
    facts = {
        "name": company.name,
        "about": words.ABOUT[industry],
        "year": 1998 + rng.randrange(26),
    }
    intro = [rng.choice(words.INTRO).format(**facts, n=4 + rng.randrange(60))]
    intro += rng.sample(words.INTRO_MORE, 1 + rng.randrange(3))
    if rng.chance(0.45):
        others = [name for name in words.VENDOR_NAMES if name != company.name]
        a, b, c = rng.sample(others, 3)
        intro.append(rng.choice(words.VENDORS).format(name=company.name, a=a, b=b, c=c))
    if rng.chance(0.35):
        n, m = 8 + rng.randrange(200), 5 + rng.randrange(90)
        intro.append(rng.choice(words.FUNDING).format(n=n, m=m, s=rng.choice("ABCD")))
    benefits = rng.sample(words.BENEFITS, 5 + rng.randrange(4))
    equal = [item.format(name=company.name) for item in rng.sample(words.EQUAL, 2)]
    if rng.chance(0.7):
        equal.insert(0, rng.choice(words.PROCESS))
    if rng.chance(0.12):
        equal.append(words.AI_POLICY)
    heading = rng.choice(("Benefits", "What we offer", "Why join us", f"Life at {company.name}"))
    spacing = [rng.randrange(SPACING) for _ in intro]
    intro = [
        item if drawn > 1 else spaced(item)[drawn]
        for item, drawn in zip(intro, spacing, strict=True)
    ]
    outro = (section(heading, (), benefits), section("", equal))
    return Board(company, (section("", intro),), outro)


def pool(seed: int, company: Company, vendor: Vendor) -> list[Posting]:
    """A talent pool: published and marked, but not an opening."""
    rng = Random(seed, "pool", company.number)
    if not vendor.pools or not rng.chance(0.15):
        return []
    number = np.array([_POOL_FROM + company.number])
    text = section("", ("Nothing that fits? Tell us about yourself and we will be in touch.",))
    call = Posting(
        number=_POOL_FROM + company.number,
        key=vendor.keys(number)[0],
        opening=_POOL_FROM + company.number,
        title=rng.choice(words.POOL),
        department=None,
        team=None,
        labels=(),
        places=(),
        flag=None,
        fields=(),
        employment="full",
        published=dates(seed, number)[0],
        body=(vendor.form.render(text),),
        plain=(PLAIN.render(text),) if vendor.plain else (),
        variant=rng.randrange(1 << 30),
        listed=False,
    )
    return [call]
