"""The suites of the ledger of published figures: its editions, and what is computed from them."""

from expectations._rules import between, closed, filled, key, never, rows

MEASURES = [
    *("listing_count", "mean_salary_usd", "median_salary_usd"),
    *("disclosure_share", "remote_of_read_share"),
]
BOARD_MEASURES = [measure for measure in MEASURES if measure != "median_salary_usd"]
"""Sums of boards give no median."""
LINK_STATES = ["linked", "first night", "rules changed", "no matched board", "no value"]
FIGURE = ("segment_id", "measure", "method")

_KNOWN_LATER = never("known before its night", "known_date < as_of_date")
_SETTLED = never(
    "a settled night without a date, or a date without a settled night",
    "is_settled <> (settled_date is not null)",
)
NIGHTS = [_SETTLED]
"""What holds of every table with the state of a night."""

STAGING = {
    "staging/stg_editions": [
        rows(0),
        *key("edition_id"),
        *filled("release_id", "rules_id"),
        _KNOWN_LATER,
    ],
    "staging/stg_figures": [
        rows(0),
        *key("edition_id", *FIGURE),
        *filled("figure_value", "sample_count"),
    ],
    "staging/stg_board_figures": [rows(0), *key("edition_id", "board_id"), *filled("is_stale")],
}
CORE = {
    "core/fct_figures": [
        rows(0),  # a night may have no software listing
        *key(*FIGURE),
        *filled("figure_value", "sample_count"),
        closed("measure", MEASURES),
        never("more companies than listings", "sample_company_count > sample_count"),
        never(
            "a share outside 0 to 1",
            "measure in ('disclosure_share', 'remote_of_read_share') "
            "and figure_value not between 0 and 1",
        ),
    ],
    "core/fct_board_figures": [
        rows(),
        *key("board_id"),
        *filled("is_stale"),
        never(
            "more listings with pay or remote than were read, or more read than there are",
            "with_salary_count > pay_read_count or with_text_remote_count > with_text_count "
            "or greatest(pay_read_count, with_text_count) > listing_count",
        ),
        never(
            "pay without listings, or listings without pay",
            "(salary_total_usd > 0) <> (with_salary_count > 0)",
        ),
    ],
    "core/dim_editions": [
        rows(),
        *key("edition_id"),
        *filled("rules_id"),
        _KNOWN_LATER,
        never(
            "a night without one first and one newest edition",
            "as_of_date in (select as_of_date from {batch} group by as_of_date having "
            "count(*) filter (where is_first) <> 1 or count(*) filter (where is_newest) <> 1)",
        ),
    ],
    "core/fct_figure_editions": [
        rows(0),
        *key("edition_id", *FIGURE),
        *filled("figure_value", "sample_count"),
        _KNOWN_LATER,
    ],
    "core/fct_night_links": [
        rows(),
        *key("measure", "as_of_date"),
        closed("measure", BOARD_MEASURES),
        closed("link_state", LINK_STATES),
        never(
            "a link without a ratio, or a ratio without a link",
            "(link_state = 'linked') <> (link_ratio is not null)",
        ),
        never("compared with a later night", "previous_date >= as_of_date"),
    ],
}
MARTS = {
    "marts/mart_figures_by_night": [
        rows(0),
        *key("figure_id", "as_of_date"),
        closed("measure", MEASURES),
        _SETTLED,
        never(
            "no edition, or the newest known before the first",
            "edition_count < 1 or last_known_date < first_known_date",
        ),
    ],
    "marts/mart_revisions_by_figure": [
        rows(0),
        *key("figure_id"),
        between("mean_absolute_revision_now", 0),
        never(
            "more nights that were revised or are provisional than nights",
            "greatest(revised_night_count, provisional_night_count, now_night_count) > night_count",
        ),
        never(
            "a revision without a night, or a night without a revision",
            "(now_night_count = 0) <> (mean_absolute_revision_now is null)",
        ),
    ],
    "marts/mart_matched_index_by_night": [
        rows(),
        *key("measure", "as_of_date"),
        closed("measure", BOARD_MEASURES),
        closed("link_state", LINK_STATES),
        *filled("matched_index", "chain_start_date"),
        never(
            "a chain that does not begin at 100 where a night is not linked",
            "(link_state <> 'linked') <> (as_of_date = chain_start_date) "
            "or as_of_date = chain_start_date and matched_index <> 100",
        ),
    ],
    "marts/mart_editions_by_night": [
        rows(),
        *key("as_of_date"),
        closed("night_state", ["published", "not published", "missed"]),
        _SETTLED,
        never(
            "a missed night with boards or editions, or a night without them that was not missed",
            "(night_state = 'missed') <> (crawled_board_count is null and edition_count = 0)",
        ),
        never(
            "a published night without an edition, or an edition of a night not published",
            "(night_state = 'published') <> (edition_count > 0)",
        ),
    ],
}
