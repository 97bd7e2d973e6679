"""Sentences that say nothing of the job itself, whatever they name."""

SENTENCES = (
    # Money that is no pay.
    "We raised $150 million from Initech Ventures and Globex Capital.",
    "Our customers save $120,000 a year on average.",
    "You get a learning budget of $1,500 per year and a $2,000 home office stipend.",
    "Our 401(k) plan matches up to $23,000.",
    "Deals are worth between $80,000 and $250,000.",
    "We processed $85,000 - $95,000 in donations last year.",
    "Our revenue per employee is $310,000.",
    "Equity of 0.05% to 0.25% is part of the offer.",
    # Years that nobody has to bring, degrees, visas and clearance of others.
    "We were founded 12 years ago and have over 100 years of combined experience.",
    "A four-year vesting schedule with a one-year cliff applies to options.",
    "The average tenure of our staff is 5 years.",
    "Our founders hold PhDs from Tulsa University and worked at Globex for ten years.",
    "We help students find visa sponsorship in other countries.",
    "Our clients require security clearance of their own staff.",
    # Places and offices that are not where the work is done.
    "Once a year the whole company meets for a week in Lisbon.",
    "We have offices in Tulsa, Lisbon and Osaka.",
    "Bring your dog to our office any day.",
    "Yoga classes take place in the office twice a week.",
    "Our software helps remote teams plan their week.",
    "Customers use our product on site and in hybrid clouds.",
    # Technologies of others, and words that are none.
    "Our colleagues at Initech write COBOL and work from their office in Tulsa.",
    "Our customers migrate from Oracle to our product.",
    "Our competitor wrote its product in PHP.",
    "Banks still run COBOL; we sell them a way out.",
    "Former engineers of Stripe and Datadog founded the company.",
    "Investors in our company also backed Databricks and Confluent.",
    "This page uses cookies and Google Analytics.",
    "We once tried Kubernetes and gave it up.",
    "You excel where others rest, respond swiftly and go the extra mile.",
    # What postings end with.
    "Applicants with disabilities can ask for accommodation at jobs@example.com.",
    "The interview takes four weeks: a call, a task of 3 hours and a day on site.",
    "By applying you agree that your data are kept for 2 years.",
    "Other open positions are for a Data Scientist in Osaka and a Sales Manager.",
)
