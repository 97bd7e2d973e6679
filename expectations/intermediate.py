"""What each inference must satisfy."""

from expectations._rules import (
    BLOCK_KINDS,
    CLASSES,
    INTERVALS,
    MENTIONS,
    OUTCOMES,
    PAY_KINDS,
    REFUSALS,
    SECTIONS,
    SENIORITIES,
    STRENGTHS,
    UNITS,
    WORKPLACES,
    between,
    closed,
    filled,
    key,
    never,
    plausible_midpoint,
    rows,
    variable,
)

SUITES = {
    "intermediate/int_listings__boards": [
        rows(),
        *key("board_id"),
        *filled("company_id", "company_name", "data_source", "is_stale"),
        closed("last_outcome", OUTCOMES),
        never(
            "invented and real listings in one index",
            "(select count(distinct data_source) from {batch}) > 1",
        ),
    ],
    "intermediate/int_listings__open": [
        rows(),
        *key("listing_id"),
        *filled("content_id", "board_id", "company_id", "ats", "board", "title"),
        never("last seen before first seen", "last_seen_date < first_seen_date"),
    ],
    "intermediate/int_places__names": [
        rows(200_000),
        *filled("place_name", "country_code", "weight"),
    ],
    "intermediate/int_places__parts": [
        rows(0),
        *key("place", "place_number"),
        closed("workplace", WORKPLACES),
    ],
    "intermediate/int_places__resolved": [
        rows(0),
        *filled("place", "place_number"),
        never(
            "a country read twice",
            "(place, place_number, coalesce(country_code, '')) in (select (place, place_number, "
            "coalesce(country_code, '')) from {batch} group by all having count(*) > 1)",
        ),
        never("a reading worth nothing", "(country_code is null) <> (fit = 0)"),
        closed("workplace", WORKPLACES),
        never("not an ISO code", "length(country_code) <> 2"),
    ],
    "intermediate/int_titles__core_titles": [
        rows(),
        *key("title"),
        *filled("core_title", "core_title_words"),
    ],
    "intermediate/int_titles__role_families": [
        rows(),
        *key("title"),
        *filled("role_family", "is_software"),
        closed("software_class", ["core", "adjacent", "no"]),
    ],
    "intermediate/int_titles__seniority": [
        rows(),
        *key("title"),
        *filled("seniority"),
        closed("seniority", SENIORITIES),
    ],
    "intermediate/int_titles__workplaces": [
        rows(),
        *key("title"),
        closed("workplace", ["remote", "hybrid", "onsite"]),
        never("a workplace without its words", "(workplace is null) <> (workplace_text is null)"),
    ],
    "intermediate/int_text__blocks": [
        rows(0),
        *key("text_id", "line_number"),
        *filled("line_id", "line_text", "heading_level"),
        closed("block_kind", BLOCK_KINDS),
        closed("own_section", SECTIONS),
        between("heading_level", 1, 7),
        never(
            "a section of what is no heading", "own_section is not null and block_kind <> 'heading'"
        ),
    ],
    "intermediate/int_text__lines": [
        rows(0),
        *key("text_id", "line_number"),
        *filled("line_id", "line_text"),
        closed("block_kind", BLOCK_KINDS),
        closed("section", SECTIONS),
        never(
            "characters that are not seen",
            "regexp_matches(line_text, '[\\p{Cc}\\p{Cf}]')",
            row=True,
        ),
        never("a line beyond its bound", "length(line_text) > 8000", row=True),
        never("a line kept for nothing", "not (has_technology or has_money or has_workplace)"),
    ],
    "intermediate/int_technologies__line_names": [
        rows(0),
        *key("line_id", "name_number"),
        *filled("alias", "start_position"),
        between("start_position", 1, row=True),
        never("a name that overlaps the one before it", "start_position < previous_end_position"),
    ],
    "intermediate/int_technologies__line_matches": [
        rows(0),
        *key("line_id"),
        never(
            "a tag that starts before its line",
            "len(list_filter(technologies, lambda t: t.start_position < 1)) > 0",
            row=True,
        ),
        never("more names than are read", "len(technologies) > 300", row=True),
    ],
    "intermediate/int_pay__line_amounts": [
        rows(0),
        *key("line_id", "amount_number"),
        between("amount_number", 0, variable("most_matches_per_line"), row=True),
        never(
            "an amount without its words or position",
            "amount_number > 0 and (span_text is null or start_position is null)",
        ),
    ],
    "intermediate/int_pay__line_cues": [
        rows(0),
        *key("line_id", "amount_number"),
        closed("pay_kind", PAY_KINDS),
        closed("side", ["upper", "lower"]),
    ],
    "intermediate/int_pay__line_intervals": [
        rows(0),
        *key("line_id", "amount_number"),
        closed("stated_interval", INTERVALS),
        closed("customary_interval", INTERVALS),
    ],
    "intermediate/int_pay__line_ranges": [
        rows(0),
        *key("line_id"),
        never(
            "pay that cannot be one",
            "len(list_filter(pays, lambda p: p.minimum > p.maximum or p.minimum <= 0 "
            f"or p.maximum >= {variable('highest_amount')} "
            "or coalesce(p.minimum, p.maximum) is null)) > 0",
            row=True,
        ),
    ],
    "intermediate/int_technologies__mentions": [
        rows(0),
        *key("text_id", "line_number", "technology_id"),
        *filled("line_id", "alias", "span_text", "is_counted"),
        closed("section", SECTIONS),
        closed("strength", STRENGTHS),
        closed("class", CLASSES),
        closed("mention_reason", MENTIONS),
        never(
            "a mention without its reason", "(class = 'mention') <> (mention_reason is not null)"
        ),
        never(
            "words that do not name it, or too many of them",
            "not contains(span_text, alias) or length(span_text) > 200",
            row=True,
        ),
        never("a mention that counts", "is_counted <> (class in ('build', 'use'))"),
    ],
    "intermediate/int_technologies__boilerplate": [
        rows(0),
        *key("company_id", "line_id"),
        between("text_share", 0.3, 1),
        between("title_count", 3),
        between("text_count", 1),
    ],
    "intermediate/int_pay__text_ranges": [
        rows(0),
        *filled("text_id", "line_id", "span_text", "tier_text"),
        closed("pay_kind", ["base", "on_target"]),
        closed("salary_interval", INTERVALS),
        never("no amount", "coalesce(salary_min, salary_max) is null", row=True),
        never("a range upside down", "salary_min > salary_max", row=True),
    ],
    "intermediate/int_workplace__texts": [
        rows(0),
        *key("text_id"),
        closed("workplace", ["remote", "hybrid", "onsite"]),
        *filled("line_id", "evidence_text", "has_office"),
        between("start_position", 1, row=True),
    ],
    "intermediate/int_places__listings": [
        rows(0),
        *key("listing_id", "place_number"),
        closed("workplace", WORKPLACES),
    ],
    "intermediate/int_workplace__listings": [
        rows(),
        *key("listing_id"),
        closed("workplace", WORKPLACES),
        never(
            "a workplace without evidence", "(workplace_source = 'none') <> (workplace = 'unknown')"
        ),
        closed("workplace_source", ["flag", "title", "place", "remote flag", "text", "none"]),
        never(
            "evidence without its words",
            "(evidence_text is null) <> (workplace_source in ('remote flag', 'none')) "
            "or (line_id is null) <> (workplace_source <> 'text')",
        ),
        never(
            "definitions of remote that do not hold each other",
            "is_remote_strict > is_remote_uncontradicted or is_remote_uncontradicted "
            "and workplace <> 'remote'",
        ),
    ],
    "intermediate/int_pay__listing_ranges": [
        rows(0),
        *key("pay_range_id"),
        *filled("listing_id", "pay_source", "is_base"),
        closed("salary_interval", INTERVALS),
        never(
            "no amount, or one that is not positive",
            "coalesce(salary_min, salary_max) is null or salary_min <= 0 or salary_max <= 0",
            row=True,
        ),
        never(
            "text pay without its line and words",
            "(pay_source = 'text') <> (line_id is not null and span_text is not null)",
        ),
    ],
    "intermediate/int_pay__currencies": [
        rows(0),
        *key("pay_range_id"),
        *filled("listing_id"),
    ],
    "intermediate/int_pay__annual_amounts": [
        rows(0),
        *key("pay_range_id"),
        *filled("listing_id"),
        never("a lower end above the upper end", "annual_salary_min_usd > annual_salary_max_usd"),
        never(
            "an amount without its rate",
            "annual_salary_usd is not null and (usd_per_unit is null or periods_per_year is null)",
        ),
    ],
    "intermediate/int_pay__exclusions": [
        rows(0),
        *key("pay_range_id"),
        *filled("listing_id"),
        closed("exclusion_reason", [reason for reason in REFUSALS if reason != "other_place"]),
        closed("suspected_unit", UNITS),
    ],
    "intermediate/int_pay__tier_places": [
        rows(0),
        *key("pay_range_id", "place_number"),
        *filled("listing_id"),
    ],
    "intermediate/int_pay__annualised": [
        rows(0),
        *key("pay_range_id"),
        closed("exclusion_reason", REFUSALS),
        closed("suspected_unit", UNITS),
        never("a unit put right", "suspected_unit is not null and is_counted", row=True),
        never(
            "a range that says nothing counts",
            f"is_counted and greatest(salary_min, salary_max) > {variable('widest_pay_range')} "
            "* least(salary_min, salary_max)",
            row=True,
        ),
        never(
            "a refusal that counts, or a pay that does not",
            "is_counted <> (exclusion_reason is null) "
            "or is_counted <> (annual_salary_usd is not null)",
        ),
        never(
            "a conversion without its rate, date and source",
            "annual_salary_usd is not null and "
            "(usd_per_unit is null or rate_date is null or rate_source is null)",
        ),
        between("annual_salary_usd", *plausible_midpoint(), row=True),
    ],
    "intermediate/int_listings__title_keys": [
        rows(),
        *key("listing_id"),
        *filled("company_id", "title_key"),
    ],
    "intermediate/int_listings__similar_texts": [
        rows(0),
        *key("title_key", "text_id"),
        *filled("similar_text_id"),
        never("a text that is similar to a later one", "similar_text_id > text_id"),
    ],
    "intermediate/int_listings__roles": [
        rows(),
        *key("listing_id"),
        *filled("role_id", "company_id"),
        closed("role_source", ["vendor key", "same text", "like text", "alone"]),
    ],
}
