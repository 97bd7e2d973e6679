"""What typed and keyed raw data must satisfy."""

from expectations import _editions
from expectations._rules import (
    COMPANY_SIZES,
    FACTS_SOURCES,
    OUTCOMES,
    between,
    closed,
    filled,
    key,
    never,
    rows,
)

SUITES = {
    **_editions.STAGING,
    "staging/stg_boards": [
        rows(),
        *key("ats", "board", "as_of_date"),
        closed("outcome", OUTCOMES),
        between("listing_count", 0),
    ],
    "staging/stg_sightings": [
        rows(),
        *key("listing_id", "content_id"),
        never("last seen before first seen", "last_seen_date < first_seen_date"),
    ],
    "staging/stg_listings": [
        rows(),
        *key("content_id"),
        *filled("listing_id", "ats", "board", "title"),
        never("an empty title", "title = ''", row=True),
        never(
            "an address that is not of the web",
            "url is not null and not regexp_matches(url, '^https?://')",
            row=True,
        ),
    ],
    "staging/stg_texts": [rows(0), *key("content_id", "text_id"), *filled("description_html")],
    "staging/stg_set_aside": [
        rows(0),
        *filled("ats", "board", "field", "rule"),
        never(
            "a rule name that is not in snake case", "not regexp_matches(rule, '^[a-z][a-z0-9_]*$')"
        ),
        never("a value of more than 200 characters", "length(value_text) > 200", row=True),
    ],
    "staging/stg_companies": [
        rows(0),
        *key("company_id"),
        closed("size_band", COMPANY_SIZES),
        closed("facts_source", FACTS_SOURCES),
        never(
            "an industry that is not an id",
            "len(list_filter(industries, lambda i: not regexp_matches(i, '^[a-z-]+$'))) > 0",
        ),
    ],
    "staging/stg_countries": [rows(240, 260), *key("country_code")],
    "staging/stg_cities": [rows(20_000), *key("city_id"), between("population", 0)],
    "staging/stg_exchange_rates": [
        rows(100),
        *key("currency_code", "rate_date"),
        never("a rate that is not positive", "usd_per_unit <= 0 or usd_per_unit is null"),
        never(
            "a rate of USD other than 1",
            "currency_code = 'USD' and abs(usd_per_unit - 1) > 1e-9",
        ),
    ],
}
