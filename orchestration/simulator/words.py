"""Sentences for postings. Data alone; every technology is filled in by `text`.

No sentence names a technology as wanted. Some are traps that a careful reader does not count:
ordinary words that look like names, vendors as customers, money that is not pay.
"""

from __future__ import annotations

ABOUT = {
    "fintech": "payment and ledger software for banks and marketplaces",
    "healthcare": "software that clinics use to look after their patients",
    "e-commerce": "the tools independent shops use to sell online",
    "gaming": "online worlds that millions of players share",
    "automotive": "driver assistance and diagnostics for carmakers",
    "robotics": "robots that pick, pack and carry in warehouses",
    "defense": "mission software for public safety and defence",
    "cybersecurity": "software that finds intruders before they do harm",
    "ai-ml": "an AI platform and the models that run on it; we are an AI-native lab and AI company",
    "data-infrastructure": "a data platform on which companies store and query what they know",
    "developer-tools": "tools that help developers build, review and ship software",
    "edtech": "learning and reading products for schools, teachers and self-learners",
    "saas": "a cloud product that teams use to plan and report their daily work",
    "": "products people rely on every day",
}
INTRO = (
    "{name} builds {about}. Since {year} we have grown to customers in {n} countries, and we are "
    "still at the beginning.",
    "At {name} we make {about}. Our people come from many places and share one habit: they finish "
    "what they start.",
    "{name} is the company behind {about}. We believe that careful work, done in small teams, "
    "outlasts loud promises.",
    "Founded in {year}, {name} makes {about}. We are profitable, curious and a little impatient.",
)
INTRO_MORE = (
    "Our culture is direct and kind. We write things down, we disagree in the open, and we move on "
    "together once a decision is made.",
    "We work in small teams that own their part of the product from the first sketch to the night "
    "it breaks. Swift decisions are easy when those who decide are those who build.",
    "We look for people who spark joy in others by explaining hard things simply, and who go the "
    "extra mile when a customer is stuck.",
    "Our go-to-market team and our R&D team sit at one table; rust never sleeps, and neither does "
    "technical debt, so we pay some of it down every week.",
    "We care about how things are made. Reviews are short, releases are boring, and we react to "
    "incidents with questions rather than blame.",
)
VENDORS = (
    "We are trusted by teams at {a}, {b} and {c}.",
    "Organizations like {a} and {b} rely on {name} every day.",
    "Our investors include the founders of {a} and {b}.",
    "{name} was founded by former {a} and {b} engineers.",
    "We are backed by early investors in {a}, {b} and {c}.",
    "Our leadership team previously worked at {a}, {b} and {c}.",
    "Customers such as {a} and {b} run on {name}.",
)
VENDOR_NAMES = (
    "OpenAI", "Stripe", "Databricks", "Snowflake", "MongoDB", "Datadog", "Anthropic", "Elastic",
    "Shopify", "Figma", "Confluent", "Notion", "Redis", "Vercel", "Airbnb",
)  # fmt: skip
FUNDING = (
    "We recently raised a ${n}M Series {s} and more than doubled our annual recurring revenue to "
    "${m}M ARR.",
    "We have raised ${n}M to date, most of it in our Series {s}.",
    "Last year we passed ${m}M ARR and processed over $2 billion for our customers.",
)
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
        "Build product features on top of language models and measure whether they help",
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
        "Build gameplay systems together with designers and artists",
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
BENEFITS = (
    "Medical, dental and vision insurance for you and your family",
    "401(k) match up to $5,000 a year",
    "A learning budget of $2,000 a year",
    "A $1,000 home-office stipend when you join",
    "25 days of paid holiday, and public holidays on top",
    "16 weeks of paid parental leave",
    "A $150 monthly wellness allowance",
    "Equity, so that you share in what we build",
    "Lunch and good coffee in every office",
    "A sabbatical of four weeks after five years",
    "Relocation support of up to $7,500 where a move is needed",
    "A referral bonus of $3,000 for each colleague you bring",
    "Commuter benefits and a bicycle scheme",
    "A new laptop of your choice, up to $3,500",
)
EQUAL = (
    "{name} is an equal opportunity employer. We consider all applicants without regard to race, "
    "colour, religion, sex, sexual orientation, gender identity, national origin, age, disability "
    "or veteran status.",
    "We welcome people of every background. If you need an adjustment during the interviews, tell "
    "your recruiter and we will arrange it.",
    "All qualified applicants will be considered, including those with arrest or conviction "
    "records, in line with applicable law. If you do not meet every point above, apply anyway: "
    "nobody does.",
    "We hire for what people can do. We are committed to a workplace free of discrimination and "
    "harassment, and we pay equally for equal work.",
)
AI_POLICY = "Please do not use ChatGPT or similar tools to write your application."
HYBRID = (
    "This is a hybrid role: three days a week in our {city} office.",
    "We work in a hybrid model, with two days a week in the {city} office.",
    "This position is hybrid; you will spend three days a week in our office in {city}.",
)
REMOTE = (
    "This role is fully remote.",
    "This is a fully remote position.",
    "You can work from anywhere: this is a 100% remote role.",
)
ONSITE = (
    "This role is based on-site in our {city} office.",
    "This position is on-site, five days a week in our {city} office.",
    "This is an on-site role at our office in {city}.",
)
HYBRID_ANY = "This is a hybrid role: three days a week in the office."
ONSITE_ANY = "This role is on-site: the team works together in the office, five days a week."
POOL = ("General Application", "Talent Community", "Future Opportunities - Engineering")
PROCESS = (
    "The process: a first conversation with a recruiter, a technical interview about work like "
    "ours, and a day with the team. You will hear from us within a week of each step.",
    "We read every application ourselves. After a short call we send a small exercise that takes "
    "no more than two hours, and we talk about it together before we decide.",
    "Interviews take place by video. You will meet the hiring manager, two colleagues and somebody "
    "from another team, and you will have time for your own questions in each of them.",
)
