{#
  RE2 alternations over the aliases, as SQL literals. Blocks of 500, because one alternation of
  more than about 1,400 words falls off a cliff; neighbours in the alphabet in one block, and those
  that mind their case by themselves, which halves the time; in a block the longest alias first, so
  that the longest wins. Word boundaries only where an alias begins or ends with a word character.
  Of its other spellings `alias_form` makes the pattern, and `name_key` what they have in common.
#}
{% macro technology_patterns() -%}
    {%- set blocks = {} -%}
    {%- set aliases = ref('technology_aliases') -%}
    {%- if execute -%}
        {%- set rows = run_query(
            "with rules as (select alias, min(match) = 'any_case' as is_any_case from "
            ~ seed_rows(aliases) ~ " group by alias) select alias, is_any_case, "
            ~ "row_number() over (partition by is_any_case order by lower(alias), alias) // 500 as block "
            ~ "from rules order by is_any_case, block, length(alias) desc, alias"
        ).rows -%}
        {%- for alias, is_any_case, block in rows -%}
            {%- do blocks.setdefault(('(?i:' if is_any_case else '(?:', block), []).append(alias_form(alias)) -%}
        {%- endfor -%}
    {%- else -%}
        {%- do blocks.update({('', 0): []}) -%}
    {%- endif -%}
    {%- set literals = [] -%}
    {%- for (opening, _), forms in blocks.items() -%}
        {%- do literals.append(literal(opening ~ forms | join('|') ~ ')')) -%}
    {%- endfor -%}
    {{ return(literals) }}
{%- endmacro %}

{#
  The same of names that are capitalised, as some write them in lists: "java, jenkins, selenium". One word
  each; where another alias has the name in any case it is found already.
#}
{% macro lower_case_patterns() -%}
    {%- set blocks = {} -%}
    {%- if execute -%}
        {%- set aliases = seed_rows(ref('technology_aliases')) -%}
        {%- set rows = run_query(
            "select alias, row_number() over (order by alias) // 500 as block from (select lower(alias) as alias from " ~ aliases
            ~ " where match = 'exact_case' and regexp_full_match(alias, '[A-Za-z][A-Za-z0-9]+') except select lower(alias) from "
            ~ aliases ~ " where match = 'any_case') order by block, length(alias) desc, alias"
        ).rows -%}
        {%- for alias, block in rows -%}
            {%- do blocks.setdefault(block, []).append(alias) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- set literals = [] -%}
    {%- for names in blocks.values() -%}
        {%- do literals.append(literal('\\b(?:' ~ names | join('|') ~ ')\\b')) -%}
    {%- endfor -%}
    {{ return(literals) }}
{%- endmacro %}

{#
  The pattern of an alias and of its other spellings. A space may be a hyphen ("SQL-Server"), and both may miss
  ("Springboot"), but not beside a single letter; a hyphen is no space: "or tools" is not OR-Tools. "And" may be "&". Where a capital
  begins a part there may be a space, if it stays one ("Type Script"); "My SQL" is somebody's. The end "js"
  may have a dot, a space or neither. A version of two digits may follow at once ("Java17"): more would cost
  three times as much.
#}
{% macro alias_form(alias) -%}
    {%- set re = modules.re -%}
    {%- set stem = re.sub('(?<=[A-Za-z0-9]{2})[. ]?[jJ][sS]$', '', alias) -%}
    {%- set body = re.sub('(?<=[A-Za-z0-9]{2})(\\\\[ -])(?=[A-Za-z0-9]{2})', '\\1<may miss>', re.escape(stem)) -%}
    {%- set body = body.replace('\\ <may miss>and\\ <may miss>', '(?:\\ <may miss>and\\ <may miss>|\\s*&\\s*)') -%}
    {%- set body = body.replace('\\ ', '(?:\\s+|[-‐‑])').replace('\\-', '[-‐‑]').replace('<may miss>', '?') -%}
    {%- set parts = re.sub('(?<=[a-z]{2})(?=[A-Z][A-Za-z])|(?<=[A-Z]{2})(?=[A-Z][a-z]{2})', '[ -]', alias) -%}
    {%- if stem != alias -%}
        {%- set body = body ~ '[.\\s-]?(?i:js)' -%}
    {%- elif parts != alias and re.fullmatch('(?!My|Fast|One|Live|Open|Zero)[A-Za-z]{3,}', alias) -%}
        {%- set body = '(?:' ~ body ~ '|(?-i:' ~ parts ~ '))' -%}
    {%- endif -%}
    {%- set version = '\\d?\\d?' if re.search('[A-Za-z]{3}$', alias) else '' -%}
    {#- RE2 knows the boundaries of ASCII words only. -#}
    {{ return(('\\b' if (alias[0].isalnum() and alias[0].isascii()) else '') ~ body ~ version ~ ('\\b' if (alias[-1].isalnum() and alias[-1].isascii()) else '')) }}
{%- endmacro %}

{# A name with one space for spaces and hyphens, and with "and" for "&". #}
{% macro spaced_name(name) -%}
    translate(regexp_replace(regexp_replace({{ name }}, '\s*&\s*', ' and ', 'g'), '\s+', ' ', 'g'), '-‐‑', '   ')
{%- endmacro %}

{# What all spellings of a name have in common: no spaces and hyphens, no "&", and one ending "js". #}
{% macro name_key(name) -%}
    regexp_replace(regexp_replace(replace({{ name }}, '&', 'and'), '[\s‐‑-]+', '', 'g'), '(\w\w)\.?[jJ][sS]$', '\1js')
{%- endmacro %}

{#
  Whether a line names anything that may be a technology. A name in lower case counts where a list or a cue may vouch for
  it: behind a mark of a list, a preposition or a conjunction.
#}
{% macro names_technology(line) -%}
    ({% for pattern in technology_patterns() -%}
    {{ 'or ' if not loop.first }}regexp_matches({{ line }}, {{ pattern }})
    {% endfor -%}
    {% for pattern in lower_case_patterns() -%}
    or regexp_matches({{ line }}, '(?:^|[,/;(|•:]\s?|\b(?:and|or|with|in|of|using|und|mit|et|y|e|con|com|avec)\s)' || {{ pattern }})
    {% endfor -%})
{%- endmacro %}

{#
  A text with letters of other scripts that look like Latin ones as Latin letters: some
  write С++ on a Cyrillic keyboard. One letter becomes one letter, so that positions stay. A word with a letter that
  looks like none is a word of its script, and stays.
#}
{% macro latin_letters(text) -%}
    {%- set look_alikes = 'АВЕЅІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο' -%}
    {%- set letters = 'ABESIJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXo' -%}
    if(
        regexp_matches({{ text }}, '[\x{370}-\x{52F}]'),
        array_to_string(
            list_transform(
                regexp_extract_all({{ text }}, '\pL+|\PL+'),
                lambda part: if(
                    regexp_matches(part, '[\x{370}-\x{52F}]') and regexp_matches(part, '[^A-Za-z{{ look_alikes }}\PL]'),
                    part,
                    translate(part, '{{ look_alikes }}', '{{ letters }}')
                )
            ),
            ''
        ),
        {{ text }}
    )
{%- endmacro %}
