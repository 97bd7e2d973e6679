{#
  Expressions of a with clause: `parts` has, for each pair of segments in `pair_listings` whose common
  listings can be published, the interval of their mean, and what a listing of one segment gains by being in
  the other, too: the mean of the common listings minus that of the others of the segment, with half of its 95 % interval. It is
  null where the others are suppressed. The groups share no listing, but companies: one is left out of
  both at once. `segment_companies` has what each company adds to a segment.
#}
{% macro pair_parts() -%}
segment_roles as (
    select
        segment_listings.segment_id,
        listings.role_id,
        count(*) as listing_count
    from segment_listings
    inner join listings using (listing_id)
    where listings.has_salary
    group by segment_listings.segment_id, listings.role_id
),

pair_roles as (
    select
        segment_a_id,
        segment_b_id,
        company_id,
        role_id,
        count(*) as listing_count,
        sum(annual_salary_usd::decimal(18, 4)) as salary_usd
    from pair_listings
    where has_salary
    group by segment_a_id, segment_b_id, company_id, role_id
),

-- A role is whole in a pair if all of its listings in one segment are in the other.
pair_companies as (
    select
        pair_roles.segment_a_id,
        pair_roles.segment_b_id,
        pair_roles.company_id,
        count(*) as role_count,
        count(*) filter (where pair_roles.listing_count = a.listing_count) as whole_a_count,
        count(*) filter (where pair_roles.listing_count = b.listing_count) as whole_b_count,
        sum(pair_roles.listing_count)::bigint as unit_count,
        sum(pair_roles.salary_usd) as unit_total
    from pair_roles
    inner join segment_roles as a
        on pair_roles.segment_a_id = a.segment_id
        and pair_roles.role_id = a.role_id
    inner join segment_roles as b
        on pair_roles.segment_b_id = b.segment_id
        and pair_roles.role_id = b.role_id
    group by pair_roles.segment_a_id, pair_roles.segment_b_id, pair_roles.company_id
),

-- Pairs with fewer common roles are suppressed whatever the others are.
wide_pairs as (
    select
        pair_companies.segment_a_id,
        pair_companies.segment_b_id
    from pair_companies
    cross join (select min_roles from {{ ref('publication_rules') }} where publish_status = 'low') as low
    group by pair_companies.segment_a_id, pair_companies.segment_b_id, low.min_roles
    having sum(pair_companies.role_count) >= low.min_roles
),

pair_sides as (
    select
        *,
        unnest([segment_a_id, segment_b_id]) as segment_id,
        unnest(['a', 'b']) as side
    from wide_pairs
),

part_companies as (
    select
        pair_companies.segment_a_id,
        pair_companies.segment_b_id,
        'both' as part,
        pair_companies.company_id,
        pair_companies.role_count,
        pair_companies.unit_count,
        pair_companies.unit_total
    from pair_companies
    inner join wide_pairs using (segment_a_id, segment_b_id)
    union all
    select
        pair_sides.segment_a_id,
        pair_sides.segment_b_id,
        pair_sides.side,
        segment_companies.company_id,
        segment_companies.salary_role_count
        - coalesce(if(pair_sides.side = 'a', pair_companies.whole_a_count, pair_companies.whole_b_count), 0),
        segment_companies.salary_unit_count - coalesce(pair_companies.unit_count, 0) as unit_count,
        segment_companies.salary_unit_total - coalesce(pair_companies.unit_total, 0)
    from pair_sides
    inner join segment_companies using (segment_id)
    left join pair_companies using (segment_a_id, segment_b_id, company_id)
    where segment_companies.salary_unit_count > coalesce(pair_companies.unit_count, 0)
),

samples as (
    select
        segment_a_id,
        segment_b_id,
        part,
        false as is_of_one_company,
        sum(role_count)::bigint as role_count,
        sum(unit_count)::bigint as unit_count,
        sum(unit_total) as unit_total,
        count(*) as company_count,
        (pow(sum(unit_count), 2) / sum(unit_count * unit_count))::double as effective_company_count,
        max(unit_count) / sum(unit_count) as top_company_share
    from part_companies
    group by segment_a_id, segment_b_id, part
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
        companies.segment_a_id,
        companies.segment_b_id,
        companies.part,
        companies.company_id,
        (sqrt(1 - 1 / part_samples.company_count) * (
            (part_samples.unit_total - companies.unit_total)
            / (part_samples.unit_count - companies.unit_count)
            - part_samples.mean_value
        ))::decimal(38, 6) as mean_move
    from part_companies as companies
    inner join part_samples using (segment_a_id, segment_b_id, part)
    where part_samples.publish_status <> 'suppressed'
),

common_errors as (
    select
        segment_a_id,
        segment_b_id,
        sqrt({{ product_sum('mean_move', 'mean_move') }}) as mean_error
    from part_moves
    where part = 'both'
    group by segment_a_id, segment_b_id
),

side_moves as (
    select
        pair_sides.segment_a_id,
        pair_sides.segment_b_id,
        pair_sides.side,
        sum(if(part_moves.part = 'both', part_moves.mean_move, -part_moves.mean_move)) as difference_move
    from pair_sides
    inner join part_moves
        on pair_sides.segment_a_id = part_moves.segment_a_id
        and pair_sides.segment_b_id = part_moves.segment_b_id
        and part_moves.part in ('both', pair_sides.side)
    group by pair_sides.segment_a_id, pair_sides.segment_b_id, pair_sides.side, part_moves.company_id
),

side_errors as (
    select
        segment_a_id,
        segment_b_id,
        side,
        sqrt({{ product_sum('difference_move', 'difference_move') }}) as difference_error
    from side_moves
    group by segment_a_id, segment_b_id, side
),

side_differences as (
    select
        side_errors.segment_a_id,
        side_errors.segment_b_id,
        side_errors.side,
        common.mean_value - others.mean_value as difference,
        side_errors.difference_error * {{ half_width(
            'least(common.effective_company_count, others.effective_company_count)'
        ) }} as half_interval
    from side_errors
    inner join part_samples as common
        on side_errors.segment_a_id = common.segment_a_id
        and side_errors.segment_b_id = common.segment_b_id
        and common.part = 'both'
        and common.publish_status <> 'suppressed'
    inner join part_samples as others
        on side_errors.segment_a_id = others.segment_a_id
        and side_errors.segment_b_id = others.segment_b_id
        and side_errors.side = others.part
        and others.publish_status <> 'suppressed'
),

parts as (
    select
        common.segment_a_id,
        common.segment_b_id,
        common.publish_status,
        common.status_reason,
        common.mean_value - {{ half_width('common.effective_company_count') }} * common_errors.mean_error as mean_low,
        common.mean_value + {{ half_width('common.effective_company_count') }} * common_errors.mean_error as mean_high,
        a.difference as a_difference,
        a.half_interval as a_half_interval,
        b.difference as b_difference,
        b.half_interval as b_half_interval
    from part_samples as common
    left join common_errors
        on common.segment_a_id = common_errors.segment_a_id
        and common.segment_b_id = common_errors.segment_b_id
    left join side_differences as a
        on common.segment_a_id = a.segment_a_id
        and common.segment_b_id = a.segment_b_id
        and a.side = 'a'
    left join side_differences as b
        on common.segment_a_id = b.segment_a_id
        and common.segment_b_id = b.segment_b_id
        and b.side = 'b'
    where common.part = 'both'
)
{%- endmacro %}
