"""Sentences about the employer: company, benefits, workplace. Data only.

None names a technology as required. Some must not be counted: ordinary words that look like names,
vendors as customers, money that is not pay.
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
