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

{#
  The names in a place text, with commas between. Words that name no place (the seed place_stop_words),
  postal codes and rooms (words with digits) are left out.
#}
{% macro place_names_only(stop_words, text) -%}
    {%- set no_place = '\\b(?:' ~ rule_rows(stop_words, 'pattern') | map('first') | join('|') ~ ')\\b' -%}
    regexp_replace(
        regexp_replace(
            regexp_replace(
                regexp_replace(lower(strip_accents({{ text }})), '([a-z]{3})\.([a-z]{3})', '\1,\2', 'g'),
                {{ literal(no_place) }}, ' ', 'g'
            ),
            '[()\[\]:*_#]', ',', 'g'
        ),
        '[^\s,]*\d[^\s,]*|\b(excluding|except|not in)\b.*', ' ', 'g'
    )
{%- endmacro %}

{# Words in lower case without accents, a blank around each: a name is in them only as whole words. #}
{% macro spaced_words(text) -%}
    ' ' || trim(regexp_replace(lower(strip_accents({{ text }})), '[^a-z0-9.]+', ' ', 'g')) || ' '
{%- endmacro %}
