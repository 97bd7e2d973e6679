"""Statements that break a raw table, a seed or a table of staging.

By table and by the description of the expectation that must fail; `tested` holds the rows of the
sample.
"""

from __future__ import annotations

BROKEN: dict[tuple[str, str], list[str]] = {
    ("raw/postings", "a title without a letter or digit"): [
        "update tested set title = ' - '",
    ],
    ("raw/postings", "an address that is not of the web"): [
        "update tested set url = 'javascript:alert(1)'",
        "update tested set url = 'https://acme.example/a job'",
    ],
    ("raw/postings", "a mail address"): [
        "update tested set title = 'Engineer, write to jobs@acme.example'",
        "update tested set pay_text = 'Ask pay@acme.example'",
        "update tested set url = 'https://acme.example/jobs@acme.example'",
    ],
    ("raw/postings", "an invisible character"): [
        "update tested set title = title || chr(27)",
        "update tested set department = 'a' || chr(8238)",
    ],
    ("raw/postings", "a publication date more than 400 days ahead"): [
        "update tested set published_at = timestamptz '9999-01-01 00:00:00+00'",
    ],
    ("raw/postings", "an amount that is negative or above the limit"): [
        "update tested set pays = [struct_pack(minimum := 1, maximum := 2e12, currency := 'USD', "
        "\"interval\" := 'year', kind := null, title := null)]",
        "update tested set pays = [struct_pack(minimum := -1, maximum := 1, currency := 'USD', "
        "\"interval\" := 'year', kind := null, title := null)]",
        "update tested set pays = [struct_pack(minimum := null, maximum := -1, currency := 'USD', "
        "\"interval\" := 'year', kind := null, title := null)]",
    ],
    (
        "raw/set_aside_shares",
        "more values set aside than the limit of the source (set_aside_limits.csv)",
    ): [
        "insert into tested (set_aside_count, min_count, set_aside_share, max_share) "
        "values (200, 200, 0.51, 0.5)",
    ],
    ("raw/boards", "a mail address in a reason"): [
        "update tested set reason = 'ask jobs@acme.example'",
    ],
    ("raw/boards", "an ats that is not the name of a source"): [
        "update tested set ats = 'Acme ATS'",
    ],
    ("raw/boards", "an incomplete board without a reason"): [
        "update tested set outcome = 'partial', reason = null",
        "update tested set outcome = 'failed', reason = null",
        "update tested set outcome = 'skipped', reason = null",
    ],
    ("raw/boards", "a source with no board that answered"): [
        "update tested set outcome = 'failed'",
    ],
    ("raw/set_aside", "a mail address"): [
        "insert into tested (value_text) values ('jobs@acme.example')",
    ],
    ("raw/set_aside", "an invisible character"): [
        "insert into tested (value_text) values (chr(27))",
    ],
    ("raw/companies", "a fact without evidence"): [
        "update tested set evidence = null",
    ],
    ("raw/exchange_rates", "a rate that is not positive"): [
        "update tested set units_per_euro = 0 where rowid = 0",
    ],
    (
        "seeds/company_size_rules",
        "an alternative of a number, whose first group it would not be",
    ): ["update tested set alternative = 2 where kind = 'company'"],
    ("seeds/technology_contexts", "no pattern"): [
        "update tested set before_pattern = null, after_pattern = null",
    ],
    ("seeds/pay_levels", "a bound that excludes pay that was seen"): [
        "update tested set lowest_of_median = lowest_seen + 0.1",
        "update tested set highest_of_median = highest_seen - 0.1",
    ],
    ("seeds/pay_intervals", "no period"): [
        "update tested set periods_per_year = 0 where rowid = 0",
    ],
    ("staging/stg_listings", "an empty title"): [
        "update tested set title = '' where rowid = 0",
    ],
    ("staging/stg_listings", "an address that is not of the web"): [
        "update tested set url = 'javascript:alert(1)'",
    ],
    ("staging/stg_companies", "an industry that is not an id"): [
        "update tested set industries = ['fintech', 'Health care']",
    ],
    ("staging/stg_exchange_rates", "a rate that is not positive"): [
        "update tested set usd_per_unit = 0 where rowid = 0",
        "update tested set usd_per_unit = null where rowid = 0",
    ],
    ("staging/stg_exchange_rates", "a rate of USD other than 1"): [
        "update tested set usd_per_unit = 1.01 where currency_code = 'USD'",
    ],
}
