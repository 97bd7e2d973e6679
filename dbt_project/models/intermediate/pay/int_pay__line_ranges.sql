{{ config(materialized='incremental', incremental_strategy='append') }}

{%- set cues = ref('pay_cues') %}
{%- set interval_cues = ref('pay_interval_cues') %}
{%- set any_cue = pay_cue(cues, ['on_target', 'base', 'other', 'context']) %}
{%- set symbols, locals = ref('currency_symbols'), ref('pay_local_currencies') %}

with lines as (
    select * from {{ ref('int_text__lines') }}
),

symbols as (
    select * from {{ symbols }}
),

new_lines as (
    select
        line_id,
        regexp_replace(any_value(line_text), '[\x01\x02]', ' ', 'g') as line_text
    from lines
    where has_money
    {% if is_incremental() %}
        and line_id not in (select line_id from {{ this }})
    {% endif %}
    group by line_id
),

-- A line cut before each amount; chr(2) ends the amount.
cut as (
    select
        line_id,
        string_split(
            regexp_replace(
                line_text, {{ literal(money_mention(symbols, locals)) }}, chr(1) || '\0' || chr(2), 'g'
            ),
            chr(1)
        ) as pieces
    from new_lines
),

pieces as (
    select
        line_id,
        generate_subscripts(pieces, 1) as piece_number,
        unnest(pieces[:{{ var('most_matches_per_line') + 1 }}]) as piece
    from cut
    where len(pieces) > 1
),

-- The first piece is what stands before the first amount.
mentions as (
    select
        line_id,
        piece_number,
        if(piece_number = 1, '', rtrim(string_split(piece, chr(2))[1])) as span,
        if(piece_number = 1, piece, string_split(piece, chr(2))[2]) as after,
        1 + sum(length(piece) - (piece_number > 1)::int) over so_far - length(piece) + 1 as start_position,
        coalesce(lag(after) over so_far, '') as before,
        count(*) over (partition by line_id) as piece_count
    from pieces
    window so_far as (partition by line_id order by piece_number)
),

parsed as (
    select
        *,
        regexp_extract(
            span, {{ literal(money_parts(symbols, locals)) }},
            ['currency_1', 'low', 'low_suffix', 'currency_2', 'currency_3', 'high', 'high_suffix', 'currency_4']
        ) as part,
        -- The sentence so far, without what it says is left out.
        regexp_replace(
            regexp_extract(
                regexp_replace(right(before, 160), '(?i)\b(ca|circa|approx|inkl|incl|mind|max|min|bzw|std|est|e\.g|i\.e|p\.a)\.\s', '\1 ', 'g'),
                '(?:^|[.;!?•|]\s)((?:[^.;!?•|]|[.;!?•|]\S)*)$', 1
            ),
            '(?i)\([^()]*\)|\b(?:excluding|exclusive of|not including|in addition to|before|without)\b[^,:]*[,:]', ' ', 'g'
        ) as left_clause,
        regexp_replace(
            regexp_extract(after, '^\+?[\s)]*([^.;,(+&|•–—]{0,60})', 1),
            '(?i)\b(?:plus|and|with|depending|based|commensurate|according|dependent|in addition|along|und|sowie|zzgl|zuzüglich|avec|más|más|según|selon|je nach)\b.*', ''
        ) as right_clause
    from mentions
    where piece_number > 1
),

cued as (
    select
        *,
        regexp_extract(right_clause, {{ literal('^(?:\\W*[\\p{L}\\p{N}/-]+){0,3}?' ~ any_cue) }}, 1) as right_cue,
        regexp_extract(left_clause, {{ literal('^(?s:.*)' ~ any_cue ~ '(.*)$') }}, ['cue', 'since']) as last_left,
        regexp_matches(left_clause, {{ literal(pay_cue(cues, ['on_target', 'base'])) }}) as has_left_base,
        regexp_matches(
            left_clause, {{ literal(pay_cue(cues, ['on_target']) ~ '[^\\p{L}]*(?:\\p{L}+[^\\p{L}]+){0,8}$') }}
        ) as has_left_target
    from parsed
),

