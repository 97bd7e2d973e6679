"""The text around each posting of a company: the company, its benefits, equal opportunity."""

from __future__ import annotations

from orchestration.simulator import words
from orchestration.simulator.companies import Company
from orchestration.simulator.draws import Random
from orchestration.simulator.markup import section
from orchestration.simulator.posting import Board
from orchestration.simulator.text import SPACING, spaced


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
    intro = [spaced(item)[min(rng.randrange(SPACING), 2)] for item in intro]
    outro = (section(heading, (), benefits), section("", equal))
    return Board(company, (section("", intro),), outro)
