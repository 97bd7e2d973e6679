{#
  RE2 alternations over the aliases, as SQL literals. Blocks of 500, because one alternation of
  more than about 1,400 words falls off a cliff; neighbours in the alphabet in one block, and those
  that mind their case by themselves, which halves the time; in a block the longest alias first, so
  that the longest wins. Word boundaries only where an alias begins or ends with a word character.
  A hyphen is one that breaks or one that does not. A space may be a hyphen: "data-modelling", and
  German compounds such as "SQL-Server".
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
            {%- set body = modules.re.escape(alias).replace('\\ ', '(?:\\s+|[-‐‑])').replace('\\-', '[-‐‑]') -%}
            {%- set form = ('\\b' if alias[0].isalnum() else '') ~ body ~ ('\\b' if alias[-1].isalnum() else '') -%}
            {%- do blocks.setdefault(('(?i:' if is_any_case else '(?:', block), []).append(form) -%}
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

{# Whether a line names anything that may be a technology. #}
{% macro names_technology(line) -%}
    ({% for pattern in technology_patterns() -%}
    {{ 'or ' if not loop.first }}regexp_matches({{ line }}, {{ pattern }})
    {% endfor -%})
{%- endmacro %}

{#
  A text with letters of other scripts that look like Latin ones, or are wide, as Latin letters: some
  write С++ on a Cyrillic keyboard. One letter becomes one letter, so that positions stay.
#}
{% macro latin_letters(text) -%}
    {%- set look_alikes = 'АВЕЅІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο' -%}
    {%- set letters = 'ABESIJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXo' -%}
    {%- set wide = '０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ＋＃．' -%}
    {%- set narrow = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+#.' -%}
    if(
        regexp_matches({{ text }}, '[\x{370}-\x{52F}\x{FF01}-\x{FF5E}]'),
        translate({{ text }}, '{{ look_alikes ~ wide }}', '{{ letters ~ narrow }}'),
        {{ text }}
    )
{%- endmacro %}
