with listings as (
    select * from {{ ref('fct_listings') }}
    where is_software
),

technologies as (
    select * from {{ ref('dim_technologies') }}
),

mentions as (
    select
        technology_id,
        listing_id
    from {{ ref('fct_listing_technologies') }}
    where is_counted
),

pay_ranges as (
    select * from {{ ref('fct_listing_pay_ranges') }}
),

set_aside as (
    select * from {{ ref('fct_set_aside') }}
),

sources as (
    select * from {{ ref('dim_sources') }}
),

technology_counts as (
    select
        listing_id,
        count(*) as technology_count
    from mentions
    group by listing_id
),

listing_facts as (
    select
        listings.*,
        listings.workplace not in ('not stated', 'not read') as is_workplace_stated,
        technology_counts.technology_count
    from listings
    left join technology_counts using (listing_id)
),

listing_measures as (
    select
        ats,
        unnest([
            { 'measure': 'with_salary', 'amount': count_if(has_salary), 'base': count(*) },
            { 'measure': 'salary', 'amount': round(median(annual_salary_usd), 2), 'base': count(annual_salary_usd) },
            { 'measure': 'stated_workplace', 'amount': count_if(is_workplace_stated), 'base': count(*) },
            {
                'measure': 'remote_of_stated',
                'amount': count_if(workplace = 'remote'),
                'base': count_if(is_workplace_stated)
            },
            { 'measure': 'with_country', 'amount': count(country_code), 'base': count(*) },
            { 'measure': 'with_technology', 'amount': count(technology_count), 'base': count(*) },
            {
                'measure': 'technology_count',
                'amount': median(technology_count),
                'base': count(technology_count)
            }
        ], recursive := true)
    from listing_facts
    group by ats
),

software_measures as (
    select
        ats,
        'software' as measure,
        software_listing_count as amount,
        listing_count as base
    from sources
),

rate_measures as (
    select
        listings.ats,
        'with_rate' as measure,
        count_if(pay_ranges.usd_per_unit is not null) as amount,
        count(*) as base
    from pay_ranges
    inner join listings using (listing_id)
    where pay_ranges.usd_per_unit is not null or pay_ranges.exclusion_reason = 'fx_unavailable'
    group by listings.ats
),

set_aside_counts as (
    select
        ats,
        count(distinct listing_id) as set_aside_count
    from set_aside
    group by ats
),

set_aside_measures as (
    select
        sources.ats,
        'values_set_aside' as measure,
        coalesce(set_aside_counts.set_aside_count, 0) as amount,
        sources.listing_count as base
    from sources
    left join set_aside_counts using (ats)
),

listing_total as (
    select count(*) as listing_count from listings
),

mention_counts as (
    select
        mentions.technology_id,
        count(*) as mention_count
    from mentions
    inner join listings using (listing_id)
    group by mentions.technology_id
),

-- A technology that no listing names is a row too: the one that a broken rule has lost.
technology_measures as (
    select
        '*' as ats,
        'technology' as measure,
        technologies.technology_id,
        coalesce(mention_counts.mention_count, 0) as amount,
        listing_total.listing_count as base
    from technologies
    cross join listing_total
    left join mention_counts using (technology_id)
),

measures as (
    select
        * replace (amount::double as amount)
    from listing_measures
    union all by name
    select * from software_measures
    union all by name
    select * from rate_measures
    union all by name
    select * from set_aside_measures
    union all by name
    select * from technology_measures
)

select
    ats,
    measure,
    coalesce(technology_id, '') as category,
    amount,
    base::bigint as base_count,
    date '{{ var("night") }}' as as_of_date
from measures
where amount is not null
