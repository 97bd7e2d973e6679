{%- set methods = ['report', 'robust', 'robust pooled'] -%}
with listings as (
    select
        *,
        row_number() over () as listing_number,
        dense_rank() over (order by company_id) as company_number,
        dense_rank() over (order by company_id, role_id) as role_number,
        -- One bit per work arrangement: those of a role are counted without another grouping.
        1 << (dense_rank() over (order by workplace) - 1) as workplace_bit
    from {{ ref('fct_listings') }}
    where is_software
),

listing_countries as (
    select
        *,
        dense_rank() over (order by annual_salary_min_usd, annual_salary_max_usd) as pay_zone
    from {{ ref('fct_listing_countries') }}
),

{{ segment_listings('listing_number') }},

-- The headline is one country; a segment of a country is about that country.
segments as (
    select
        *,
        coalesce(country_code, if(dimension = 'country', '', '{{ var("headline_country") }}')) as headline_code,
        row_number() over (order by segment_id) as segment_number
    from (
        select distinct
            segment_id,
            dimension,
            key,
            within_key,
            {{ segment_country('segment_listings') }} as country_code
        from segment_listings
    ) as segments
),

country_pay as (
    select
        listings.listing_number,
        listing_countries.* exclude (listing_id)
    from listing_countries
    inner join listings using (listing_id)
),

-- Millions of rows are grouped below: by numbers, which takes a fifth of the time that texts take.
members as (
    select
        segments.segment_number,
        segments.country_code,
        segments.headline_code,
        listings.listing_number,
        listings.company_number,
        listings.role_number,
        listings.has_text,
        listings.is_pay_read,
        listings.workplace,
        listings.has_text and listings.workplace = 'remote' as is_remote,
        listings.is_pay_read and listings.has_salary as is_pay_disclosed,
        if(listings.has_text, listings.workplace_bit, 0) as workplace_bit,
        listings.has_salary and segments.country_code is not null and not in_country.has_salary as is_foreign_salary,
        segments.headline_code = '' or in_country.listing_number is not null as is_in_headline,
        if(segments.country_code is null, listings.has_salary, in_country.has_salary) as has_salary,
        if(
            segments.country_code is null, listings.annual_salary_usd, in_country.annual_salary_usd
        )::decimal(18, 4) as salary_usd
    from segment_listings
    inner join segments using (segment_id)
    inner join listings using (listing_number)
    left join country_pay as in_country
        on segment_listings.listing_number = in_country.listing_number
        and segments.headline_code = in_country.country_code
    where segments.country_code is null or in_country.listing_number is not null
),

roles as (
    select
        segment_number,
        company_number,
        role_number,
        count(*) as listing_count,
        count(*) filter (where has_text) as read_count,
        count(*) filter (where is_remote) as remote_count,
        count(*) filter (where is_pay_read) as pay_read_count,
        count(*) filter (where is_pay_disclosed) as disclosed_count,
        bit_count(bit_or(workplace_bit)) as workplace_count,
        bool_or(is_in_headline) as is_in_headline,
        bit_count(bit_or(if(is_in_headline, workplace_bit, 0))) as headline_workplace_count,
        bool_or(is_in_headline and is_remote) as is_headline_remote,
        bool_or(is_in_headline and is_pay_read) as is_headline_pay_read,
        bool_or(is_in_headline and is_pay_disclosed) as is_headline_disclosed
    from members
    group by segment_number, company_number, role_number
),

