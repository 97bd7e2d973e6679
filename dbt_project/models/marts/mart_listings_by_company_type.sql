with companies as (
    select * from {{ ref('mart_listings_by_company') }}
),

samples as (
    select
        'company_type=' || company_type as segment_id,
        company_type,
        false as is_of_one_company,
        arg_max(company_id, row(listing_count, company_id)) as top_company_id,
        sum(listing_count)::bigint as listing_count,
        sum(role_count)::bigint as role_count,
        count(*) as company_count,
        sum(with_text_count)::bigint as with_text_count,
        sum(ai_listing_count)::bigint as ai_listing_count,
        (pow(sum(listing_count), 2) / sum(listing_count * listing_count))::double as effective_company_count,
        max(listing_count) / sum(listing_count) as top_company_share
    from companies
    group by company_type
),

{{ rated_samples() }},

figures as (
    select
        *,
        'ai_share' as measure,
        'report' as method,
        {{ publication() }}
    from rated_samples
),

-- How far a share moves when one company is left out (the jackknife over companies).
moves as (
    select
        figures.segment_id,
        sqrt(1 - 1 / figures.company_count) * (
            (figures.ai_listing_count - companies.ai_listing_count)
            / nullif(figures.listing_count - companies.listing_count, 0)
            - figures.ai_listing_count / figures.listing_count
        ) as move
    from companies
    inner join figures using (company_type)
    where figures.publish_status <> 'suppressed'
),

errors as (
    select
        segment_id,
        sqrt({{ product_sum('move', 'move') }}) as standard_error
    from moves
    group by segment_id
),

shares as (
    select
        figures.*,
        if(figures.publish_status = 'suppressed', null, figures.ai_listing_count / figures.listing_count) as ai_share,
        {{ half_width('figures.effective_company_count') }} * errors.standard_error as half_width
    from figures
    left join errors using (segment_id)
)

select
    segment_id,
    {{ figure_id() }} as ai_share_figure_id,
    top_company_id,
    company_type,
    method,
    publish_status,
    status_reason,
    listing_count,
    role_count,
    company_count,
    with_text_count,
    ai_listing_count,
    round(effective_company_count, 4) as effective_company_count,
    round(top_company_share, 6) as top_company_share,
    round(ai_share, 6) as ai_share,
    {{ low_end('ai_share') }} as ai_low_share,
    {{ high_end('ai_share') }} as ai_high_share
from shares
