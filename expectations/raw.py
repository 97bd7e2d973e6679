"""What one night of a source, and a reference table, must satisfy before it is accepted."""

from expectations._rules import (
    ATS,
    COMPANY_SIZES,
    MAIL,
    OUTCOMES,
    between,
    closed,
    empty,
    filled,
    key,
    never,
    rows,
    variable,
)

UNSEEN = r"[\x{0}-\x{8}\x{B}\x{C}\x{E}-\x{1F}\x{7F}-\x{9F}\x{202A}-\x{202E}\x{2066}-\x{2069}]"
TEXTS = "concat_ws(' ', title, company, department, team, level, pay_text, url)"

SUITES = {
    "raw/postings": [
        rows(0),  # a night on which nothing changed stores no content
        *key("content_id"),
        *filled("ats", "board", "native_id", "title"),
        never(
            "a title without a letter or digit",
            r"not regexp_matches(title, '[\p{L}\p{N}]')",
            row=True,
        ),
        never(
            "an address that is not of the web",
            "url is not null and not regexp_matches(url, '^https?://[^\\s]+$')",
            row=True,
        ),
        never("a mail address", f"regexp_matches({TEXTS}, '{MAIL}')", row=True),
        never("an invisible character", f"regexp_matches({TEXTS}, '{UNSEEN}')", row=True),
        never(
            "a publication date more than 400 days ahead",
            "published_at > now() + interval 401 day",
            row=True,
        ),
        never(
            "an amount that is negative or above the limit",
            "len(list_filter(pays, lambda p: "
            f"p.minimum not between 0 and {variable('highest_amount')} "
            f"or p.maximum not between 0 and {variable('highest_amount')})) > 0",
            row=True,
        ),
    ],
    "raw/sightings": [
        rows(0),
        *key("ats", "board", "native_id"),
        *filled("content_id"),
    ],
    "raw/set_aside": [
        rows(0),
        *filled("ats", "board", "field", "rule"),
        never(
            "a rule name that is not in snake case", "not regexp_matches(rule, '^[a-z][a-z0-9_]*$')"
        ),
        never("a value of more than 200 characters", "length(value_text) > 200", row=True),
        never("a mail address", f"regexp_matches(value_text, '{MAIL}')", row=True),
        never("an invisible character", f"regexp_matches(value_text, '{UNSEEN}')", row=True),
    ],
    "raw/set_aside_shares": [
        rows(0),
        *filled("ats", "field", "max_share", "min_count"),
        never(
            "more values set aside than the limit of the source (set_aside_limits.csv)",
            "set_aside_count >= min_count and set_aside_share > max_share",
        ),
    ],
    "raw/measures": [
        rows(),
        *key("ats", "measure", "category"),
        *filled("label", "figure_kind", "n", "night_count"),
        empty("failure_text", "a figure too far from usual (measure_limits.csv)"),
        empty("warning_text", "a figure far from usual (measure_limits.csv)", "warning"),
    ],
    "raw/boards": [
        rows(),
        *key("ats", "board"),
        never("an ats that is not the name of a source", f"not regexp_matches(ats, '{ATS}')"),
        closed("outcome", OUTCOMES),
        *filled("origin", "fetched_at"),
        between("listing_count", 0),
        never(
            "an incomplete board without a reason",
            "outcome in ('partial', 'failed', 'skipped') and reason is null",
        ),
        never("a mail address in a reason", f"regexp_matches(reason, '{MAIL}')", row=True),
        never(
            "a source with no board that answered",
            "ats not in (select ats from {batch} where outcome <> 'failed')",
        ),
    ],
    "raw/companies": [
        rows(0),
        *key("company"),
        closed("size_band", COMPANY_SIZES),
        never("a fact without evidence", "industries is not null and evidence is null"),
    ],
    "raw/countries": [rows(240, 260), *key("country_code"), *filled("country_name")],
    "raw/cities": [rows(20_000), *key("city_id"), *filled("city_name", "country_code")],
    "raw/exchange_rates": [
        rows(10_000),
        *key("rate_date", "currency_code"),
        *filled("units_per_euro", "rate_source"),
        never("a rate that is not positive", "units_per_euro <= 0"),
    ],
}