-- By the report's rules each listing counts once. A role counts once, once per work arrangement, and once for whether it
-- discloses pay.
company_counts as (
    select
        segment_number,
        company_number,
        unnest({{ methods }}) as method,
        unnest([count(*), count(*) filter (where is_in_headline), count(*)]) as listing_role_count,
        unnest([
            sum(listing_count), count(*) filter (where is_in_headline), count(*)
        ])::bigint as listing_unit_count,
        unnest([
            count(*) filter (where read_count > 0),
            count(*) filter (where headline_workplace_count > 0),
            count(*) filter (where read_count > 0)
        ]) as workplace_role_count,
        unnest([
            sum(read_count), sum(headline_workplace_count), sum(workplace_count)
        ])::bigint as workplace_unit_count,
        unnest([
            sum(remote_count), count(*) filter (where is_headline_remote), count(*) filter (where remote_count > 0)
        ])::decimal(18, 4) as workplace_unit_total,
        unnest([
            count(*) filter (where pay_read_count > 0),
            count(*) filter (where is_headline_pay_read),
            count(*) filter (where pay_read_count > 0)
        ]) as disclosure_role_count,
        unnest([
            sum(pay_read_count),
            count(*) filter (where is_headline_pay_read),
            count(*) filter (where pay_read_count > 0)
        ])::bigint as disclosure_unit_count,
        unnest([
            sum(disclosed_count),
            count(*) filter (where is_headline_disclosed),
            count(*) filter (where disclosed_count > 0)
        ])::decimal(18, 4) as disclosure_unit_total
    from roles
    group by segment_number, company_number
),

-- Pay counts once per listing by the report's rules, and else once per role and pay zone of a country.
zones as (
    select
        members.segment_number,
        members.company_number,
        members.role_number,
        country_pay.pay_zone,
        max(country_pay.annual_salary_usd) filter (
            where country_pay.country_code = members.headline_code
        )::decimal(18, 4) as headline_usd,
        max(country_pay.annual_salary_usd)::decimal(18, 4) as salary_usd
    from members
    inner join country_pay using (listing_number)
    where
        country_pay.has_salary
        and members.headline_code <> ''
        and (members.country_code is null or country_pay.country_code = members.country_code)
    group by members.segment_number, members.company_number, members.role_number, country_pay.pay_zone
),

salary_units as (
    select
        segment_number,
        company_number,
        'report' as method,
        role_number,
        salary_usd
    from members
    where has_salary
    union all
    select
        segment_number,
        company_number,
        'robust',
        role_number,
        headline_usd
    from zones
    where headline_usd is not null
    union all
    select
        segment_number,
        company_number,
        'robust pooled',
        role_number,
        salary_usd
    from zones
),

company_salaries as (
    select
        segment_number,
        company_number,
        method,
        count(distinct role_number) as salary_role_count,
        count(*) as salary_unit_count,
        sum(salary_usd)::decimal(18, 4) as salary_unit_total,
        list_sort(list(salary_usd)) as salaries_usd
    from salary_units
    group by segment_number, company_number, method
),

-- What only the report's rules count.
report_counts as (
    select
        segment_number,
        company_number,
        'report' as method,
        count(*) filter (where is_foreign_salary) as foreign_salary_count,
        {% for workplace in var('workplaces') -%}
        count(*) filter (where workplace = '{{ workplace }}') as {{ workplace }}_count,
        count(*) filter (where workplace = '{{ workplace }}' and has_text) as with_text_{{ workplace }}_count,
        {% endfor -%}
        count(*) filter (where workplace = 'not stated') as not_stated_count,
        count(*) filter (where workplace = 'not read') as not_read_count
    from members
    group by segment_number, company_number
),

numbered_companies as (
    select distinct
        company_id,
        company_number
    from listings
)

select
    segments.segment_id,
    segments.dimension,
    segments.key,
    segments.within_key,
    numbered_companies.company_id,
    company_counts.* exclude (segment_number, company_number),
    company_salaries.salaries_usd,
    coalesce(company_salaries.salary_role_count, 0) as salary_role_count,
    coalesce(company_salaries.salary_unit_count, 0) as salary_unit_count,
    coalesce(company_salaries.salary_unit_total, 0)::decimal(18, 4) as salary_unit_total,
    report_counts.* exclude (segment_number, company_number, method)
from company_counts
left join company_salaries using (segment_number, company_number, method)
left join report_counts using (segment_number, company_number, method)
inner join segments using (segment_number)
inner join numbered_companies using (company_number)
where company_counts.listing_unit_count > 0
