{# HTML as published to text, a line per block; entities are left for `decoded`. #}
{% macro html_to_text(html) -%}
    {%- set blocks = '</?(?:p|div|li|ul|ol|h[1-6]|tr|td|th|table|section|article|blockquote|dt|dd|header|footer|br)\\b[^>]*>' -%}
    regexp_replace(regexp_replace({{ html }}, '{{ blocks }}', chr(10), 'gi'), '<[^>]*>', '', 'g')
{%- endmacro %}

{# A line with entities decoded and invisible characters gone; most lines have neither. #}
{% macro decoded(line) -%}
    {%- set ns = namespace(sql=line) -%}
    {%- for entity, character in [
        ('&nbsp;', ' '), ('&#160;', ' '), ('&#xa0;', ' '), ('&lt;', '<'), ('&gt;', '>'),
        ('&quot;', '"'), ('&#34;', '"'), ('&#39;', "''"), ('&#x27;', "''"), ('&apos;', "''"),
        ('&rsquo;', '’'), ('&lsquo;', '‘'), ('&ldquo;', '“'), ('&rdquo;', '”'), ('&mdash;', '—'),
        ('&ndash;', '–'), ('&hellip;', '…'), ('&bull;', '•'), ('&middot;', '·'), ('&euro;', '€'),
        ('&pound;', '£'), ('&yen;', '¥'), ('&#36;', '$'), ('&#43;', '+'), ('&#8203;', ''),
        ('&zwnj;', ''), ('&amp;', '&'),
    ] -%}
        {%- set ns.sql = "replace(" ~ ns.sql ~ ", '" ~ entity ~ "', '" ~ character ~ "')" -%}
    {%- endfor -%}
    {%- for code, character in [(160, ' '), (8203, ''), (8204, ''), (8205, ''), (65279, ''), (8239, ' '), (173, ''), (9, ' '), (13, '')] -%}
        {%- set ns.sql = "replace(" ~ ns.sql ~ ", chr(" ~ code ~ "), '" ~ character ~ "')" -%}
    {%- endfor -%}
    if(
        regexp_matches({{ line }}, '[&\x{A0}\x{200B}-\x{200D}\x{FEFF}\x{202F}\x{AD}\t\r]'),
        trim({{ ns.sql }}),
        {{ line }}
    )
{%- endmacro %}

{# A string as a SQL literal. #}
{% macro literal(value) -%}'{{ value | replace("'", "''") }}'{%- endmacro %}

{# Where a seed can be read while compiling: in a unit test `ref` names a CTE that is not there yet. #}
{% macro seed_rows(seed) -%}
    {{ return(seed | string | replace('__dbt__cte__', target.database ~ '.seeds.')) }}
{%- endmacro %}

{#
  The first rule that fits: a `case` built from the rows of a rules seed (rule_order, pattern,
  and the value column), so that each pattern is a constant that the engine compiles once.
#}
{% macro first_rule(rules, value_column, subject, otherwise) -%}
    {%- if execute -%}
        {%- set rows = run_query('select pattern, ' ~ value_column ~ ' from ' ~ seed_rows(rules) ~ ' order by rule_order') -%}
        case
        {%- for row in rows %}
            when regexp_matches({{ subject }}, {{ literal(row[0]) }}) then {{ literal(row[1] | string) }}
        {%- endfor %}
            else {{ otherwise }}
        end
    {%- else -%}
        null
    {%- endif -%}
{%- endmacro %}

{# Identifier made from a name: lower case, Latin letters and digits, words joined by hyphens. #}
{% macro slug(name) -%}
    trim(regexp_replace(lower(strip_accents({{ name }})), '[^\p{L}\p{N}]+', '-', 'g'), '-')
{%- endmacro %}
