"""Titles, teams and departments of openings. Each title has one seniority."""

from __future__ import annotations

from orchestration.simulator.draws import Random

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


def area(rng: Random, industry: str) -> str:
    """The part of the product that an opening is for."""
    return rng.choice(_SHARED if rng.chance(0.2) else _AREAS[industry])


def noise(rng: Random, kind: int, seniority: str) -> tuple[str, str, str]:
    """Title, department and seniority of a listing that is not software."""
    title, department = _NOISE[kind]
    if seniority == "senior":
        return f"Senior {title}", department, "senior"
    return title, department, "unspecified"  # the managers among them have no reports


def software(
    rng: Random, family: str, seniority: str, field: str, uses: list[str]
) -> tuple[str, str]:
    """Title and department of a software listing."""
    department = rng.choice(("Engineering", "Engineering", "Technology", "R&D", "Product & Tech"))
    if seniority == "manager":
        head = _HEADS.get(family) or rng.choice(("Engineering", "Software Engineering"))
        return f"{head} Manager, {field}", department
    if seniority == "director":
        start = rng.choice(("Director of", "Director of", "Director,"))
        return f"{start} {_HEADS.get(family, 'Engineering')}, {field}", department
    base = rng.choice(_BASES[family])
    named = [name for name in uses if name in _IN_TITLE]
    if named and family in ("backend", "fullstack") and rng.chance(0.14):
        name = rng.choice(named)
        base = f"{_SHOWN.get(name, name.capitalize())} {rng.choice(('Engineer', 'Developer'))}"
    if seniority == "intern":
        return rng.choice((f"{base} Intern", f"{base} Internship", f"{base} (Intern)")), department
    if seniority in _PREFIX:
        title = rng.choice(_PREFIX[seniority]) + base
    elif "," not in base and rng.chance(0.22):
        title = f"{base} {rng.choice(('II', 'II', 'III'))}"
    else:
        title = base
    if rng.chance(0.45):
        title += f"{' - ' if ',' in title or rng.chance(0.25) else ', '}{field}"
    return title, department
