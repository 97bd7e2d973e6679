{{ config(materialized='incremental', incremental_strategy='append') }}

{%- set cues, side_cues = ref('pay_cues'), ref('pay_side_cues') %}
{%- set money_cue = pay_cue(cues, ['on_target', 'other', 'base', 'context']) %}
{%- set right_cue = pay_cue(cues, ['on_target', 'other', 'base', 'context', 'count']) %}

with amounts as (
    select * from {{ ref('int_pay__line_amounts') }}
),

new_amounts as (
    select *
    from amounts
    where amount_number > 0
    {% if is_incremental() %}
        and line_id not in (select line_id from {{ this }})
    {% endif %}
),

-- What "+" says: "$90k+" is an open end, "$90k + bonus" a whole amount with something beside it.
plus_signs as (
    select
        line_id,
        amount_number,
        low,
        span_text,
        before_text,
        after_text,
        regexp_matches(after_text, '^\s?\+') as has_plus_after,
        regexp_matches(span_text, '\+$') as has_plus,
        lower(regexp_extract(after_text, '^\s?\+?\s*([\p{L}/]*)', 1)) as next_word,
        if(has_plus or has_plus_after, regexp_extract(after_text, {{ literal(joined_phrase()) }}, 1), '') as joined_phrase,
        case
            when joined_phrase <> '' then not regexp_matches(joined_phrase, {{ literal(open_phrase()) }})
            when has_plus_after and starts_with(after_text, ' ')
                then next_word <> '' and not regexp_full_match(next_word, {{ literal(open_end_words()) }})
            else false
        end as is_joined
    from new_amounts
),

-- Left: the sentence up to the amount. Right: up to the next mark. Neither holds what the words say is
-- not part of the amount.
clauses as (
    select
        line_id,
        amount_number,
        low,
        before_text,
        after_text,
        span_text,
        has_plus,
        has_plus_after,
        is_joined,
        regexp_replace(
            regexp_extract(
                regexp_replace(
                    right(before_text, 160),
                    '(?i)\b(ca|circa|approx|inkl|incl|mind|max|min|bzw|std|est|e\.g|i\.e|p\.a|kr)\.\s', '\1 ', 'g'
                ),
                '(?:^|[.;!?{{ separators() }}]\s)((?:[^.;!?{{ separators() }}]|[.;!?{{ separators() }}]\S)*)$', 1
            ),
            '(?i)\([^()]*\)|\b(?:excluding|exclusive of|not including|in addition to|before|without)\b[^,:]*[,:]',
            ' ', 'g'
        ) as left_clause,
        if(
            is_joined, '',
            regexp_replace(
                coalesce(
                    nullif(regexp_extract(after_text, '(?i)^\s*\((ote|on[- ]target[^()]{0,12}|base[\w -]{0,10}|total comp\w*|max\w*|min\w*|gross|brutto)\)', 1), ''),
                    regexp_extract(after_text, '^\+?[\s)]*([^.;,(+&–—{{ separators() }}]{0,60})', 1)
                ),
                {{ literal('(?i)^.*\\bnot inclu.*|\\b(?:excl\\w*|before|without|' ~ money_clause_ends() ~ ')\\b.*') }}, ''
            )
        ) as right_clause,
        {{ cue_words('left_clause') }} as left_words,
        {{ cue_words('right_clause') }} as right_words
    from plus_signs
),

clause_cues as (
    select
        *,
        regexp_extract(
            right_words, {{ literal("^(?:\\W*[\\p{L}\\p{N}/'-]+){0,3}?\\W*(" ~ right_cue ~ ')') }}, 1
        ) as right_cue,
        regexp_extract_all(left_words, {{ literal(money_cue) }}) as left_cues,
        regexp_extract(left_words, {{ literal('(?s)^.*(?:' ~ money_cue ~ ')(.*)$') }}, 1) as since_left_cue,
        regexp_matches(left_words, {{ literal(pay_cue(cues, ['on_target', 'base'])) }}) as has_left_base,
        regexp_matches(left_words, {{ literal(pay_cue(cues, ['employment'])) }}) as has_left_employment,
        regexp_matches(right_words, {{ literal(pay_cue(cues, ['employment'])) }}) as has_right_employment,
        regexp_matches(
            left_words, {{ literal(pay_cue(cues, ['on_target']) ~ '[^\\p{L}]*(?:\\p{L}+[^\\p{L}]+){0,8}$') }}
        ) as has_left_target
    from clauses
),

cue_kinds as (
    select
        *,
        regexp_matches(right_clause, '(?i)^\W*(?:net(?:t?o)?|на руки|после налогов)(?:\W|$)')
        and low < max(low) filter (where regexp_matches(right_clause, '(?i)^\W*(?:gross|brutt?o|brut|lord[oi])(?:\W|$)'))
            over (partition by line_id) as is_net_of_gross,
        left_cues[-1] as left_cue,
        {{ pay_cue_kind(cues, 'right_cue') }} as right_kind,
        {{ pay_cue_kind(cues, 'left_cue') }} as left_kind,
        {{ pay_cue_kind(cues, 'left_cues[1]') }} as first_kind,
        {{ amount_side(side_cues, 'left_clause') }} as left_side
    from clause_cues
),

