with segments as (
    select * from {{ ref('fct_segments') }}
    where dimension in ('{{ var("headline_dimensions") | join("', '") }}')
),

estimates as (
    select * from {{ ref('fct_estimates') }}
),

measures as (
    {% for measure, sample in headline_measures() %}
    select
        segment_id,
        '{{ measure }}' as measure,
        method,
        {{ sample }} as sample_count,
        {{ measure }}::double as figure_value
    from segments
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- A suppressed figure is no headline. The index is kept whatever its sample, so that each night has its totals.
figures as (
    select
        measures.segment_id,
        measures.measure,
        measures.method,
        measures.sample_count,
        estimates.company_count as sample_company_count,
        measures.figure_value,
        estimates.as_of_date
    from measures
    inner join estimates using (segment_id, measure, method)
    where
        measures.figure_value is not null
        and (estimates.dimension = 'index' or estimates.publish_status <> 'suppressed')
)

select * from figures
