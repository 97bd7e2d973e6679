{%- set methods = ['report', 'robust', 'robust pooled'] -%}
{%- set estimated_bases = ['workplace', 'disclosure', 'salary'] -%}
with listings as (
    select
        *,
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

segment_listings as (
    select * from {{ ref('fct_segment_listings') }}
),

-- The headline is one country; a segment of a country is about that country.
segments as (
    select
        segment_id,
        country_code,
        coalesce(country_code, if(dimension = 'country', '', '{{ var("headline_country") }}')) as headline_code,
        row_number() over (order by segment_id) as segment_number
    from (
        select distinct
            segment_id,
            dimension,
            {{ segment_country('segment_listings') }} as country_code
        from segment_listings
    ) as segments
),

-- Millions of rows are grouped below: by numbers, which takes a fifth of the time that texts take.
members as (
    select
        segments.segment_number,
        segments.country_code,
        segments.headline_code,
        listings.listing_id,
        listings.company_number,
        listings.role_number,
        listings.has_text,
        listings.is_pay_read,
        listings.has_text and listings.workplace = 'remote' as is_remote,
        listings.is_pay_read and listings.has_salary as is_pay_disclosed,
        if(listings.has_text, listings.workplace_bit, 0) as workplace_bit,
        segments.headline_code = '' or in_country.listing_id is not null as is_in_headline,
        if(segments.country_code is null, listings.has_salary, in_country.has_salary) as has_salary,
        if(
            segments.country_code is null, listings.annual_salary_usd, in_country.annual_salary_usd
        )::decimal(18, 4) as salary_usd
    from segment_listings
    inner join segments using (segment_id)
    inner join listings using (listing_id)
    left join listing_countries as in_country
        on segment_listings.listing_id = in_country.listing_id
        and segments.headline_code = in_country.country_code
    where segments.country_code is null or in_country.listing_id is not null
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
        listing_countries.pay_zone,
        max(listing_countries.annual_salary_usd) filter (
            where listing_countries.country_code = members.headline_code
        )::decimal(18, 4) as headline_usd,
        max(listing_countries.annual_salary_usd)::decimal(18, 4) as salary_usd
    from members
    inner join listing_countries using (listing_id)
    where
        listing_countries.has_salary
        and members.headline_code <> ''
        and (members.country_code is null or listing_countries.country_code = members.country_code)
    group by members.segment_number, members.company_number, members.role_number, listing_countries.pay_zone
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

segment_companies as (
    select
        company_counts.*,
        company_salaries.salaries_usd,
        coalesce(company_salaries.salary_role_count, 0) as salary_role_count,
        coalesce(company_salaries.salary_unit_count, 0) as salary_unit_count,
        coalesce(company_salaries.salary_unit_total, 0)::decimal(18, 4) as salary_unit_total
    from company_counts
    left join company_salaries using (segment_number, company_number, method)
    where company_counts.listing_unit_count > 0
),

totals as (
    select
        segment_number,
        method
        {%- for base in estimated_bases %},
        sum({{ base }}_unit_count) as {{ base }}_unit_count,
        sum({{ base }}_unit_total) as {{ base }}_unit_total
        {%- endfor %}
    from segment_companies
    group by segment_number, method
),

companies as (
    select distinct
        company_id,
        company_number
    from listings
)

select
    segments.segment_id,
    companies.company_id,
    own.method,
    own.salaries_usd,
    own.listing_role_count,
    own.listing_unit_count
    {%- for base in estimated_bases %},
    own.{{ base }}_role_count,
    own.{{ base }}_unit_count,
    own.{{ base }}_unit_total,
    (
        (totals.{{ base }}_unit_total - own.{{ base }}_unit_total)
        / nullif(totals.{{ base }}_unit_count - own.{{ base }}_unit_count, 0)
    )::double as {{ base }}_others_mean_value
    {%- endfor %}
from segment_companies as own
inner join totals using (segment_number, method)
inner join segments using (segment_number)
inner join companies using (company_number)
