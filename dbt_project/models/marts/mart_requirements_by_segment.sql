{%- set answers = [] -%}
{%- for requirement in ['visa_sponsorship', 'degree', 'degree_level', 'experience', 'security_clearance'] -%}
    {%- for answer in var(requirement ~ '_answers') -%}
        {%- do answers.append((requirement, answer)) -%}
    {%- endfor -%}
{%- endfor -%}
with segment_listings as (
    select * from {{ ref('fct_segment_listings') }}
    where dimension in ('index', 'seniority', 'country')
),

listings as (
    select * from {{ ref('fct_listings') }}
    where has_text
),

listing_answers as (
    select
        segment_listings.segment_id,
        segment_listings.dimension,
        segment_listings.key,
        listings.company_id,
        listings.role_id,
        listings.visa_sponsorship,
        listings.degree,
        coalesce(listings.degree_level, 'not stated') as degree_level,
        case
            when listings.experience_years is null then 'not stated'
            when listings.experience_years = 0 then 'none required'
            when listings.experience_years <= 2 then '1 to 2 years'
            when listings.experience_years <= 4 then '3 to 4 years'
            when listings.experience_years <= 7 then '5 to 7 years'
            else '8 years or more'
        end as experience,
        listings.security_clearance
    from segment_listings
    inner join listings using (listing_id)
),

company_answers as (
    select
        segment_id,
        dimension,
        key,
        company_id,
        count(*) as listing_count,
        count(distinct role_id) as role_count,
        -- Every answer has a row: that none of so many listings states it is a figure, too.
        unnest([{% for requirement, answer in answers %}'{{ requirement }}'{{ ', ' if not loop.last }}{% endfor %}])
            as requirement,
        unnest([{% for requirement, answer in answers %}'{{ answer }}'{{ ', ' if not loop.last }}{% endfor %}])
            as answer,
        unnest([
            {%- for requirement, answer in answers %}
            count(*) filter (where {{ requirement }} = '{{ answer }}'){{ ',' if not loop.last }}
            {%- endfor %}
        ]) as answer_count
    from listing_answers
    group by segment_id, dimension, key, company_id
),

samples as (
    select
        segment_id,
        dimension,
        key,
        requirement,
        answer,
        false as is_of_one_company,
        arg_max(company_id, row(listing_count, company_id)) as top_company_id,
        sum(listing_count)::bigint as listing_count,
        sum(role_count)::bigint as role_count,
        count(*) as company_count,
        sum(answer_count)::bigint as answer_count,
        count(*) filter (where answer_count > 0) as answer_company_count,
        (pow(sum(listing_count), 2) / sum(listing_count * listing_count))::double as effective_company_count,
        max(listing_count) / sum(listing_count) as top_company_share
    from company_answers
    group by segment_id, dimension, key, requirement, answer
),

{{ rated_samples() }},

figures as (
    select
        *,
        requirement || '_' || replace(answer, ' ', '_') || '_share' as measure,
        'report' as method,
        {{ publication() }}
    from rated_samples
),

-- How far a share moves when one company is left out (the jackknife over companies).
moves as (
    select
        company_answers.segment_id,
        company_answers.requirement,
        company_answers.answer,
        sqrt(1 - 1 / figures.company_count) * (
            (figures.answer_count - company_answers.answer_count)
            / nullif(figures.listing_count - company_answers.listing_count, 0)
            - figures.answer_count / figures.listing_count
        ) as move
    from company_answers
    inner join figures using (segment_id, requirement, answer)
    where figures.publish_status <> 'suppressed'
),

errors as (
    select
        segment_id,
        requirement,
        answer,
        sqrt({{ product_sum('move', 'move') }}) as standard_error
    from moves
    group by segment_id, requirement, answer
),

shares as (
    select
        figures.*,
        if(figures.publish_status = 'suppressed', null, figures.answer_count / figures.listing_count) as answer_share,
        {{ half_width('figures.effective_company_count') }} * errors.standard_error as half_width
    from figures
    left join errors using (segment_id, requirement, answer)
)

select
    {{ figure_id() }} as figure_id,
    segment_id,
    top_company_id,
    dimension,
    key,
    requirement,
    answer,
    measure,
    method,
    publish_status,
    status_reason,
    listing_count,
    role_count,
    company_count,
    answer_count,
    answer_company_count,
    round(effective_company_count, 4) as effective_company_count,
    round(top_company_share, 6) as top_company_share,
    round(answer_share, 6) as answer_share,
    {{ low_end('answer_share') }} as low_share,
    {{ high_end('answer_share') }} as high_share,
    date '{{ var("night") }}' as as_of_date
from shares
