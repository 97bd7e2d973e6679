"""Compares figures with those of earlier nights, and says which are too far from what is usual.

A figure is compared with each earlier night on the boards that both have, so that a new board is no
change. The usual change over the nights, its median, gives the usual value; their spread gives the
limits once there are enough nights, and until then `measure_limits.csv` does. Not here: what is
measured (`storage.measures` of raw nights, `warehouse.measures` of tables), and what follows
(`crawl.history_gate`).
"""

from __future__ import annotations

import duckdb

from orchestration.plain_text import sql_literal
from orchestration.settings import DATA

LIMITS = DATA / "measure_limits.csv"
NIGHTS = 28
"""Earlier nights that a figure is compared with, at most."""
LEARNT_AFTER = 7
"""Earlier nights from which on the limits are learnt."""
SPREADS = 8
"""A learnt limit is this many spreads (1.4826 times the median absolute deviation) from usual."""
NARROWEST, WIDEST = 0.5, 1.5
"""A learnt limit is between these parts of the limit in `measure_limits.csv`."""

COLUMNS = {
    "measure": "varchar",
    "category": "varchar",
    "label": "varchar",
    "figure_kind": "varchar",
    "figure": "double",
    "n": "bigint",
    "usual": "double",
    "least": "double",
    "most": "double",
    "night_count": "bigint",
    "failure_text": "varchar",
    "warning_text": "varchar",
}
"""Columns of a comparison after its keys. A figure without a history has no usual value, and is
within its limits."""

_CHANGE = """case any_value(figure_kind)
    when 'share' then sum(m.amount) / nullif(sum(m.n), 0) - sum(h.amount) / nullif(sum(h.n), 0)
    when 'count' then sum(m.amount) / nullif(sum(h.amount), 0) - 1
    else median(m.amount / nullif(h.amount, 0)) - 1
end"""
_FIGURE = """case any_value(figure_kind)
    when 'share' then sum(amount) / nullif(sum(n), 0)
    when 'count' then sum(amount)
    else median(amount)
end"""


def _limit(kind: str, way: str) -> str:
    """The tolerance of a fall or rise: given while there are few nights, then learnt."""
    given = f"{kind}_{way}"
    learnt = (  # DuckDB's least and greatest ignore nulls, and a null is no limit
        f"{given} * greatest({NARROWEST}, least({WIDEST}, {SPREADS} * spread / {given}))"
    )
    return f"if(night_count < {LEARNT_AFTER}, {given}, {learnt}) as {kind}_{way}"


def _beyond(kind: str) -> str:
    """The words for a figure beyond a limit; null within it, or where too few are affected."""
    return (
        f"case when affected > min_count and change < -{kind}_fall then "
        f"words || ', at least ' || {_words(_bound('usual', f'{kind}_fall', '-'), 'ceil')} "
        f"when affected > min_count and change > {kind}_rise then "
        f"words || ', at most ' || {_words(_bound('usual', f'{kind}_rise', '+'), 'floor')} end"
    )


def _bound(usual: str, tolerance: str, sign: str) -> str:
    """What a figure is at the limit. A share cannot be below 0 or above 1."""
    of_share = f"least(1, greatest(0, {usual} {sign} {tolerance}))"
    bound = f"if(figure_kind = 'share', {of_share}, {usual} * greatest(0, 1 {sign} {tolerance}))"
    return f"if({usual} is null or {tolerance} is null, null, {bound})"


def _words(figure: str, rounded: str) -> str:
    whole = f"format('{{:,}}', {rounded}(round({figure}, 6))::hugeint)"
    return f"if(figure_kind = 'share', format('{{:.1f}}%', 100.0 * {figure}), {whole})"


def comparison_sql(keys: str, scope: str, measured: str, history: str) -> str:
    """SQL of a row per key, measure and category: the figure, what is usual, and its limits.

    `measured` has ats, board, measure, category, amount and n of a night, `history` the same of
    earlier nights with `night`. `keys` are ats or ats and board; the limits are those of `scope`.
    """
    by = f"{keys}, measure, category"
    return f"""
    with limits as (
        select * exclude (figure), figure as figure_kind
        from read_csv({sql_literal(str(LIMITS))}, header = true,
            types = {{'warning_fall': 'double', 'failure_fall': 'double', 'warning_rise': 'double',
                'failure_rise': 'double', 'min_count': 'bigint'}})
        where scope = '{scope}'
    ),
    m as (select * from {measured} as measured join limits using (measure)),
    pairs as (
        select {by}, h.night, round({_CHANGE}, 9) as change, sum(h.amount) as before
        from m join {history} as h using (ats, board, measure, category)
        group by {by}, h.night
    ),
    usual_changes as (
        select {by}, round(median(change), 9) as change, round(median(before), 6) as before,
            round(1.4826 * mad(change), 9) as spread, count(*) as night_count
        from pairs where change is not null group by {by}
    ),
    known as (select distinct ats, board, measure, category from {history}),
    figures as (  -- on the boards that were measured before, if there are any
        select {by}, any_value(label) as label, any_value(figure_kind) as figure_kind,
            any_value(min_count) as min_count, any_value(warning_fall) as warning_fall,
            any_value(failure_fall) as failure_fall, any_value(warning_rise) as warning_rise,
            any_value(failure_rise) as failure_rise, round({_FIGURE}, 9) as figure,
            sum(n)::bigint as n
        from (
            select m.*, known.board is not null as is_known from m
            left join known using (ats, board, measure, category)
            qualify is_known or not bool_or(is_known) over (partition by {by})
        )
        group by {by}
    ),
    usual_figures as (
        select figures.* exclude (warning_fall, failure_fall, warning_rise, failure_rise),
            change, coalesce(night_count, 0) as night_count,
            {_limit("warning", "fall")}, {_limit("warning", "rise")},
            {_limit("failure", "fall")}, {_limit("failure", "rise")},
            round(case
                when figure_kind = 'share' then figure - change
                when change > -1 then figure / (1 + change)
                else before
            end, 9) as usual
        from figures left join usual_changes using ({by})
    ),
    told as (
        select *,
            case figure_kind
                when 'share' then abs(change) * n
                when 'count' then abs(figure - usual)
                else n
            end as affected,
            label || if(category = '', '', ' (' || category || ')') || ' '
                || {_words("figure", "round")} || case figure_kind
                    when 'share' then format(' of {{:,}}', n)
                    when 'median' then format(' (n {{:,}})', n)
                    else '' end
                || ', usual ' || {_words("usual", "round")} as words
        from usual_figures
    )
    select {keys}, measure, category, label, figure_kind, figure, n, usual,
        round({_bound("usual", "coalesce(failure_fall, warning_fall)", "-")}, 9) as least,
        round({_bound("usual", "coalesce(failure_rise, warning_rise)", "+")}, 9) as most,
        night_count, {_beyond("failure")} as failure_text,
        if(failure_text is null, {_beyond("warning")}, null) as warning_text
    from told
    order by {by}
    """


def compare(
    db: duckdb.DuckDBPyConnection, table: str, keys: str, scope: str, measured: str, history: str
) -> None:
    """Create a table of `comparison_sql`."""
    rows = comparison_sql(keys, scope, measured, history)
    db.execute(f"create or replace table {table} as {rows}")
