"""Statements that break a mart.

By table and by the description of the expectation that must fail; `tested` holds the rows of the
sample.
"""

from __future__ import annotations

BROKEN: dict[tuple[str, str], list[str]] = {
    ("marts/mart_coverage_by_source", "a share that does not match its count"): [
        "update tested set text_share = text_share / 2 where with_text_count > 0",
    ],
    (
        "marts/mart_coverage_by_source",
        "a fill rate without listings, or listings without a fill rate",
    ): [
        "update tested set text_share = null",
        "update tested set listing_count = 0",
    ],
    (
        "marts/mart_totals_by_night",
        "a median of on-target pay without a listing, or the reverse",
    ): [
        "update tested set with_on_target_count = 0, median_on_target_usd = 100000",
        "update tested set with_on_target_count = 1, median_on_target_usd = null",
    ],
    ("marts/mart_totals_by_night", "more systems with software listings than systems crawled"): [
        "update tested set ats_count = crawled_ats_count + 1",
    ],
    ("marts/mart_pay_changes", "the same words before and after"): [
        "insert into tested (old_pay_text, new_pay_text) values ('a', 'a')",
    ],
    ("marts/mart_pay_changes", "new words before the old ones"): [
        "insert into tested (old_date, new_date) values ('2026-11-02', '2026-11-02')",
    ],
    ("marts/mart_workplace_changes", "the same words before and after"): [
        "insert into tested (old_workplace_text, new_workplace_text) values ('a', 'a')",
    ],
    ("marts/mart_workplace_changes", "new words before the old ones"): [
        "insert into tested (old_date, new_date) values ('2026-11-02', '2026-11-02')",
    ],
    ("marts/mart_listing_flow_by_night", "more changes of a field than of listings"): [
        "update tested set pay_change_count = edited_count + 1",
        "update tested set workplace_change_count = edited_count + 1",
    ],
    ("marts/mart_measures_by_source", "more listings than there are"): [
        "update tested set amount = base_count + 1 where measure = 'with_salary'",
        "update tested set amount = -1 where measure = 'with_salary'",
    ],
    ("marts/mart_totals_by_night", "no listing at all"): [
        "update tested set all_listing_count = 0",
    ],
    ("marts/mart_totals_by_night", "more software listings than listings"): [
        "update tested set all_listing_count = listing_count - 1",
    ],
    ("marts/mart_listings_by_company", "key technologies without a text, or none with one"): [
        "update tested set key_technologies = null",
        "update tested set key_technologies = [], with_text_count = 0",
    ],
    ("marts/mart_listings_by_company", "a type that does not match the AI listings"): [
        "update tested set company_type = 'none' where ai_listing_count > 0",
        "update tested set company_type = 'embedded' where ai_listing_count = 0",
    ],
    (
        "marts/mart_listings_by_company_type",
        "more AI listings or texts than listings, or companies than roles",
    ): [
        "update tested set ai_listing_count = listing_count + 1",
        "update tested set with_text_count = listing_count + 1",
        "update tested set company_count = role_count + 1",
    ],
    (
        "marts/mart_listings_by_company_type",
        "a suppressed share, or a published one that is missing",
    ): [
        "update tested set ai_share = null where publish_status <> 'suppressed'",
        "update tested set publish_status = 'suppressed' where ai_share is not null",
    ],
    (
        "marts/mart_listings_by_company_type",
        "a share that does not match its counts, or is outside its interval",
    ): [
        "update tested set ai_share = ai_share / 2 where ai_share > 0.01",
        "update tested set ai_high_share = ai_low_share, ai_low_share = 0 "
        "where ai_high_share > ai_low_share",
    ],
    ("marts/mart_listings_by_company", "more AI listings than listings"): [
        "update tested set ai_listing_count = listing_count + 1",
        "update tested set all_listing_count = listing_count - 1",
    ],
    (
        "marts/mart_set_aside_by_source",
        "more values set aside than the limit of the source and field",
    ): [
        "update tested set max_share = null",
        "update tested set field_listing_count = min_count + 1, field_share = max_share + 0.01",
    ],
    ("marts/mart_salary_by_technology_pair", "not in alphabetical order"): [
        "update tested set technology_a_id = technology_b_id",
    ],
    ("marts/mart_salary_by_technology_pair", "an overlap larger than one of its segments"): [
        "update tested set only_a_listing_count = -1",
        "update tested set only_b_listing_count = -1",
    ],
    ("marts/mart_salary_by_comparison", "an overlap larger than one of its segments"): [
        "update tested set listing_count = listing_a_count + 1",
        "update tested set listing_count = listing_b_count + 1",
    ],
    **{
        (
            table,
            f"{name} outside its interval, or a status that does not match the interval",
        ): [
            f"update tested set {name}_low_usd = {name}_usd + 2, "
            f"{name}_status = 'not distinguishable'",
            f"update tested set {name}_status = 'higher', {name}_low_usd = null",
            f"update tested set {name}_low_usd = 5, {name}_usd = 6, {name}_high_usd = 7, "
            f"{name}_status = 'not distinguishable'",
            f"update tested set {name}_low_usd = -7, {name}_usd = 6, {name}_high_usd = 9, "
            f"{name}_status = 'higher'",
        ]
        for table, name in (
            ("marts/mart_salary_by_comparison", "mean_difference"),
            ("marts/mart_salary_by_technology_pair", "mean_difference"),
            ("marts/mart_salary_by_technology_pair", "with_a_difference"),
            ("marts/mart_salary_by_technology_pair", "with_b_difference"),
        )
    },
    (
        "marts/mart_salary_by_technology_pair",
        "a published mean without pay, or a difference without one",
    ): [
        "update tested set mean_salary_usd = null where salary_publish_status = 'low'",
        "update tested set salary_publish_status = 'suppressed' "
        "where with_b_difference_usd is not null",
    ],
    (
        "marts/mart_salary_by_technology_pair",
        "a mean outside its interval, or an interval of a suppressed one",
    ): [
        "update tested set mean_salary_low_usd = mean_salary_usd + 2",
        "update tested set mean_salary_low_usd = null, mean_salary_high_usd = null "
        "where salary_publish_status <> 'suppressed'",
    ],
    ("marts/mart_listings_by_vendor", "more listings or companies of others than of all"): [
        "update tested set other_listing_count = listing_count + 1",
        "update tested set other_company_count = company_count + 1",
    ],
    (
        "marts/mart_salary_by_comparison_part",
        "a value of a suppressed part, or none of a published one",
    ): [
        "update tested set publish_status = 'suppressed' where mean_salary_usd is not null",
        "update tested set mean_salary_usd = null where publish_status in ('ok', 'low')",
    ],
    (
        "marts/mart_pay_disclosure_by_state",
        "more wide ranges or high salaries than salaries",
    ): [
        "update tested set wide_range_count = with_salary_count + 1",
        "update tested set high_salary_count = with_salary_count + 1",
    ],
    (
        "marts/mart_pay_disclosure_by_state",
        "a law without its date, or a date without a law",
    ): [
        "update tested set law = null where law is not null",
        "update tested set effective_date = null where law is not null",
    ],
    (
        "marts/mart_requirements_by_segment",
        "answers of a requirement that do not add up to the listings",
    ): [
        "update tested set answer_count = answer_count + 1 where answer = 'not stated'",
        "delete from tested where answer = 'not stated'",
    ],
    (
        "marts/mart_requirements_by_segment",
        "a suppressed share, or a published one that is missing",
    ): [
        "update tested set answer_share = null where publish_status <> 'suppressed'",
        "update tested set answer_share = 0.5 where publish_status = 'suppressed'",
    ],
    (
        "marts/mart_requirements_by_segment",
        "a share that does not match its counts, or is outside its interval",
    ): [
        "update tested set answer_share = answer_share / 2 where answer_share > 0.01",
        "update tested set high_share = low_share, low_share = 0 where high_share > low_share",
    ],
    (
        "marts/mart_sensitivity_by_figure",
        "a suppressed value, or a published one that is missing",
    ): [
        "update tested set variant_salary_usd = null where publish_status = 'low'",
        "update tested set publish_status = 'suppressed' where variant_salary_usd is not null",
    ],
    ("marts/mart_sensitivity_by_figure", "a mean that is not the published one"): [
        "update tested set difference_usd = 1 where variant = 'mean'",
    ],
    ("marts/mart_sensitivity_by_figure", "more companies than roles"): [
        "update tested set company_count = role_count + 1",
        "update tested set role_count = 0",
    ],
    (
        "marts/mart_premium_by_step",
        "more listings kept than there are, or companies than listings",
    ): [
        "update tested set kept_count = member_count + 1",
        "update tested set member_company_count = kept_count + 1",
        "update tested set both_company_count = member_company_count + 1",
    ],
    (
        "marts/mart_premium_by_step",
        "a premium outside its interval, or a status that does not match the interval",
    ): [
        "update tested set premium_share = premium_high_share + 1",
        "update tested set premium_low_share = null",
        "update tested set premium_status = 'not distinguishable', premium_low_share = 0.1, "
        "premium_share = 0.2, premium_high_share = 0.3",
        "update tested set premium_status = 'not distinguishable', premium_low_share = -0.3, "
        "premium_share = -0.2, premium_high_share = -0.1",
    ],
    ("marts/mart_figures_by_report_line", "a share outside 0 to 1"): [
        "update tested set figure_value = 1.01 where measure = 'remote_share'",
        "update tested set figure_value = -0.01 where measure = 'remote_share'",
    ],
}
