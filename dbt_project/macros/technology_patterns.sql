{#
  RE2 alternations over the aliases, as SQL literals. Blocks of 500, because one alternation of
  more than about 1,400 words falls off a cliff; neighbours in the alphabet in one block, and those
  that mind their case by themselves, which halves the time; in a block the longest alias first, so
  that the longest wins. Word boundaries only where an alias begins or ends with a word character.
  A hyphen is one that breaks or one that does not.
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
            {%- set body = modules.re.escape(alias).replace('\\ ', '\\s+').replace('\\-', '[-‐‑]') -%}
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

{# Names one after another, up to the end: what a list of customers or of tools is made of. #}
{% macro names_in_a_row() -%}
(?:[(“"]?(?:[A-Z0-9$](?:[^\s,;:]*[\w)’”"+#])?|of|the|and|or|from|at|by|behind|&|[+—–-]|e\.g\.|including|founders?|CEOs?|investors?|leaders?|top|other|major|leading|models?|like|such|as|former)[\s,;/(]+|[A-Z][\w.+#-]*/)*
{%- endmacro %}

{# What comes before a technology and before little else: a cue, or a kind of technology and a list. #}
{% macro technology_cue() -%}
(?i:\b(?:(?:written|programm(?:ing|ed)|coding|code|develop\w*|build\w*|built|work\w*|services|experience\w*|proficien\w+|expert(?:ise)?|fluen\w+|skill(?:s|ed)?|knowledge|command|mastery|grasp|understanding|familiar(?:ity)?|backgrounds?|codebases?|comfortable|hands-on) (?:in|with|of|using|writing)|using|leveraging|utili[sz]ing|writing|particularly|especially|preferably|ideally) (?:the |both |either |modern |advanced |basic )?)$
{%- endmacro %}

{% macro technology_kind() -%}
(?i:\b(?:tools?|tooling|frameworks?|languages?|librar(?:y|ies)|platforms?|technolog(?:y|ies)|stacks?|software|databases?|warehouses?|stores?|lakehouses?|systems|engines?|assistants?|protocols?|SDKs?|APIs?|environments?|IDEs?|editors?|providers?|infrastructure|middleware|ORMs?|CRMs?|CMS|chains?|formats?|servers?|gateways?|brokers?|queues?|prox(?:y|ies)|orchestrat(?:ors?|ion)|testing|back-?end|front-?end|mobile|desktop|cloud)\s*(?:[(:—–]\s*(?:(?:e\.?\s?g\.?|i\.?e\.?|such as|like|including|especially|particularly|specifically|ideally|preferably|primarily|for example|for instance|we use)[\s,:.]*)?|,?\s*(?:e\.?\s?g\.?|i\.?e\.?|such as|like|including|especially|particularly|specifically|ideally|preferably|primarily|for example|for instance|we use)[\s,:.]*))
{%- endmacro %}

{# What follows an ambiguous name that stands for a technology. #}
{% macro technology_noun() -%}
^(?:-based)?\s+(?i:web )?(?i:code|apps?|applications?|development|dashboards?|scripts?|scripting|quer(?:y|ies)|clusters?|pipelines?|SDKs?|APIs?|back-?ends?|front-?ends?|projects?|ecosystem|tests?|jobs?|workflows?|servers?|containers?|(?:smart )?contracts?|librar(?:y|ies)|runtimes?|kernels?|models?|stack)\b
{%- endmacro %}

{#
  The first verdict of the seed technology_contexts on a name: a `case` with each pattern as a
  constant. Expects technology_id, vendor, before_text and after_text. The inner `case` keeps a rule's
  patterns from being tried on the technologies it is not for: an `and` tries both sides.
#}
{% macro technology_verdict(contexts, verdicts) -%}
    {%- if execute -%}
        {%- set rows = run_query(
            "select verdict, technology_ids, needs_vendor, before_pattern, after_pattern from "
            ~ seed_rows(contexts) ~ " where verdict in ('" ~ verdicts | join("', '") ~ "')"
            ~ " order by context_order"
        ).rows -%}
        case
        {%- for verdict, technologies, needs_vendor, before, after in rows %}
            when case when {{ "technology_id in ('" ~ technologies.split() | join("', '") ~ "')" if technologies else 'true' }} then true
            {%- if needs_vendor %} and vendor is not null{% endif %}
            {%- if before %} and regexp_matches(before_text, {{ literal(before.replace('{names}', names_in_a_row())) }}){% endif %}
            {%- if after %} and regexp_matches(after_text, {{ literal(after) }}){% endif %} end
            then '{{ verdict }}'
        {%- endfor %}
        end
    {%- else -%}
        null
    {%- endif -%}
{%- endmacro %}
