{#
  RE2 alternations over the aliases with the given match rules, as SQL literals. Blocks of 500,
  because one alternation of more than about 1,400 words falls off a cliff; longest alias first,
  so that the longest wins. Word boundaries only where an alias begins or ends with a word
  character.
#}
{% macro technology_patterns(matches) -%}
    {%- set literals = [] -%}
    {%- set aliases = ref('technology_aliases') -%}
    {%- if execute -%}
        {%- set rows = run_query(
            "select alias, min(match) from " ~ seed_rows(aliases)
            ~ " where match in ('" ~ matches | join("', '") ~ "')"
            ~ " group by alias order by length(alias) desc, alias"
        ).rows -%}
        {%- for block in rows | batch(500) -%}
            {%- set forms = [] -%}
            {%- for row in block -%}
                {%- set body = modules.re.escape(row[0]).replace('\\ ', '\\s+').replace('\\-', '-') -%}
                {%- if row[1] == 'any_case' -%}{%- set body = '(?i:' ~ body ~ ')' -%}{%- endif -%}
                {%- do forms.append(
                    ('\\b' if row[0][0].isalnum() else '') ~ body ~ ('\\b' if row[0][-1].isalnum() else '')
                ) -%}
            {%- endfor -%}
            {%- do literals.append(literal('(?:' ~ forms | join('|') ~ ')')) -%}
        {%- endfor -%}
    {%- else -%}
        {%- do literals.append("''") -%}
    {%- endif -%}
    {{ return(literals) }}
{%- endmacro %}

{# What comes before a technology and before little else, as RE2 text without flags. #}
{% macro technology_cue() -%}
\b(?:written|programm(?:ing|ed)|coding|develop\w*|build\w*|built|services|experience\w*|proficien\w+|expert(?:ise)?|fluen\w+|skills?|knowledge|command|mastery|grasp|understanding|familiar(?:ity)?|backgrounds?|code|codebases?) (?:in|with|of|using) (?:the )?
{%- endmacro %}
