{# Letters without marks in lower case, also those that Unicode does not take apart. #}
{% macro plain_letters(text) -%}
    replace(replace(replace(
        translate(lower(strip_accents({{ text }})), 'øłđðħı', 'olddhi'), 'æ', 'ae'), 'œ', 'oe'), 'ß', 'ss')
{%- endmacro %}

{# A name of a place as it is looked up: plain letters, no dots, Saint and Fort written out. #}
{% macro place_key(name) -%}
    regexp_replace(
        regexp_replace(
            trim(regexp_replace(translate({{ plain_letters(name) }}, '’ʼ`.', ''''''''), '\s+', ' ', 'g')),
            '^(st|saint) ', 'saint '
        ),
        '^ft ', 'fort '
    )
{%- endmacro %}

{#
  A place text after the rules of the seed place_label_rules: what it says besides names (exclusions,
  time zones, "and more") is gone, and dotted codes have commas.
#}
{% macro place_label(rules, text) -%}
    {%- set removed = rule_rows(rules, 'pattern', "replacement is null") | map('first') | join(')|(?:') -%}
    {%- set ns = namespace(sql="regexp_replace(" ~ text ~ ", " ~ literal('(?:' ~ removed ~ ')') ~ ", ' ', 'g')") -%}
    {%- for pattern, replacement in rule_rows(rules, 'pattern, replacement', 'replacement is not null') -%}
        {%- set ns.sql = "regexp_replace(" ~ ns.sql ~ ", " ~ literal(pattern) ~ ", " ~ literal(replacement) ~ ", 'g')" -%}
    {%- endfor -%}
    {{ ns.sql }}
{%- endmacro %}

{#
  The names in a place text, with commas between. Words that name no place (the seed place_stop_words),
  postal codes and rooms (words with digits) are left out. In a name of a region such a word stays: the
  patterns are in lower case, and "BAY AREA" is none of them.
#}
{% macro place_names_only(stop_words, region_aliases, text) -%}
    {%- set no_place = '\\b(?:' ~ rule_rows(stop_words, 'pattern') | map('first') | join('|') ~ ')\\b' -%}
    {%- set names = rule_rows(region_aliases, 'alias', "regexp_matches(alias, " ~ literal('^\\S+ ' ~ no_place ~ '$') ~ ")") -%}
    {%- set ns = namespace(text=plain_letters(text)) -%}
    {%- for name in names | map('first') -%}
        {%- set ns.text = "replace(" ~ ns.text ~ ", " ~ literal(name) ~ ", " ~ literal(name | upper) ~ ")" -%}
    {%- endfor -%}
    regexp_replace(
        regexp_replace(
            regexp_replace({{ ns.text }}, {{ literal(no_place) }}, ' ', 'g'),
            '[()\[\]（）【】:：*_#、，]', ',', 'g'
        ),
        '[^\s,–—-]*\d[^\s,–—-]*', ' ', 'g'
    )
{%- endmacro %}

{# Words in lower case without accents, a blank around each: a name is in them only as whole words. #}
{% macro spaced_words(text) -%}
    ' ' || trim(regexp_replace(lower(strip_accents({{ text }})), '[^a-z0-9.]+', ' ', 'g')) || ' '
{%- endmacro %}
