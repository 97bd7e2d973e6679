with segments as (
    select * from {{ ref('fct_segments') }}
    where dimension in ('{{ var("headline_dimensions") | join("', '") }}')
),

low_sample as (
    select * from {{ ref('low_sample') }}
),

sample_bounds as (
    select
        max(lowest) filter (where counted = 'listings') as listing_count,
        max(lowest) filter (where counted = 'companies') as company_count
    from low_sample
),

measures as (
    {% for measure, sample, companies in headline_measures() %}
    select
        segment_id,
        dimension,
        '{{ measure }}' as measure,
        method,
        {{ sample }} as sample_count,
        {{ companies }} as sample_company_count,
        {{ measure }}::double as figure_value
    from segments
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- A low sample is no headline. The index is kept whatever its sample, so that each night has its totals.
figures as (
    select
        measures.segment_id,
        measures.measure,
        measures.method,
        measures.sample_count,
        measures.sample_company_count,
        measures.figure_value,
        date '{{ var("night") }}' as as_of_date
    from measures
    cross join sample_bounds
    where
        measures.figure_value is not null
        and (
            measures.dimension = 'index'
            or measures.sample_count >= sample_bounds.listing_count
            and measures.sample_company_count >= sample_bounds.company_count
        )
)

select * from figures
