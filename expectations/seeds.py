"""What the rule tables must satisfy; they are code, and a wrong row is a wrong figure."""

from expectations._rules import (
    FAMILIES,
    INTERVALS,
    SENIORITIES,
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
        closed("match", ["any_case", "exact_case", "list_only"]),
        *filled("example", "counter_example"),
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
    "seeds/workplace_rules": [
        rows(),
        *key("rule_order"),
        closed("workplace", WORKPLACES),
        *filled("pattern"),
    ],
    "seeds/workplace_flags": [
        rows(),
        *key("rule_order"),
        closed("workplace", WORKPLACES),
        *filled("pattern"),
    ],
    "seeds/workplace_title_rules": [
        rows(),
        *key("rule_order"),
        closed("workplace", WORKPLACES),
        *filled("pattern"),
    ],
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
    "seeds/city_aliases": [rows(), *key("alias"), *filled("city_name", "country_code")],
    "seeds/country_weights": [rows(), *key("country_code"), between("weight", 0, 0.5)],
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
