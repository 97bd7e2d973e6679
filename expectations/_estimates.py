"""What estimates must satisfy: intervals hold their values, and suppressed figures have none."""

from __future__ import annotations

from great_expectations.expectations import Expectation

from expectations._rules import between, closed, counted, filled, key, never, rows, seed_values

BASES = ["listing", "salary", "workplace", "disclosure"]
QUANTILES = [f"{name}_salary_usd" for name in ("p10", "p25", "median", "p75", "p90")]
MEASURES = [
    "listing_count",
    "mean_salary_usd",
    *QUANTILES,
    "remote_of_read_share",
    "disclosure_share",
]
METHODS = ["report", "robust", "robust pooled"]
PUBLISH_STATUSES = [*seed_values("publication_rules", "publish_status"), "suppressed"]


def estimated_pay() -> list[Expectation]:
    """What a mart of pay says of its mean and median, and of the robust ones."""
    return [
        *_rated("salary", "robust", "pooled"),
        never(
            "a mean or median outside its interval",
            "mean_salary_usd not between mean_salary_low_usd - 1 and mean_salary_high_usd + 1 "
            "or median_salary_usd "
            "not between median_salary_low_usd - 1 and median_salary_high_usd + 1 "
            "or robust_mean_salary_usd "
            "not between robust_mean_low_usd - 1 and robust_mean_high_usd + 1 "
            "or robust_median_salary_usd "
            "not between robust_median_low_usd - 1 and robust_median_high_usd + 1 "
            "or pooled_median_salary_usd "
            "not between pooled_median_low_usd - 1 and pooled_median_high_usd + 1",
        ),
        never(
            "an interval of a suppressed figure, or none of a published one",
            "(mean_salary_low_usd is not null) <> (salary_publish_status in ('ok', 'low')) "
            "or (median_salary_low_usd is not null) <> (salary_publish_status in ('ok', 'low')) "
            "or (robust_median_low_usd is not null) <> (robust_publish_status in ('ok', 'low')) "
            "or (pooled_median_low_usd is not null) <> (pooled_publish_status in ('ok', 'low'))",
        ),
    ]


def difference(name: str) -> list[Expectation]:
    """What holds of a difference, its interval and its status."""
    low, high, status = f"{name}_low_usd", f"{name}_high_usd", f"{name}_status"
    return [
        closed(status, ["higher", "lower", "not distinguishable", "suppressed"]),
        never(
            f"{name} outside its interval, or a status that does not match the interval",
            f"{name}_usd not between {low} - 1 and {high} + 1 "
            f"or ({low} is null) <> ({status} = 'suppressed') "
            f"or {low} > 1 and {status} <> 'higher' or {high} < -1 and {status} <> 'lower' "
            f"or {low} < -1 and {high} > 1 and {status} <> 'not distinguishable'",
        ),
    ]


def estimated_remote() -> list[Expectation]:
    """What a mart of work arrangements says of its remote shares."""
    return [
        *_rated("remote", "robust", "pooled"),
        never(
            "a remote share outside its interval",
            "remote_of_read_share "
            "not between remote_of_read_low_share - 0.0001 and remote_of_read_high_share + 0.0001 "
            "or robust_remote_share "
            "not between robust_remote_low_share - 0.0001 and robust_remote_high_share + 0.0001 "
            "or pooled_remote_share "
            "not between pooled_remote_low_share - 0.0001 and pooled_remote_high_share + 0.0001",
        ),
    ]


def _rated(*names: str) -> list[Expectation]:
    """What holds of the statuses of a mart; the first has the sample of the other columns."""
    return [
        *(closed(f"{name}_publish_status", PUBLISH_STATUSES) for name in names),
        *filled("is_settled", "as_of_date"),
        between("effective_company_count", 1),
        between("top_company_share", 0, 1),
        never(
            "a reason without a status, or a status below ok without a reason",
            f"({names[0]}_status_reason is null) "
            f"<> (coalesce({names[0]}_publish_status, 'ok') = 'ok') "
            "or (robust_status_reason is null) <> (coalesce(robust_publish_status, 'ok') = 'ok')",
        ),
    ]


