{# Versions of listings in which one field changed, with the words before and after. #}
{% macro changed_words(field, column) -%}
with versions as (
    select * from {{ ref('fct_listing_versions') }}
)

select
    new_versions.listing_version_id,
    new_versions.listing_id,
    new_versions.company_id,
    new_versions.title,
    old_versions.{{ column }} as old_{{ column }},
    new_versions.{{ column }} as new_{{ column }},
    old_versions.last_seen_date as old_date,
    new_versions.first_seen_date as new_date
from versions as new_versions
inner join versions as old_versions
    on new_versions.listing_id = old_versions.listing_id
    and new_versions.version_number = old_versions.version_number + 1
where list_contains(new_versions.changed_fields, {{ literal(field) }})
{%- endmacro %}
