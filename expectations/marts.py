"""What is published must satisfy: every number with its counts, and the counts consistent."""

from expectations import _editions, _estimates, _requirements
from expectations._rules import (
    COMPANY_SIZES,
    FAMILIES,
    ROLE_FAMILIES,
    SENIORITIES,
    SOURCE_FIELDS,
    between,
    boards_add_up,
    closed,
    counted,
    disclosed,
    filled,
    key,
    never,
    remote,
    rows,
    salaried,
)

_SALARY = [rows(0), *key("segment_id"), *counted(), *salaried(), *_estimates.estimated_pay()]
_COMPANY_TYPES = ["vendor", "industry", "embedded", "none"]
_REMOTE = [rows(0), *key("segment_id"), *counted(), *remote(), *_estimates.estimated_remote()]
_TIME_OPEN = [
    rows(0),
    closed("unpublished_reason", ["small sample", "few at risk", "most are still open"]),
    never(
        "a median with a reason against it, or neither",
        "(unpublished_reason is null) = (median_days_open is null)",
    ),
    never(
        "a median outside its interval, or of less than a day",
        "median_days_open < 1 or low_median_days_open is null and median_days_open is not null "
        "or low_median_days_open > median_days_open or high_median_days_open < median_days_open",
    ),
    never(
        "more companies, closings or late entries than chains",
        "greatest(company_count, closed_count, entered_late_count) > chain_count "
        "or chain_count < 0 or untimed_count < 0",
    ),
]