kinds as (
    select
        *,
        {{ pay_cue_kind(cues, 'right_cue') }} as right_kind,
        {{ pay_cue_kind(cues, 'last_left.cue') }} as left_kind,
        last_left.cue as left_cue,
        last_left.since as since_left_cue
    from cued
),

amounts as (
    select
        *,
        coalesce(
            nullif(part.currency_4, ''), nullif(part.currency_2, ''), nullif(part.currency_1, ''), nullif(part.currency_3, '')
        ) as last_currency,
        coalesce(nullif(part.currency_1, ''), nullif(part.currency_3, ''), nullif(part.currency_4, ''), nullif(part.currency_2, ''))
            as first_currency,
        part.high <> '' as is_range,
        {{ money_amount('part.low') }} as low_number,
        {{ money_amount('part.high') }} as high_number,
        {{ money_factor('part.low_suffix') }} as low_factor,
        {{ money_factor('part.high_suffix') }} as high_factor
    from kinds
),

read as (
    select
        *,
        case
            -- An ISO code beside the amount is plainer than a sign.
            when regexp_matches(last_currency, '{{ money_code() }}') then regexp_extract(last_currency, '{{ money_code() }}')
            when regexp_matches(first_currency, '{{ money_code() }}') then regexp_extract(first_currency, '{{ money_code() }}')
            when regexp_matches(first_currency, '(?i)^euros?$') or regexp_matches(part.low_suffix || part.high_suffix, 'T(?:EUR|€)')
                then 'EUR'
            when regexp_matches(first_currency, '(?i)^u') and regexp_matches(first_currency, '(?i)dollars') then 'USD'
            when lower(first_currency) = 'dollars' then '$'
            else coalesce(symbols.currency_code, first_currency)
        end as currency,
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
        end as high,
        case
            when right_kind in ('other', 'on_target') then right_kind
            when right_kind = 'context' and coalesce(left_kind, '') not in ('base', 'on_target') then 'context'
            when right_kind = 'base' then if(has_left_target and not regexp_matches(right_cue, '(?i)base|salar|gehalt'), 'on_target', 'base')
            when has_left_target and not regexp_matches(left_cue, '(?i)\bbase\b') then 'on_target'
            when left_kind = 'base' then 'base'
            when left_kind = 'context' and has_left_base then 'base'
            when
                left_kind = 'other' and has_left_base
                and regexp_matches(since_left_cue, '(?i)\b(?:is|are|ranges?|between|from|of up)\b')
                then 'base'
            when left_kind = 'other' and length(since_left_cue) <= 40 then 'other'
        end as pay_kind,
        regexp_extract(
            left_clause, '(?i)(?:^|[^\p{L}])(up to|upto|max(?:imum)?\.?(?: of)?|bis(?: zu)?|jusqu.[aà]|hasta|as high as|starting at|starts at|from|at least|min(?:imum|d)?\.?(?: of)?|ab|à partir de|dès|desde|mindestens)(?: brutto| gross)?\s*$', 1
        ) as one_side,
        regexp_matches(after, '^\s?(?:\+|(?i:and up|or more|and above|aufwärts))') or regexp_matches(span, '\+$') as is_open
    from amounts
    left join symbols on amounts.first_currency = symbols.symbol
),

-- Words in the amount, then right of it, then left of it, tell the period.
periods as (
    select
        *,
        coalesce(
            {{ interval_word(interval_cues, 'span') }},
            {{ interval_word(interval_cues, 'right_clause') }}
        ) as near_interval,
        {{ interval_word(interval_cues, 'left_clause', last=true) }} as left_interval,
        coalesce(
            {{ interval_word(interval_cues, 'right(before, 160)', last=true) }},
            {{ interval_word(interval_cues, 'left(after, 60)') }}
        ) as far_interval
    from read
),

