"""The columns that the report reads, of each published table."""

COUNTS = (
    "listing_count bigint, role_count bigint, company_count bigint, with_text_count bigint, "
    "with_salary_count bigint"
)
SALARY = (
    f"segment_id varchar, method varchar, {COUNTS}, foreign_salary_count bigint, "
    "with_salary_company_count bigint, "
    "pay_read_count bigint, disclosure_share double, mean_salary_usd double, "
    "median_salary_usd double, p25_salary_usd double, p75_salary_usd double, "
    "salary_publish_status varchar, mean_salary_low_usd double, mean_salary_high_usd double, "
    "robust_publish_status varchar, robust_role_count bigint, robust_median_salary_usd double, "
    "robust_median_low_usd double, robust_median_high_usd double"
)
REMOTE = (
    f"segment_id varchar, method varchar, {COUNTS}, with_text_company_count bigint, "
    "not_stated_count bigint, not_read_count bigint, with_text_remote_count bigint, "
    "with_text_hybrid_count bigint, with_text_onsite_count bigint, remote_share double, "
    "remote_of_read_share double, remote_of_known_share double, remote_publish_status varchar, "
    "remote_of_read_low_share double, remote_of_read_high_share double"
)
TABLES = {
    "core.fct_estimates": "figure_id varchar, segment_id varchar, method varchar, "
    "measure varchar, publish_status varchar, status_reason varchar, interval_method varchar, "
    "dimension varchar, key varchar, base varchar, scope_country_code varchar, "
    "unit_count bigint, role_count bigint, company_count bigint, effective_company_count double, "
    "top_company_id varchar, top_company_share double, is_settled boolean, as_of_date date, "
    "value double, interval_low double, interval_high double",
    "core.fct_estimate_ranks": "figure_id varchar, segment_id varchar, method varchar, "
    "measure varchar, value_rank bigint, ranked_count bigint, rank_low bigint, rank_high bigint",
    "core.fct_segments": f"segment_id varchar, method varchar, {COUNTS}, "
    "foreign_salary_count bigint, with_salary_company_count bigint, pay_read_count bigint, "
    "disclosure_share double, mean_salary_usd double, median_salary_usd double, "
    "dimension varchar, key varchar, remote_share double, "
    "remote_of_read_share double, remote_of_known_share double",
    "core.fct_segment_listings": "segment_id varchar, dimension varchar, key varchar, "
    "within_key varchar, listing_id varchar",
    "core.fct_listing_technologies": "listing_id varchar, technology_id varchar, "
    "is_counted boolean",
    "core.fct_listing_countries": "listing_id varchar, country_code varchar, "
    "annual_salary_min_usd double, annual_salary_max_usd double, annual_salary_usd double, "
    "has_salary boolean",
    "core.fct_listing_places": "listing_id varchar, country_code varchar, region_code varchar",
    "core.fct_listings": "listing_id varchar, company_id varchar, ats varchar, title varchar, "
    "role_id varchar, seniority varchar, country_code varchar, city_name varchar, "
    "first_seen_date date, published_at timestamptz, "
    "software_class varchar, url varchar, workplace varchar, pay_source varchar, "
    "pay_tier_count bigint, annual_salary_min_usd double, annual_salary_max_usd double, "
    "annual_salary_usd double, is_software boolean, "
    "has_text boolean, has_salary boolean, is_pay_read boolean, visa_sponsorship varchar, "
    "degree varchar, degree_level varchar, security_clearance varchar, experience_years integer",
    "core.fct_listing_pay_ranges": "listing_id varchar, salary_currency varchar, "
    "salary_interval varchar, exclusion_reason varchar, salary_max double, "
    "annual_salary_max_usd double, usd_per_unit double, is_counted boolean, rate_date date",
    "core.dim_boards": "board_id varchar, company_id varchar, ats varchar, last_outcome varchar, "
    "last_reason varchar, is_stale boolean",
    "core.dim_companies": "company_id varchar, company_name varchar, company_size varchar, "
    "company_size_source varchar, company_size_text varchar, industries_source varchar, "
    "industry_text varchar, industries varchar[], has_industry_contradiction boolean, "
    "has_company_size_contradiction boolean",
    "core.dim_technologies": "technology_id varchar, technology_name varchar, "
    "technology_family varchar, vendor_company_id varchar, vendor_name varchar",
    "mart_totals_by_night": f"segment_id varchar, {COUNTS}, all_listing_count bigint, "
    "ats_count bigint, crawled_ats_count bigint, pay_read_count bigint, "
    "with_text_remote_count bigint, remote_of_read_share double, board_count bigint, "
    "stale_board_count bigint, country_count bigint, "
    "without_country_count bigint, disclosure_share double, mean_salary_usd double, "
    "median_salary_usd double, remote_share double, as_of_date date",
    "mart_editions_by_night": "night_state varchar, has_rule_change boolean, is_settled boolean, "
    "settled_date date, as_of_date date",
    "mart_figures_by_night": "segment_id varchar, measure varchar, known_then_value double, "
    "known_now_value double, known_now_sample_count bigint, as_of_date date",
    "mart_matched_index_by_night": "measure varchar, matched_board_count bigint, "
    "matched_index double, as_of_date date",
    "mart_listings_by_company": "segment_id varchar, company_id varchar, company_type varchar, "
    "industries varchar[], "
    "company_name varchar, top_city_name varchar, top_city_country_code varchar, "
    f"key_technologies varchar[], {COUNTS}, "
    "ai_listing_count bigint, top_city_share double, disclosure_share double, "
    "remote_of_read_share double",
    "mart_listings_by_vendor": "segment_id varchar, vendor_company_id varchar, "
    f"vendor_name varchar, technologies varchar[], {COUNTS}, own_listing_count bigint, "
    "other_listing_count bigint, other_company_count bigint, other_with_salary_count bigint, "
    "mean_salary_usd double, median_salary_usd double, other_mean_salary_usd double, "
    "salary_publish_status varchar, other_salary_publish_status varchar, "
    "mean_salary_low_usd double, mean_salary_high_usd double, other_mean_salary_low_usd double, "
    "other_mean_salary_high_usd double",
    "mart_remote_by_company_size": f"{REMOTE}, segment varchar, company_size varchar",
    "mart_remote_by_industry": f"{REMOTE}, industry varchar",
    "mart_remote_by_technology_family": f"{REMOTE}, technology_family varchar",
    "mart_listings_by_company_type": "segment_id varchar, company_type varchar, method varchar, "
    f"publish_status varchar, {COUNTS}, ai_listing_count bigint, ai_share double, "
    "ai_low_share double, ai_high_share double",
    "mart_salary_by_comparison": "segment_id varchar, comparison_id varchar, segment_a_id varchar, "
    f"segment_b_id varchar, comparison_name varchar, panel varchar, {COUNTS}, "
    "listing_a_count bigint, listing_b_count bigint, company_a_count bigint, "
    "company_b_count bigint, with_salary_a_count bigint, with_salary_b_count bigint, "
    "with_salary_count_lead_share double, mean_salary_a_usd double, mean_salary_b_usd double, "
    "mean_difference_usd double, mean_difference_share double, mean_difference_low_usd double, "
    "mean_difference_high_usd double, mean_difference_status varchar, median_salary_a_usd double, "
    "median_salary_b_usd double, median_difference_usd double, is_across_dimensions boolean",
    "mart_salary_by_country": f"{SALARY}, country_code varchar",
    "mart_salary_by_industry": f"{SALARY}, industry varchar",
    "mart_salary_by_state": f"{SALARY}, state_code varchar",
    "mart_salary_by_seniority": f"{SALARY}, seniority varchar",
    "mart_salary_by_technology": f"{SALARY}, technology_id varchar",
    "mart_salary_by_technology_and_level_group": f"{SALARY}, technology_id varchar, "
    "level_group varchar",
    "mart_salary_by_technology_pair": "segment_id varchar, segment_a_id varchar, "
    "segment_b_id varchar, technology_a_id varchar, technology_b_id varchar, "
    f"{COUNTS}, with_salary_a_count bigint, with_salary_b_count bigint, mean_salary_usd double, "
    "mean_salary_a_usd double, mean_salary_b_usd double, salary_publish_status varchar, "
    "mean_salary_low_usd double, mean_salary_high_usd double, "
    + ", ".join(
        f"with_{side}_difference_status varchar, with_{side}_difference_usd double, "
        f"with_{side}_difference_low_usd double, with_{side}_difference_high_usd double"
        for side in "ab"
    ),
    "core.dim_nights": "as_of_date date, is_settled boolean",
    "mart_requirements_by_segment": "figure_id varchar, segment_id varchar, "
    "top_company_id varchar, dimension varchar, key varchar, requirement varchar, answer varchar, "
    "measure varchar, method varchar, publish_status varchar, status_reason varchar, "
    "listing_count bigint, role_count bigint, company_count bigint, answer_count bigint, "
    "answer_company_count bigint, effective_company_count double, top_company_share double, "
    "answer_share double, low_share double, high_share double, as_of_date date",
    "mart_figures_by_report_line": "report_figure_id varchar, segment_a_id varchar, "
    f"segment_b_id varchar, operation varchar, measure varchar, {COUNTS}, "
    "listing_b_count bigint, with_salary_b_count bigint, figure_value double, "
    "report_value double, report_n integer, rounding double, report_line integer",
}
