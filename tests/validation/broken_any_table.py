"""Statements that break a table of any layer, by the description of the expectation that must fail.

`tested` holds the rows of the sample; `{code}` stands for the table's column of ISO codes.
"""

from __future__ import annotations

BROKEN: dict[str, list[str]] = {
    "more roles, companies, texts or listings with salary than listings": [
        "update tested set with_text_count = listing_count + 1",
        "update tested set with_text_count = -1",
        "update tested set role_count = listing_count + 1",
        "update tested set company_count = role_count + 1",
        "update tested set with_salary_count = listing_count + 1",
        "update tested set listing_count = -1, role_count = -1, company_count = -1, "
        "with_salary_count = -1",
    ],
    "a mean or median without listings, or outside the plausible bounds": [
        "update tested set mean_salary_usd = null where with_salary_count > 0",
        "update tested set with_salary_count = 0 where mean_salary_usd is not null",
        "update tested set mean_salary_usd = 1_499 where mean_salary_usd is not null",
        "update tested set median_salary_usd = 1_500_001",
    ],
    "quantiles out of order": [
        "update tested set p10_salary_usd = p25_salary_usd + 1",
        "update tested set p90_salary_usd = p75_salary_usd - 1",
        "update tested set p25_salary_usd = median_salary_usd + 1",
        "update tested set p75_salary_usd = median_salary_usd - 1",
    ],
    "work arrangements do not add up to the listings": [
        "update tested set onsite_count = onsite_count + 1",
        "update tested set not_read_count = not_read_count + 1",
    ],
    "work arrangements do not add up to the listings with a text": [
        "update tested set with_text_onsite_count = with_text_onsite_count + 1",
        "update tested set not_stated_count = not_stated_count - 1",
    ],
    "more listings with an arrangement and a text than with the arrangement": [
        f"update tested set with_text_{w}_count = {w}_count + 1"
        for w in ("remote", "hybrid", "onsite")
    ],
    "pay read for more listings than there are, or for fewer than have a text or a salary": [
        "update tested set pay_read_count = listing_count + 1",
        "update tested set pay_read_count = with_text_count - 1",
        "update tested set pay_read_count = with_salary_count - 1, with_text_count = 0",
    ],
    "a disclosure share that does not match its counts": [
        "update tested set disclosure_share = disclosure_share / 2 where with_salary_count > 0",
        "update tested set disclosure_share = null",
        "update tested set disclosure_share = 0, pay_read_count = 0",
    ],
    "a mean or median outside its interval": [
        "update tested set mean_salary_low_usd = mean_salary_usd + 2",
        "update tested set median_salary_low_usd = median_salary_usd + 2",
        "update tested set robust_mean_low_usd = robust_mean_salary_usd + 2",
        "update tested set robust_median_high_usd = robust_median_salary_usd - 2",
        "update tested set pooled_median_high_usd = pooled_median_salary_usd - 2",
    ],
    "a reason without a status, or a status below ok without a reason": [
        "update tested set robust_publish_status = 'ok', robust_status_reason = 'few'",
        "update tested set robust_publish_status = 'low', robust_status_reason = null",
    ],
    "an interval of a suppressed figure, or none of a published one": [
        "update tested set salary_publish_status = 'suppressed'",
        "update tested set median_salary_low_usd = null",
        "update tested set robust_median_low_usd = null",
        "update tested set pooled_median_low_usd = null",
    ],
    "a remote share outside its interval": [
        "update tested set remote_of_read_low_share = remote_of_read_share + 0.001",
        "update tested set robust_remote_high_share = robust_remote_share - 0.001",
        "update tested set pooled_remote_low_share = pooled_remote_share + 0.001",
    ],
    "boards do not add up": [
        "update tested set missing_board_count = missing_board_count + 1",
    ],
    "a share that does not match its count": [
        "update tested set remote_share = remote_share / 2 where remote_count > 0",
        "update tested set remote_of_read_share = remote_of_read_share / 2 "
        "where with_text_remote_count > 0",
        "update tested set remote_of_read_share = null",
        "update tested set remote_of_read_share = 0, with_text_count = 0",
    ],
    "not an ISO code": [
        "update tested set {code} = 'ABCD'",
        "update tested set {code} = 'X'",
    ],
    "evidence that does not contain the name, or of more than 200 characters": [
        "update tested set alias = 'no such words'",
        "update tested set span_text = repeat(alias, 201)",
    ],
    "a mention without a reason, or a reason without a mention": [
        "update tested set mention_reason = null where class = 'mention'",
        "update tested set mention_reason = 'customer' where class = 'build'",
    ],
    "a mention that counts without being built or used, or the reverse": [
        "update tested set is_counted = true where class = 'mention'",
        "update tested set class = 'company' where is_counted",
    ],
    "a difference that does not match its two means": [
        "update tested set mean_difference_usd = mean_difference_usd + 1",
    ],
    "a rule name that is not in snake case": [
        "insert into tested (rule) values ('Not web')",
    ],
    "a value of more than 200 characters": [
        "insert into tested (value_text) values (repeat('x', 201))",
    ],
    "last seen before first seen": [
        "update tested set last_seen_date = first_seen_date - 1",
    ],
    "a median with a reason against it, or neither": [
        "update tested set unpublished_reason = null, median_days_open = null",
        "update tested set unpublished_reason = 'low sample', median_days_open = 1",
    ],
    "a median outside its interval, or of less than a day": [
        "update tested set median_days_open = 0",
        "update tested set median_days_open = 3, low_median_days_open = null",
        "update tested set median_days_open = 3, low_median_days_open = 4",
        "update tested set median_days_open = 3, high_median_days_open = 2",
    ],
    "more companies, closings or late entries than chains": [
        "update tested set company_count = chain_count + 1",
        "update tested set closed_count = chain_count + 1",
        "update tested set entered_late_count = chain_count + 1",
        "update tested set chain_count = -1, company_count = -1, closed_count = -1, "
        "entered_late_count = -1",
        "update tested set untimed_count = -1",
    ],
}
