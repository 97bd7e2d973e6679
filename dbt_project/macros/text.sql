{#
  The words of a line around a position, at most 200 characters: whole words, unless that would cut
  off the words `kept` themselves, as in a line without blanks.
#}
{% macro span(line, position, kept="''") -%}
    {%- set start = 'greatest(1, least(' ~ position ~ ' - 90, length(' ~ line ~ ') - 199))' -%}
    {%- set window = 'substr(' ~ line ~ ', ' ~ start ~ ', 200)' -%}
    {%- set without_first = "regexp_replace(" ~ window ~ ", '^\\S*\\s', '')" -%}
    {%- set whole_words -%}
    case
        when length({{ line }}) <= 200 then {{ line }}
        when {{ start }} = 1 then regexp_replace({{ window }}, '\s\S*$', '')
        when {{ start }} + 199 = length({{ line }}) then {{ without_first }}
        else regexp_replace({{ without_first }}, '\s\S*$', '')
    end
    {%- endset -%}
    if(contains({{ whole_words }}, {{ kept }}), {{ whole_words }}, {{ window }})
{%- endmacro %}

{# Identifier made from a name: lower case, Latin letters and digits, words joined by hyphens. #}
{% macro slug(name) -%}
    trim(regexp_replace(lower(strip_accents({{ name }})), '[^\p{L}\p{N}]+', '-', 'g'), '-')
{%- endmacro %}

{# A vendor's words for pay as a text to be read like any other; its hash is the text's id. #}
{% macro pay_text_html(pay_text) -%}
    ('<p>Salary: ' || {{ pay_text }} || '</p>')
{%- endmacro %}

{# The values of a group joined in the order of a number; four times as fast as an ordered string_agg. #}
{% macro joined_in_order(value, number, separator) -%}
    array_to_string(
        list_transform(list_sort(list({'number': {{ number }}, 'value': {{ value }}})), lambda pair: pair.value),
        '{{ separator }}'
    )
{%- endmacro %}