-- The nearest words decide; "is" and "ranges from" say what the sentence began with.
own_kinds as (
    select
        *,
        case
            when regexp_matches(left_clause, {{ literal(denied_amount()) }}) then 'context'
            -- "€4,500 gross (€3,000 net)" is one pay, and its net depends on the person.
            when is_net_of_gross then 'other'
            when {{ is_said_of_others('left_clause') }} then if(left_kind = 'other', 'other', 'context')
            -- Of its own people an employer says "you" or "our engineers".
            when
                regexp_matches(left_clause, {{ literal(named_earners()) }})
                and not regexp_matches(left_clause, '(?i)\b(?:our|we|you|your|unsere\w*|wir|nos|nous|vous)\b')
                then 'context'
            when regexp_matches(span_text, '(?i)lpa\b') then 'base'
            -- "Of" joins an amount to its word more closely than what follows: "a basic salary of £18,000 Performance Bonus".
            when left_kind = 'base' and right_kind = 'other' and regexp_full_match(since_left_cue, '\s?of\s?') then 'base'
            -- "A bonus of €1,000 gross" and "une prime annuelle de 1 500 € brut" are a bonus, "bonus and €60,000 gross" is not.
            when
                left_kind = 'other' and regexp_full_match(since_left_cue, '[\s\pL’'']{0,25}')
                and not regexp_matches(since_left_cue, '(?i)\b(?:plus|and|und|et|y|e|en|sowie)\b')
                and regexp_full_match(right_cue, '(?i)(?:brutt?os?|bruts?|lord[oi]|gross|nett?o?)\b.*')
                then 'other'
            when right_kind in ('other', 'on_target') then right_kind
            -- "300K engineers" are people; "$145k-$195k for engineers" is what they get.
            when right_kind = 'count' and not regexp_matches(right_words, '^\W*(?:for|per|to|at|in)\b') then 'context'
            when
                right_kind = 'context'
                and not (coalesce(left_kind, '') in ('base', 'on_target') and length(since_left_cue) <= 25)
                then 'context'
            when right_kind = 'base'
                then if(has_left_target and not regexp_matches(right_cue, '(?i)base|salar|gehalt'), 'on_target', 'base')
            when has_left_target and not regexp_matches(left_cue, '(?i)\bbase\b') then 'on_target'
            when left_kind in ('base', 'on_target') then left_kind
            when
                left_kind = 'other' and first_kind = 'base'
                and regexp_matches(since_left_cue, '(?i)\b(?:is|are|ranges?|between|from|of up)\b')
                then 'base'
            when left_kind = 'other' then 'other'
            when left_kind = 'context' and has_left_base then 'base'
            when has_left_employment or has_right_employment then 'employment'
            when left_kind = 'context' then 'context'
        end as own_kind
    from cue_kinds
),

-- A second amount of a sentence that says nothing else is of what the first one is: "$190k-237k in
-- Menlo Park and $165k-206k in Durham".
sentence_kinds as (
    select
        *,
        coalesce(own_kind, 'employment') = 'employment' and amount_number > 1
        and length(before_text) <= 80 and not regexp_matches(before_text, '[.!?]\s') as is_continued,
        last_value(own_kind ignore nulls) over (
            partition by line_id order by amount_number
            rows between unbounded preceding and 1 preceding
        ) as previous_kind,
        lag(low) over (partition by line_id order by amount_number) as previous_low
    from own_kinds
)

select
    line_id,
    left_clause,
    right_clause,
    left_kind,
    right_kind,
    since_left_cue,
    case
        when
            is_continued and previous_kind in ('base', 'on_target')
            and low between previous_low / 3 and previous_low * 3
            then previous_kind
        else own_kind
    end as pay_kind,
    case
        when regexp_matches(right_clause, '(?i)^\s*(?:(?:as|on|at) )?(?:(?:an?|the) )?(?:max(?:imum)?|cap|tops|ceiling|(?:high(?:er|est)?|upper|top) end)\b') then 'upper'
        -- A person who starts at an amount gets it; pay that starts at it goes on.
        when
            left_side = 'lower' and coalesce(left_kind, '') <> 'base'
            and regexp_matches(left_clause, '(?i)\pL\W+(?:start|begin)\w* (?:at|from)\W*$')
            then null
        when regexp_matches(right_clause, '(?i)^\s*(?:(?:as|on|at) )?(?:(?:an?|the) )?(?:min(?:imum)?|floor|(?:low(?:er|est)?|bottom) end)\b') then 'lower'
        else left_side
    end as side,
    amount_number,
    is_continued and coalesce(own_kind, '') <> coalesce(pay_kind, '') as is_continued,
    not is_joined and (
        has_plus or has_plus_after or regexp_matches(span_text, '\d[kK]?\+')
        or regexp_matches(
            after_text,
            '(?i)^\s?(?:以上|起|이상|부터)|^\s?(?:(?:and|or) (?:upwards?|up|more|above|higher|over|greater|better)|upwards?|aufwärts|und mehr|oder mehr|et plus|ou plus|o más|y más|of meer|eller mer)\b'
        )
    ) as is_open
from sentence_kinds
