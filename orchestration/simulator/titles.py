"""Titles, teams and departments of openings. Each title has one seniority."""

from __future__ import annotations

import numpy as np

from orchestration.simulator.companies import INDUSTRY_IDS
from orchestration.simulator.draws import Ints, Texts, below, chance
from orchestration.simulator.market import LEVELS, Market
from orchestration.simulator.technologies import COLUMN, FAMILIES

_BASES = {
    "backend": ("Software Engineer", "Backend Engineer", "Software Engineer, Backend",
                "Backend Developer", "Software Developer", "Server Engineer"),
    "frontend": ("Frontend Engineer", "Frontend Developer", "Software Engineer, Frontend",
                 "UI Engineer", "Web Developer"),
    "fullstack": ("Full Stack Engineer", "Full-Stack Software Engineer", "Software Engineer",
                  "Fullstack Developer", "Software Engineer, Full Stack"),
    "ios": ("iOS Engineer", "iOS Developer", "Software Engineer, iOS"),
    "android": ("Android Engineer", "Android Developer", "Software Engineer, Android"),
    "mobile": ("Mobile Engineer", "Mobile Software Engineer", "Mobile Developer"),
    "platform": ("Site Reliability Engineer", "DevOps Engineer", "Platform Engineer",
                 "Infrastructure Engineer", "Cloud Engineer", "Software Engineer, Infrastructure"),
    "data": ("Data Engineer", "Analytics Engineer", "Data Platform Engineer",
             "Software Engineer, Data"),
    "ml": ("Machine Learning Engineer", "ML Engineer", "Research Engineer, Machine Learning",
           "Machine Learning Platform Engineer", "Software Engineer, Machine Learning"),
    "ai": ("AI Engineer", "Applied AI Engineer", "Software Engineer, AI", "AI Software Engineer"),
    "security": ("Security Engineer", "Application Security Engineer", "Cloud Security Engineer",
                 "Software Engineer, Security"),
    "quality": ("QA Engineer", "Software Engineer in Test", "Test Automation Engineer",
                "Quality Assurance Engineer"),
    "embedded": ("Embedded Software Engineer", "Firmware Engineer", "Embedded Engineer"),
    "game": ("Gameplay Engineer", "Game Engineer", "Graphics Engineer", "Engine Programmer"),
    "systems": ("Systems Software Engineer", "Distributed Systems Engineer", "Compiler Engineer",
                "Software Engineer, Systems"),
}  # fmt: skip
_HEADS = {
    "security": "Security Engineering", "data": "Data Engineering", "platform": "Infrastructure",
    "ml": "Machine Learning Engineering", "quality": "Quality Engineering",
    "mobile": "Mobile Engineering", "ios": "iOS Engineering", "android": "Android Engineering",
    "frontend": "Frontend Engineering", "embedded": "Embedded Software Engineering",
}  # fmt: skip
_AREAS = {
    "fintech": ("Payments", "Ledger", "Risk", "Card Issuing", "Lending", "Payouts"),
    "healthcare": ("Patient Records", "Claims", "Scheduling", "Clinical Data", "Pharmacy"),
    "e-commerce": ("Checkout", "Catalog", "Fulfilment", "Search", "Returns"),
    "gaming": ("Matchmaking", "Rendering", "Live Operations", "Multiplayer", "Player Accounts"),
    "automotive": ("Perception", "Vehicle Diagnostics", "Simulation", "Route Planning"),
    "robotics": ("Route Planning", "Fleet Management", "Perception", "Warehouse Picking"),
    "defense": ("Mission Planning", "Early Warning", "Ground Control", "Secure Communications"),
    "cybersecurity": ("Threat Detection", "Identity", "Incident Response", "Endpoint"),
    "ai-ml": ("Inference", "Training Infrastructure", "Model Quality", "Applied Research"),
    "data-infrastructure": ("Query Engine", "Storage", "Ingestion", "Governance", "Metadata"),
    "developer-tools": ("Build Systems", "Code Review", "Editor", "Release Tooling"),
    "edtech": ("Classroom", "Assessment", "Reading", "Learner Progress", "Course Authoring"),
    "saas": ("Workflows", "Reporting", "Billing", "Integrations", "Collaboration"),
    "": ("Growth", "Core Product", "Billing", "Notifications", "Identity"),
}  # fmt: skip
_SHARED = ("Identity", "Billing", "Core Product", "Growth", "Developer Experience", "Platform")
_IN_TITLE = ("python", "java", "scala", "nodejs", "php", "kotlin", "typescript", "rust")
_SHOWN = {"nodejs": "Node.js", "php": "PHP", "typescript": "TypeScript"}
_NOISE = (
    ("Technical Recruiter", "People"), ("Account Executive, Enterprise", "Sales"),
    ("Sales Engineer", "Sales"), ("Mechanical Engineer", "Hardware"),
    ("Product Manager", "Product"), ("Technical Writer", "Documentation"),
    ("Customer Success Manager", "Customer Success"), ("Electrical Engineer", "Hardware"),
    ("Product Marketing Manager", "Marketing"), ("Financial Analyst", "Finance"),
    ("Manufacturing Engineer", "Operations"), ("Sales Development Representative", "Sales"),
)  # fmt: skip
_PREFIX = {
    "junior": ("Junior ", "Junior ", "Jr. "), "senior": ("Senior ", "Senior ", "Senior ", "Sr. "),
    "staff": ("Staff ",), "principal": ("Principal ",), "lead": ("Lead ",),
}  # fmt: skip
_DEPARTMENTS = ("Engineering", "Engineering", "Technology", "R&D", "Product & Tech")
_FORMS = 60
"""A table has this many columns, so that each of up to six forms has the same number of them."""


