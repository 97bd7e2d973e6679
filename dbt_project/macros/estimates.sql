{# The identifier of a figure: its segment, measure and method. #}
{% macro figure_id() -%}
    concat_ws('/', segment_id, measure, method)
{%- endmacro %}

{# The sum of products of two columns. In decimals, whose sum does not depend on the order of rows. #}
{% macro product_sum(first, second) -%}
    sum(({{ first }})::decimal(38, 6) * ({{ second }})::decimal(38, 6))::double
{%- endmacro %}

{#
  The 97.5 % quantile of Student's t, by the Cornish-Fisher expansion: exact to 0.01 from three degrees of
  freedom on.
#}
{% macro student_t(degrees) -%}
    (
        1.959964 + 2.372271 / {{ degrees }} + 2.822499 / pow({{ degrees }}, 2)
        + 2.555850 / pow({{ degrees }}, 3) + 1.589534 / pow({{ degrees }}, 4)
    )
{%- endmacro %}

{# The factor of an error that gives half of the 95 % interval, by effective companies. #}
{% macro half_width(effective_companies) -%}
    {{ student_t('greatest(' ~ effective_companies ~ ' - 1, 1)') }}
{%- endmacro %}

{# Whether a dimension is of single companies: then there is no other company that the figure is an estimate for. #}
{% macro is_of_one_company(dimension) -%}
    list_contains(string_split({{ dimension }}, ' & '), 'company')
{%- endmacro %}

{# The country that a segment is about, so that a listing counts in it with its pay for this country; null if none. #}
{% macro segment_country(segment) -%}
    case {{ segment }}.dimension
        when 'country' then nullif({{ segment }}.key, 'unknown')
        when 'state' then 'US'
        when 'technology & seniority & country' then split_part({{ segment }}.within_key, ' & ', 2)
    end
{%- endmacro %}

{#
  What a sample lacks of a status of the seed publication_rules, in the words of a reader; empty where it lacks nothing.
  `sample` has the counts, `rules` is the row of the status.
#}
{% macro lacking(sample, rules) -%}
    concat_ws(
        '; ',
        if({{ sample }}.role_count < {{ rules }}.min_roles, 'fewer than ' || {{ rules }}.min_roles || ' roles', null),
        if(
            not {{ sample }}.is_of_one_company and {{ sample }}.company_count < {{ rules }}.min_companies,
            'fewer than ' || {{ rules }}.min_companies || ' companies',
            null
        ),
        if(
            not {{ sample }}.is_of_one_company
            and {{ sample }}.effective_company_count < {{ rules }}.min_effective_companies,
            'fewer than ' || {{ rules }}.min_effective_companies || ' effective companies',
            null
        ),
        if(
            not {{ sample }}.is_of_one_company and {{ sample }}.top_company_share > {{ rules }}.max_top_company_share,
            'one company has more than ' || ({{ rules }}.max_top_company_share * 100)::integer || ' %',
            null
        )
    )
{%- endmacro %}

{# Expressions of a with clause: the rows of `samples`, with what each lacks of ok and of low. #}
{% macro rated_samples() -%}
ok_rules as (
    select * from {{ ref('publication_rules') }}
    where publish_status = 'ok'
),

low_rules as (
    select * from {{ ref('publication_rules') }}
    where publish_status = 'low'
),

rated_samples as (
    select
        samples.*,
        {{ lacking('samples', 'ok_rules') }} as lacking_for_ok,
        {{ lacking('samples', 'low_rules') }} as lacking_for_low
    from samples
    cross join ok_rules
    cross join low_rules
)
{%- endmacro %}

{# The status of a sample and the reason for it, from what it lacks for ok and for low (`rated_samples`). #}
{% macro publication() -%}
    case
        when lacking_for_ok = '' then 'ok'
        when lacking_for_low = '' then 'low'
        else 'suppressed'
    end as publish_status,
    case
        when lacking_for_ok = '' then null
        when lacking_for_low = '' then lacking_for_ok
        else lacking_for_low
    end as status_reason
{%- endmacro %}

{# The error of the difference of two figures, from their errors and the sum of products of what moves both. #}
{% macro difference_error(first, second, shared) -%}
    sqrt(greatest(pow({{ first }}, 2) + pow({{ second }}, 2) - 2 * coalesce({{ shared }}, 0), 0))
{%- endmacro %}

{#
  The ends of the 95 % interval of a share, of `half_width`; null where the share is. Where all companies agree, none
  moves the share: the exact bound of as many companies.
#}
{% macro low_end(share) -%}
    case
        when {{ share }} is null then null
        when {{ share }} = 1 then round(pow(0.025, 1 / effective_company_count), 4)
        else round(greatest({{ share }} - half_width, 0), 4)
    end
{%- endmacro %}

{% macro high_end(share) -%}
    case
        when {{ share }} is null then null
        when {{ share }} = 0 then round(1 - pow(0.025, 1 / effective_company_count), 4)
        else round(least({{ share }} + half_width, 1), 4)
    end
{%- endmacro %}

{# An expression of a with clause: `totals` has the sums of each base over the companies of a segment. #}
{% macro segment_totals(bases) -%}
totals as (
    select
        segment_id,
        method
        {%- for base in bases %},
        sum({{ base }}_unit_count) as {{ base }}_unit_count,
        sum({{ base }}_unit_total) as {{ base }}_unit_total
        {%- endfor %}
    from segment_companies
    group by segment_id, method
)
{%- endmacro %}

{# The mean of a base without one company: `totals` has the sums of its segment, `company` its own. #}
{% macro others_mean(totals, company, base) -%}
    ({{ totals }}.{{ base }}_unit_total - {{ company }}.{{ base }}_unit_total)
    / nullif({{ totals }}.{{ base }}_unit_count - {{ company }}.{{ base }}_unit_count, 0)
{%- endmacro %}

{#
  Expressions of a with clause: `quantiles` has the sorted pay and the quantiles of each group of `segment_companies` whose pay is
  published in `figures`, and `below_errors` how far the share of units up to a quantile moves when one company is left out.
  `portions` are those of the quantiles, by the name of the measure.
#}
{% macro segment_quantiles(portions) -%}
salaries as (
    select
        segment_companies.group_number,
        figures.company_count,
        unnest(segment_companies.salaries_usd) as salary_usd
    from segment_companies
    inner join figures using (group_number)
    where figures.base = 'salary' and figures.publish_status <> 'suppressed'
),

sorted_salaries as (
    select
        group_number,
        company_count,
        len(salaries_usd) as unit_count,
        salaries_usd,
        quantiles_usd
        {%- for measure in portions %},
        quantiles_usd[{{ loop.index }}] as {{ measure }},
        len(list_filter(salaries_usd, salary -> salary <= {{ measure }})) as below_{{ measure }}_count
        {%- endfor %}
    from (
        select
            group_number,
            company_count,
            list_sort(list(salary_usd)) as salaries_usd,
            quantile_cont(salary_usd::double, {{ portions.values() | list }}) as quantiles_usd
        from salaries
        group by group_number, company_count
    ) as salaries_by_segment
),

quantiles as (
    select
        group_number,
        salaries_usd,
        unnest({{ portions.keys() | list }}) as measure,
        unnest({{ portions.values() | list }}) as portion,
        unnest(quantiles_usd) as quantile_usd
    from sorted_salaries
),

below_moves as (
    select
        group_number
        {%- for measure in portions %},
        sqrt(1 - 1 / quantiles.company_count) * (
            (
                quantiles.below_{{ measure }}_count
                - len(list_filter(companies.salaries_usd, salary -> salary <= quantiles.{{ measure }}))
            ) / nullif(quantiles.unit_count - companies.salary_unit_count, 0)
            - quantiles.below_{{ measure }}_count / quantiles.unit_count
        ) as {{ measure }}_move
        {%- endfor %}
    from segment_companies as companies
    inner join sorted_salaries as quantiles using (group_number)
    where companies.salary_unit_count > 0
),

below_errors as (
    select
        group_number,
        unnest({{ portions.keys() | list }}) as measure,
        unnest([
            {%- for measure in portions %}
            sqrt({{ product_sum(measure ~ '_move', measure ~ '_move') }}){{ ',' if not loop.last }}
            {%- endfor %}
        ]) as below_error
    from below_moves
    group by group_number
)
{%- endmacro %}
