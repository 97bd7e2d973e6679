"""Statements that break a table of core.

By table and by the description of the expectation that must fail; `tested` holds the rows of the
sample.
"""

from __future__ import annotations

BROKEN: dict[tuple[str, str], list[str]] = {
    ("core/dim_nights", "more complete boards than boards"): [
        "update tested set complete_board_count = crawled_board_count + 1",
    ],
    ("core/fct_listing_spans", "dates out of order"): [
        "update tested set opened_after_date = opened_date",
        "update tested set opened_date = last_seen_date + 1",
        "update tested set missing_date = last_seen_date",
        "update tested set missing_date = last_seen_date + 1, confirmed_date = last_seen_date + 1",
    ],
    ("core/fct_chains", "days without a start, or out of order"): [
        "update tested set start_date = null, exit_days = 1",
        "update tested set start_date = '2026-11-01', exit_days = null",
        "update tested set entry_days = 2, exit_days = 1",
        "update tested set entry_days = -1",
        "update tested set listing_count = span_count + 1",
    ],
    ("core/fct_relistings", "a chain that ends before it begins"): [
        "insert into tested (chain_number, chain_length) values (3, 2)",
        "insert into tested (chain_opened_date, opened_date) values ('2026-11-02', '2026-11-02')",
        "insert into tested (opened_date, last_seen_date) values ('2026-11-02', '2026-11-01')",
        "insert into tested (least_chain_days, gap_days) values (2, 3)",
    ],
    ("core/fct_listing_versions", "dates out of order"): [
        "update tested set first_seen_date = last_seen_date + 1",
    ],
    ("core/fct_listing_versions", "a first version with changes, or another without"): [
        "update tested set changed_fields = ['pay']",
        "update tested set version_number = 2",
    ],
    ("core/dim_companies", "an answer without its source, or the reverse"): [
        "update tested set industries_source = null",
        "update tested set industries = [], industries_source = 'source'",
        "update tested set company_size = 'unknown', company_size_source = 'source'",
    ],
    ("core/dim_companies", "a statement without its words"): [
        "update tested set stated_industries = ['saas'], industry_text = null",
        "update tested set stated_company_size = '<50', company_size_text = null",
    ],
    ("core/fct_listings", "a midpoint outside its range"): [
        "update tested set annual_salary_usd = annual_salary_max_usd + 1",
        "update tested set annual_salary_usd = annual_salary_min_usd - 1",
    ],
    ("core/fct_listings", "a salary without a source and a pay range, or the reverse"): [
        "update tested set pay_source = null where has_salary",
        "update tested set pay_tier_count = 0 where has_salary",
        "update tested set has_salary = false where has_salary",
    ],
    ("core/fct_listing_countries", "a salary without a pay range, or the reverse"): [
        "update tested set pay_tier_count = 0 where has_salary",
        "update tested set has_salary = not has_salary",
    ],
    ("core/fct_listings", "a mail address in a title"): [
        "update tested set title = 'Engineer, write to jobs@acme.example'",
    ],
    (
        "core/fct_listings",
        "a workplace 'not read' with a text, or 'not stated' without a text",
    ): [
        "update tested set workplace = 'not read' where has_text",
        "update tested set workplace = 'not stated', has_text = false",
    ],
    (
        "core/fct_listings",
        "a requirement 'not read' with a text, or stated without a text",
    ): [
        "update tested set degree = 'not read' where has_text",
        "update tested set visa_sponsorship = 'offered', has_text = false",
        "update tested set experience_years = 3, has_text = false",
    ],
    ("core/fct_listings", "a level of degree without a degree"): [
        "update tested set degree_level = 'master' where degree = 'not stated'",
    ],
    ("core/fct_listings", "a text without an id, or an id without a text"): [
        "update tested set has_text = not has_text",
        "update tested set text_id = null where has_text",
    ],
    ("core/fct_listings", "a text or a salary, but pay is marked as not read"): [
        "update tested set is_pay_read = false where has_text",
        "update tested set is_pay_read = false, has_text = false where has_salary",
    ],
    ("core/fct_listing_pay_ranges", "pay from another source than a field or the text"): [
        "update tested set pay_source = 'guess'",
    ],
    ("core/dim_sources", "more filled fields than listings"): [
        *(
            f"update tested set with_{field}_count = listing_count + 1"
            for field in ("text", "level", "closing_date", "salary")
        ),
        "update tested set software_listing_count = listing_count + 1",
    ],
    ("core/fct_roles", "more listings with salary or with text than listings"): [
        "update tested set with_salary_count = listing_count + 1",
        "update tested set with_text_count = listing_count + 1",
    ],
    ("core/fct_roles", "pay zones without pay, or pay without a zone"): [
        "update tested set pay_zone_count = 0 where with_salary_count > 0",
        "update tested set pay_zone_count = 1 where with_salary_count = 0",
        "update tested set pay_zone_count = with_salary_count + 1",
    ],
    ("core/fct_segments", "a segment larger than the index"): [
        "update tested set listing_count = 1 + (select max(listing_count) from tested) "
        "where segment_id = 'segment=ai_union'",
    ],
    (
        "core/fct_listing_technologies",
        "a technology that counts without being built or used, or the reverse",
    ): [
        "update tested set is_counted = not is_counted",
        "update tested set class = 'mention' where is_counted",
    ],
    ("core/fct_listing_evidence", "evidence of more than 200 characters"): [
        "update tested set span_text = repeat('x', 201)",
    ],
    ("core/fct_listing_evidence", "evidence from a text without its line"): [
        "update tested set line_id = null where source = 'text'",
        "update tested set line_id = 'l1' where source = 'place'",
    ],
    ("core/fct_set_aside", "a value of more than 200 characters"): [
        "update tested set value_text = repeat('x', 201)",
    ],
    (
        "core/fct_segment_companies",
        "more roles than units, or as many salaries as there are not units",
    ): [
        "update tested set listing_role_count = listing_unit_count + 1",
        "update tested set listing_role_count = 0",
        "update tested set salaries_usd = [] where salary_unit_count > 0",
    ],
    ("core/fct_segment_companies", "a share of units outside 0 to 1: workplace"): [
        "update tested set workplace_unit_total = workplace_unit_count + 1",
    ],
    ("core/fct_segment_companies", "a share of units outside 0 to 1: disclosure"): [
        "update tested set disclosure_unit_total = disclosure_unit_count + 1",
    ],
    (
        "core/fct_segment_companies",
        "work arrangements that are not those of all listings by method report",
    ): [
        "update tested set remote_count = remote_count + 1 where method = 'report'",
        "update tested set remote_count = null where method = 'report'",
    ],
    ("core/fct_estimates", "a suppressed value, or a published one that is missing"): [
        "update tested set value = 1 where publish_status = 'suppressed'",
        "update tested set value = null where publish_status = 'ok'",
        "update tested set value = null where measure = 'listing_count'",
    ],
    ("core/fct_estimates", "a reason for an ok figure, or none for another"): [
        "update tested set status_reason = 'few' where publish_status = 'ok'",
        "update tested set status_reason = null where publish_status = 'low'",
    ],
    ("core/fct_estimates", "a value outside its interval"): [
        "update tested set value = interval_high + 2 where publish_status = 'ok'",
        "update tested set value = interval_high + 0.001 where measure = 'disclosure_share'",
    ],
    (
        "core/fct_estimates",
        "a published estimate of several companies without an interval, or another with one",
    ): [
        "update tested set interval_low = null where interval_low is not null",
        "update tested set interval_high = null where interval_high is not null",
        "update tested set interval_method = null where interval_low is not null",
        "update tested set interval_low = 0, interval_high = 0, interval_method = 'jackknife' "
        "where measure = 'listing_count'",
    ],
    (
        "core/fct_estimate_ranks",
        "a rank outside its interval, or more ranks than figures",
    ): [
        "update tested set rank_low = value_rank + 1",
        "update tested set rank_high = ranked_count + 1",
    ],
    ("core/fct_estimates", "more companies than roles, or effective companies than companies"): [
        "update tested set company_count = role_count + 1",
        "update tested set effective_company_count = company_count + 1",
    ],
}
