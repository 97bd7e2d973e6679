with company_sentences as (
    select * from {{ ref('int_companies__sentences') }}
),

terms as (
    select
        industry,
        array_to_string({{ term_words('term') }}, ' ') as term,
        weight::decimal(5, 2) as weight
    from {{ ref('industry_terms') }}
),

sentence_words as (
    select
        sentence_text,
        -- A link to a job board says nothing of the company.
        {{ term_words("regexp_replace(sentence_text, '\\S*(?:://|www\\.|@)\\S*', ' ', 'g')") }} as words
    from (select distinct sentence_text from company_sentences)
),

sentence_groups as (
    select
        sentence_text,
        unnest({{ word_groups('words') }}) as term
    from sentence_words
),

sentence_terms as materialized (
    select
        sentence_groups.sentence_text,
        terms.industry,
        terms.term,
        terms.weight
    from sentence_groups
    inner join terms using (term)
),

-- A term counts by the share of texts that hold it, and twice in a statement of what the company does.
company_terms as (
    select
        company_sentences.company_id,
        sentence_terms.industry,
        sentence_terms.term,
        least(
            sum(
                sentence_terms.weight * company_sentences.text_count
                * if(company_sentences.is_statement, 2, 1)
            ) / any_value(company_sentences.company_text_count),
            2 * any_value(sentence_terms.weight)
        )::decimal(9, 3) as term_score,
        arg_max(
            company_sentences.sentence_text,
            (
                company_sentences.is_statement,
                company_sentences.text_count,
                company_sentences.sentence_text
            )
        ) as sentence_text
    from company_sentences
    inner join sentence_terms using (sentence_text)
    group by company_sentences.company_id, sentence_terms.industry, sentence_terms.term
),

company_industries as (
    select
        company_id,
        industry,
        sum(term_score) as score,
        -- Half as likely to be wrong with each three points.
        round(1 - pow(2, -sum(term_score)::double / 3), 3) as confidence,
        list(term order by term_score desc, term)[:5] as terms,
        arg_max(term, (term_score, term)) as first_term,
        arg_max(sentence_text, (term_score, term)) as sentence_text
    from company_terms
    group by company_id, industry
),

sure_industries as (
    select
        *,
        bool_or(industry <> 'ai-ml') over (partition by company_id) as has_other_industry
    from company_industries
    where confidence >= {{ var('industry_confidence') }}
),

-- Who applies AI to an industry is of that industry: most companies speak of their AI.
likely_industries as (
    select *
    from sure_industries
    where industry <> 'ai-ml' or not has_other_industry
    qualify score >= {{ var('second_industry') }} * max(score) over (partition by company_id)
)

select
    company_id,
    industry,
    {{ span('sentence_text', 'greatest(strpos(lower(sentence_text), first_term), 1)') }} as evidence_text,
    terms,
    row_number() over (partition by company_id order by score desc, industry) as industry_rank,
    confidence
from likely_industries
