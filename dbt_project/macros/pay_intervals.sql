{# The period of an amount: by words, by custom, and by its size. #}

{# The cues of a period, as one group. #}
{% macro interval_cue(forms) -%}
    {{ return('((?i:' ~ forms | join('|') ~ '))(?:[^\\p{L}\\p{N}]|$)') }}
{%- endmacro %}

{# A text without the words for a period that are of something else: working time, pay days, perks. #}
{% macro without_exceptions(exceptions, text) -%}
    {%- set forms = rule_rows(exceptions, 'pattern') | map('first') | join('|') -%}
    regexp_replace({{ text }}, {{ literal('(?i)' ~ forms) }}, ' ', 'g')
{%- endmacro %}

{# The first (or last) cue of a period in a text; '' without one. #}
{% macro interval_cue_in(cues, exceptions, text, last=false) -%}
    {%- set start = '(?s:.*)' if last else '(?s:.*?)' -%}
    regexp_extract(
        replace({{ without_exceptions(exceptions, text) }}, '/', ' /'),
        {{ literal('^' ~ start ~ '(?:^|[^\\p{L}]|\\b)' ~ interval_cue(rule_rows(cues, 'cue') | map('first'))) }}, 1
    )
{%- endmacro %}

{# The salary_interval of a cue; null for ''. #}
{% macro interval_of_cue(cues, cue) -%}
    {%- set forms = {} -%}
    {%- for interval, form in rule_rows(cues, 'salary_interval, cue') -%}
        {%- do forms.setdefault(interval, []).append(form) -%}
    {%- endfor -%}
case
    {%- for interval in forms %}
    when regexp_matches({{ cue }}, {{ literal('^' ~ interval_cue(forms[interval]) ~ '$') }}) then '{{ interval }}'
    {%- endfor %}
end
{%- endmacro %}

{# The salary_interval that a text names first; null where it names none. #}
{% macro interval_in(cues, exceptions, text) -%}
    {{ return(interval_of_cue(cues, interval_cue_in(cues, exceptions, text))) }}
{%- endmacro %}

{#
  Whether words near an amount can be of its period: the amount can be pay for that period, and an
  amount that is a year's pay by custom is not a month's.
#}
{% macro is_pay_of(bounds, interval, low, custom="'none'") -%}
case {{ interval }}
    {%- for name, bound, amount in rule_rows(bounds, 'salary_interval, bound, amount') %}
    when '{{ name }}' then {{ low }} {{ '>=' if bound == 'at_least' else '<' }} {{ amount }}
    {%- endfor %}
    when 'month' then coalesce({{ custom }}, '') <> 'year' or {{ low }} < 25000
    else true
end
{%- endmacro %}

{# In how many monthly payments a year's pay comes, where that is said: "14 mal", "x 13", "14薪". #}
{% macro payments_per_year(text) -%}
    {%- set times = 'x|×|mal\\b|times|vezes|veces|fois|keer|volte|meses\\b|mensualit\\w+|mensualidades|pagas|mensilit\\p{L}+|(?:monats)?geh[äa]lter\\w*|monthly (?:payments|salaries)|salar(?:y|ies) (?:a|per) year|薪' -%}
    try_cast(coalesce(
        nullif(regexp_extract({{ text }}, {{ literal('(?i)\\b(1[2-6])\\.?\\s?(?:' ~ times ~ ')') }}, 1), ''),
        nullif(regexp_extract({{ text }}, '[xX×*]\s?(1[2-6])\b', 1), ''),
        nullif(regexp_extract({{ text }}, '(?i)\b(1[34])(?:th|\.|e|de|º|ª|è?me)?[\s-]?(?:months?|monats\p{L}*|monatl\p{L}*|maand|mois|mes|sal[aá]r\p{L}*)\b', 1), '')
    ) as integer)
{%- endmacro %}

{# An amount in units of the size of a dollar: a yen and a won are about a hundredth of one. #}
{% macro in_large_units(amount, currency) -%}
    {{ amount }} / if({{ currency }} in ('JPY', 'KRW', 'HUF', 'CLP', 'COP', 'IDR', 'VND', 'KZT'), 100, 1)
{%- endmacro %}

{#
  The period that an amount without one has by custom: five or six figures are a year's pay, and three
  or four figures of a German, French or Spanish salary a month's. Never marked as stated.
#}
{% macro interval_by_custom(customs, low, currency, words) -%}
case
    {%- for row in rule_rows(customs, 'currency_text, salary_interval, at_least, at_most, words') %}
    when
        coalesce({{ currency }}, '$') = '{{ row[0] }}' and {{ low }} >= {{ row[2] }}
        {%- if row[3] is not none %} and {{ low }} <= {{ row[3] }}{% endif %}
        {%- if row[4] %} and regexp_matches({{ words }}, {{ literal('(?i)' ~ row[4]) }}){% endif %}
        then '{{ row[1] }}'
    {%- endfor %}
end
{%- endmacro %}

{#
  Whether an amount with a period of its own has the size of one person's pay. In currencies with large
  numbers any size will do.
#}
{% macro is_wage_of(interval, currency, low) -%}
case
    when not list_contains(['$', 'USD', 'EUR', 'GBP', 'CAD', 'AUD', 'CHF', 'NZD', 'SGD'], {{ currency }}) then true
    when {{ interval }} = 'hour' then {{ low }} between 7 and 500
    when {{ interval }} = 'day' then {{ low }} between 50 and 5000
    when {{ interval }} = 'week' then {{ low }} between 200 and 10000
    when {{ interval }} = 'month' then {{ low }} between 600 and 50000
    when {{ interval }} = 'year' then {{ low }} between 10000 and 1000000
    else {{ low }} between 600 and 20000
end
{%- endmacro %}
