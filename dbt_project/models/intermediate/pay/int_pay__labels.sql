{%- set cues, side_cues = ref('pay_cues'), ref('pay_side_cues') %}
{%- set interval_cues, exceptions = ref('pay_interval_cues'), ref('pay_interval_exceptions') %}

with text_lines as (
    select * from {{ ref('int_text__lines') }}
),

labels as (
    select distinct
        label_text,
        {{ cue_words('label_text') }} as label_words
    from text_lines
    where has_money and label_text is not null
),

-- The first word for money says what a label is of: "Base salary and equity".
label_cues as (
    select
        *,
        regexp_extract(label_words, {{ literal(pay_cue(cues, ['on_target', 'other', 'base', 'context'])) }}) as cue,
        {{ interval_cue_in(interval_cues, exceptions, 'label_text') }} as interval_cue
    from labels
)

select
    label_text,
    {{ pay_cue_kind(cues, 'cue') }} as pay_kind,
    {{ interval_of_cue(interval_cues, 'interval_cue') }} as salary_interval,
    {{ amount_side(side_cues, 'label_text') }} as side
from label_cues
