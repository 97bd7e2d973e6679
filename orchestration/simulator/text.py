"""The words of a posting: sections in no vendor's markup. Names what the listing uses, no more."""

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


def named(dice: Random, group: list[str], *, every: bool = False) -> str:
    """The technologies of a group in a list; an ambiguous name stands bare beside a clear one.

    With `every` the list does not offer a choice.
    """
    beside = len(group) > 1 and any(not TECHNOLOGIES[name].alone for name in group)
    shown = [
        dice.choice(TECHNOLOGIES[name].surfaces if beside else TECHNOLOGIES[name].alone)
        if beside or TECHNOLOGIES[name].alone
        else dice.choice(TECHNOLOGIES[name].surfaces)
        for name in group
    ]
    if len(shown) == 1:
        return shown[0]
    style = dice.randrange(8)
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


def _groups(dice: Random, names: list[str]) -> list[list[str]]:
    """Split into groups of two to four."""
    names = dice.sample(names, len(names)) if names else []
    groups = []
    while names:
        size = 2 + dice.randrange(3)
        groups.append(names[:size])
        names = names[size:]
    return groups


def _spaced(dice: Random, paragraph: str) -> str:
    """Now and then a no-break space or a zero-width space, as pasted text has."""
    drawn = dice.randrange(20)
    if drawn == 0:
        return paragraph.replace(". ", ".\u00a0 ", 1)
    return paragraph + "\u200b" if drawn == 1 else paragraph


def body(
    dice: Random, family: str, area: str, seniority: str, uses: list[str], ending: list[str]
) -> tuple[Section, ...]:
    """The role, the work, the requirements, the stack, and the closing sentences."""
    years = {"intern": 1, "junior": 1, "senior": 5, "staff": 8, "principal": 10, "director": 12}
    n = years.get(seniority, 3)
    stack = bool(uses) and dice.chance(0.6)
    wanted = dice.sample(uses, 1 + len(uses) // 2) if stack else uses
    do = dice.sample(tasks.DO[family], 3) + dice.sample(tasks.DO_ANY, 3 + dice.randrange(3))
    if uses and dice.chance(0.5):
        some = named(dice, dice.sample(uses, 1 + dice.randrange(3)))
        do.insert(dice.randrange(3), dice.choice(tasks.DO_WITH).format(x=some))
    need = [
        form.format(n=n, x=named(dice, group))
        for form, group in zip(dice.sample(tasks.NEED_WITH, 8), _groups(dice, wanted), strict=False)
    ]
    need += [item.format(n=n) for item in dice.sample(tasks.NEED_ANY, 3 + dice.randrange(3))]
    nice = dice.sample(tasks.NICE, 2 + dice.randrange(2))
    if uses and dice.chance(0.3):
        nice.append(tasks.NICE_WITH.format(x=named(dice, dice.sample(uses, 1 + dice.randrange(2)))))
    role = dice.choice(tasks.ROLE).format(area=area)
    sections = [
        Section(dice.choice(_ABOUT), (_spaced(dice, role), dice.choice(tasks.ROLE_MORE))),
        Section(dice.choice(_DO), (), tuple(do)),
        Section(dice.choice(_NEED), (), tuple(need)),
    ]
    if stack:
        stacked = dice.sample(uses, len(uses))
        line = dice.choice(tasks.STACK).format(x=named(dice, stacked, every=True))
        sections.insert(1 if dice.chance(0.3) else 3, Section("", (line,)))
    if dice.chance(0.7):
        sections.append(Section(dice.choice(_NICE), (), tuple(nice)))
    sections += [Section("", (item,)) for item in ending]
    return tuple(sections)


def noise_body(dice: Random, area: str, ending: list[str]) -> tuple[Section, ...]:
    """A posting that asks for no technology."""
    role = dice.choice(tasks.ROLE[2:]).format(area=area).replace("code", "work")
    need = [item.format(n=2 + dice.randrange(6)) for item in dice.sample(tasks.NOISE_NEED, 4)]
    if dice.chance(0.05):  # what no pay can be: the sample shows how it is set aside
        ending = [*ending, tasks.IMPOSSIBLE_PAY]
    return (
        Section(dice.choice(_ABOUT), (_spaced(dice, role),)),
        Section(dice.choice(_DO), (), tuple(dice.sample(tasks.NOISE_DO, 5))),
        Section(dice.choice(_NEED), (), tuple(need)),
        *(Section("", (item,)) for item in ending),
    )


def board(seed: int, company: Company) -> Board:
    """What stands around each posting of a company: who it is, what it gives, equal treatment."""
    dice = Random(seed, "boilerplate", company.number)
    industry = company.industries[0] if company.industries else ""
    facts = {
        "name": company.name,
        "about": words.ABOUT[industry],
        "year": 1998 + dice.randrange(26),
    }
    intro = [dice.choice(words.INTRO).format(**facts, n=4 + dice.randrange(60))]
    intro += dice.sample(words.INTRO_MORE, 1 + dice.randrange(3))
    if dice.chance(0.45):
        others = [name for name in words.VENDOR_NAMES if name != company.name]
        a, b, c = dice.sample(others, 3)
        intro.append(dice.choice(words.VENDORS).format(name=company.name, a=a, b=b, c=c))
    if dice.chance(0.35):
        n, m = 8 + dice.randrange(200), 5 + dice.randrange(90)
        intro.append(dice.choice(words.FUNDING).format(n=n, m=m, s=dice.choice("ABCD")))
    benefits = tuple(dice.sample(words.BENEFITS, 5 + dice.randrange(4)))
    equal = [item.format(name=company.name) for item in dice.sample(words.EQUAL, 2)]
    if dice.chance(0.7):
        equal.insert(0, dice.choice(words.PROCESS))
    if dice.chance(0.12):
        equal.append(words.AI_POLICY)
    heading = dice.choice(("Benefits", "What we offer", "Why join us", f"Life at {company.name}"))
    outro = (Section(heading, (), benefits), Section("", tuple(equal)))
    return Board(company, tuple(_spaced(dice, item) for item in intro), outro)
