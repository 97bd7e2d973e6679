{{ config(materialized='incremental', incremental_strategy='append') }}

with lines as (
    select * from {{ ref('int_texts_split') }}
),

read as (
    select
        text_id,
        line_id,
        line_number,
        {{ first_rule(ref('workplace_rules'), 'workplace', 'line_text', 'null') }} as workplace
    from lines
    where has_workplace
    {% if is_incremental() %}
        and text_id not in (select text_id from {{ this }})
    {% endif %}
),

ranked as (
    select
        text_id,
        line_id,
        line_number,
        workplace,
        -- Days in an office are plainer than the word remote, which hybrid texts use too.
        case workplace when 'hybrid' then 1 when 'remote' then 2 else 3 end as precedence
    from read
    where workplace is not null
)

select
    text_id,
    arg_min(line_id, (precedence, line_number)) as line_id,
    arg_min(workplace, (precedence, line_number)) as workplace
from ranked
group by text_id
