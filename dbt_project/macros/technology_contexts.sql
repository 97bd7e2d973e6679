{# Names one after another, up to the end: a list of customers, of investors or of tools. #}
{% macro names_in_a_row() -%}
    {%- set small_words = [
        'of', 'the', 'and', 'or', 'from', 'at', 'by', 'behind', '&', '[+—–-]', 'e\\.g\\.', 'including',
        'founders?', 'CEOs?', 'investors?', 'leaders?', 'top', 'other', 'major', 'leading', 'models?',
        'like', 'such', 'as', 'former',
    ] -%}
(?:[(“"]?(?:[A-Z0-9$](?:[^\s,;:]*[\w)’”"+#])?|{{ small_words | join('|') }})[\s,;/(]+|[A-Z][\w.+#-]*/)*
{%- endmacro %}

{#
  What is between two names of one list: separators and small words, or one name that nobody knows. A remark on the
  name before may come first: "Scala (most services), Go".
#}
{% macro list_separator() -%}
    {%- set small_words = [
        'and', 'or', 'und', 'oder', 'et', 'ou', 'y', 'o', 'e', 'i', 'oraz', 'lub', 'en', 'och', 'eller', 'og', 'like', 'e\\.g\\.', 'i\\.e\\.', 'apache',
        'amazon', 'aws', 'azure', 'google', 'microsoft', 'modern', 'the',
    ] -%}
^(?:\s\([^()]{2,30}\))?(?:(?:,\s|\s?/\s?)[A-Z][\w+#-]{1,20}(?:(?:,\s|\s?/\s?)(?:and |or )?|\s(?:and|or|und|et|y)\s)$|(?:[\s,/;|&+()•·●▪■◦►☑✓✔✅\x{FE0F}:、，；и和与及]|(?:\.|\bv?)\d[\d.]*(?:\.?x|\+)?|\b(?i:{{ small_words | join('|') }})(?:\W|$)){1,20}$)
{%- endmacro %}

{#
  Whether a name is part of an address, a link, a handle, a hashtag or a longer word. `names` is a CTE with
  alias, previous_gap, before_text and after_text.
#}
{% macro is_part_of_longer_name(names) -%}
    regexp_matches({{ names }}.previous_gap, '[@#_]$|\w[.]$|(?:[a-z]|\b\w)[-‐‑]$|[\p{Latin}\p{Greek}\p{Cyrillic}]$')
    or regexp_matches(
        {{ names }}.after_text,
        '^(?:[@_\p{Latin}\p{Greek}\p{Cyrillic}]|&[A-Z]\b|\.(?:com|io|ai|org|co|net)\b|#|\+(?:\W|$)|[-‐‑](?i:to|free)\b)'
    )
    or regexp_matches({{ names }}.alias, '^\W') and regexp_matches({{ names }}.previous_gap, '\w$')
    or regexp_matches({{ names }}.before_text, '(?i)(?:://|\bwww\.|\w\.(?:com|org|net|io|ai|co|dev|de|fr|eu)/)\S*$')
{%- endmacro %}

{#
  What comes before a technology and before little else: "experience with", "you write", "in particular".
  What somebody knows may be a list of names, some of them unknown: "experience with Foo, Bar or".
#}
{% macro technology_cue() -%}
    {%- set known = [
        'experience\\w*', 'proficien\\w+', 'expert(?:ise)?', 'fluen\\w+', 'skill(?:s|ed)?', 'knowledge', 'command',
        'mastery', 'grasp', 'understanding', 'familiar(?:ity)?', 'backgrounds?', 'comfortable', 'hands-on', 'years?',
    ] -%}
    {%- set made = [
        'written', 'programm(?:ing|ed)', 'coding', 'code', 'develop\\w*', 'build\\w*', 'built', 'implement\\w*', 'work\\w*',
        'services', 'codebases?', 'scripts?', 'prototypes?', 'mock-?ups?', 'designs?', 'interfaces?',
    ] -%}
    {%- set adverbs = [
        'using', 'leveraging', 'utili[sz]ing', 'particularly', 'especially', 'preferably', 'ideally', 'in particular',
        'notably', 'mainly', 'mostly', 'namely', 'primarily', 'above all',
    ] -%}
    {%- set makers = [
        'you', 'we', 'you[’\\x27]ll', 'you will', 'teams?', 'engineers?', 'developers?', 'designers?', 'stack', 'app', 'code',
        'back-?end', 'front-?end', 'services?', 'client',
    ] -%}
    {#- Behind é the boundary is before the next letter. #}
    {%- set elsewhere = [
        'back-?ends?', 'escrit[oa]s?', 'crite?s?', 'programad[oa]s?', 'desarroll\\w+', 'velopp\\w+', 'desenvolv\\w+', 'scritt[aeio]',
        'svilupp\\w+', 'geschrieben', 'geschreven', 'entwickel\\w*', 'ontwikkel\\w+', 'programmier\\w*', 'napisan\\w+',
        'skriv\\w+', 'erfahrung(?:en)?', 'kenntnisse', 'experiencia', 'conocimientos?', 'exp.rience', 'connaissances?',
        'experi.ncia', 'esperienza', 'ervaring', 'erfarenhet', 'erfaring', 'do.wiadczenie',
    ] -%}
    {#- What is named behind these without a preposition: "desenvolvimento Ruby". #}
    {%- set direct = [
        'desenvolvimento', 'desenvolvedor[ae]?s?', 'desarrollo', 'desarrollador[ae]?s?', 'd[ée]veloppement', 'd[ée]veloppeu(?:r|se)s?',
        'programa[cç](?:ão|ao|i[oó]n)', 'programador[ae]?s?', 'sviluppo', 'sviluppat(?:ore|rice)',
    ] -%}
    {%- set prepositions = ['in', 'mit', 'en', 'con', 'avec', 'de', 'em', 'com', 'met', 'w', 'z', 'i', 'av', 'med', 'på'] -%}
    {%- set qualities = ['the', 'both', 'either', 'modern', 'advanced', 'basic', 'clean', 'idiomatic', 'mostly', 'some'] -%}
(?i:\b(?:(?:(?:{{ known | join('|') }}) (?:in|with|of|using|writing)(?-i: {{ names_in_a_row() }}| )|(?:{{ elsewhere | join('|') }}) (?:{{ prepositions | join('|') }}) |(?:{{ made | join('|') }}) (?:in|with|of|on|atop|using|writing) |(?:{{ adverbs | join('|') }}) |(?:{{ direct | join('|') }}) |(?:(?:re)?(?:write|writes|wrote|writing)|escrib\w+|escrev\w+|schreib\w+|scriv\w+|schrij\w+|pisz\w+|.criv\w+) |(?:{{ makers | join('|') }}) (?:\w+ly |also )?(?:use|uses|run|runs|runs? on|speak|know|ship|chose|choose|prefer) )(?:(?:{{ qualities | join('|') }}) )?))$
{%- endmacro %}

{# A kind of technology and what introduces a list of that kind, as "frameworks such as". #}
{% macro technology_kind() -%}
    {%- set kinds = [
        'tools?', 'tooling', 'frameworks?', 'languages?', 'librar(?:y|ies)', 'platforms?', 'technolog(?:y|ies)',
        'stacks?', 'software', 'databases?', 'warehouses?', 'stores?', 'lakehouses?', 'systems', 'engines?',
        'assistants?', 'protocols?', 'SDKs?', 'APIs?', 'environments?', 'IDEs?', 'editors?', 'providers?',
        'infrastructure', 'middleware', 'ORMs?', 'CRMs?', 'CMS', 'chains?', 'formats?', 'servers?', 'gateways?',
        'brokers?', 'queues?', 'prox(?:y|ies)', 'orchestrat(?:ors?|ion)', 'testing', 'back-?end', 'front-?end',
        'mobile', 'desktop', 'cloud', '(?:pre-?)?processors?', 'transpilers?', 'bundlers?', 'runners?', 'solutions?', 'vendors?',
        'sprachen?', 'programmiersprachen?', 'technologien', 'datenbank(?:en)?', 'bibliotheken', '[\\w-]*-?tests?', 'werkzeugen?',
        'langages?', 'outils?', 'biblioth.ques?', 'lenguajes?', 'herramientas', 'linguagens', 'ferramentas', 'talen', 'strumenti', 'linguaggi',
    ] -%}
    {%- set introductions = [
        'e\\.?\\s?g\\.?', 'i\\.?e\\.?', 'such as', 'like', 'including', 'especially', 'particularly',
        'specifically', 'ideally', 'preferably', 'primarily', 'for example', 'for instance', 'we use', 'in particular',
        'notably', 'mainly', 'mostly', 'namely', 'above all', 'z\\.?\\s?B', 'beispielsweise', 'zum beispiel', 'wie(?: etwa)?',
        'par exemple', 'comme', 'tels? que', 'p\\.?\\s?ej', 'por ejemplo', 'por exemplo', 'como', 'bijv', 'zoals', 'ad esempio', 'come',
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
        'runtimes?', 'kernels?', 'models?', 'stack', 'interfaces?', 'UIs?', 'components?', 'clients?', 'pages?', 'screens?',
        'views?', 'services?', 'programs?', 'modules?', 'plug-?ins?', 'codebases?', 'tooling',
        'engines?', 'monoliths?', 'pull requests?', 'single-page',
        'packages?', 'crates?', 'gems?', 'back ends?', 'front ends?',
    ] -%}
    {%- set platforms = [
        'iOS', 'Android', 'macOS', 'Linux', 'mobile', '(?:the )?back[ -]?end', '(?:the )?front[ -]?end', '(?:the )?servers?',
        'embedded', 'scripting', '(?:the )?clients?', 'the (?:web|cloud|edge|JVM)',
    ] -%}
^(?:-based)?\s+(?:(?i:web )?(?i:{{ nouns | join('|') }})|(?:for|on) (?:{{ platforms | join('|') }}))\b
{%- endmacro %}

{# What follows an ambiguous name where people know or write the technology, as "developer" or "or similar". #}
{% macro technology_skill() -%}
    {#- A German compound has a hyphen: "Go-Kenntnisse". #}
    {%- set compounds = [
        'entwickl\\w+', 'kenntnis\\w*', 'erfahrung\\w*', 'programmier\\w+', 'know-?how', 'expertise', 'experte\\w*',
        'developer\\w*', 'engineer\\w*', 'administrat\\w+', 'spezialist\\w*', 'projekt\\w*', 'umgebung\\w*', 'umfeld',
        'anwendung\\w*', 'applikation\\w*', 'skripte?n?', 'abfragen?', 'pipelines?', 'cluster\\w*', 'services?', 'backends?',
        'frontends?', 'code\\w*', 'modelle?n?', 'dashboards?', 'stack', 'infrastruktur\\w*', 'systeme?n?', 'router\\w*',
        'switch\\w*', 'firewall\\w*',
    ] -%}
^(?:(?:での?|の|を(?:用いた|使った|使用した|利用した))[^。、,.\s]{0,8}(?:経験|スキル|知識|開発|実装)|(?:,?\s+(?i:or (?:similar|equivalent|comparable|an?other))|\s+(?i:developers?|engineers?|programm(?:ers?|ing)|codebases?|microservices|(?:web )?frameworks?|experience|expertise|skills?|knowledge|proficiency|mastery|fundamentals|shop\b)|[-‐‑](?i:{{ compounds | join('|') }}))\b)
{%- endmacro %}

{# What follows an ambiguous name where somebody says what it is there for, as "as our data warehouse". #}
{% macro technology_part() -%}
    {%- set parts = [
        'warehouse', 'databases?', 'data ?base', 'store', 'storage', 'orchestrat(?:or|ion)', 'framework', 'language', 'runtime',
        'engine', 'queue', 'broker', 'cache', 'ORM', 'CMS', 'CRM', 'layer', 'back-?end', 'front-?end', 'scheduler', 'stack',
        'library', 'gateway', 'CI', 'tool(?:ing)?', 'build system',
    ] -%}
    {#- What a stack has each name for: "Bootstrap for CSS, Vault for secrets". #}
    {%- set purposes = [
        'CSS', 'styl(?:es|ing)', 'layouts?', 'testing', 'tests', 'monitoring', 'logging', 'tracing', 'alerting', 'caching', 'queu(?:es|e?ing)',
        'messaging', 'storage', 'auth(?:entication)?', 'secrets', 'deployments?', 'builds?', 'CI', 'orchestration', 'provisioning',
        'configuration', 'infrastructure', '(?:data|batch|stream) processing', 'streaming', 'state management', 'animations?', 'charts?',
        'visuali[sz]ations?', 'ETL', 'migrations', 'rendering', 'routing', 'package management', 'service mesh',
    ] -%}
^\s+(?:(?:as (?:our|the|an?|your)|is our) (?:[\w-]+ ){0,3}(?i:{{ parts | join('|') }})\b|for (?:our |the )?(?i:{{ purposes | join('|') }})(?:$|[.,;:)]|\s(?:and|or|on|in|for|with|management)\b))
{%- endmacro %}

{#
  Whether the words around an ambiguous name say that it is a technology. Expects alias, family, is_common_word,
  before_text and after_text.
#}
{% macro has_technology_cue() -%}
    regexp_matches(before_text, '{{ technology_cue() }}')
    or regexp_matches(before_text, '{{ technology_kind() }}{{ names_in_a_row() }}$')
    or regexp_matches(after_text, '{{ technology_skill() }}')
    or regexp_matches(after_text, '{{ technology_part() }}')
    -- A name alone, and how much it counts: "Go (must have)", "Swift | optional".
    or regexp_matches(before_text, '^\W*$')
    and regexp_matches(after_text, '^\s*[(|:–—-]\s*(?i:{{ strength_marks() | join('|') }})\W*$')
    -- Not at the begin of a sentence, where it may be an imperative: "Render components".
    or length(alias) > 1
    and regexp_matches(before_text, '[\w,;:()/&-]\s*$')
    and regexp_matches(after_text, '{{ technology_noun() }}')
    or regexp_matches(alias, '^[A-Z]')
    and regexp_matches(before_text, '(?i:\b(?:bit|lots?|touch|dash|mix|smattering|sprinkling|combination) of )$')
    -- Inside a sentence the capital tells: "our app moves to React", "tools in Go".
    or regexp_matches(alias, '^[A-Z]') and case
        when is_common_word
            then regexp_matches(before_text, '(?:(?:^|[\s(/])[a-z0-9][\w-]*[,;)]?\s?|[(/])[(“"]?$')
                and regexp_matches(after_text, '^(?:$|[^\s\w-]|\s(?:[^A-Zt]|t[^o]|to\w))')
        when family = 'language'
            then regexp_matches(before_text, '(?i:\b(?:in|into) )$')
                and regexp_matches(after_text, '^(?:$|[.,;:)]|\s(?:and|or|for|to|on|with|at|plus|is)\b)')
    end
{%- endmacro %}

{#
  The sentence around a name, without the name: what comes before it and after it, up to a new clause: "…, and we are
  looking for" is no part of what a company says of its product.
#}
{% macro sentence_around(before, after) -%}
    regexp_extract({{ before }}, '(?:[^.!?]|[.!?][^\s.!?])*$') || ' ' || regexp_replace(
        regexp_extract({{ after }}, '^(?:[^.!?]|[.!?]\w)*'), '(?i),? (?:and|so|but) we\b.*', ''
    )
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
    {%- set words = word_lists() -%}
    {%- set groups = ref('technology_groups') -%}
    {%- if execute -%}
        {%- set query -%}
            with groups as (
                select group_id, string_agg(technology_id, ' ' order by technology_id) as members
                from {{ seed_rows(groups) }}
                group by group_id
            )

            select
                any_value(verdict) as verdict,
                any_value(coalesce(technology_ids, members)) as technology_ids,
                any_value(needs_vendor) as needs_vendor,
                string_agg('(?:' || before_pattern || ')', '|' order by alternative) as before_pattern,
                string_agg('(?:' || after_pattern || ')', '|' order by alternative) as after_pattern,
                min(unless_pattern) as unless_pattern
            from {{ seed_rows(contexts) }} left join groups using (group_id)
            where {{ where }}
            group by context_order
            order by context_order
        {%- endset -%}
        case
        {%- for verdict, technologies, needs_vendor, before, after, unless in run_query(query).rows %}
            when case when {{ "list_contains(['" ~ technologies.split() | join("', '") ~ "'], technology_id)" if technologies else 'true' }} then true
            {%- if needs_vendor %} and vendor is not null{% endif %}
            {%- if before %} and regexp_matches(before_text, {{ literal(with_words(before, words).replace('{names}', names_in_a_row())) }}){% endif %}
            {%- if after %} and regexp_matches(after_text, {{ literal(with_words(after, words)) }}){% endif %} end
            {%- if unless %} and not regexp_matches({{ sentence_around('before_text', 'after_text') }}, {{ literal(with_words(unless, words)) }}){% endif %}
            then '{{ verdict }}'
        {%- endfor %}
        end
    {%- else -%}
        null
    {%- endif -%}
{%- endmacro %}
