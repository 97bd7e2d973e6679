{# By title key and text, the first text of that key that says the same: three quarters of the letters are in common
   sentences. `title_keys` has company_id, title_key and text_id, `texts` the texts. #}
{% macro similar_texts(title_keys, texts) -%}
-- Only texts of a title key that has several texts are compared.
with title_texts as (
    select distinct
        company_id,
        title_key,
        text_id
    from {{ title_keys }}
    where text_id is not null
    qualify count(distinct text_id) over (partition by title_key) > 1
),

-- One content for each text, since several listings may share a text.
text_contents as (
    select min(content_id) as content_id
    from {{ texts }}
    where text_id in (select text_id from title_texts)
    group by text_id
),

text_wordings as (
    select
        text_id,
        hash({{ sentences('description_html') }}) as wording
    from {{ texts }}
    where content_id in (select content_id from text_contents)
),

-- Most texts of a title key differ in numbers or markup only: of those that do, the first is compared.
wording_texts as materialized (
    select
        title_texts.company_id,
        title_texts.title_key,
        title_texts.text_id,
        min(title_texts.text_id) over one_wording as first_text_id
    from title_texts
    inner join text_wordings using (text_id)
    window one_wording as (partition by title_texts.title_key, text_wordings.wording)
),

distinct_wordings as (
    select
        company_id,
        title_key,
        text_id,
        row_number() over (partition by title_key order by text_id) as text_number
    from wording_texts
    where text_id = first_text_id
    qualify count(*) over (partition by title_key) > 1
),

wording_contents as (
    select min(content_id) as content_id
    from {{ texts }}
    where text_id in (select text_id from distinct_wordings)
    group by text_id
),

text_sentences as (
    select
        text_id,
        unnest({{ sentences('description_html') }}) as sentence
    from {{ texts }}
    where content_id in (select content_id from wording_contents)
),

wording_sentences as (
    select
        distinct_wordings.*,
        text_sentences.sentence
    from distinct_wordings
    inner join text_sentences using (text_id)
),

-- A sentence under three titles of one company describes the company and not the opening.
company_sentences as (
    select company_id, sentence
    from wording_sentences
    group by company_id, sentence
    having count(distinct title_key) >= 3
),

opening_sentences as (
    select
        *,
        sum(length(sentence)) over (partition by title_key, text_id) as text_length
    from wording_sentences
    anti join company_sentences using (company_id, sentence)
),

-- Two texts are similar when three quarters of their letters are in common sentences. Each text is
-- compared with the first thirty, so that the work grows linearly with the texts of a company.
similar_pairs as (
    select
        first_sentences.title_key,
        first_sentences.text_id as first_text_id,
        later_sentences.text_id
    from opening_sentences as first_sentences
    inner join opening_sentences as later_sentences
        on first_sentences.title_key = later_sentences.title_key
        and first_sentences.sentence = later_sentences.sentence
        and first_sentences.text_number < later_sentences.text_number
    where first_sentences.text_number <= 30
    group by first_sentences.title_key, first_sentences.text_id, later_sentences.text_id
    having
        sum(length(first_sentences.sentence))
        >= 0.75 * (
            any_value(first_sentences.text_length) + any_value(later_sentences.text_length)
            - sum(length(first_sentences.sentence))
        )
),

first_similar_texts as (
    select
        title_key,
        text_id,
        min(first_text_id) as first_text_id
    from similar_pairs
    group by all
)

-- Two steps: the first similar text may be similar to an earlier one.
select
    wording_texts.title_key,
    wording_texts.text_id,
    coalesce(
        second_step.first_text_id, first_step.first_text_id, wording_texts.first_text_id
    ) as similar_text_id
from wording_texts
left join first_similar_texts as first_step
    on wording_texts.title_key = first_step.title_key
    and wording_texts.first_text_id = first_step.text_id
left join first_similar_texts as second_step
    on first_step.title_key = second_step.title_key
    and first_step.first_text_id = second_step.text_id
{%- endmacro %}
