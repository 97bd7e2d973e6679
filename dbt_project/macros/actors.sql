{#
  Who is meant. A posting speaks of customers, rivals, other teams and founders as it speaks of the hired person, with
  the same words for technologies, pay, degrees and places. The seed `actors` has them once for every verdict; here is
  the grammar of a clause in which they act. A verdict has its own cues, and reads what is left of a clause.
#}

{#
  The word lists by name: those of pattern_words and, for each relation and for all others together, the words of the seed
  actors. One query: dbt needs milliseconds for each, and many macros ask.
#}
{% macro word_lists() -%}
    {%- set words = {} -%}
    {%- set lists, actors = ref('pattern_words'), ref('actors') -%}
    {%- if execute -%}
        {%- set query -%}
            select word_list, pattern from {{ seed_rows(lists) }}
            union all
            select word_list, string_agg(actors.pattern, '|' order by actors.rowid)
            from (values
                ('outsiders', ['outside']), ('insiders', ['inside']), ('served', ['outside', 'served']),
                ('others', ['outside', 'inside'])
            ) as word_lists (word_list, relations)
            inner join {{ seed_rows(actors) }} as actors on list_contains(relations, actors.relation)
            group by word_list
        {%- endset -%}
        {%- for word_list, pattern in run_query(query).rows -%}
            {%- do words.update({word_list: pattern}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(words) }}
{%- endmacro %}

{#
  The begin of a clause in which others act, up to their verb: "many of our customers still use", "every vendor we
  looked at ships", "the finance team is". On text as published and on plain words.
#}
{% macro others_act() -%}
    {{ return('(?:' ~ others_begin() ~ '{others_named} {others_verb}[\\s,.:])') }}
{%- endmacro %}

{# Where a clause may begin. "Teams and customers use" is no new clause, "teams, and customers use" is. #}
{% macro others_begin() -%}
    {{ return('(?:^|[.!?;:,(•–—]\\s*|\\b(?:while|whereas|because|since|how|when|during) )(?:{others_joined} )?') }}
{%- endmacro %}

{# A pattern with the word lists and actors in it. #}
{% macro with_actors(pattern) -%}
    {{ return(with_words(pattern, word_lists())) }}
{%- endmacro %}

{#
  Whether the clause up to the end of a text is said of others: they act, and it does not come back to those who are
  hired. `before` is the text before a name or an amount.
#}
{% macro is_said_of_others(before) -%}
    case
        when regexp_matches({{ before }}, {{ literal(with_actors('(?i)\\b(?:{others})\\b|お客|顧客|他の|他社|競合')) }})
            then regexp_matches({{ before }}, {{ literal(with_actors('(?i)(?:' ~ others_act() ~ '[^.;!?]*|' ~ others_japanese() ~ ')$')) }})
            and not regexp_matches(
                regexp_extract({{ before }}, {{ literal(with_actors('(?i)' ~ others_act() ~ '([^.;!?]*)$')) }}, 1),
                {{ literal(with_actors('(?i)\\b(?:{comes_back}|{made_here})\\b')) }}
            )
        else false
    end
{%- endmacro %}

{# Others as the subject of a Japanese clause. #}
{% macro others_japanese() -%}
    {{ return('(?:お客様|顧客|クライアント|他の(?:チーム|部署|会社)|他社|競合(?:他社)?|パートナー(?:企業)?|創業者|投資家)(?:の多く)?[はがも][^。]*') }}
{%- endmacro %}

{#
  A clause in plain words without what is said of others: "our users are in the office, you work remotely" leaves "you
  work remotely", "with engineers who have a PhD" leaves "with them". What holds for both is said of us: "our clients are remote, and so are we".
#}
{% macro own_words(plain_text) -%}
    case
        when not regexp_matches({{ plain_text }}, {{ literal(with_actors('\\b(?:{others}|{served}|{specialists})\\b|お客|顧客|他の|他社|競合|創業')) }}) then {{ plain_text }}
        when regexp_matches({{ plain_text }}, {{ literal(with_actors('\\b(?:{so_do_we})\\b')) }})
            then regexp_replace({{ plain_text }}, {{ literal(with_actors('(?:' ~ others_begin() ~ ')(?:{others_named}) ({others_verb}[\\s,.:])')) }}, 'we \1')
        else regexp_replace(
            regexp_replace(
                {{ plain_text }},
                {{ literal(with_actors('(?:' ~ others_act() ~ '|{serves_others} |' ~ others_japanese() ~ ').*?(?:$|([,(:] (?:{others_joined} )?(?:{comes_back})\\b))')) }},
                '\1', 'g'
            ),
            {{ literal(with_actors('\\b({beside_others}) (?:who|that|which|die|qui|que|die|che) (?:{others_verb}[\\s,.:]|[a-z]+ ).*?(?:$|([,(:] (?:{others_joined} )?(?:{comes_back})\\b))')) }},
            'with them \2', 'g'
        )
    end
{%- endmacro %}

{#
  The company that a clause as published has as its subject, null without one: "Globex" of "Globex sponsors visas". Its
  verb is one of those of employers, and no word of it is one that a sentence begins with. A clause that comes back to us
  is said of us: "Globex sponsors visas, but we cannot".
#}
{% macro named_subject(clause) -%}
    {%- set subject = "regexp_extract(" ~ clause ~ ", " ~ literal(with_actors('^\\W*(?:(?i:while|whereas|and|but|although|our client|at) )?({a_name}),? (?:[a-z]+ly |also |even |now )?(?:{employs})\\b')) ~ ", 1)" -%}
    case when not regexp_matches({{ subject }}, {{ literal(with_actors('(?i)\\b(?:{no_name})\\b')) }})
        and not regexp_matches({{ clause }}, {{ literal(with_actors('(?i)[,\\x3B] (?:{others_joined} )?(?:we|this|here|our)\\b')) }})
        then nullif({{ subject }}, '') end
{%- endmacro %}

{#
  The subjects of statements that are not the employer: a text names its employer elsewhere, too. `statements` and
  `texts` are CTEs; rows of text_id and subject_name. A sentence may be in a text twice.
#}
{% macro named_others(statements, texts) -%}
    select
        names.text_id,
        names.subject_name
    from (
        select
            text_id,
            subject_name,
            min(evidence_text) as evidence_text
        from {{ statements }}
        where subject_name is not null
        group by text_id, subject_name
    ) as names
    inner join {{ texts }} using (text_id)
    group by names.text_id, names.subject_name
    having max({{ times_in('names.subject_name') }} - greatest(1, {{ times_in('names.evidence_text') }})) < 1
{%- endmacro %}

{# How often words are in the HTML of a text. #}
{% macro times_in(words) -%}
    (length(description_html) - length(replace(description_html, {{ words }}, ''))) // length({{ words }})
{%- endmacro %}
