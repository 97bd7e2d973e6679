with company_sentences as (
    select * from {{ ref('int_companies__sentences') }}
),

-- A sentence with a number that is not a year alone.
number_sentences as (
    select distinct sentence_text
    from company_sentences
    where regexp_matches(sentence_text, '\d')
),

sentence_numbers as (
    select
        sentence_text,
        {{ company_employees('sentence_text') }} as number_text,
        lower(regexp_replace(number_text, '[.,’'' ](\d{3})', '\1', 'g')) as digits,
        try_cast(replace(regexp_extract(digits, '\d+(?:[.,]\d+)?'), ',', '.') as double)
        * if(digits like '%k', 1000, 1) as employees
    from number_sentences
),

stated_sizes as (
    select
        company_sentences.company_id,
        {{ company_size_band('sentence_numbers.employees') }} as company_size,
        sum(company_sentences.text_count)::integer as text_count,
        arg_max(
            struct_pack(
                sentence_text := sentence_numbers.sentence_text,
                number_text := sentence_numbers.number_text,
                employees := sentence_numbers.employees
            ),
            (company_sentences.text_count, sentence_numbers.sentence_text)
        ) as stated
    from company_sentences
    inner join sentence_numbers using (sentence_text)
    where
        sentence_numbers.employees
        between {{ var('fewest_employees') }} and {{ var('most_employees') }}
    group by all
),

-- Older texts keep an older number: the one in most texts counts, of two the greater.
company_sizes as (
    select *
    from stated_sizes
    qualify
        row_number() over (partition by company_id order by text_count desc, stated.employees desc)
        = 1
)

select
    company_id,
    company_size,
    {{ span('stated.sentence_text', 'strpos(stated.sentence_text, stated.number_text)', 'stated.number_text') }}
        as evidence_text,
    stated.employees::integer as employee_count
from company_sizes
