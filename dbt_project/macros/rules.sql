{#
  Rules seeds: one row per alternative of a rule. Rows with the same rule_order are one rule, and are
  joined to one RE2 pattern while dbt compiles, so that each pattern is a constant that the engine
  compiles once. `{name}` in a pattern is a word list of the seed pattern_words. Rules are tried in the
  order of rule_order; the first that matches decides.
#}

{# A string as a SQL literal. #}
{% macro literal(value) -%}'{{ value | replace("'", "''") }}'{%- endmacro %}

{#
  The table of a seed for a query while dbt compiles, with all of its rows: in a unit test `ref` is a
  CTE that does not exist yet, and with `--empty` it has none.
#}
{% macro seed_rows(seed) -%}
    {{ return(target.database ~ '.seeds.' ~ seed.identifier | replace('__dbt__cte__', '')) }}
{%- endmacro %}

{# The rows of a rules seed in the order of its file, while compiling. #}
{% macro rule_rows(rules, columns, where='true') -%}
    {%- if execute -%}
        {{ return(run_query('select ' ~ columns ~ ' from ' ~ seed_rows(rules) ~ ' where ' ~ where ~ ' order by rowid').rows) }}
    {%- else -%}
        {{ return([]) }}
    {%- endif -%}
{%- endmacro %}

{# A pattern with each {name} replaced by the word list of that name, and in it those that it names. #}
{% macro with_words(pattern, words) -%}
    {%- set ns = namespace(pattern=pattern) -%}
    {%- for _ in range(20) if words and modules.re.search('[{][a-z]', ns.pattern) -%}
        {%- for name in modules.re.findall('[{]([a-z_]+)[}]', ns.pattern) | unique if name in words -%}
            {%- set ns.pattern = ns.pattern.replace('{' ~ name ~ '}', '(?:' ~ words[name] ~ ')') -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(ns.pattern) }}
{%- endmacro %}

{# The rules of a seed in order, each as its joined pattern and its value of a column. #}
{% macro joined_rules(rules, value_column='rule_order', where='true') -%}
    {%- set words = word_lists() -%}
    {%- set joined = [] -%}
    {%- if execute -%}
        {%- set query -%}
            select
                string_agg('(?:' || pattern || ')', '|' order by alternative) as pattern,
                any_value({{ value_column }}) as value
            from {{ seed_rows(rules) }}
            where {{ where }}
            group by rule_order
            order by rule_order
        {%- endset -%}
        {%- for pattern, value in run_query(query).rows -%}
            {%- do joined.append((with_words(pattern, words), value)) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(joined) }}
{%- endmacro %}

{# The value of the first rule that matches. With `whole` a rule must match all of the subject. #}
{% macro first_rule(rules, value_column, subject, otherwise, whole=false, where='true') -%}
    {%- set joined = joined_rules(rules, value_column, where) -%}
    case
    {%- for pattern, value in joined %}
        when regexp_matches({{ subject }}, {{ literal('^\\W*(?:' ~ pattern ~ ')\\W*$' if whole else pattern) }}) then {{ literal(value | string) }}
    {%- endfor %}
        else {{ otherwise }}
    end
{%- endmacro %}

{# A title as its words are compared: lower case, without accents and strokes, 200 characters at most. #}
{% macro plain_title(title) -%}
    translate(strip_accents(lower(left({{ title }}, 200))), 'łøıđ', 'loid')
{%- endmacro %}

{# The terms of a seed that are read inside longer words, the longest first, as titles are compared. #}
{% macro term_parts(terms) -%}
    {%- set parts = [] -%}
    {%- if execute -%}
        {%- set query -%}
            select {{ plain_title('term') }} from {{ seed_rows(terms) }} where is_part order by length(term) desc, term
        {%- endset -%}
        {%- do parts.extend(run_query(query).columns[0].values()) -%}
    {%- endif -%}
    {{ return(parts | join('|')) }}
{%- endmacro %}

{# What stands before "engineer" or "architect" in a job of its own of a seed: "sales", "solutions". #}
{% macro inverted_jobs(terms) -%}
    {%- set words = [] -%}
    {%- if execute -%}
        {%- set query -%}
            select distinct regexp_extract(term, '^(.*) (?:engineer|architect)$', 1) as word
            from {{ seed_rows(terms) }}
            where term_class = 'job' and regexp_matches(term, '^.+ (?:engineer|architect)$')
            order by word
        {%- endset -%}
        {%- do words.extend(run_query(query).columns[0].values()) -%}
    {%- endif -%}
    {{ return(words | join('|')) }}
{%- endmacro %}

{#
  How strongly the words around a technology require it: by a wish before it ("a plus if you have"), or else
  by the first cue after it, or else by what its line begins with ("Bonus:"), or else by the last cue before
  it; null without a cue. Text in brackets about another technology is ignored. `line_before` is the line up
  to the technology.
#}
{% macro stated_strength(before, after, line_before) -%}
    {%- set rules = ref('strength_rules') -%}
    {%- set cue = {} -%}
    {%- for side, strength in [('after', 'preferred'), ('after', 'required'), ('before', 'preferred'), ('before', 'required')] -%}
        {%- set patterns = joined_rules(rules, where="side = '" ~ side ~ "' and strength = '" ~ strength ~ "'") | map('first') -%}
        {%- do cue.update({side ~ ' ' ~ strength: '(?:' ~ patterns | join('|') ~ ')'}) -%}
    {%- endfor -%}
    {%- set cue_after = literal('(?i)' ~ cue['after preferred'] ~ '|' ~ cue['after required']) -%}
    {#- "Preferably experience with" is one cue, a wish. -#}
    {%- set joined = '(?:[\\s:(]+' ~ with_words('(?:{joining}\\s+){0,3}', word_lists()) ~ cue['before required'] ~ ')*' -%}
    {%- set cue_before = literal('(?i)' ~ cue['before preferred'] ~ joined ~ '|' ~ cue['before required']) -%}
    {#- A wish in a closed bracket, too: "scripting (preferably Python) and Terraform". -#}
    {%- set before = "regexp_replace(" ~ before ~ ", '\\((?:[A-Z][\\w.+#/-]*[ ,/]|(?:preferabl[ey]|ideally|optionally),? )[^()]*\\)', '', 'g')" -%}
    {%- set after = "regexp_replace(" ~ after ~ ", '\\([A-Z][\\w.+#/-]*[ ,/][^()]*\\)', '', 'g')" -%}
    coalesce(
        {%- for pattern, strength in joined_rules(rules, 'strength', where="side = 'wish'") %}
        if(
            regexp_matches({{ before }}, {{ literal('(?i)(?:' ~ pattern ~ ')[^;]*$') }})
            -- What somebody must have is no longer part of the wish.
            and not regexp_matches({{ before }}, {{ literal('(?i)(?:' ~ pattern ~ ')[^;]*\\b(?:must|required|requires?|essential|mandatory|but|however)\\b') }}),
            {{ literal(strength) }}, null
        ),
        {%- endfor %}
        {{ first_rule(rules, 'strength', "lower(regexp_extract(" ~ after ~ ", " ~ cue_after ~ "))", 'null', where="side = 'after'") }},
        {%- for pattern, strength in joined_rules(rules, 'strength', where="side = 'line'") %}
        if(
            regexp_matches({{ line_before }}, {{ literal('^\\W*(?:an? )?(?i:' ~ pattern ~ ')[^:.;!?]{0,40}:(?:[^.!?]|[.!?]\\S)*$') }}),
            {{ literal(strength) }}, null
        ),
        {%- endfor %}
        {{ first_rule(rules, 'strength', "lower(regexp_extract_all(" ~ before ~ ", " ~ cue_before ~ ")[-1])", 'null', where="side = 'before'") }}
    )
{%- endmacro %}
