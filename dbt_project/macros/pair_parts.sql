{#
  Expressions of a with clause: `parts` has, for each pair of segments in `pair_listings` whose common
  listings can be published, the interval of their mean, and what a listing of one segment gains by being in
  the other, too: the mean of the common listings minus that of the others of the segment, with half of its 95 % interval. It is
  null where the others are suppressed. The groups share no listing, but companies: one is left out of
  both at once. `members` has the listings of each segment, `segment_companies` what each company adds to it, and
  `numbered_segments` and `numbered_companies` the numbers that stand for their ids.
#}
{% macro pair_parts() -%}
segment_roles as (
    select
        segment_number,
        role_number,
        count(*) as listing_count
    from members
    where has_salary
    group by segment_number, role_number
),

pair_roles as (
    select
        a_number,
        b_number,
        company_number,
        role_number,
        count(*) as listing_count,
        sum(annual_salary_usd::decimal(18, 4)) as salary_usd
    from pair_listings
    where has_salary
    group by a_number, b_number, company_number, role_number
),

-- A role is whole in a pair if all of its listings in one segment are in the other.
pair_companies as (
    select
        pair_roles.a_number,
        pair_roles.b_number,
        pair_roles.company_number,
        count(*) as role_count,
        count(*) filter (where pair_roles.listing_count = a.listing_count) as whole_a_count,
        count(*) filter (where pair_roles.listing_count = b.listing_count) as whole_b_count,
        sum(pair_roles.listing_count)::bigint as unit_count,
        sum(pair_roles.salary_usd) as unit_total
    from pair_roles
    inner join segment_roles as a
        on pair_roles.a_number = a.segment_number
        and pair_roles.role_number = a.role_number
    inner join segment_roles as b
        on pair_roles.b_number = b.segment_number
        and pair_roles.role_number = b.role_number
    group by pair_roles.a_number, pair_roles.b_number, pair_roles.company_number
),

-- Pairs with fewer common roles are suppressed whatever the others are.
wide_pairs as (
    select
        pair_companies.a_number,
        pair_companies.b_number
    from pair_companies
    cross join (select min_roles from {{ ref('publication_rules') }} where publish_status = 'low') as low
    group by pair_companies.a_number, pair_companies.b_number, low.min_roles
    having sum(pair_companies.role_count) >= low.min_roles
),

numbered_segment_companies as (
    select
        numbered_segments.segment_number,
        numbered_companies.company_number,
        segment_companies.salary_role_count,
        segment_companies.salary_unit_count,
        segment_companies.salary_unit_total
    from segment_companies
    inner join numbered_segments using (segment_id)
    inner join numbered_companies using (company_id)
),

pair_sides as (
    select
        *,
        unnest([a_number, b_number]) as segment_number,
        unnest(['a', 'b']) as side
    from wide_pairs
),

part_companies as (
    select
        pair_companies.a_number,
        pair_companies.b_number,
        'both' as part,
        pair_companies.company_number,
        pair_companies.role_count,
        pair_companies.unit_count,
        pair_companies.unit_total
    from pair_companies
    inner join wide_pairs using (a_number, b_number)
    union all
    select
        pair_sides.a_number,
        pair_sides.b_number,
        pair_sides.side,
        segment_companies.company_number,
        segment_companies.salary_role_count
        - coalesce(if(pair_sides.side = 'a', pair_companies.whole_a_count, pair_companies.whole_b_count), 0),
        segment_companies.salary_unit_count - coalesce(pair_companies.unit_count, 0) as unit_count,
        segment_companies.salary_unit_total - coalesce(pair_companies.unit_total, 0)
    from pair_sides
    inner join numbered_segment_companies as segment_companies using (segment_number)
    left join pair_companies using (a_number, b_number, company_number)
    where segment_companies.salary_unit_count > coalesce(pair_companies.unit_count, 0)
),

samples as (
    select
        a_number,
        b_number,
        part,
        false as is_of_one_company,
        sum(role_count)::bigint as role_count,
        sum(unit_count)::bigint as unit_count,
        sum(unit_total) as unit_total,
        count(*) as company_count,
        (pow(sum(unit_count), 2) / sum(unit_count * unit_count))::double as effective_company_count,
        max(unit_count) / sum(unit_count) as top_company_share
    from part_companies
    group by a_number, b_number, part
),

{{ rated_samples() }},

part_samples as (
    select
        *,
        (unit_total / unit_count)::double as mean_value,
        {{ publication() }}
    from rated_samples
),

part_moves as (
    select
        companies.a_number,
        companies.b_number,
        companies.part,
        companies.company_number,
        (sqrt(1 - 1 / part_samples.company_count) * (
            (part_samples.unit_total - companies.unit_total)
            / (part_samples.unit_count - companies.unit_count)
            - part_samples.mean_value
        ))::decimal(38, 6) as mean_move
    from part_companies as companies
    inner join part_samples using (a_number, b_number, part)
    where part_samples.publish_status <> 'suppressed'
),

part_errors as (
    select
        a_number,
        b_number,
        part,
        sqrt({{ product_sum('mean_move', 'mean_move') }}) as mean_error
    from part_moves
    group by a_number, b_number, part
),

-- What moves both the mean of the common listings and that of the others.
part_shared_moves as (
    select
        a_number,
        b_number,
        others.part,
        {{ product_sum('common.mean_move', 'others.mean_move') }} as shared_move
    from part_moves as common
    inner join part_moves as others using (a_number, b_number, company_number)
    where common.part = 'both' and others.part <> 'both'
    group by a_number, b_number, others.part
),

measured_parts as (
    select
        part_samples.*,
        part_errors.mean_error
    from part_samples
    inner join part_errors using (a_number, b_number, part)
),

side_differences as (
    select
        a_number,
        b_number,
        others.part as side,
        common.mean_value - others.mean_value as difference,
        {{ difference_error('common.mean_error', 'others.mean_error', 'part_shared_moves.shared_move') }} * {{ half_width(
            'least(common.effective_company_count, others.effective_company_count)'
        ) }} as half_interval
    from measured_parts as common
    inner join measured_parts as others using (a_number, b_number)
    left join part_shared_moves
        on common.a_number = part_shared_moves.a_number
        and common.b_number = part_shared_moves.b_number
        and others.part = part_shared_moves.part
    where common.part = 'both' and others.part <> 'both'
),

parts as (
    select
        common.a_number,
        common.b_number,
        common.publish_status,
        common.status_reason,
        common.mean_value - {{ half_width('common.effective_company_count') }} * part_errors.mean_error as mean_low,
        common.mean_value + {{ half_width('common.effective_company_count') }} * part_errors.mean_error as mean_high,
        a.difference as a_difference,
        a.half_interval as a_half_interval,
        b.difference as b_difference,
        b.half_interval as b_half_interval
    from part_samples as common
    left join part_errors using (a_number, b_number, part)
    left join side_differences as a
        on common.a_number = a.a_number
        and common.b_number = a.b_number
        and a.side = 'a'
    left join side_differences as b
        on common.a_number = b.a_number
        and common.b_number = b.b_number
        and b.side = 'b'
    where common.part = 'both'
)
{%- endmacro %}
