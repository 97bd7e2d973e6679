{# A name of a place as it is looked up: lower case, no accents or dots, Saint and Fort written out. #}
{% macro place_key(name) -%}
    regexp_replace(
        regexp_replace(
            trim(regexp_replace(translate(lower(strip_accents({{ name }})), '’ʼ`.', ''''''''), '\s+', ' ', 'g')),
            '^(st|saint) ', 'saint '
        ),
        '^ft ', 'fort '
    )
{%- endmacro %}
