"""What one night of a source, and a reference table, must satisfy before it is accepted."""

from expectations._rules import ATS, OUTCOMES, between, closed, filled, key, never, rows

MAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"

SUITES = {
    "raw/postings": [
        rows(0),  # a night on which nothing changed stores no content
        *key("content_id"),
        *filled("ats", "board", "native_id", "title"),
        never("a title without a letter or digit", r"not regexp_matches(title, '[\p{L}\p{N}]')"),
        never(
            "an address that is not of the web",
            "url is not null and not regexp_matches(url, '^https?://[^\\s]+$')",
        ),
        never(
            "a mail address in a title or pay text",
            f"regexp_matches(concat_ws(' ', title, pay_text), '{MAIL}')",
        ),
        never("published far in the future", "published_at > now() + interval 400 day"),
        never(
            "a negative amount",
            "len(list_filter(pays, lambda p: p.minimum < 0 or p.maximum < 0)) > 0",
        ),
    ],
    "raw/sightings": [
        rows(0),
        *key("ats", "board", "native_id"),
        *filled("content_id"),
    ],
    "raw/boards": [
        rows(),
        *key("ats", "board"),
        never("an ats that is not a source's name", f"not regexp_matches(ats, '{ATS}')"),
        closed("outcome", OUTCOMES),
        *filled("origin", "fetched_at"),
        between("listing_count", 0),
        never(
            "a board that fell short without a reason",
            "outcome in ('partial', 'failed', 'skipped') and reason is null",
        ),
        never("no board answered", "not exists (select 1 from {batch} where outcome <> 'failed')"),
    ],
    "raw/companies": [
        rows(0),
        *key("company"),
        closed("size_band", ["<50", "50-500", ">500", "unknown"]),
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
