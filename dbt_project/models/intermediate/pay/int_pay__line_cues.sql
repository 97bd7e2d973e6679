{{ config(materialized='incremental', incremental_strategy='append') }}

{%- set cues, side_cues = ref('pay_cues'), ref('pay_side_cues') %}
{%- set any_cue = pay_cue(cues, ['on_target', 'base', 'other', 'context']) %}

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

-- Left: the sentence up to the amount. Right: up to the next mark. Neither holds what the words say is
-- not part of the amount.
clauses as (
    select
        line_id,
        amount_number,
        span_text,
        after_text,
        regexp_replace(
            regexp_extract(
                regexp_replace(
                    right(before_text, 160),
                    '(?i)\b(ca|circa|approx|inkl|incl|mind|max|min|bzw|std|est|e\.g|i\.e|p\.a)\.\s', '\1 ', 'g'
                ),
                '(?:^|[.;!?•|]\s)((?:[^.;!?•|]|[.;!?•|]\S)*)$', 1
            ),
            '(?i)\([^()]*\)|\b(?:excluding|exclusive of|not including|in addition to|before|without)\b[^,:]*[,:]',
            ' ', 'g'
        ) as left_clause,
        regexp_replace(
            regexp_extract(after_text, '^\+?[\s)]*([^.;,(+&|•–—]{0,60})', 1),
            {{ literal('(?i)\\b(?:' ~ money_clause_ends() ~ ')\\b.*') }}, ''
        ) as right_clause
    from new_amounts
),

clause_cues as (
    select
        *,
        regexp_extract(right_clause, {{ literal('^(?:\\W*[\\p{L}\\p{N}/-]+){0,3}?' ~ any_cue) }}, 1) as right_cue,
        regexp_extract(left_clause, {{ literal('^(?s:.*)' ~ any_cue ~ '(.*)$') }}, ['cue', 'since']) as last_left,
        regexp_matches(left_clause, {{ literal(pay_cue(cues, ['on_target', 'base'])) }}) as has_left_base,
        regexp_matches(
            left_clause, {{ literal(pay_cue(cues, ['on_target']) ~ '[^\\p{L}]*(?:\\p{L}+[^\\p{L}]+){0,8}$') }}
        ) as has_left_target
    from clauses
),

cue_kinds as (
    select
        *,
        {{ pay_cue_kind(cues, 'right_cue') }} as right_kind,
        {{ pay_cue_kind(cues, 'last_left.cue') }} as left_kind,
        last_left.cue as left_cue,
        last_left.since as since_left_cue
    from clause_cues
)

select
    line_id,
    left_clause,
    right_clause,
    left_kind,
    right_kind,
    since_left_cue,
    case
        when right_kind in ('other', 'on_target') then right_kind
        when right_kind = 'context' and coalesce(left_kind, '') not in ('base', 'on_target') then 'context'
        when right_kind = 'base'
            then if(has_left_target and not regexp_matches(right_cue, '(?i)base|salar|gehalt'), 'on_target', 'base')
        when has_left_target and not regexp_matches(left_cue, '(?i)\bbase\b') then 'on_target'
        when left_kind = 'base' then 'base'
        when left_kind = 'context' and has_left_base then 'base'
        when
            left_kind = 'other' and has_left_base
            and regexp_matches(since_left_cue, '(?i)\b(?:is|are|ranges?|between|from|of up)\b')
            then 'base'
        when left_kind = 'other' and length(since_left_cue) <= 40 then 'other'
    end as pay_kind,
    {{ amount_side(side_cues, 'left_clause') }} as side,
    amount_number,
    regexp_matches(after_text, '^\s?(?:\+|(?i:and up|or more|and above|aufwärts))')
    or regexp_matches(span_text, '\+$') as is_open
from cue_kinds
