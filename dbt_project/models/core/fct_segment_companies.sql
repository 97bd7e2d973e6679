with listings as (
    select
        *,
        -- One bit per work arrangement: those of a role are counted without another grouping.
        1 << (dense_rank() over (order by workplace) - 1) as workplace_bit
    from {{ ref('fct_listings') }}
    where is_software
),

listing_countries as (
    select * from {{ ref('fct_listing_countries') }}
),

segment_listings as (
    select * from {{ ref('fct_segment_listings') }}
),

-- What a listing pays in each scope: as a whole (no code), in one of its countries, and in any of them (*), where a
-- listing without a country counts, too.
scoped_pay as (
    select
        listing_id,
        '' as scope,
        false as is_of_country,
        annual_salary_min_usd,
        annual_salary_max_usd,
        annual_salary_usd,
        has_salary
    from listings
    union all
    select
        listing_id,
        unnest([country_code, '*']),
        true,
        annual_salary_min_usd,
        annual_salary_max_usd,
        annual_salary_usd,
        has_salary
    from listing_countries
    union all
    select
        listing_id,
        '*',
        false,
        annual_salary_min_usd,
        annual_salary_max_usd,
        annual_salary_usd,
        has_salary
    from listings
    anti join listing_countries using (listing_id)
),

scoped_listings as (
    select
        scoped_pay.*,
        listings.company_id,
        listings.role_id,
        listings.has_text,
        listings.is_pay_read,
        listings.has_text and listings.workplace = 'remote' as is_remote,
        if(listings.has_text, listings.workplace_bit, 0) as workplace_bit,
        listings.is_pay_read and listings.has_salary as is_pay_disclosed
    from scoped_pay
    inner join listings using (listing_id)
),

-- The headline is one country; a segment of a country is about that country.
segment_scopes as (
    select
        segment_id,
        unnest(['report', 'robust', 'robust pooled']) as method,
        unnest([
            coalesce(country_code, ''),
            coalesce(country_code, if(dimension = 'country', '', '{{ var("headline_country") }}')),
            coalesce(country_code, if(dimension = 'country', '', '*'))
        ]) as scope
    from (
        select distinct
            segment_id,
            dimension,
            {{ segment_country('segment_listings') }} as country_code
        from segment_listings
    ) as segments
),

members as (
    select
        segment_scopes.segment_id,
        segment_scopes.method,
        scoped_listings.* exclude (scope, has_salary),
        scoped_listings.has_salary
        and (scoped_listings.is_of_country or segment_scopes.method = 'report') as has_salary
    from segment_listings
    inner join segment_scopes using (segment_id)
    inner join scoped_listings using (listing_id, scope)
),

roles as (
    select
        segment_id,
        method,
        company_id,
        role_id,
        count(*) as listing_count,
        count(*) filter (where has_text) as read_count,
        count(*) filter (where is_remote) as remote_count,
        bit_count(bit_or(workplace_bit)) as workplace_count,
        count(*) filter (where is_pay_read) as pay_read_count,
        count(*) filter (where is_pay_disclosed) as disclosed_count
    from members
    group by segment_id, method, company_id, role_id
),

-- By the report's rules each listing counts once. A role counts once, once per work arrangement, and once for whether it
-- discloses pay.
company_counts as (
    select
        segment_id,
        method,
        company_id,
        unnest(['listing', 'workplace', 'disclosure']) as base,
        unnest([
            count(*),
            count(*) filter (where read_count > 0),
            count(*) filter (where pay_read_count > 0)
        ]) as role_count,
        unnest(if(
            method = 'report',
            [sum(listing_count), sum(read_count), sum(pay_read_count)],
            [count(*), sum(workplace_count), count(*) filter (where pay_read_count > 0)]
        ))::bigint as unit_count,
        unnest(if(
            method = 'report',
            [sum(listing_count), sum(remote_count), sum(disclosed_count)],
            [count(*), count(*) filter (where remote_count > 0), count(*) filter (where disclosed_count > 0)]
        ))::decimal(18, 4) as unit_total
    from roles
    group by segment_id, method, company_id
),

-- Pay counts once per listing by the report's rules, and else once per role and pay zone of a country.
salary_units as (
    select
        segment_id,
        method,
        company_id,
        role_id,
        annual_salary_usd::decimal(18, 4) as salary_usd
    from members
    where has_salary and method = 'report'
    union all
    select
        segment_id,
        method,
        company_id,
        role_id,
        max(annual_salary_usd)::decimal(18, 4)
    from members
    where has_salary and method <> 'report'
    group by segment_id, method, company_id, role_id, annual_salary_min_usd, annual_salary_max_usd
),

segment_companies as (
    select
        segment_id,
        method,
        company_id,
        'salary' as base,
        count(distinct role_id) as role_count,
        count(*) as unit_count,
        sum(salary_usd)::decimal(18, 4) as unit_total,
        list_sort(list(salary_usd)) as salaries_usd
    from salary_units
    group by segment_id, method, company_id
    union all by name
    select
        *,
        null as salaries_usd
    from company_counts
    where unit_count > 0
)

select
    segment_id,
    company_id,
    method,
    base,
    salaries_usd,
    role_count,
    unit_count,
    unit_total,
    unit_count / sum(unit_count) over figure as unit_share,
    ((sum(unit_total) over figure - unit_total) / nullif(sum(unit_count) over figure - unit_count, 0))::double
        as others_mean_value
from segment_companies
window figure as (partition by segment_id, method, base)
