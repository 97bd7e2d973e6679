{{ config(materialized='incremental', incremental_strategy='append') }}

{#- An unlabelled range without a period is a year's pay only below this, in the published currency. -#}
{%- set highest_unlabelled = 600000 %}
{#- What is paid beside pay; no other money is followed by it. -#}
{%- set beside_pay = '(?i)^[^\\p{L}\\p{N}]*(?:(?:plus|and|with|und|et|y)[^\\p{L}\\p{N}]+)?(?:[\\p{L}-]+[^\\p{L}\\p{N}]+){0,2}?(?:equity|benefits?|bonus(?:es)?|commissions?|stock|options|super|rsus?|eq|tips|bspce)\\b' %}

{#- What may stand between the begin of a line, or a colon, and the amount. -#}
{#- What may stand between the word for pay and a number without a currency. -#}
{%- set just_before = "(?i)^\\W*(?:is|of|:|up ?to|from|around|about|circa|ca|rund|etwa|bis(?: zu)?|ab|von|environ|jusqu.a|hasta|desde|alrededor de|unos|(?:em torno|por volta|cerca) de|ate|a partir de|pode\\w* (?:chegar|ir|atingir) (?:a|ate))?\\W*$" %}
{%- set begins_amount = "(?i)(?:^|:)\\W*(?:between|from|up ?to|generally|typically|usually|zwischen|von|ab|bis zu|entre|de|desde|hasta|à partir de|jusqu[’']à|до|от)\\W*$" %}

{#- The title of a job, and a mark before the amount. -#}
{%- set listed_title = '(?i)\\b(?:engineer|developer|programmer|designer|scientist|analyst|architect|manager|researcher|administrator|sre|junior|pleno|s[eê]nior|mid|lead|staff)s?\\b[^.;!?:]{0,70}(?:[(\\[|｜,]|\\s[\\p{Pd}])\\s*(?:(?:from|between|de|von|entre)\\s)?$' %}

{#- A line that is an amount alone, with which end of a range it is: "Up to £85,000 DOE", "$140K+". -#}
{%- set after_alone = "(?i)^(?:[^\\pL\\pN]*(?:doe|depending|dependent|negotiable|on|upon|experience|gross|brut(?:t?o)?|nett?o?|na rękę|на руки|annual(?:ly)?|yearly|basic|base|salary|plus|and|with|benefits?|bonus(?:es)?|equity|options?|package|ote|vat|b2b))*[^\\pL\\pN]*$" %}
{%- set before_alone = '(?i)^[^\\pL\\pN]*(?:(?:we )?pay(?:s|ing)? )?(?:to|(?:' ~ (rule_rows(ref('pay_side_cues'), 'cue') | map('first') | join('|')) ~ '))[^\\pL\\pN]*$' %}

{#- The header of a thread: "Acme | Senior Engineer | Remote | $150k". -#}
{%- set header_title = '(?i)\\b(?:engineers?|developers?|programmers?|designers?|scientists?|analysts?|architects?|researchers?|sres?|devops)\\b.{0,100}[|｜•·]\\s*$' %}

with amounts as (
    select
        *,
        lag(currency) over amounts_of_line as previous_currency,
        lead(currency) over amounts_of_line as next_currency
    from {{ ref('int_pay__line_amounts') }}
    window amounts_of_line as (partition by line_id order by amount_number)
),

cues as (
    select * from {{ ref('int_pay__line_cues') }}
),

intervals as (
    select * from {{ ref('int_pay__line_intervals') }}
),

new_lines as (
    select distinct line_id
    from amounts
    {% if is_incremental() %}
        where line_id not in (select line_id from {{ this }})
    {% endif %}
),

described_amounts as (
    select
        amounts.*,
        cues.* exclude (line_id, amount_number),
        intervals.near_interval,
        intervals.stated_interval,
        intervals.customary_interval,
        intervals.payments_per_year,
        coalesce(intervals.stated_interval, intervals.customary_interval) as salary_interval,
        coalesce(cues.pay_kind, '') in ('base', 'on_target') as is_labelled,
        -- A sentence, or what follows a label with a colon ("Minimum -" is one), begins with the amount, or with which
        -- end it is: "Between $90k and $110k a year", and of an hour or a day "Up to $60 an hour".
        not regexp_matches(
            regexp_replace(
                regexp_replace(cues.left_clause, '(?i)\b(?:min|max|low|high)\w*\s\p{Pd}\s*$', ':'),
                if(amounts.is_range or coalesce(intervals.near_interval, '') in ('hour', 'day'), {{ literal(begins_amount) }}, '^$'), ''
            ),
            '[\p{L}\p{N}][^:|]*$'
        )
        -- Behind "€60k/" the same pay in another currency is what the first amount is.
        and not coalesce(amounts.currency <> amounts.previous_currency and regexp_matches(amounts.before_text, '^\s?[/|&]\s?$'), false) as is_led,
        regexp_matches(amounts.after_text, {{ literal(beside_pay) }}) as has_pay_beside,
        -- A single amount beside another number is an end of a range that we cannot read; no range is in two currencies.
        not amounts.is_range and (
            amounts.amount_number > 1 and not coalesce(amounts.currency <> amounts.previous_currency, false)
            and regexp_matches(amounts.before_text, '^\s?(?:\p{Pd}\s\p{Ll}{1,6}|[^\p{L}\p{N}\s.;:()+•·▪●◦‣∙⋅■]{1,3}|\p{Ll}{1,6})\s?$')
            or regexp_matches(amounts.after_text, '^(?:[.,] ?|\s?[\p{Pd}~→]\s?)\d')
            or amounts.amount_number < amounts.amount_count and not coalesce(amounts.currency <> amounts.next_currency, false)
            and regexp_matches(amounts.after_text, '^\s?(?:\p{Pd}\s\p{Ll}{1,6}|[^\p{L}\p{N}\s.;:()+•·▪●◦‣∙⋅■]{1,3}|\p{Ll}{1,6})\s?$')
        ) as is_half_read
    from new_lines
    inner join amounts using (line_id)
    inner join cues using (line_id, amount_number)
    inner join intervals using (line_id, amount_number)
),

-- What says that an amount without a word for pay is pay: a word about a job, what is paid beside it, or
-- its place at the begin of its line.
evidence as (
    select
        *,
        -- The period of the amount's own phrase, or of its label: "Hourly: $33".
        coalesce(near_interval, if(is_led and length(before_text) <= 40, stated_interval, null)) as own_interval,
        own_interval is not null and {{ is_wage_of('own_interval', 'currency', 'low') }} as is_wage,
        -- "USA, Texas, Austin - $90,000 - $110,000 a year": what stands before the dash is what the amount is of.
        near_interval is not null and regexp_matches(left_clause, '^[^.;!?]{2,60}(?:\s[\p{Pd}|]|｜)\s*$') as is_listed,
        -- "Staff Engineer ($150k-$190k)": what stands in a list behind the title of a job.
        regexp_matches(before_text, {{ literal(listed_title) }}) and regexp_matches(after_text, '^\s?(?:[)\]|+,•·]|[\p{Pd}]|$)')
            as is_titled,
        not is_range and amount_count = 1 and currency is not null and not is_millions
        and (side is not null and regexp_matches(before_text, {{ literal(before_alone) }}) or is_open and not regexp_matches(before_text, '[\pL\pN]'))
        and regexp_matches(after_text, {{ literal(after_alone) }}) as is_alone,
        not is_range and amount_count = 1 and currency is not null and customary_interval = 'year'
        and regexp_matches(before_text, {{ literal(header_title) }}) and regexp_matches(after_text, '^\s*(?:[+(|｜•·]|$)')
            as is_in_header,
        coalesce(pay_kind, '') = 'employment' or has_pay_beside or is_led or is_listed or is_titled as has_evidence
    from described_amounts
),

-- A range counts with a word for pay, or with evidence and a period; a single amount needs the word
-- beside it, or its own period of a plausible size. An amount without a currency needs the word
-- directly beside it. What remains may have its word in the line or heading above.
pay_amounts as (
    select
        *,
        case
            when is_misread then is_labelled
            when is_range and currency is null then
                is_labelled and low >= 1000 and (length(since_left_cue) <= 25 or right_kind = 'base')
                -- "The role pays 140k-165k plus options": of money nothing else is written so.
                or (coalesce(pay_kind, '') = 'employment' or is_titled) and has_pay_beside and customary_interval = 'year'
                and regexp_matches(span_text, '\d[kK]\b')
            when is_range then
                is_labelled
                or not is_millions and has_evidence
                and (near_interval is not null or salary_interval is not null and low < {{ highest_unlabelled }})
            when is_wage and currency is not null and has_evidence then true
            when is_led and has_pay_beside and currency is not null and customary_interval = 'year' then true
            when is_alone and salary_interval is not null or is_in_header then true
            else
                is_labelled
                and (
                    right_kind in ('base', 'on_target') or is_continued or regexp_matches(span_text, '(?i)lpa\b')
                    or left_kind in ('base', 'on_target') and length(since_left_cue) <= 45
                )
                and (low >= 10000 or salary_interval is not null)
                and (
                    currency is not null
                    or left_kind = 'base' and low >= 1000 and regexp_matches(since_left_cue, {{ literal(just_before) }})
                    or right_kind = 'base' and low >= 1000
                )
        end as is_pay,
        not is_labelled and not is_pay and not is_millions and not is_misread
        and (currency is not null or is_range and is_led and regexp_matches(span_text, '\d\s?(?:[kK]\b|[万萬])'))
        and (is_range or (is_led or regexp_matches(left_clause, '(?i)^\W*(?:up ?to|max\.?)\W*$')) and length(after_text) <= 40 and (is_wage or near_interval is null)) as is_pay_with_label
    from evidence
    where
        (low > 0 or is_misread)
        and coalesce(pay_kind, '') not in ('other', 'context')
        and not regexp_matches(span_text, '^40[137] ?[kK]$')
        and not regexp_matches(after_text, '^\s?%')
        and (is_range or is_misread or not is_millions)
),

-- "Up to 220K" has an upper end, also if "+ bonus" or "or more" follows.
pay_ends as (
    select
        *,
        not is_range and side = 'upper' as is_upper,
        if(is_upper, null, low) as minimum,
        case
            when is_range then high
            when is_upper then low
            when is_open or side = 'lower' then null
            else low
        end as maximum,
        right(left_clause, 80) || ' ' || right_clause as label
    from pay_amounts
    where is_pay or is_pay_with_label
),

-- Amounts that cannot be pay in any wording, and amounts of which only a part could be read.
checked_pays as (
    select
        *,
        case
            when is_misread or is_half_read then 'pay_half_read'
            when minimum > maximum then 'pay_upside_down'
            when greatest(minimum, maximum) >= {{ var('highest_amount') }} then 'pay_beyond_any'
        end as set_aside_rule
    from pay_ends
),

line_pays as (
    select
        line_id,
        list(struct_pack(
            span := span_text,
            start_position := start_position,
            tier := trim(right(left_clause, 80) || span_text || ' ' || left(right_clause, 40)),
            kind := if(pay_kind = 'on_target', 'on_target', 'base'),
            minimum := minimum,
            maximum := maximum,
            currency := currency,
            stated_interval := stated_interval,
            salary_interval := salary_interval,
            payments_per_year := payments_per_year,
            is_labelled := is_labelled,
            is_pay := is_pay,
            says_base := regexp_matches(label, '(?i)\bbase\b|\bbasic\b|grundgehalt|festgehalt|fixgehalt|\bfixe\b|\bfijo\b'),
            says_all := regexp_matches(label, '(?i)compensation|\bcomp\b|remuneration|\bearnings\b')
        ) order by start_position) filter (where set_aside_rule is null) as pays,
        list(struct_pack(rule := set_aside_rule, span := coalesce(span_text, '')) order by start_position)
            filter (where set_aside_rule is not null and is_pay) as set_aside
    from checked_pays
    group by line_id
)

select
    new_lines.line_id,
    coalesce(line_pays.pays, []) as pays,
    coalesce(line_pays.set_aside, []) as set_aside
from new_lines
left join line_pays using (line_id)
