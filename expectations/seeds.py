"""What the rule tables must satisfy; they are code, and a wrong row is a wrong figure."""

from expectations._rules import (
    FAMILIES,
    INTERVALS,
    MENTIONS,
    SECTIONS,
    SENIORITIES,
    STRENGTHS,
    WORKPLACES,
    between,
    closed,
    filled,
    key,
    never,
    rows,
)

SUITES = {
    "seeds/technologies": [
        rows(450),
        *key("technology_id"),
        closed("family", FAMILIES),
        *filled("name"),
    ],
    "seeds/technology_aliases": [
        rows(1200),
        *key("technology_id", "alias", "match"),
        closed("match", ["any_case", "exact_case", "beside", "list_only"]),
        *filled("example", "counter_example"),
    ],
    "seeds/technology_contexts": [
        rows(),
        *key("context_order"),
        closed("verdict", ["technology", "other_meaning", *MENTIONS]),
        *filled("example_technology_id", "example", "counter_example"),
        never("no pattern", "before_pattern is null and after_pattern is null"),
    ],
    "seeds/seniority_rules": [
        rows(),
        *key("rule_order"),
        closed("seniority", SENIORITIES),
        *filled("pattern"),
    ],
    "seeds/role_rules": [
        rows(),
        *key("rule_order"),
        closed("software_class", ["core", "adjacent", "no"]),
        *filled("role_family", "pattern"),
    ],
    "seeds/section_headings": [
        rows(),
        *key("rule_order"),
        closed("section", SECTIONS),
        closed("language", ["any", "en", "de", "fr", "es"]),
        *filled("pattern", "example", "counter_example"),
    ],
    "seeds/strength_rules": [
        rows(),
        *key("rule_order"),
        closed("side", ["before", "after"]),
        closed("strength", STRENGTHS),
        *filled("pattern", "example", "counter_example"),
    ],
    "seeds/class_rules": [
        rows(),
        *key("rule_order"),
        closed("class", ["build", "use"]),
        *filled("pattern", "example", "counter_example"),
    ],
    "seeds/html_entities": [rows(250, 300), *key("entity"), between("code_point", 1, 1_114_111)],
    "seeds/workplace_rules": [
        rows(),
        *key("rule_order"),
        closed("workplace", WORKPLACES),
        *filled("pattern"),
    ],
    "seeds/workplace_flags": [rows(), *key("flag_text"), closed("workplace", WORKPLACES)],
    "seeds/pay_intervals": [
        rows(),
        *key("salary_interval"),
        never("no period", "periods_per_year <= 0"),
    ],
    "seeds/pay_interval_words": [
        rows(),
        *key("interval_text"),
        closed("salary_interval", INTERVALS),
    ],
    "seeds/pay_bounds": [rows(2, 2), *key("bound"), *filled("annual_usd")],
    "seeds/pay_interval_cues": [
        rows(),
        *key("salary_interval", "language_code", "cue"),
        closed("salary_interval", INTERVALS),
    ],
    "seeds/pay_cues": [
        rows(),
        *key("pay_kind", "cue"),
        closed("pay_kind", ["base", "on_target", "other", "context"]),
    ],
    "seeds/pay_local_currencies": [
        rows(),
        *key("symbol", "currency_code"),
        never("not an ISO code", "length(currency_code) <> 3"),
    ],
    "seeds/currency_symbols": [
        rows(),
        *key("symbol"),
        never("not an ISO code", "length(currency_code) <> 3"),
    ],
    "seeds/country_aliases": [
        rows(),
        *key("alias"),
        never("not an ISO code", "length(country_code) <> 2"),
    ],
    "seeds/region_aliases": [rows(), *key("alias"), *filled("country_code", "region_code")],
    "seeds/world_regions": [rows(), *key("alias"), *filled("world_region")],
    "seeds/segment_members": [rows(), *key("segment", "dimension", "key")],
    "seeds/comparisons": [
        rows(),
        *key("comparison_id"),
        *filled("segment_a_id", "segment_b_id", "comparison_name"),
    ],
    "seeds/report_figures": [
        rows(),
        *key("figure_id"),
        *filled("segment_a_id", "operation", "measure", "report_value"),
    ],
}
