"""What the facts and dimensions must satisfy."""

from expectations import _editions, _estimates, _requirements
from expectations._rules import (
    CLASSES,
    COMPANY_SIZES,
    FACTS_SOURCES,
    FAMILIES,
    MAIL,
    OUTCOMES,
    PUBLISHED_WORKPLACES,
    REFUSALS,
    RELIST_SOURCES,
    ROLE_FAMILIES,
    ROLE_SOURCES,
    SECTIONS,
    SENIORITIES,
    SOFTWARE_CLASSES,
    SOURCE_FIELDS,
    SPAN_STATES,
    STATED_COMPANY_SIZES,
    STRENGTHS,
    between,
    boards_add_up,
    closed,
    counted,
    filled,
    key,
    mentions,
    never,
    plausible_midpoint,
    remote,
    rows,
    salaried,
    variable,
)

SUITES = {
    **_estimates.CORE,
    **_editions.CORE,
    "core/dim_companies": [
        rows(),
        *key("company_id"),
        *filled("company_name"),
        closed("company_size", COMPANY_SIZES),
        closed("stated_company_size", STATED_COMPANY_SIZES),
        closed("company_size_source", FACTS_SOURCES),
        closed("industries_source", FACTS_SOURCES),
        between("industry_confidence", variable("industry_confidence"), 1),
        never(
            "an answer without its source, or the reverse",
            "(industries = []) <> (industries_source is null) "
            "or (company_size = 'unknown') <> (company_size_source is null)",
        ),
        never(
            "a statement without its words",
            "stated_industries <> [] and industry_text is null "
            "or stated_company_size is not null and company_size_text is null",
        ),
    ],
    "core/dim_boards": [
        rows(),
        *key("board_id"),
        *filled("company_id", "data_source", "is_stale"),
        closed("last_outcome", OUTCOMES),
        between("listing_count", 0),
    ],
    "core/dim_nights": [
        rows(),
        *key("as_of_date"),
        never("more complete boards than boards", "complete_board_count > crawled_board_count"),
        *_editions.NIGHTS,
    ],
    "core/dim_sources": [
        rows(),
        *key("ats"),
        *filled("listing_count", "with_text_count", "pending_count", "last_crawled_date"),
        boards_add_up(),
        never(
            "more filled fields than listings",
            f"greatest({', '.join(f'with_{f}_count' for f in SOURCE_FIELDS)}) > listing_count "
            "or software_listing_count > listing_count",
        ),
    ],
    "core/dim_technologies": [
        rows(450),
        *key("technology_id"),
        closed("technology_family", FAMILIES),
    ],
    "core/fct_listings": [
        rows(),
        *key("listing_id"),
        *filled("role_id", "company_id", "title", "role_family", "is_software"),
        closed("role_family", ROLE_FAMILIES),
        closed("software_class", SOFTWARE_CLASSES),
        closed("role_source", ROLE_SOURCES),
        *filled("is_pay_read", "has_text", "has_salary"),
        closed("workplace", PUBLISHED_WORKPLACES),
        closed("seniority", SENIORITIES),
        between("annual_salary_usd", *plausible_midpoint(), row=True),
        never("not an ISO code", "length(country_code) <> 2"),
        never(
            "a midpoint outside its range",
            "annual_salary_usd not between annual_salary_min_usd - 0.01 "
            "and annual_salary_max_usd + 0.01",
            row=True,
        ),
        never(
            "a salary without a source and a pay range, or the reverse",
            "has_salary <> (pay_source is not null and pay_tier_count > 0)",
        ),
        never(
            "a workplace 'not read' with a text, or 'not stated' without a text",
            "workplace = 'not read' and has_text or workplace = 'not stated' and not has_text",
        ),
        *_requirements.published(),
        never("a text without an id, or an id without a text", "has_text <> (text_id is not null)"),
        never(
            "a text or a salary, but pay is marked as not read",
            "(has_text or has_salary) and not is_pay_read",
        ),
        never(
            "a mail address in a title",
            f"regexp_matches(title, '{MAIL}')",
            row=True,
        ),
    ],
    "core/fct_listing_technologies": [
        rows(0),
        *key("listing_id", "technology_id"),
        *filled("text_id", "line_id", "alias", "is_counted", "is_own_product"),
        closed("section", SECTIONS),
        closed("strength", STRENGTHS),
        closed("class", [*CLASSES, "own_product"]),
        between("mention_count", 1),
        never(
            "a technology that counts without being built or used, or the reverse",
            "is_counted <> (class in ('build', 'use'))",
        ),
    ],
    "core/fct_technology_mentions": [
        rows(0),
        *key("company_id", "text_id", "line_number", "technology_id"),
        *filled("line_id", "alias", "span_text", "is_repeated", "is_own_product"),
        *mentions([*CLASSES, "own_product"]),
    ],
    "core/fct_listing_evidence": [
        rows(0),
        *filled("listing_id", "source", "span_text"),
        closed("claim", ["pay", "workplace", *_requirements.REQUIREMENTS]),
        closed("section", SECTIONS),
        never("evidence of more than 200 characters", "length(span_text) > 200", row=True),
        never(
            "evidence from a text without its line", "(source = 'text') <> (line_id is not null)"
        ),
    ],
    "core/fct_set_aside": [
        rows(0),
        *filled("ats", "board", "field", "rule"),
        closed("layer", ["raw", "intermediate"]),
        never("a value of more than 200 characters", "length(value_text) > 200", row=True),
    ],
    "core/fct_listing_countries": [
        rows(0),
        *key("listing_country_id"),
        *filled("listing_id", "country_code", "place_number", "has_salary"),
        between("annual_salary_usd", *plausible_midpoint(), row=True),
        never(
            "a salary without a pay range, or the reverse",
            "has_salary <> (annual_salary_usd is not null and pay_tier_count > 0)",
        ),
    ],
    "core/fct_listing_places": [
        rows(0),
        *key("listing_place_id"),
        *filled("listing_id"),
        never("not an ISO code", "length(country_code) <> 2"),
    ],
    "core/fct_listing_spans": [
        rows(0),
        *key("listing_span_id"),
        *filled("listing_id", "board_id", "company_id", "opened_date", "last_seen_date"),
        closed("span_state", SPAN_STATES),
        never(
            "dates out of order",
            "opened_after_date >= opened_date or opened_date > last_seen_date "
            "or last_seen_date >= missing_date or missing_date >= confirmed_date",
        ),
    ],
    "core/fct_listing_versions": [
        rows(0),
        *key("listing_version_id"),
        *filled("listing_id", "board_id", "company_id", "content_id", "title"),
        never("dates out of order", "first_seen_date > last_seen_date"),
        never(
            "a first version with changes, or another without",
            "(version_number = 1) <> (changed_fields is null)",
        ),
    ],
    "core/fct_relistings": [
        rows(0),
        *key("listing_id"),
        *key("closed_listing_id"),
        *filled("chain_id", "board_id", "company_id", "is_open", "chain_opened_date"),
        closed("relist_source", RELIST_SOURCES),
        between("gap_days", 1, variable("relist_within_days")),
        between("chain_number", 2),
        never(
            "a chain that ends before it begins",
            "chain_number > chain_length or chain_opened_date >= opened_date "
            "or opened_date > last_seen_date or least_chain_days < gap_days",
        ),
    ],
    "core/fct_chains": [
        rows(0),
        *key("chain_id"),
        *filled("last_listing_id", "board_id", "company_id", "title", "is_software", "is_closed"),
        closed("role_family", ROLE_FAMILIES),
        closed("seniority", SENIORITIES),
        closed("chain_state", SPAN_STATES),
        between("listing_count", 1),
        never(
            "days without a start, or out of order",
            "(start_date is null) <> (exit_days is null) or entry_days not between 0 and exit_days "
            "or span_count < listing_count",
        ),
    ],
    "core/fct_listing_pay_ranges": [
        rows(0),
        *key("pay_range_id"),
        closed("exclusion_reason", REFUSALS),
        never(
            "pay from another source than a field or the text",
            "pay_source not in ('field', 'text')",
        ),
    ],
    "core/fct_roles": [
        rows(),
        *key("role_id"),
        between("listing_count", 1),
        never(
            "more listings with salary or with text than listings",
            "with_salary_count > listing_count or with_text_count > listing_count",
        ),
        never(
            "pay zones without pay, or pay without a zone",
            "(pay_zone_count > 0) <> (with_salary_count > 0) or pay_zone_count > with_salary_count",
        ),
    ],
    "core/dim_fine_segments": [
        rows(0),  # a night may have no group that is large enough
        *key("segment_id"),
        *filled("dimension", "key", "within_key"),
    ],
    "core/fct_segment_listings": [
        rows(0),  # a night may have no software listing
        *key("segment_id", "listing_id"),
        *filled("dimension", "key"),
    ],
    "core/fct_segments": [
        rows(0),
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
