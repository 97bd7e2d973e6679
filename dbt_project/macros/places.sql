{# Letters without marks in lower case, also those that Unicode does not take apart. #}
{% macro plain_letters(text) -%}
    replace(replace(replace(
        translate(lower(strip_accents({{ text }})), 'øłđðħı', 'olddhi'), 'æ', 'ae'), 'œ', 'oe'), 'ß', 'ss')
{%- endmacro %}

{# A name of a place as it is looked up: plain letters, no dots; Saint, Fort and Mount written out, without a hyphen. #}
{% macro place_key(name) -%}
    regexp_replace(
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    trim(regexp_replace(translate({{ plain_letters(name) }}, '’ʼ`.', ''''''''), '\s+', ' ', 'g')),
                    '^(st|saint)[ -]', 'saint '
                ),
                '^(ft|fort)[ -]', 'fort '
            ),
            '^(mt|mount)[ -]', 'mount '
        ),
        '^(new|san|los|las|tel)-', '\1 '
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
            '[()\[\]（）【】:：*_#、，،]', ',', 'g'
        ),
        '[^\s,–—-]*\d[^\s,–—-]*', ' ', 'g'
    )
{%- endmacro %}

{# What a label of a place is called in a text. #}
{% macro place_field() -%}
    {{ return('(?:(?:job|work(?:ing)?|office|position|primary) )?(?:locations?|work ?place|arbeitsort|standort|einsatzort|lieu(?: de travail| du poste)?|localisation|ubicaci[oó]n|lugar(?: de trabajo)?|local(?: de trabalho)?|localiza[cç][aã]o|luogo(?: di lavoro)?|sede(?: di lavoro)?|locatie|standplaats|lokalizacja|miejsce pracy)') }}
{%- endmacro %}

{# HTML in which a short value is in the block of its label: "Location:" and "Lima" in the next line are "Location: Lima". #}
{% macro joined_labels(html) -%}
    {%- set close = '\\s*(?:</[a-z][a-z0-9]*>\\s*)*' -%}
    {%- set label = '(?i)(>\\s*' ~ place_field() ~ ')\\s*(?:</(?:strong|b|em|span|u)>\\s*)*:?' -%}
    {%- set block = '(?:p|div|h[1-6]|li|td|th|dt)' -%}
    {%- set gap = close ~ '(?:</' ~ block ~ '>|<br ?/?>)\\s*(?:<br ?/?>\\s*)*(?:<[a-z][^<>]*>\\s*)*' -%}
    if(
        regexp_matches({{ html }}, {{ literal(label ~ gap ~ '[^<>]{1,80}<') }}),
        regexp_replace({{ html }}, {{ literal(label ~ gap ~ '([^<>:]{1,80}<)') }}, '\1: \2', 'g'),
        {{ html }}
    )
{%- endmacro %}

{# Words in lower case without accents, a blank around each: a name is in them only as whole words. #}
{% macro spaced_words(text) -%}
    ' ' || trim(regexp_replace(lower(strip_accents({{ text }})), '[^a-z0-9.]+', ' ', 'g')) || ' '
{%- endmacro %}
