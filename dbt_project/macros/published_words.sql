{# The fields of a posting as a reader sees them: one text per list, in the order of the board. #}

{# Published pay ranges. #}
{% macro pay_words(pays) -%}
    nullif(array_to_string(list_transform({{ pays }}, pay -> concat_ws(
        ' ', pay.title, pay.kind, regexp_replace(concat_ws('–', pay.minimum, pay.maximum), '\.0\b', '', 'g'), pay.currency, pay.interval
    )), '; '), '')
{%- endmacro %}

{# Published places. #}
{% macro place_words(places) -%}
    nullif(array_to_string(list_transform({{ places }}, place -> coalesce(
        place.text, concat_ws(', ', place.city, place.region, place.country)
    )), '; '), '')
{%- endmacro %}
