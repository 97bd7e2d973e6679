"""The text of a posting as sections, in no vendor's markup. It names only technologies it uses."""

from __future__ import annotations

from orchestration.simulator import tasks, words
from orchestration.simulator.companies import Company
from orchestration.simulator.draws import Random
from orchestration.simulator.posting import Board, Section
from orchestration.simulator.technologies import TECHNOLOGIES

_DO = ("What you'll do", "Responsibilities", "Your role", "What you will be doing", "The work")
_NEED = ("Requirements", "What we're looking for", "Qualifications", "You have", "About you")
_NICE = ("Nice to have", "Bonus points", "Preferred qualifications")
_ABOUT = ("About the role", "The role", "About the position", "")

_BESIDE = {name: known.surfaces for name, known in TECHNOLOGIES.items()}
_BARE = {name: known.alone or known.surfaces for name, known in TECHNOLOGIES.items()}
_CLEAR = frozenset(name for name, known in TECHNOLOGIES.items() if not known.alone)
"""Technologies whose every spelling is clear."""


def named(rng: Random, group: list[str], *, every: bool = False) -> str:
    """The technologies of a group as a list; an ambiguous name is written bare beside a clear one.

    With `every` the list does not offer a choice.
    """
    beside = len(group) > 1 and not _CLEAR.isdisjoint(group)
    spellings = _BESIDE if beside else _BARE
    choice = rng.choice
    shown = [choice(spellings[name]) for name in group]
    if len(shown) == 1:
        return shown[0]
    style = rng.randrange(8)
    if style == 0 and len(shown) == 2 and not any(" " in item for item in shown):
        return "/".join(shown)
    if style == 1:
        return ", ".join(shown)
    last = (
        ", and "
        if style == 2 and len(shown) > 2
        else " or "
        if style == 3 and not every
        else " and "
    )
    return ", ".join(shown[:-1]) + last + shown[-1]


def _groups(rng: Random, names: list[str]) -> list[list[str]]:
    """Split into groups of two to four."""
    names = rng.sample(names, len(names)) if names else []
    groups = []
    while names:
        size = 2 + rng.randrange(3)
        groups.append(names[:size])
        names = names[size:]
    return groups


def _spaced(rng: Random, paragraph: str) -> str:
    """Sometimes adds a no-break or zero-width space, as in pasted text."""
    drawn = rng.randrange(20)
    if drawn == 0:
        return paragraph.replace(". ", ".\u00a0 ", 1)
    return paragraph + "\u200b" if drawn == 1 else paragraph


def body(
    rng: Random, family: str, area: str, seniority: str, uses: list[str], ending: list[str]
) -> tuple[Section, ...]:
    """The role, the work, the requirements, the stack, and the closing sentences."""
    years = {"intern": 1, "junior": 1, "senior": 5, "staff": 8, "principal": 10, "director": 12}
    n = years.get(seniority, 3)
    stack = bool(uses) and rng.chance(0.6)
    wanted = rng.sample(uses, 1 + len(uses) // 2) if stack else uses
    do = rng.sample(tasks.DO[family], 3) + rng.sample(tasks.DO_ANY, 3 + rng.randrange(3))
    if uses and rng.chance(0.5):
        some = named(rng, rng.sample(uses, 1 + rng.randrange(3)))
        do.insert(rng.randrange(3), rng.choice(tasks.DO_WITH).format(x=some))
    need = [
        form.format(n=n, x=named(rng, group))
        for form, group in zip(rng.sample(tasks.NEED_WITH, 8), _groups(rng, wanted), strict=False)
    ]
    count = 3 + rng.randrange(3)
    need += [item.replace("{n}", str(n)) for item in rng.sample(tasks.NEED_ANY, count)]
    nice = rng.sample(tasks.NICE, 2 + rng.randrange(2))
    if uses and rng.chance(0.3):
        nice.append(tasks.NICE_WITH.format(x=named(rng, rng.sample(uses, 1 + rng.randrange(2)))))
    role = rng.choice(tasks.ROLE).format(area=area)
    sections = [
        Section(rng.choice(_ABOUT), (_spaced(rng, role), rng.choice(tasks.ROLE_MORE))),
        Section(rng.choice(_DO), (), tuple(do)),
        Section(rng.choice(_NEED), (), tuple(need)),
    ]
    if stack:
        stacked = rng.sample(uses, len(uses))
        line = rng.choice(tasks.STACK).format(x=named(rng, stacked, every=True))
        sections.insert(1 if rng.chance(0.3) else 3, Section("", (line,)))
    if rng.chance(0.7):
        sections.append(Section(rng.choice(_NICE), (), tuple(nice)))
    sections += [Section("", (item,)) for item in ending]
    return tuple(sections)


def noise_body(rng: Random, area: str, ending: list[str]) -> tuple[Section, ...]:
    """A posting that asks for no technology."""
    role = rng.choice(tasks.ROLE[2:]).format(area=area).replace("code", "work")
    need = [item.format(n=2 + rng.randrange(6)) for item in rng.sample(tasks.NOISE_NEED, 4)]
    if rng.chance(0.05):  # an impossible pay, so that the sample has a value that is set aside
        ending = [*ending, tasks.IMPOSSIBLE_PAY]
    return (
        Section(rng.choice(_ABOUT), (_spaced(rng, role),)),
        Section(rng.choice(_DO), (), tuple(rng.sample(tasks.NOISE_DO, 5))),
        Section(rng.choice(_NEED), (), tuple(need)),
        *(Section("", (item,)) for item in ending),
    )


def board(seed: int, company: Company) -> Board:
    """The text around each posting of a company: the company, its benefits, equal opportunity."""
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
    benefits = tuple(rng.sample(words.BENEFITS, 5 + rng.randrange(4)))
    equal = [item.format(name=company.name) for item in rng.sample(words.EQUAL, 2)]
    if rng.chance(0.7):
        equal.insert(0, rng.choice(words.PROCESS))
    if rng.chance(0.12):
        equal.append(words.AI_POLICY)
    heading = rng.choice(("Benefits", "What we offer", "Why join us", f"Life at {company.name}"))
    outro = (Section(heading, (), benefits), Section("", tuple(equal)))
    return Board(company, tuple(_spaced(rng, item) for item in intro), outro)
