{{ config(materialized='incremental', incremental_strategy='append') }}

{%- set symbols, locals = ref('currency_symbols'), ref('pay_local_currencies') %}
{#- What joins two amounts that may as well be of different things: the second must be money by itself. -#}
{%- set loose_to = '(?i)^\\W*(?:and|und|et|e|ed|en|y|i|och|og|oraz|al?|do|at|&)\\W*(?:de)?\\W*$' %}
{#- A number of another thing than money. -#}
{%- set counted = '(?i)^[\\s-]?(?:%|(?:hours?|hrs|days?|weeks?|months?|years?|yrs|people|stunden|tage|heures|jours)\\b)' %}

{#- Two ranges that a mark joins, each of two amounts with a dash or a word between them. -#}
{%- set range = '[^\\x02/|&]*?\\d[^\\x02/|&]*(?:[\\p{Pd}−]|\\bto\\b|\\bbis\\b)[^\\x02/|&]*?\\d' %}
{#- Two amounts in two currencies, with a mark between them: the same pay twice. -#}
{%- set currencies = {'€|EUR': '[$£]|USD|GBP|CHF|PLN|zł', '[$]|USD': '€|£|EUR|GBP|CHF|PLN|zł', '£|GBP': '€|[$]|EUR|USD|CHF'} -%}
{%- set in_two_currencies = [] -%}
{%- for first, others in currencies.items() -%}
    {%- do in_two_currencies.append('(\\x01[^\\x02/|&]*(?:' ~ first ~ ')[^\\x02/|&]*?)(\\s?[/|&]\\s?)([^\\x02/|&]*(?:' ~ others ~ ')[^\\x02/|&]*\\x02)') -%}
{%- endfor -%}
{%- set two_ranges = '(\\x01' ~ range ~ '[^\\x02/|&()]*?)(\\s?(?:\\([^()\\x02]*\\)\\s?)?[/|&]\\s?)(' ~ range ~ ')' %}

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

-- Each amount is between chr(1) and chr(2).
marked_lines as (
    select
        line_id,
        regexp_replace(line_text, {{ literal(money_mention(symbols, locals)) }}, chr(1) || '\0' || chr(2), 'g') as mentions_marked,
        {% set ns = namespace(line='mentions_marked') %}
        {%- for pair in in_two_currencies %}
            {%- set ns.line = "regexp_replace(" ~ ns.line ~ ", " ~ literal(pair) ~ ", '\\1' || chr(2) || '\\2' || chr(1) || '\\3')" %}
        {%- endfor %}
        {{ ns.line }} as marked_line
    from new_lines
),

-- Two whole ranges with a slash, a bar or "&" between them are two amounts. A line is split before each.
piece_lists as (
    select
        line_id,
        string_split(
            if(
                regexp_matches(marked_line, {{ literal(two_ranges) }}),
                regexp_replace(marked_line, {{ literal(two_ranges) }}, '\1' || chr(2) || '\2' || chr(1) || '\3', 'g'),
                marked_line
            ),
            chr(1)
        )[:{{ var('most_matches_per_line') | int + 1 }}] as pieces
    from marked_lines
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
        if(piece_number = 1, '', rtrim(string_split(piece, chr(2))[1])) as mention_text,
        if(piece_number = 1, piece, string_split(piece, chr(2))[2]) as next_text,
        1 + sum(length(piece) - (piece_number > 1)::int) over so_far - length(piece) + 1 as start_position,
        coalesce(lag(next_text) over so_far, '') as before_text,
        count(*) over (partition by line_id) as piece_count
    from pieces
    window so_far as (partition by line_id order by piece_number)
),

amount_parts as (
    select
        *,
        regexp_extract(
            mention_text, {{ literal(money_parts(symbols, locals)) }},
            [
                'currency_1', 'low', 'low_suffix', 'currency_2', 'joined_by',
                'currency_3', 'high', 'high_suffix', 'currency_4', 'third', 'third_suffix'
            ]
        ) as part
    from mentions
    where piece_number > 1
),

-- A number that is not of money is none of the amount: "$90k - 15 days", "$120k | 401k".
amount_ends as (
    select
        *,
        part.high <> '' and part.currency_3 = '' and part.currency_4 = '' and part.third = '' and (
            regexp_matches(next_text, {{ literal(counted) }})
            or part.high in ('401', '403', '457')
            or part.high_suffix = '' and regexp_matches(part.joined_by, {{ literal(loose_to) }})
            and length(part.high) < 4
        ) as is_first_end,
        part.high <> '' and not is_first_end as has_two_ends,
        part.third <> '' and not regexp_matches(next_text, {{ literal(counted) }}) and part.third not in ('401', '403', '457')
            as has_middle,
        rtrim(case
            when is_first_end then regexp_extract(mention_text, {{ literal('^' ~ money_end(symbols, locals, false)) }})
            when part.third <> '' and not has_middle
                then regexp_extract(
                    mention_text,
                    {{ literal('^' ~ money_end(symbols, locals, false) ~ money_to() ~ money_end(symbols, locals, false)) }}
                )
            else mention_text
        end) as span_text,
        substr(mention_text, length(span_text) + 1) || next_text as after_text,
        nullif(part.currency_1, '') as currency_1,
        nullif(part.currency_2, '') as currency_2,
        if(has_two_ends, nullif(part.currency_3, ''), null) as currency_3,
        if(has_two_ends, nullif(part.currency_4, ''), null) as currency_4
    from amount_parts
),

amount_numbers as (
    select
        *,
        coalesce(currency_4, currency_2, currency_1, currency_3) as last_currency,
        coalesce(currency_1, currency_3, currency_4, currency_2) as first_currency,
        {{ money_sign('first_currency') }} as sign,
        if(has_middle, part.third, part.high) as high_text,
        if(has_middle, part.third_suffix, part.high_suffix) as high_suffix,
        {{ money_amount('part.low', has_decimal_mark('part.low_suffix', 'part.low')) }} as low_number,
        if(has_two_ends, {{ money_amount('high_text', has_decimal_mark('high_suffix', 'high_text')) }}, null) as high_number,
        if(has_middle, {{ money_amount('part.high', has_decimal_mark('part.high_suffix', 'part.high')) }}, null) as middle_number,
        {{ money_factor('part.low_suffix') }} as low_factor,
        if(has_two_ends, {{ money_factor('high_suffix') }}, 1) as high_factor
    from amount_ends
),

-- "130-180K": the suffix of one end holds for a small number at the other. The label before an amount, or a bracket behind
-- it, may name the currency: "Salary (USD): 120,000".
amount_sizes as (
    select
        amount_numbers.*,
        coalesce(
            {{ money_currency_code('sign', 'last_currency', 'part.low_suffix || high_suffix', 'currency_symbols.currency_code') }},
            nullif(regexp_extract(before_text, '(?:[(\[][^()\[\]]{0,20}|\bin )({{ money_code() }})\b[)\]]?[^.!?;\d(]{0,25}$', 1), ''),
            nullif(regexp_extract(after_text, '^\s?[(\[]?({{ money_code() }})\b', 1), '')
        ) as currency,
        low_number * case
            when low_factor > 1 then low_factor
            when high_factor > 1 and low_number < 1000 then high_factor
            when has_two_ends and regexp_matches(part.low, '^\d+$') and low_number < 1000 and high_number >= 10000 and low_number * 1000 <= high_number then 1000
            else 1
        end as first_amount,
        high_number * case
            when high_factor > 1 then high_factor
            when low_factor > 1 and high_number < 1000 then low_factor
            else 1
        end as last_amount
    from amount_numbers
    left join currency_symbols on lower(amount_numbers.sign) = lower(currency_symbols.symbol)
),

-- The ends may be in either order where both are near each other: "$240K - $180K".
amounts as (
    select
        *,
        has_two_ends and last_amount < first_amount and last_amount * 3 >= first_amount as is_swapped,
        if(is_swapped, last_amount, first_amount) as low,
        if(is_swapped, first_amount, last_amount) as high,
        first_amount is null or has_two_ends and (
            last_amount is null or high < low or high > 10 * low
            or part.high_suffix = high_suffix and not coalesce(middle_number between low_number and high_number, true)
            or currency_1 is not null and currency_3 is not null and currency_1 <> currency_3
            and regexp_matches(part.joined_by, '[/|&]')
        ) as is_misread
    from amount_sizes
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
    amounts.has_two_ends as is_range,
    amounts.is_misread,
    greatest(amounts.low_factor, amounts.high_factor) >= 1000000 as is_millions
from new_lines
left join amounts using (line_id)