SUITES = {
    **_editions.MARTS,
    **_estimates.MARTS,
    **_requirements.MARTS,
    "marts/mart_totals_by_night": [
        rows(1, 1),
        *counted(),
        never("no listing at all", "all_listing_count = 0"),
        never("more software listings than listings", "listing_count > all_listing_count"),
        between("country_count", 0, 249),
        never(
            "a median of on-target pay without a listing, or the reverse",
            "(with_on_target_count > 0) <> (median_on_target_usd is not null)",
        ),
        between("remote_share", 0, 1),
        between("remote_of_read_share", 0, 1),
        never(
            "more systems with software listings than systems crawled",
            "ats_count > crawled_ats_count",
        ),
        *disclosed(),
    ],
    "marts/mart_salary_by_technology": [*_SALARY, *key("technology_id")],
    "marts/mart_salary_by_technology_family": [*_SALARY, closed("technology_family", FAMILIES)],
    "marts/mart_salary_by_industry": [*_SALARY, *key("industry")],
    "marts/mart_salary_by_seniority": [*_SALARY, closed("seniority", SENIORITIES)],
    "marts/mart_salary_by_country": [*_SALARY, *key("country_code")],
    "marts/mart_salary_by_technology_and_seniority": [
        *_SALARY,
        *key("technology_id", "seniority"),
        closed("seniority", SENIORITIES),
    ],
    "marts/mart_salary_by_technology_and_level_group": [
        *_SALARY,
        *key("technology_id", "level_group"),
        closed("level_group", ["senior or above"]),
    ],
    "marts/mart_salary_by_segment_and_seniority": [
        *_SALARY,
        *key("segment", "seniority"),
        closed("seniority", SENIORITIES),
    ],
    "marts/mart_salary_by_company_size": [*_SALARY, closed("company_size", COMPANY_SIZES)],
    "marts/mart_salary_by_state": [*_SALARY, *key("state_code")],
    "marts/mart_salary_by_technology_pair": [
        rows(0),
        *key("technology_a_id", "technology_b_id"),
        *key("segment_id"),
        *counted(),
        never("not in alphabetical order", "technology_a_id >= technology_b_id"),
        never(
            "an overlap larger than one of its segments",
            "only_a_listing_count < 0 or only_b_listing_count < 0",
        ),
        never(
            "a difference that does not match its two means",
            "abs(mean_difference_usd - (mean_salary_a_usd - mean_salary_b_usd)) > 0.01",
        ),
        closed("salary_publish_status", _estimates.PUBLISH_STATUSES),
        never(
            "a published mean without pay, or a difference without one",
            "salary_publish_status <> 'suppressed' and mean_salary_usd is null "
            "or salary_publish_status = 'suppressed' "
            "and coalesce(with_a_difference_usd, with_b_difference_usd) is not null",
        ),
        never(
            "a mean outside its interval, or an interval of a suppressed one",
            "mean_salary_usd not between mean_salary_low_usd - 1 and mean_salary_high_usd + 1 "
            "or (mean_salary_low_usd is null) <> (salary_publish_status = 'suppressed')",
        ),
        *(
            check
            for name in ("mean_difference", "with_a_difference", "with_b_difference")
            for check in _estimates.difference(name)
        ),
    ],
    "marts/mart_salary_by_comparison": [
        rows(0),
        *key("comparison_id"),
        *key("segment_id"),
        *counted(),
        never(
            "an overlap larger than one of its segments",
            "listing_count > least(listing_a_count, listing_b_count)",
        ),
        never(
            "a difference that does not match its two means",
            "abs(mean_difference_usd - (mean_salary_a_usd - mean_salary_b_usd)) > 0.01",
        ),
        *_estimates.difference("mean_difference"),
    ],
    "marts/mart_remote_by_industry": [*_REMOTE, *key("industry")],
    "marts/mart_remote_by_technology": [*_REMOTE, *key("technology_id")],
    "marts/mart_remote_by_technology_family": [*_REMOTE, closed("technology_family", FAMILIES)],
    "marts/mart_remote_by_segment": [*_REMOTE, *key("segment")],
    "marts/mart_remote_by_company_size": [
        *_REMOTE,
        *key("segment", "company_size"),
        closed("company_size", COMPANY_SIZES),
    ],
    "marts/mart_listings_by_company": [
        rows(0),
        *key("company_id"),
        *counted(),
        never(
            "more AI listings than listings",
            "ai_listing_count > listing_count or listing_count > all_listing_count",
        ),
        closed("company_type", _COMPANY_TYPES),
        never(
            "a type that does not match the AI listings",
            "company_type = 'none' and ai_listing_count > 0 "
            "or company_type = 'embedded' and ai_listing_count = 0",
        ),
        between("remote_share", 0, 1),
        between("remote_of_read_share", 0, 1),
        between("top_city_share", 0, 1),
        closed("salary_publish_status", _estimates.PUBLISH_STATUSES),
        never(
            "key technologies without a text, or none with one",
            "(key_technologies is null) <> (with_text_count = 0)",
        ),
        *disclosed(),
    ],
    "marts/mart_listings_by_company_type": [
        rows(0),
        *key("company_type"),
        closed("company_type", _COMPANY_TYPES),
        closed("publish_status", _estimates.PUBLISH_STATUSES),
        never(
            "more AI listings or texts than listings, or companies than roles",
            "greatest(ai_listing_count, with_text_count) > listing_count "
            "or company_count > role_count",
        ),
        never(
            "a suppressed share, or a published one that is missing",
            "(publish_status = 'suppressed') <> (ai_share is null)",
        ),
        never(
            "a share that does not match its counts, or is outside its interval",
            "abs(ai_share - ai_listing_count / listing_count) > 0.000001 "
            "or ai_share not between ai_low_share - 0.0001 and ai_high_share + 0.0001",
        ),
    ],
    "marts/mart_listings_by_vendor": [
        rows(0),
        *key("vendor_company_id"),
        *counted(),
        *filled("vendor_name"),
        never(
            "more listings or companies of others than of all",
            "other_listing_count > listing_count or other_company_count > company_count",
        ),
    ],
    "marts/mart_set_aside_by_source": [
        rows(0),
        *key("ats", "layer", "field", "rule"),
        between("field_share", 0, 1),
        never(
            "more values set aside than the limit of the source and field",
            "max_share is null or field_listing_count > min_count and field_share > max_share",
        ),
    ],
    "marts/mart_measures_by_source": [
        rows(),
        *key("ats", "measure", "category"),
        *filled("amount", "as_of_date"),
        between("base_count", 0),
        never(
            "more listings than there are",
            "measure not in ('salary', 'technology_count') and amount not between 0 and base_count",
        ),
    ],
    "marts/mart_coverage_by_source": [
        rows(),
        *key("ats"),
        *filled("board_count", "listing_count", "with_text_count", "pending_count"),
        *(between(f"{field}_share", 0, 1) for field in SOURCE_FIELDS),
        boards_add_up(),
        never(
            "a fill rate without listings, or listings without a fill rate",
            "(text_share is null) <> (listing_count = 0)",
        ),
        never(
            "a share that does not match its count",
            "abs(text_share - with_text_count / listing_count) > 1e-9",
        ),
    ],
    "marts/mart_figures_by_report_line": [
        rows(),
        *key("report_figure_id"),
        *counted(),
        never(
            "a share outside 0 to 1",
            "measure = 'remote_share' and figure_value not between 0 and 1",
        ),
    ],
    "marts/mart_pay_changes": [
        rows(0),
        *key("listing_version_id"),
        never("the same words before and after", "old_pay_text is not distinct from new_pay_text"),
        never("new words before the old ones", "new_date <= old_date"),
    ],
    "marts/mart_workplace_changes": [
        rows(0),
        *key("listing_version_id"),
        never(
            "the same words before and after",
            "old_workplace_text is not distinct from new_workplace_text",
        ),
        never("new words before the old ones", "new_date <= old_date"),
    ],
    "marts/mart_time_open_by_role_family": [
        *_TIME_OPEN,
        *key("role_family"),
        closed("role_family", ROLE_FAMILIES),
    ],
    "marts/mart_time_open_by_seniority": [
        *_TIME_OPEN,
        *key("seniority"),
        closed("seniority", SENIORITIES),
    ],
    "marts/mart_listing_flow_by_night": [
        rows(),
        *key("as_of_date"),
        never(
            "more changes of a field than of listings",
            "greatest(pay_change_count, workplace_change_count) > edited_count",
        ),
    ],
}
