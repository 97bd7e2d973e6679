{{ config(materialized='incremental', incremental_strategy='append') }}

with lines as (
    select * from {{ ref('int_texts_split') }}
),

symbols as (
    select * from {{ ref('currency_symbols') }}
),

new_lines as (
    select
        line_id,
        any_value(line_text) as line_text
    from lines
    where has_money
    {% if is_incremental() %}
        and line_id not in (select line_id from {{ this }})
    {% endif %}
    group by line_id
),

ranges as (
    select
        line_id,
        line_text,
        unnest(regexp_extract_all(line_text, '{{ money_range() | replace("'", "''") }}')) as span
    from new_lines
),

parsed as (
    select
        line_id,
        line_text,
        span,
        strpos(line_text, span) as start_position,
        regexp_extract(
            span, '{{ money_range() | replace("'", "''") }}',
            ['currency_1', 'low', 'low_k', 'currency_2', 'currency_3', 'high', 'high_k', 'currency_4']
        ) as part
    from ranges
),

amounts as (
    select
        line_id,
        line_text,
        span,
        start_position,
        coalesce(nullif(part.currency_1, ''), nullif(part.currency_3, ''), nullif(part.currency_4, ''), nullif(part.currency_2, ''))
            as currency_symbol,
        coalesce(nullif(part.currency_4, ''), nullif(part.currency_2, '')) as trailing_currency,
        {{ money_amount('part.low') }} * if(part.low_k <> '' or (part.high_k <> '' and {{ money_amount('part.low') }} < 1000), 1000, 1)
            as low,
        {{ money_amount('part.high') }} * if(part.high_k <> '' or (part.low_k <> '' and {{ money_amount('part.high') }} < 1000), 1000, 1)
            as high,
        substr(line_text, (start_position + length(span))::bigint, 45) as right_window,
        substr(line_text, greatest(1, start_position - 90)::bigint, least(90, start_position - 1)::bigint)
            as left_window
    from parsed
),

read as (
    select
        amounts.*,
        case
            -- An ISO code beside the amount is plainer than a dollar sign.
            when regexp_matches(trailing_currency, '^[A-Z]{3}$') then trailing_currency
            when regexp_matches(currency_symbol, '^[A-Z]{3}$') then currency_symbol
            when lower(currency_symbol) in ('euro', 'euros') then 'EUR'
            when currency_symbol = '$' then '$'
            else symbols.currency_code
        end as currency,
        coalesce(
            {{ interval_word("span || ' ' || right_window") }},
            {{ interval_word('left_window') }}
        ) as stated_interval
    from amounts
    left join symbols on amounts.currency_symbol = symbols.symbol
),

judged as (
    select
        *,
        coalesce(stated_interval, {{ interval_by_size('low', 'high', 'currency') }}) as salary_interval
    from read
    where
        currency is not null
        and low is not null and high is not null
        and low > 0 and high >= low and high / low <= 6
        and not regexp_matches(right_window, '^\s?(?i:m|mm|bn|b|million|billion|mio|%|\+?\s?(employees|users|customers|people|days|weeks|years of))\b')
        and not regexp_matches(
            left_window,
            '(?i)\b(401\(?k\)?|match\w*|stipend|budget|allowance|bonus( of)?|raised|funding|series [a-f]|revenue|arr|valuation|valued|equity|options|reimburse\w*|sign-?on|referral|assets|aum|savings|donat\w+|grants?|credits?|contribution|deductible|discount|ote|on[- ]target[- ]earnings|commission|variable)\b[^.;]{0,30}$'
        )
        and not regexp_matches(
            right_window,
            '^\s?(?i:(?:in|of|as|annual|yearly|learning|signing|sign-on)\s)*(?i:stipend|budget|allowance|bonus|funding|revenue|equity|ote|on[- ]target|401|variable|commission|per employee)\b'
        )
),

found as (
    select
        line_id,
        list(struct_pack(
            span := span,
            start_position := start_position,
            minimum := low,
            maximum := high,
            currency := currency,
            salary_interval := salary_interval,
            is_interval_stated := stated_interval is not null
        ) order by start_position) as pays
    from judged
    group by line_id
)

select
    new_lines.line_id,
    coalesce(found.pays, []) as pays
from new_lines
left join found using (line_id)
