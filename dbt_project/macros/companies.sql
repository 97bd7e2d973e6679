{#
  The words of a text as a list, in the form in which industry terms are compared: lower case, without
  accents, without the s of a plural.
#}
{% macro term_words(text) -%}
    list_transform(
        regexp_extract_all(lower(strip_accents({{ text }})), '[\pL\pN]+'),
        lambda word: if(length(word) > 3 and word like '%s' and word not like '%ss', left(word, -1), word)
    )
{%- endmacro %}

{# The words of a list one by one, in pairs and in threes. #}
{% macro word_groups(words) -%}
    list_distinct(list_concat(
        {{ words }},
        list_transform(
            range(1, len({{ words }})),
            lambda i: {{ words }}[i] || ' ' || {{ words }}[i + 1]
        ),
        list_transform(
            range(1, len({{ words }}) - 1),
            lambda i: {{ words }}[i] || ' ' || {{ words }}[i + 1] || ' ' || {{ words }}[i + 2]
        )
    ))
{%- endmacro %}

{# Size band of a number of employees. #}
{% macro company_size_band(employees) -%}
    case when {{ employees }} < 50 then '<50' when {{ employees }} <= 500 then '50-500' else '>500' end
{%- endmacro %}

{#
  The number of employees in a sentence, as written: the first group of the first rule that matches;
  null where the sentence is about other people, or no rule matches. What it says of customers in an
  aside ("450 people serving 50,000 customers") is left out first.
#}
{% macro company_employees(sentence) -%}
    {%- set rules = ref('company_size_rules') -%}
    {%- set asides = joined_rules(rules, where="kind = 'aside'") | map('first') | list -%}
    {%- set others = joined_rules(rules, where="kind = 'other'") | map('first') | list -%}
    {%- set said = "regexp_replace(" ~ sentence ~ ", " ~ literal(asides | join('|')) ~ ", '', 'g')" if asides else sentence -%}
    case
    {%- if others %}
        when regexp_matches({{ said }}, {{ literal(others | join('|')) }}) then null
    {%- endif %}
    {%- for pattern, _ in joined_rules(rules, where="kind = 'company'") %}
        when regexp_matches({{ said }}, {{ literal(pattern) }})
            then regexp_extract({{ said }}, {{ literal(pattern) }}, 1)
    {%- endfor %}
        else null
    end
{%- endmacro %}
