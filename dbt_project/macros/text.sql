{# HTML that was escaped as a whole, once or twice, as HTML again; any other as it is. #}
{% macro unescaped(html) -%}
    {%- set tags = '&(?:amp;)*lt;(?:/(?:p|div|li|ul|ol|h[1-6]|strong|b|em|i|span|a|table|tr|td)|br ?/?)&(?:amp;)*gt;' -%}
    {%- set ns = namespace(sql=html) -%}
    {%- for entity, character in [('&amp;', '&'), ('&amp;', '&'), ('&lt;', '<'), ('&gt;', '>'), ('&quot;', '"')] -%}
        {%- set ns.sql = "replace(" ~ ns.sql ~ ", '" ~ entity ~ "', '" ~ character ~ "')" -%}
    {%- endfor -%}
    if(contains({{ html }}, 'lt;') and regexp_matches({{ html }}, '(?i){{ tags }}'), {{ ns.sql }}, {{ html }})
{%- endmacro %}

{#
  HTML to blocks, in order: each is the tags that begin it, chr(2), and its words with inline tags.
  A text without block tags is plain: there each line is a block, and elsewhere a line break says
  nothing.
#}
{% macro blocks(html) -%}
    {%- set block = '</?(?:p|div|li|ul|ol|h[1-6]|table|thead|tbody|tr|t[dh]|section|article|aside|main|blockquote|pre|hr|dl|dt|dd|header|footer|br)\\b[^>]*>' -%}
    {%- set unseen = '(?is)<style\\b.*?</style\\s*>|<script\\b.*?</script\\s*>|<!--.*?-->' -%}
    {%- set shown = "if(regexp_matches(" ~ html ~ ", '(?i)<style|<script|<!--'), regexp_replace(" ~ html ~ ", '" ~ unseen ~ "', '', 'g'), " ~ html ~ ")" -%}
    string_split(
        if(
            regexp_matches({{ html }}, '(?i){{ block }}'),
            regexp_replace({{ shown }}, '(?i){{ block }}(?:\s*{{ block }})*', chr(1) || '\0' || chr(2), 'g'),
            replace({{ html }}, chr(10), chr(1))
        ),
        chr(1)
    )
{%- endmacro %}

{# The words of a block: no inline tags; entities are left. #}
{% macro words_of(block) -%}
    if(contains({{ block }}, '<'), regexp_replace({{ block }}, '</?[A-Za-z!][^>]*>', '', 'g'), {{ block }})
{%- endmacro %}

{# HTML to what it says, for comparing: its distinct sentences in letters alone, sorted. #}
{% macro sentences(html) -%}
    {%- set blocks = '</?(?:p|div|li|ul|ol|h[1-6]|tr|td|th|table|section|article|blockquote|dt|dd|header|footer|br)\\b[^>]*>' -%}
    {%- set ns = namespace(sql="lower(" ~ html ~ ")") -%}
    {%- for pattern, character in [(blocks, 'chr(10)'), ('<[^>]*>', "''"), ('[.!?;:] ', 'chr(10)'), ('[^\\pL\\n]+', "' '"), (' ?\\n[ \\n]*', 'chr(10)')] -%}
        {%- set ns.sql = "regexp_replace(" ~ ns.sql ~ ", '" ~ pattern ~ "', " ~ character ~ ", 'g')" -%}
    {%- endfor -%}
    list_sort(list_distinct(list_filter(
        string_split(trim({{ ns.sql }}), chr(10)), lambda sentence: length(sentence) > 2
    )))
{%- endmacro %}

{# One space between words, and nothing that is not seen: zero-width, soft hyphen, control, bidi. #}
{% macro tidied(words) -%}
    trim(if(
        regexp_matches({{ words }}, '[\p{Cf}\p{Cc}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}]|  '),
        regexp_replace(
            regexp_replace({{ words }}, '[\s\p{Z}]+', ' ', 'g'), '[\p{Cf}\p{Cc}]', '', 'g'
        ),
        {{ words }}
    ))
{%- endmacro %}

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

{# A string as a SQL literal. #}
{% macro literal(value) -%}'{{ value | replace("'", "''") }}'{%- endmacro %}

{# Where a seed can be read while compiling: in a unit test `ref` names a CTE that is not there yet. #}
{% macro seed_rows(seed) -%}
    {{ return(seed | string | replace('__dbt__cte__', target.database ~ '.seeds.')) }}
{%- endmacro %}

{#
  The first rule that fits: a `case` built from the rows of a rules seed (rule_order, pattern,
  and the value column), so that each pattern is a constant that the engine compiles once. With
  `whole` a rule must fit all of the subject.
#}
{% macro first_rule(rules, value_column, subject, otherwise, whole=false) -%}
    {%- if execute -%}
        {%- set rows = run_query('select pattern, ' ~ value_column ~ ' from ' ~ seed_rows(rules) ~ ' order by rule_order') -%}
        case
        {%- for row in rows %}
            when regexp_matches({{ subject }}, {{ literal('^\\W*(?:' ~ row[0] ~ ')\\W*$' if whole else row[0]) }}) then {{ literal(row[1] | string) }}
        {%- endfor %}
            else {{ otherwise }}
        end
    {%- else -%}
        null
    {%- endif -%}
{%- endmacro %}

{#
  How strongly a technology is asked for by the words around it: the first cue after it, else the
  last cue before it; null without one. What is said in brackets of another is left out.
#}
{% macro stated_strength(before, after) -%}
    {%- set cue = {'before': "''", 'after': "''"} -%}
    {%- set rules = ref('strength_rules') -%}
    {%- if execute -%}
        {%- for side in cue -%}
            {%- set rows = run_query("select pattern from " ~ seed_rows(rules) ~ " where side = '" ~ side ~ "' order by rule_order").rows -%}
            {%- do cue.update({side: literal('(?i)(?:' ~ rows | map('first') | join('|') ~ ')')}) -%}
        {%- endfor -%}
    {%- endif -%}
    coalesce(
        {{ first_rule(rules ~ " where side = 'after'", 'strength',
            "lower(regexp_extract(regexp_replace(" ~ after ~ ", '\\([A-Z][\\w.+#/-]*[ ,/][^()]*\\)', '', 'g'), " ~ cue.after ~ "))", 'null') }},
        {{ first_rule(rules ~ " where side = 'before'", 'strength',
            "lower(regexp_extract_all(" ~ before ~ ", " ~ cue.before ~ ")[-1])", 'null') }}
    )
{%- endmacro %}

{# Identifier made from a name: lower case, Latin letters and digits, words joined by hyphens. #}
{% macro slug(name) -%}
    trim(regexp_replace(lower(strip_accents({{ name }})), '[^\p{L}\p{N}]+', '-', 'g'), '-')
{%- endmacro %}

{# A vendor's words for pay as a text to be read like any other; its hash is the text's id. #}
{% macro pay_text_html(pay_text) -%}
    ('<p>Salary: ' || {{ pay_text }} || '</p>')
{%- endmacro %}
