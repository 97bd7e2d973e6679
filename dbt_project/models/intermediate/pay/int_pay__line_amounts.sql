{{ config(materialized='incremental', incremental_strategy='append') }}

{%- set symbols, locals = ref('currency_symbols'), ref('pay_local_currencies') %}

with text_lines as (
    select * from {{ ref('int_text__lines') }}
),

currency_symbols as (
    select * from {{ symbols }}
),

new_lines as (
    select
        line_id,
        regexp_replace(any_value(line_text), '[\x01\x02]', ' ', 'g') as line_text
    from text_lines
    where has_money
    {% if is_incremental() %}
        and line_id not in (select line_id from {{ this }})
    {% endif %}
    group by line_id
),

-- A line is split before each amount; chr(2) ends the amount.
piece_lists as (
    select
        line_id,
        string_split(
            regexp_replace(
                line_text, {{ literal(money_mention(symbols, locals)) }}, chr(1) || '\0' || chr(2), 'g'
            ),
            chr(1)
        )[:{{ var('most_matches_per_line') | int + 1 }}] as pieces
    from new_lines
),

pieces as (
    select
        line_id,
        generate_subscripts(pieces, 1) as piece_number,
        unnest(pieces) as piece
    from piece_lists
    where len(pieces) > 1
),

-- The first piece is the text before the first amount.
mentions as (
    select
        line_id,
        piece_number,
        if(piece_number = 1, '', rtrim(string_split(piece, chr(2))[1])) as span_text,
        if(piece_number = 1, piece, string_split(piece, chr(2))[2]) as after_text,
        1 + sum(length(piece) - (piece_number > 1)::int) over so_far - length(piece) + 1 as start_position,
        coalesce(lag(after_text) over so_far, '') as before_text,
        count(*) over (partition by line_id) as piece_count
    from pieces
    window so_far as (partition by line_id order by piece_number)
),

amount_parts as (
    select
        *,
        regexp_extract(
            span_text, {{ literal(money_parts(symbols, locals)) }},
            ['currency_1', 'low', 'low_suffix', 'currency_2', 'currency_3', 'high', 'high_suffix', 'currency_4']
        ) as part
    from mentions
    where piece_number > 1
),

amount_numbers as (
    select
        *,
        coalesce(
            nullif(part.currency_4, ''), nullif(part.currency_2, ''),
            nullif(part.currency_1, ''), nullif(part.currency_3, '')
        ) as last_currency,
        coalesce(
            nullif(part.currency_1, ''), nullif(part.currency_3, ''),
            nullif(part.currency_4, ''), nullif(part.currency_2, '')
        ) as first_currency,
        part.high <> '' as is_range,
        {{ money_amount('part.low') }} as low_number,
        {{ money_amount('part.high') }} as high_number,
        {{ money_factor('part.low_suffix') }} as low_factor,
        {{ money_factor('part.high_suffix') }} as high_factor
    from amount_parts
),

-- "130-180K": the suffix of one end holds for a small number at the other.
amounts as (
    select
        amount_numbers.*,
        {{ money_currency_code('first_currency', 'last_currency', 'part.low_suffix || part.high_suffix', 'currency_symbols.currency_code') }}
            as currency,
        low_number * case
            when low_factor > 1 then low_factor
            when high_factor > 1 and low_number < 1000 then high_factor
            when is_range and low_number < 1000 and high_number >= 10000 and low_number * 1000 <= high_number then 1000
            else 1
        end as low,
        high_number * case
            when high_factor > 1 then high_factor
            when low_factor > 1 and high_number < 1000 then low_factor
            else 1
        end as high
    from amount_numbers
    left join currency_symbols on amount_numbers.first_currency = currency_symbols.symbol
)

-- A line without an amount has one row, so that no later night searches it again.
select
    new_lines.line_id,
    amounts.span_text,
    amounts.before_text,
    amounts.after_text,
    amounts.currency,
    coalesce(amounts.piece_number - 1, 0) as amount_number,
    coalesce(amounts.piece_count - 1, 0) as amount_count,
    amounts.start_position::bigint as start_position,
    amounts.low,
    amounts.high,
    amounts.is_range,
    greatest(amounts.low_factor, amounts.high_factor) >= 1000000 as is_millions
from new_lines
left join amounts using (line_id)
