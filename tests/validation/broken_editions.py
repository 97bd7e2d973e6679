"""Statements that break a table of the ledger of published figures.

By table and by the description of the expectation that must fail; `tested` holds the rows of the
sample, whose ledger is empty before its first night.
"""

from __future__ import annotations

_KNOWN_BEFORE = "update tested set known_date = as_of_date - 1"
_NOT_SETTLED = [
    "update tested set is_settled = true, settled_date = null",
    "update tested set is_settled = false, settled_date = as_of_date",
]
_SETTLED = "a settled night without a date, or a date without a settled night"
_NIGHT = "('2026-11-01/1', date '2026-11-01', date '2026-10-31')"

BROKEN: dict[tuple[str, str], list[str]] = {
    ("staging/stg_editions", "known before its night"): [
        f"insert into tested (edition_id, as_of_date, known_date) values {_NIGHT}",
    ],
    ("core/fct_figures", "more companies than listings"): [
        "update tested set sample_company_count = sample_count + 1",
    ],
    ("core/fct_figures", "a share outside 0 to 1"): [
        "update tested set figure_value = 1.1 where measure = 'disclosure_share'",
        "update tested set figure_value = -0.1 where measure = 'remote_of_read_share'",
    ],
    (
        "core/fct_board_figures",
        "more listings with pay or remote than were read, or more read than there are",
    ): [
        "update tested set with_salary_count = pay_read_count + 1",
        "update tested set with_text_remote_count = with_text_count + 1",
        "update tested set pay_read_count = listing_count + 1",
        "update tested set with_text_count = listing_count + 1",
    ],
    ("core/fct_board_figures", "pay without listings, or listings without pay"): [
        "update tested set salary_total_usd = 0 where with_salary_count > 0",
        "update tested set salary_total_usd = 1, with_salary_count = 0",
    ],
    ("core/dim_editions", "known before its night"): [_KNOWN_BEFORE],
    ("core/dim_editions", "a night without one first and one newest edition"): [
        "update tested set is_first = false",
        "update tested set is_newest = false",
        "insert into tested by name select 'again' as edition_id, * exclude (edition_id) "
        "from tested",
    ],
    ("core/fct_figure_editions", "known before its night"): [_KNOWN_BEFORE],
    ("core/fct_night_links", "a link without a ratio, or a ratio without a link"): [
        "update tested set link_state = 'linked', link_ratio = null",
        "update tested set link_ratio = 1",
    ],
    ("core/fct_night_links", "compared with a later night"): [
        "update tested set previous_date = as_of_date",
    ],
    ("core/dim_nights", _SETTLED): _NOT_SETTLED,
    ("marts/mart_figures_by_night", _SETTLED): _NOT_SETTLED,
    ("marts/mart_figures_by_night", "no edition, or the newest known before the first"): [
        "update tested set edition_count = 0",
        "update tested set last_known_date = first_known_date - 1",
    ],
    (
        "marts/mart_revisions_by_figure",
        "more nights that were revised or are provisional than nights",
    ): [
        "insert into tested (night_count, revised_night_count) values (1, 2)",
        "insert into tested (night_count, provisional_night_count) values (1, 2)",
        "insert into tested (night_count, now_night_count) values (1, 2)",
    ],
    (
        "marts/mart_revisions_by_figure",
        "a revision without a night, or a night without a revision",
    ): [
        "insert into tested (now_night_count, mean_absolute_revision_now) values (0, 1.0)",
        "insert into tested (now_night_count) values (1)",
    ],
    (
        "marts/mart_matched_index_by_night",
        "a chain that does not begin at 100 where a night is not linked",
    ): [
        "update tested set matched_index = 101",
        "update tested set link_state = 'linked'",
        "update tested set chain_start_date = as_of_date - 1",
    ],
    ("marts/mart_editions_by_night", _SETTLED): _NOT_SETTLED,
    (
        "marts/mart_editions_by_night",
        "a missed night with boards or editions, or a night without them that was not missed",
    ): [
        "update tested set night_state = 'missed'",
        "update tested set crawled_board_count = null, edition_count = 0",
    ],
    (
        "marts/mart_editions_by_night",
        "a published night without an edition, or an edition of a night not published",
    ): [
        "update tested set edition_count = 0",
        "update tested set night_state = 'not published'",
    ],
}