def _table(rows: list[list[str]]) -> Texts:
    """A row of forms each, repeated to the same width."""
    return np.array([row * (_FORMS // len(row)) for row in rows], dtype=np.object_)


def _titles(family: str, level: str) -> list[str]:
    """The forms of a title, without the part of the product."""
    head = _HEADS.get(family)
    if level == "manager":
        return [f"{name} Manager" for name in ([head] if head else _ALL_HEADS)]
    if level == "director":
        starts = ("Director of", "Director of", "Director,")
        return [f"{start} {head or _ALL_HEADS[0]}" for start in starts]
    return list(_BASES[family])


_ALL_HEADS = ("Engineering", "Software Engineering")
AREAS = list(dict.fromkeys([*_SHARED, *(area for areas in _AREAS.values() for area in areas)]))
"""The parts of products, of all industries."""
_OF_INDUSTRY = [[AREAS.index(area) for area in _AREAS[name]] for name in INDUSTRY_IDS]
_AREA_COUNT = np.array([len(areas) for areas in _OF_INDUSTRY])
_AREA = np.array([[*areas, *[0] * 9][:9] for areas in _OF_INDUSTRY])
_AREA_TEXTS: Texts = np.array(AREAS, dtype=np.object_)
_BASE = _table([_titles(family, level) for family in FAMILIES for level in LEVELS])
_BEFORE = _table([list(_PREFIX.get(level, ("",))) for level in LEVELS])
_AFTER = {
    "intern": np.array([" Intern", " Internship", " (Intern)"], dtype=np.object_),
    "unspecified": np.array([" II", " II", " III"], dtype=np.object_),
}
_BY_NAME = np.array(
    [
        [f"{_SHOWN.get(name, name.capitalize())} {kind}" for kind in ("Engineer", "Developer")]
        for name in _IN_TITLE
    ],
    dtype=np.object_,
)
_NAMED_FAMILIES = [FAMILIES.index(name) for name in ("backend", "fullstack")]
_DEPARTMENT: Texts = np.array(_DEPARTMENTS, dtype=np.object_)
_NOISE_TITLE, _NOISE_DEPARTMENT = np.array(_NOISE, dtype=np.object_).T
_INTERN, _SENIOR, _PLAIN = (LEVELS.index(name) for name in ("intern", "senior", "unspecified"))
_LEADS = [LEVELS.index(name) for name in ("manager", "director")]


def areas(seed: int, opening: Ints, industry: Ints) -> Ints:
    """The part of the product that each opening is for, an index into AREAS."""
    own = _AREA[industry, below(seed, "area", opening, _AREA_COUNT[industry])]
    shared = below(seed, "shared area", opening, len(_SHARED))  # they are the first of AREAS
    return np.where(chance(seed, "is shared area", opening, 0.2), shared, own)


def titles(seed: int, openings: Market, area: Ints) -> tuple[Texts, Texts, Ints]:
    """Title, department and seniority of each opening."""
    title, department, level = _software(seed, openings, area)
    noise = np.flatnonzero(openings.noise)
    kind, is_senior = openings.family[noise], level[noise] == _SENIOR
    title[noise] = np.where(is_senior, "Senior ", "").astype(np.object_) + _NOISE_TITLE[kind]
    department[noise] = _NOISE_DEPARTMENT[kind]
    level[noise] = np.where(is_senior, _SENIOR, _PLAIN)  # the managers have no reports
    return title, department, level


def _software(seed: int, openings: Market, area: Ints) -> tuple[Texts, Texts, Ints]:
    opening, family, level = openings.opening, openings.family, openings.seniority.copy()
    base = _BASE[family * len(LEVELS) + level, below(seed, "title", opening, _FORMS)]
    leads = np.isin(level, _LEADS)
    rows, name = _names(seed, openings)
    rows, name = rows[~leads[rows]], name[~leads[rows]]
    base[rows] = _BY_NAME[name, below(seed, "kind by name", opening[rows], 2)]
    comma = np.fromiter(("," in text for text in base.tolist()), bool, len(base))
    after = np.full(len(base), "", np.object_)
    is_numbered = ~comma & (level == _PLAIN) & chance(seed, "is numbered", opening, 0.22)
    for rows, forms in (
        (np.flatnonzero(level == _INTERN), _AFTER["intern"]),
        (np.flatnonzero(is_numbered), _AFTER["unspecified"]),
    ):
        after[rows] = forms[below(seed, "after title", opening[rows], len(forms))]
    has_area = leads | ((level != _INTERN) & chance(seed, "area in title", opening, 0.45))
    is_dashed = ~leads & (comma | chance(seed, "dash in title", opening, 0.25))
    shown = np.full(len(base), "", np.object_)
    for rows, dash in (
        (np.flatnonzero(has_area & is_dashed), " - "), (np.flatnonzero(has_area & ~is_dashed), ", ")
    ):  # fmt: skip
        shown[rows] = dash + _AREA_TEXTS[area[rows]]
    before = _BEFORE[level, below(seed, "before title", opening, _FORMS)]
    department = _DEPARTMENT[below(seed, "department", opening, len(_DEPARTMENTS))]
    return before + base + after + shown, department, level


def _names(seed: int, openings: Market) -> tuple[Ints, Ints]:
    """The openings whose title names a technology that they use, and which of `_IN_TITLE`."""
    opening, uses = openings.opening, openings.uses[:, [COLUMN[name] for name in _IN_TITLE]]
    count = uses.sum(axis=1)
    named = (count > 0) & np.isin(openings.family, _NAMED_FAMILIES) & ~openings.noise
    rows = np.flatnonzero(named & chance(seed, "name in title", opening, 0.14))
    chosen = below(seed, "which name", opening[rows], count[rows])
    return rows, np.argmax(np.cumsum(uses[rows], axis=1) > chosen[:, None], axis=1)
