{# Names one after another, up to the end: a list of customers, of investors or of tools. #}
{% macro names_in_a_row() -%}
    {%- set small_words = [
        'of', 'the', 'and', 'or', 'from', 'at', 'by', 'behind', '&', '[+—–-]', 'e\\.g\\.', 'including',
        'founders?', 'CEOs?', 'investors?', 'leaders?', 'top', 'other', 'major', 'leading', 'models?',
        'like', 'such', 'as', 'former',
    ] -%}
(?:[(“"]?(?:[A-Z0-9$](?:[^\s,;:]*[\w)’”"+#])?|{{ small_words | join('|') }})[\s,;/(]+|[A-Z][\w.+#-]*/)*
{%- endmacro %}

{# What is between two names of one list: separators and small words. #}
{% macro list_separator() -%}
    {%- set small_words = [
        'and', 'or', 'und', 'oder', 'et', 'ou', 'y', 'o', 'e', 'like', 'e\\.g\\.', 'i\\.e\\.', 'apache',
        'amazon', 'aws', 'azure', 'google', 'microsoft', 'modern', 'the',
    ] -%}
^(?:[\s,/;|&+()•·:、，；]|\b(?i:{{ small_words | join('|') }})(?:\W|$)){1,20}$
{%- endmacro %}

{#
  Whether a name is part of an address, a handle, a hashtag or a longer word. `names` is a CTE with
  alias, previous_gap and after_text.
#}
{% macro is_part_of_longer_name(names) -%}
    regexp_matches({{ names }}.previous_gap, '[@#_]$|\w[.]$|[a-z][-‐‑]$')
    or regexp_matches({{ names }}.after_text, '^(?:[@_]|&[A-Z]\b|\.(?:com|io|ai|org|co|net)\b|[+#]|[-‐‑](?i:to|free)\b)')
    or regexp_matches({{ names }}.alias, '^\W') and regexp_matches({{ names }}.previous_gap, '\w$')
{%- endmacro %}

{# What comes before a technology and before little else, as "experience with". #}
{% macro technology_cue() -%}
    {%- set nouns = [
        'written', 'programm(?:ing|ed)', 'coding', 'code', 'develop\\w*', 'build\\w*', 'built', 'work\\w*',
        'services', 'experience\\w*', 'proficien\\w+', 'expert(?:ise)?', 'fluen\\w+', 'skill(?:s|ed)?',
        'knowledge', 'command', 'mastery', 'grasp', 'understanding', 'familiar(?:ity)?', 'backgrounds?',
        'codebases?', 'comfortable', 'hands-on',
    ] -%}
    {%- set verbs = [
        'using', 'leveraging', 'utili[sz]ing', 'writing', 'particularly', 'especially', 'preferably', 'ideally',
    ] -%}
(?i:\b(?:(?:{{ nouns | join('|') }}) (?:in|with|of|using|writing)|{{ verbs | join('|') }}) (?:the |both |either |modern |advanced |basic )?)$
{%- endmacro %}

{# A kind of technology and what introduces a list of that kind, as "frameworks such as". #}
{% macro technology_kind() -%}
    {%- set kinds = [
        'tools?', 'tooling', 'frameworks?', 'languages?', 'librar(?:y|ies)', 'platforms?', 'technolog(?:y|ies)',
        'stacks?', 'software', 'databases?', 'warehouses?', 'stores?', 'lakehouses?', 'systems', 'engines?',
        'assistants?', 'protocols?', 'SDKs?', 'APIs?', 'environments?', 'IDEs?', 'editors?', 'providers?',
        'infrastructure', 'middleware', 'ORMs?', 'CRMs?', 'CMS', 'chains?', 'formats?', 'servers?', 'gateways?',
        'brokers?', 'queues?', 'prox(?:y|ies)', 'orchestrat(?:ors?|ion)', 'testing', 'back-?end', 'front-?end',
        'mobile', 'desktop', 'cloud',
    ] -%}
    {%- set introductions = [
        'e\\.?\\s?g\\.?', 'i\\.?e\\.?', 'such as', 'like', 'including', 'especially', 'particularly',
        'specifically', 'ideally', 'preferably', 'primarily', 'for example', 'for instance', 'we use',
    ] -%}
    {%- set introduction = '(?:' ~ introductions | join('|') ~ ')[\\s,:.]*' -%}
(?i:\b(?:{{ kinds | join('|') }})\s*(?:[(:—–]\s*(?:{{ introduction }})?|,?\s*{{ introduction }}))
{%- endmacro %}

{# What follows an ambiguous name where the name is a technology, as "pipelines". #}
{% macro technology_noun() -%}
    {%- set nouns = [
        'code', 'apps?', 'applications?', 'development', 'dashboards?', 'scripts?', 'scripting', 'quer(?:y|ies)',
        'clusters?', 'pipelines?', 'SDKs?', 'APIs?', 'back-?ends?', 'front-?ends?', 'projects?', 'ecosystem',
        'tests?', 'jobs?', 'workflows?', 'servers?', 'containers?', '(?:smart )?contracts?', 'librar(?:y|ies)',
        'runtimes?', 'kernels?', 'models?', 'stack',
    ] -%}
^(?:-based)?\s+(?i:web )?(?i:{{ nouns | join('|') }})\b
{%- endmacro %}

{#
  Whether the words around an ambiguous name say that it is a technology. Expects alias, before_text
  and after_text.
#}
{% macro has_technology_cue() -%}
    regexp_matches(before_text, '{{ technology_cue() }}')
    or regexp_matches(before_text, '{{ technology_kind() }}{{ names_in_a_row() }}$')
    or regexp_matches(after_text, '^\s+(?i:developers?|engineers?|programm(?:ers?|ing)|codebases?|microservices|(?:web )?frameworks?)\b')
    -- Not at the begin of a sentence, where it may be an imperative: "Render components".
    or length(alias) > 1
    and regexp_matches(before_text, '[\w,;:()/&-]\s*$')
    and regexp_matches(after_text, '{{ technology_noun() }}')
{%- endmacro %}

{#
  The verdict of the first rule of the seed technology_contexts that matches a name, among the rules
  with `where`; null if none matches. Rows with the same context_order are one rule: their patterns for
  a side are joined, so that each pattern is a constant. Expects technology_id, vendor, before_text and
  after_text. The inner `case` keeps patterns from running on technologies that the rule does not apply
  to, because DuckDB evaluates both sides of an `and`. `in` with many values becomes a join each, which
  costs more than all the patterns.
#}
{% macro technology_verdict(contexts, where) -%}
    {%- set pattern_words = ref('pattern_words') -%}
    {%- if execute -%}
        {%- set words = run_query('select word_list, pattern from ' ~ seed_rows(pattern_words)).rows -%}
        {%- set query -%}
            select
                any_value(verdict) as verdict,
                any_value(technology_ids) as technology_ids,
                any_value(needs_vendor) as needs_vendor,
                string_agg('(?:' || before_pattern || ')', '|' order by alternative) as before_pattern,
                string_agg('(?:' || after_pattern || ')', '|' order by alternative) as after_pattern
            from {{ seed_rows(contexts) }}
            where {{ where }}
            group by context_order
            order by context_order
        {%- endset -%}
        case
        {%- for verdict, technologies, needs_vendor, before, after in run_query(query).rows %}
            when case when {{ "list_contains(['" ~ technologies.split() | join("', '") ~ "'], technology_id)" if technologies else 'true' }} then true
            {%- if needs_vendor %} and vendor is not null{% endif %}
            {%- if before %} and regexp_matches(before_text, {{ literal(with_words(before, words).replace('{names}', names_in_a_row())) }}){% endif %}
            {%- if after %} and regexp_matches(after_text, {{ literal(with_words(after, words)) }}){% endif %} end
            then '{{ verdict }}'
        {%- endfor %}
        end
    {%- else -%}
        null
    {%- endif -%}
{%- endmacro %}
