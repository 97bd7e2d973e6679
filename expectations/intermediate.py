"""What each inference must satisfy: here places and pay, and all others by import."""

from expectations import _intermediate_listings, _requirements
from expectations._rules import (
    INTERVALS,
    PAY_KINDS,
    PLACE_KINDS,
    REFUSALS,
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
    **_intermediate_listings.SUITES,
    **_requirements.INTERMEDIATE,
    "intermediate/int_places__names": [
        rows(200_000),
        *filled("place_name", "country_code", "weight"),
        closed("kind", PLACE_KINDS),
    ],
    "intermediate/int_places__fragments": [
        rows(0),
        *key("place", "fragment_number"),
        between("fragment_number", 0),
    ],
    "intermediate/int_places__comma_lists": [
        rows(0),
        *key("fragment_text"),
        *filled("is_list", "is_paired"),
    ],
    "intermediate/int_places__parts": [
        rows(0),
        *key("place", "place_number"),
        closed("workplace", WORKPLACES),
    ],
    "intermediate/int_places__pieces": [
        rows(0),
        *filled("place", "place_number", "part", "is_first", "follows_code", "is_address_word"),
        between("share", 0.6, 1),
    ],
    "intermediate/int_places__candidates": [
        rows(0),
        *filled("place", "place_number", "part", "weight", "fit", "is_first"),
        closed("kind", PLACE_KINDS),
        never("not an ISO code", "length(country_code) <> 2"),
    ],
    "intermediate/int_places__countries": [
        rows(0),
        *key("place", "place_number", "country_code"),
        never("not an ISO code", "length(country_code) <> 2"),
        between("fit", 0),
    ],
    "intermediate/int_places__resolved": [
        rows(0),
        *filled("place", "place_number"),
        never(
            "a country that occurs twice",
            "(place, place_number, coalesce(country_code, '')) in (select (place, place_number, "
            "coalesce(country_code, '')) from {batch} group by all having count(*) > 1)",
        ),
        never(
            "a place with a fit but no country, or the reverse",
            "(country_code is null) <> (fit = 0)",
        ),
        closed("workplace", WORKPLACES),
        never("not an ISO code", "length(country_code) <> 2"),
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
        between("payments_per_year", 12, 16, row=True),
    ],
    "intermediate/int_pay__labels": [
        rows(0),
        *key("label_text"),
        closed("pay_kind", PAY_KINDS),
        closed("salary_interval", INTERVALS),
        closed("side", ["upper", "lower"]),
    ],
    "intermediate/int_pay__line_ranges": [
        rows(0),
        *key("line_id"),
        never(
            "an amount that cannot be pay",
            "len(list_filter(pays, lambda p: p.minimum > p.maximum or p.minimum <= 0 "
            f"or p.maximum >= {variable('highest_amount')} "
            "or coalesce(p.minimum, p.maximum) is null)) > 0",
            row=True,
        ),
    ],
    "intermediate/int_pay__text_ranges": [
        rows(0),
        *filled("text_id", "line_id", "span_text", "tier_text"),
        closed("pay_kind", ["base", "on_target"]),
        closed("salary_interval", INTERVALS),
        never("no amount", "coalesce(salary_min, salary_max) is null", row=True),
        never("a minimum above the maximum", "salary_min > salary_max", row=True),
    ],
    "intermediate/int_places__residences": [
        rows(0),
        *key("listing_id"),
        never("a listing without a place", "len(places) = 0"),
    ],
    "intermediate/int_places__label_or_address": [
        rows(1),
        *filled("place", "place_number"),
        closed("workplace", WORKPLACES),
    ],
    "intermediate/int_places__listings": [
        rows(0),
        *key("listing_id", "place_number"),
        closed("workplace", WORKPLACES),
    ],
    "intermediate/int_pay__listing_ranges": [
        rows(0),
        *key("pay_range_id"),
        *filled("listing_id", "pay_source", "pay_kind"),
        closed("pay_kind", ["base", "on_target", "other"]),
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
        never(
            "a counted amount with a suspected unit",
            "suspected_unit is not null and is_counted",
            row=True,
        ),
        never(
            "a counted range that is too wide to be informative",
            f"is_counted and greatest(salary_min, salary_max) > {variable('widest_pay_range')} "
            "* least(salary_min, salary_max)",
            row=True,
        ),
        never(
            "an excluded range that counts, or a counted range without an amount",
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
}