_VARIANTS = [
    *("mean", "median", "winsorised", "role level", "company equal", "headline country"),
    *("without the top employer", "without old postings"),
]
CORE = {
    "core/fct_segment_companies": [
        rows(0),
        *key("segment_id", "company_id", "method"),
        *filled("dimension", "key"),
        closed("method", METHODS),
        never(
            "more roles than units, or as many salaries as there are not units",
            " or ".join(f"{base}_role_count not between 0 and {base}_unit_count" for base in BASES)
            + " or listing_role_count = 0 or coalesce(len(salaries_usd), 0) <> salary_unit_count",
        ),
        *(
            never(
                f"a share of units outside 0 to 1: {base}",
                f"{base}_unit_total not between 0 and {base}_unit_count",
            )
            for base in ("workplace", "disclosure")
        ),
        never(
            "work arrangements that are not those of all listings by method report",
            "(method = 'report') <> (remote_count + hybrid_count + onsite_count + not_stated_count "
            "+ not_read_count is not distinct from listing_unit_count)",
        ),
    ],
    "core/fct_estimates": [
        rows(0),
        *key("figure_id"),
        *filled("segment_id", "dimension", "key", "top_company_id", "is_settled"),
        closed("method", METHODS),
        closed("base", BASES),
        closed("measure", MEASURES),
        closed("interval_method", ["jackknife", "Woodruff", "exact bound"]),
        closed("publish_status", PUBLISH_STATUSES),
        never(
            "a suppressed value, or a published one that is missing",
            "(value is null) <> (publish_status = 'suppressed' and measure <> 'listing_count')",
        ),
        never(
            "a reason for an ok figure, or none for another",
            "(status_reason is null) <> (publish_status = 'ok')",
        ),
        never(
            "a value outside its interval",
            "value not between interval_low - 1 and interval_high + 1 "
            "or measure in ('remote_of_read_share', 'disclosure_share') "
            "and value not between interval_low - 0.0001 and interval_high + 0.0001",
        ),
        never(
            "a published estimate of several companies without an interval, or another with one",
            "(interval_low is not null) <> (value is not null and company_count > 1 "
            "and measure <> 'listing_count') "
            "or (interval_low is null) <> (interval_high is null) "
            "or (interval_low is null) <> (interval_method is null)",
        ),
        never(
            "more companies than roles, or effective companies than companies",
            "company_count > role_count or effective_company_count > company_count + 0.001",
        ),
        between("effective_company_count", 1),
        between("top_company_share", 0, 1),
    ],
    "core/fct_estimate_ranks": [
        rows(0),
        *key("figure_id"),
        closed("method", METHODS),
        closed("measure", ["mean_salary_usd", "remote_of_read_share", "disclosure_share"]),
        between("rank_low", 1),
        between("ranked_count", 2),
        never(
            "a rank outside its interval, or more ranks than figures",
            "value_rank not between rank_low and rank_high or rank_high > ranked_count",
        ),
    ],
}
MARTS = {
    "marts/mart_salary_by_comparison_part": [
        rows(0),
        *key("comparison_id", "part"),
        *counted(),
        closed("part", ["only a", "only b", "both"]),
        closed("publish_status", PUBLISH_STATUSES),
        never(
            "a value of a suppressed part, or none of a published one",
            "(mean_salary_usd is not null) <> (coalesce(publish_status, '') in ('ok', 'low'))",
        ),
    ],
    "marts/mart_pay_disclosure_by_state": [
        rows(0),
        *key("segment_id"),
        *key("state_code"),
        *counted(),
        closed("disclosure_publish_status", PUBLISH_STATUSES),
        between("disclosure_share", 0, 1),
        between("median_width_share", 0),
        never(
            "more wide ranges or high salaries than salaries",
            "greatest(wide_range_count, high_salary_count) > with_salary_count",
        ),
        never(
            "a law without its date, or a date without a law",
            "(law is null) <> (effective_date is null)",
        ),
    ],
    "marts/mart_sensitivity_by_figure": [
        rows(0),
        *key("figure_id", "variant"),
        *filled("segment_id", "as_of_date"),
        closed("variant", _VARIANTS),
        closed("publish_status", PUBLISH_STATUSES),
        never(
            "a suppressed value, or a published one that is missing",
            "(variant_salary_usd is null) <> (publish_status = 'suppressed')",
        ),
        never(
            "a mean that is not the published one",
            "variant = 'mean' and abs(difference_usd) > 0.01",
        ),
        never(
            "more companies than roles",
            "company_count > role_count or role_count < 1",
        ),
    ],
    "marts/mart_premium_by_step": [
        rows(0),
        *key("figure_id", "step"),
        *filled("segment_id", "premium_share", "as_of_date"),
        closed("step", ["raw", "seniority", "place", "industry", "company"]),
        closed("premium_status", ["higher", "lower", "not distinguishable", "no interval"]),
        between("effective_company_count", 1),
        never(
            "more listings kept than there are, or companies than listings",
            "kept_count > member_count or member_company_count > kept_count "
            "or both_company_count > member_company_count",
        ),
        never(
            "a premium outside its interval, or a status that does not match the interval",
            "premium_share not between premium_low_share - 0.000001 "
            "and premium_high_share + 0.000001 "
            "or (premium_low_share is null) <> (premium_status = 'no interval') "
            "or premium_low_share > 0.000001 and premium_status <> 'higher' "
            "or premium_high_share < -0.000001 and premium_status <> 'lower'",
        ),
    ],
}
