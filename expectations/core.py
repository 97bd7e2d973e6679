"""What the facts and dimensions must satisfy."""

from expectations._rules import (
    COMPANY_SIZES,
    FAMILIES,
    OUTCOMES,
    REFUSALS,
    SENIORITIES,
    WORKPLACES,
    between,
    closed,
    counted,
    filled,
    key,
    never,
    remote,
    rows,
    salaried,
)

SUITES = {
    "core/dim_companies": [
        rows(),
        *key("company_id"),
        *filled("company_name"),
        closed("company_size", COMPANY_SIZES),
    ],
    "core/dim_boards": [
        rows(),
        *key("board_id"),
        *filled("company_id", "origin", "is_stale"),
        closed("last_outcome", OUTCOMES),
        between("listing_count", 0),
    ],
    "core/dim_technologies": [
        rows(450),
        *key("technology_id"),
        closed("technology_family", FAMILIES),
    ],
    "core/fct_listings": [
        rows(),
        *key("listing_id"),
        *filled("role_id", "company_id", "title", "is_software", "has_salary"),
        closed("workplace", WORKPLACES),
        closed("seniority", SENIORITIES),
        between("annual_salary_usd", 8_000, 1_500_000),
        never("not an ISO code", "length(country_code) <> 2"),
        never(
            "a midpoint outside its range",
            "annual_salary_usd not between annual_salary_min_usd - 0.01 "
            "and annual_salary_max_usd + 0.01",
        ),
        never(
            "a salary from nowhere", "has_salary <> (pay_source is not null and pay_tier_count > 0)"
        ),
        never(
            "a mail address in a title",
            "regexp_matches(title, '[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+[.][A-Za-z]{2,}')",
        ),
    ],
    "core/fct_listing_technologies": [
        rows(0),
        *key("listing_id", "technology_id"),
        *filled("line_id", "alias", "is_counted", "is_own_product"),
        between("mention_count", 1),
    ],
    "core/fct_listing_places": [
        rows(0),
        *key("listing_place_id"),
        *filled("listing_id"),
        never("not an ISO code", "length(country_code) <> 2"),
    ],
    "core/fct_listing_pays": [
        rows(0),
        *key("listing_pay_id"),
        closed("refusal_code", REFUSALS),
        never("pay that was not published", "pay_source not in ('field', 'text')"),
    ],
    "core/fct_roles": [
        rows(),
        *key("role_id"),
        between("listing_count", 1),
        never("more priced listings than listings", "with_salary_count > listing_count"),
        never(
            "pay zones without pay, or pay without a zone",
            "(pay_zone_count > 0) <> (with_salary_count > 0) or pay_zone_count > with_salary_count",
        ),
    ],
    "core/fct_segment_listings": [
        rows(),
        *key("segment_id", "listing_id"),
        *filled("dimension", "key"),
    ],
    "core/fct_segments": [
        rows(),
        *key("segment_id"),
        *filled("dimension", "key", "method"),
        *counted(),
        *salaried(),
        *remote(),
        never(
            "a segment larger than the index",
            "listing_count > (select max(listing_count) from {batch} where segment_id = 'index')",
        ),
    ],
}
