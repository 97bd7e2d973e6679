{%- set methods = ['report', 'robust', 'robust pooled'] -%}
{%- set report_counts = ['foreign_salary_count'] -%}
{%- for workplace in var('workplaces') -%}
    {%- do report_counts.extend([workplace ~ '_count', 'with_text_' ~ workplace ~ '_count']) -%}
{%- endfor -%}
{%- do report_counts.extend(['not_stated_count', 'not_read_count']) -%}
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
        bool_or(has_text) as has_text,
        bool_or(is_remote) as is_remote,
        bool_or(is_pay_read) as is_pay_read,
        bool_or(is_pay_disclosed) as is_disclosed,
        bool_or(has_salary) as has_salary,
        bit_count(bit_or(workplace_bit)) as workplace_count,
        bool_or(is_in_headline) as is_in_headline,
        bit_count(bit_or(if(is_in_headline, workplace_bit, 0))) as headline_workplace_count,
        bool_or(is_in_headline and is_remote) as is_headline_remote,
        bool_or(is_in_headline and is_pay_read) as is_headline_pay_read,
        bool_or(is_in_headline and is_pay_disclosed) as is_headline_disclosed
    from members
    group by segment_number, company_number, role_number
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

company_zones as (
    select
        segment_number,
        company_number,
        count(distinct role_number) filter (where headline_usd is not null) as headline_role_count,
        count(distinct role_number) as pooled_role_count,
        count(headline_usd) as headline_unit_count,
        count(*) as pooled_unit_count,
        sum(headline_usd)::decimal(18, 4) as headline_total,
        sum(salary_usd)::decimal(18, 4) as pooled_total,
        list_sort(list(headline_usd) filter (where headline_usd is not null)) as headline_salaries,
        list_sort(list(salary_usd)) as pooled_salaries
    from zones
    group by segment_number, company_number
),

company_roles as (
    select
        segment_number,
        company_number,
        count(*) as role_count,
        count(*) filter (where is_in_headline) as headline_role_count,
        count(*) filter (where has_text) as read_role_count,
        count(*) filter (where headline_workplace_count > 0) as headline_read_role_count,
        sum(headline_workplace_count)::bigint as headline_workplace_count,
        sum(workplace_count)::bigint as workplace_count,
        count(*) filter (where is_headline_remote) as headline_remote_count,
        count(*) filter (where is_remote) as remote_role_count,
        count(*) filter (where is_pay_read) as pay_read_role_count,
        count(*) filter (where is_headline_pay_read) as headline_pay_read_count,
        count(*) filter (where is_headline_disclosed) as headline_disclosed_count,
        count(*) filter (where is_disclosed) as disclosed_role_count,
        count(*) filter (where has_salary) as salary_role_count
    from roles
    group by segment_number, company_number
),

company_listings as (
    select
        segment_number,
        company_number,
        count(*) as listing_count,
        count(*) filter (where has_text) as read_count,
        count(*) filter (where is_remote) as read_remote_count,
        count(*) filter (where is_pay_read) as pay_read_count,
        count(*) filter (where is_pay_disclosed) as disclosed_count,
        count(*) filter (where has_salary) as salary_count,
        sum(salary_usd) filter (where has_salary)::decimal(18, 4) as salary_total,
        list_sort(list(salary_usd) filter (where has_salary)) as salaries,
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
),

-- By the report's rules each listing counts once. A role counts once, once per work arrangement, and once for whether it
-- discloses pay. Texts are joined before there is a row for each method.
company_methods as (
    select
        segments.segment_id,
        segments.dimension,
        segments.key,
        segments.within_key,
        numbered_companies.company_id,
        unnest({{ methods }}) as method,
        unnest([of_roles.role_count, of_roles.headline_role_count, of_roles.role_count]) as listing_role_count,
        unnest([of_listings.listing_count, of_roles.headline_role_count, of_roles.role_count]) as listing_unit_count,
        unnest([
            of_roles.read_role_count, of_roles.headline_read_role_count, of_roles.read_role_count
        ]) as workplace_role_count,
        unnest([
            of_listings.read_count, of_roles.headline_workplace_count, of_roles.workplace_count
        ]) as workplace_unit_count,
        unnest([
            of_listings.read_remote_count, of_roles.headline_remote_count, of_roles.remote_role_count
        ])::decimal(18, 4) as workplace_unit_total,
        unnest([
            of_roles.pay_read_role_count, of_roles.headline_pay_read_count, of_roles.pay_read_role_count
        ]) as disclosure_role_count,
        unnest([
            of_listings.pay_read_count, of_roles.headline_pay_read_count, of_roles.pay_read_role_count
        ]) as disclosure_unit_count,
        unnest([
            of_listings.disclosed_count, of_roles.headline_disclosed_count, of_roles.disclosed_role_count
        ])::decimal(18, 4) as disclosure_unit_total,
        unnest([of_listings.salaries, of_zones.headline_salaries, of_zones.pooled_salaries]) as salaries_usd,
        unnest([
            of_roles.salary_role_count,
            coalesce(of_zones.headline_role_count, 0),
            coalesce(of_zones.pooled_role_count, 0)
        ]) as salary_role_count,
        unnest([
            of_listings.salary_count, coalesce(of_zones.headline_unit_count, 0), coalesce(of_zones.pooled_unit_count, 0)
        ]) as salary_unit_count,
        coalesce(unnest([
            of_listings.salary_total, of_zones.headline_total, of_zones.pooled_total
        ]), 0)::decimal(18, 4) as salary_unit_total
        {%- for count in report_counts %},
        unnest([of_listings.{{ count }}, null, null]) as {{ count }}
        {%- endfor %}
    from company_listings as of_listings
    inner join company_roles as of_roles using (segment_number, company_number)
    left join company_zones as of_zones using (segment_number, company_number)
    inner join segments using (segment_number)
    inner join numbered_companies using (company_number)
)

select * from company_methods
where listing_unit_count > 0
