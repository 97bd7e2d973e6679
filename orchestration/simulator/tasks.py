"""Sentences about the work and its requirements. Data only; `text` fills in technologies.

No sentence names a technology; some hold ordinary words that look like names.
"""

from __future__ import annotations

ROLE = (
    "As a member of the {area} team you will own a part of the product that customers notice every "
    "day. You will work with designers, product managers and other engineers, and you will see "
    "what you build in use within weeks.",
    "The {area} team is small and has a long list. We are looking for somebody who likes to take a "
    "vague problem, ask the right questions and turn it into something that works and keeps "
    "working.",
    "You will join the {area} group, which looks after some of our busiest code. The work is a mix "
    "of new features, careful repair and the occasional rescue, and you will have a say in what "
    "comes first.",
    "We are growing our {area} team. In this role you will shape how we build, help others do "
    "their best work and leave the code clearer than you found it.",
    "Our {area} team sits close to customers. You will talk to them, understand what slows them "
    "down and build what helps, with the time and the trust to do it properly.",
)
ROLE_MORE = (
    "The problems are real: more traffic each quarter, data that must never be lost, and users who "
    "notice when a page takes half a second longer.",
    "You will not be alone. Every project has at least two people on it, and we pair often when "
    "something is new or risky.",
    "In your first month you will ship something small; by the end of the second quarter you will "
    "lead a piece of work that others depend on.",
    "We measure ourselves by what changes for the people who use the product, not by lines or "
    "tickets.",
)
DO = {
    "backend": (
        "Design and build services that stay fast while traffic grows",
        "Model data so that it can be trusted years from now",
        "Make slow queries fast and fragile jobs dull",
        "Define interfaces that other teams can build upon without asking",
    ),
    "frontend": (
        "Build interfaces that are quick, accessible and pleasant to use",
        "Grow our component library and keep it tidy",
        "Work with designers from the first sketch to the last pixel",
        "Measure and improve how fast pages load on ordinary devices",
    ),
    "fullstack": (
        "Build features end to end, from the database to the screen",
        "Prototype with customers and harden what proves useful",
        "Keep both sides of the product simple enough to explain",
        "Own releases and watch how they behave afterwards",
    ),
    "mobile": (
        "Build and ship our mobile app to millions of devices",
        "Keep start-up time, battery use and crashes low",
        "Plan releases with design and product",
        "Bring new features to older devices without giving up quality",
    ),
    "platform": (
        "Run the systems that every other team builds upon",
        "Automate what is still done by hand at three in the morning",
        "Lead capacity planning and make costs visible",
        "Write down what went wrong and see that it does not happen again",
    ),
    "data": (
        "Build pipelines that deliver the right numbers on time",
        "Model our data so that analysts can answer their own questions",
        "Find and repair quality problems before anybody acts on them",
        "Bring order to events that arrive late, twice or not at all",
    ),
    "ml": (
        "Train, evaluate and ship models that customers depend on",
        "Build data sets and measures that show whether a model is really better",
        "Make training and serving faster and cheaper",
        "Read the literature, and try what seems worth it",
    ),
    "ai": (
        "Build product features that answer in plain words and measure whether they help",
        "Design evaluations that tell a good answer from a fluent one",
        "Bring latency and cost down without losing quality",
        "Work with customers to find out where automation is welcome",
    ),
    "security": (
        "Review designs and code, and help teams fix what you find",
        "Build guard rails that make the safe way the easy way",
        "Lead the response when something looks wrong",
        "Test our defences as an attacker would",
    ),
    "quality": (
        "Build test suites that are fast, stable and believed",
        "Find the cases nobody thought of",
        "Help developers test their own work well",
        "Decide with the team when a release is good enough",
    ),
    "embedded": (
        "Write and review software that runs close to the hardware",
        "Bring up new boards together with the hardware team",
        "Find timing faults with patience and a logic analyser",
        "Keep devices in the field up to date and safe",
    ),
    "game": (
        "Build game mechanics together with designers and artists",
        "Keep frame times low on every device we support",
        "Write tools that let artists try an idea in minutes",
        "Profile, measure and remove what wastes time",
    ),
    "systems": (
        "Design systems that stay correct when machines fail",
        "Find out why the slowest request in ten thousand is slow",
        "Work on storage, scheduling and networking at scale",
        "Write code whose costs you can explain down to the cache line",
    ),
}
DO["ios"] = DO["android"] = DO["mobile"]
DO_ANY = (
    "Take projects from a rough idea through design, review and launch to steady operation",
    "Write clear design notes and ask for criticism early",
    "Review the work of others with care and learn from theirs",
    "Share the on-call rota of your team and react to incidents calmly",
    "Mentor colleagues and take part in hiring",
    "Work with product, design and support to decide what to build next",
    "Improve how we test, release and watch our software",
    "Plan with partners across the company and keep them up to date",
    "Bring technical debt down a little every week",
    "Help our go-to-market team to answer hard questions from customers",
)
DO_WITH = (
    "Build and operate production systems with {x}",
    "Develop new features in {x}",
    "Maintain and extend a large code base built with {x}",
    "Move older parts of the product to {x}",
)
NEED_WITH = (
    "{n}+ years of professional experience with {x}",
    "Strong command of {x}",
    "Hands-on experience with {x} in production",
    "Solid working knowledge of {x}",
    "Deep experience building with {x}",
    "Proficiency in {x}",
    "You have shipped and operated software built with {x}",
    "Experience with {x} at scale",
)
NEED_ANY = (
    "{n}+ years of experience building software that other people depend on",
    "Clear written and spoken English",
    "A habit of finishing: you see work through to the point where it is in use",
    "Sound judgement about when good is good enough",
    "Experience working closely with product and design",
    "Care for testing, reviews and documentation",
    "You explain technical matters simply to people who are not engineers",
    "A degree in computer science or a related field, or equivalent experience",
    "Comfort with ambiguity and with changing your mind in the light of data",
    "A record of improving the teams you have been part of",
    "Curiosity about how customers use what you build",
)
NICE = (
    "Experience in a company that grew quickly",
    "Contributions to open source",
    "Familiarity with our industry and its rules",
    "You have given talks or written about your work",
    "Experience mentoring less experienced colleagues",
    "An eye for design and for clear language",
)
NICE_WITH = "Further experience with {x} is a plus"
STACK = (
    "Our stack: {x}", "Our tech stack: {x}", "Tech stack: {x}", "What we work with: {x}",
    "We use {x}",
)  # fmt: skip
NOISE_DO = (
    "Build lasting relationships with the people you work with",
    "Own your plan for the quarter and report on it honestly",
    "Work with engineering, product and finance on shared goals",
    "Prepare clear material for customers and for the leadership team",
    "Improve how we work and write down what you have learnt",
    "Travel to customers and partners a few times a year",
    "Keep our records complete and up to date",
)
NOISE_NEED = (
    "{n}+ years in a similar position",
    "Excellent communication and organisation",
    "Comfort with numbers and with asking for them",
    "A calm manner when several things are urgent at once",
    "Experience in a technology company",
    "Willingness to learn how our product works in some depth",
)
IMPOSSIBLE_PAY = "Base salary: $9,999,999,999,999 a year."