stated as (
    select
        *,
        coalesce(
            near_interval,
            if({{ is_pay_of('left_interval', 'low') }}, left_interval, null),
            if({{ is_pay_of('far_interval', 'low') }}, far_interval, null)
        ) as stated_interval,
        {{ interval_by_custom('low', 'currency', "left_clause || ' ' || right_clause") }} as customary_interval,
        right(left_clause, 80) || ' ' || right_clause as label,
        greatest(low_factor, high_factor) >= 1000000 as is_millions
    from periods
),

-- A single amount needs a pay word at its side, or stands alone with its period; an amount without
-- a currency needs the pay word and nothing between.
judged as (
    select
        *,
        coalesce(stated_interval, customary_interval) as salary_interval
    from stated
    where
        low > 0
        and coalesce(pay_kind, '') not in ('other', 'context')
        and not regexp_matches(after, '^\s?(?:%|(?i:bn|b|tn|trillion|billion|million|m)\b)')
        and case
            when is_range and currency is null then
                pay_kind is not null and low >= 1000 and high >= low
                and (length(since_left_cue) <= 25 or right_kind = 'base')
            when is_range then
                high >= low and high / low <= 10
                and (
                    pay_kind is not null
                    or not is_millions and (stated_interval is not null or customary_interval is not null and low < 600000)
                )
            when is_millions then false
            when piece_count = 2 and near_interval is not null and currency is not null
                and length(before) + length(after) <= 25 then true
            else
                pay_kind is not null
                and (right_kind in ('base', 'on_target') or left_kind in ('base', 'on_target') and length(since_left_cue) <= 45)
                and (low >= 10000 or coalesce(stated_interval, customary_interval) is not null)
                and (
                    currency is not null
                    or left_kind = 'base' and low >= 1000 and regexp_matches(since_left_cue, '^\W*(?:is|of|:|up to|from)?\W*$')
                )
        end
),

-- "Up to 220K" has an upper end whatever follows it: "+ bonus" as well as "or more".
bounded as (
    select
        *,
        not is_range and regexp_matches(one_side, '(?i)^(?:up|max|bis|jusq|hasta|as high)') as is_upper,
        if(is_upper, null, low) as minimum,
        case
            when is_range then high
            when is_upper then low
            when is_open or regexp_matches(one_side, '(?i)^(?:starting|starts|from|at least|min|ab|à|dès|desde)') then null
            else low
        end as maximum
    from judged
),

-- What cannot be an amount of pay, whatever the words around it.
ruled as (
    select
        *,
        case
            when coalesce(minimum, maximum) is null then 'pay_without_amount'
            when minimum > maximum then 'pay_upside_down'
            when greatest(minimum, maximum) >= {{ var('highest_amount') }} then 'pay_beyond_any'
        end as set_aside_rule
    from bounded
),

found as (
    select
        line_id,
        list(struct_pack(
            span := span,
            start_position := start_position::bigint,
            tier := trim(right(left_clause, 80) || span || ' ' || left(right_clause, 40)),
            kind := coalesce(pay_kind, 'base'),
            minimum := minimum,
            maximum := maximum,
            currency := currency,
            salary_interval := salary_interval,
            is_interval_stated := stated_interval is not null,
            is_labelled := pay_kind is not null,
            says_base := regexp_matches(label, '(?i)\bbase\b|\bbasic\b|grundgehalt|festgehalt|fixgehalt|\bfixe\b|\bfijo\b'),
            says_all := regexp_matches(label, '(?i)compensation|\bcomp\b|remuneration|\bearnings\b')
        ) order by start_position) filter (where set_aside_rule is null) as pays,
        list(struct_pack(rule := set_aside_rule, span := span) order by start_position)
            filter (where set_aside_rule is not null) as set_aside
    from ruled
    group by line_id
)

select
    new_lines.line_id,
    coalesce(found.pays, []) as pays,
    coalesce(found.set_aside, []) as set_aside
from new_lines
left join found using (line_id)
