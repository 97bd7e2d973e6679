{#
  The grammar of amounts, as RE2 text for one regular expression; spellings come from seeds.
  A fragment is put into a SQL literal by `literal`. What a macro reads from a seed it reads while
  compiling, so that every pattern is a constant.
#}

{# The rows of a rules seed in the order of its file, while compiling. #}
{% macro rule_rows(rules, columns, where='true') -%}
    {%- if execute -%}
        {{ return(run_query('select ' ~ columns ~ ' from ' ~ seed_rows(rules) ~ ' where ' ~ where ~ ' order by rowid').rows) }}
    {%- else -%}
        {{ return([]) }}
    {%- endif -%}
{%- endmacro %}

{% macro money_code() -%}
    {{ return('(?:' ~ [
        'USD|EUR|GBP|CAD|AUD|NZD|SGD|HKD|CHF|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|BGN|INR|JPY|CNY|RMB|KRW|TWD|BRL|MXN|COP',
        'CLP|ARS|PEN|ZAR|ILS|TRY|PHP|THB|MYR|IDR|VND|AED|SAR|QAR|EGP|NGN|KES|RUB|UAH|PKR',
    ] | join('|') ~ ')') }}
{%- endmacro %}

{# A currency: a code, a symbol that means one currency, or a local one; longest first. #}
{% macro money_currency(symbols, locals) -%}
    {%- set found = [] -%}
    {%- for seed in [symbols, locals] -%}
        {%- for row in rule_rows(seed, 'symbol') -%}{%- do found.append(row[0]) -%}{%- endfor -%}
    {%- endfor -%}
    {%- set forms = [] -%}
    {%- for symbol in found | unique | sort -%}
        {%- do forms.append([
            -(symbol | length),
            ('\\b' if symbol[0].isalpha() else '') ~ modules.re.escape(symbol)
            ~ ('\\b' if symbol[-1].isalpha() else ''),
        ]) -%}
    {%- endfor -%}
    {{ return(
        '(?:\\b' ~ money_code() ~ '\\b|' ~ forms | sort | map(attribute=1) | join('|')
        ~ '|(?i:\\beuros?\\b|\\b(?:u\\.?s\\.? ?)?dollars\\b))'
    ) }}
{%- endmacro %}

{% macro money_number() -%}(?:\d{1,3}(?:[.,' ’]\d{3})+(?:[.,]\d{1,2})?|\d{1,2}(?:,\d{2})+,\d{3}|\d+(?:[.,]\d{1,2})?)(?:,[-–—]{1,2})?{%- endmacro %}
{# A number that is large without a suffix. #}
{% macro money_large() -%}\b(?:\d{1,3}(?:[.,' ’]\d{3})+(?:[.,]\d{1,2})?|\d{5,}(?:[.,]\d{1,2})?){%- endmacro %}
{% macro money_suffix() -%}(?:[kKmM]\b|T(?:EUR|€|sd\.?)|(?i:thousand|tsd|mn|mio|million|lakhs?|lacs?|lpa)\b){%- endmacro %}
{% macro money_interval() -%}
    {%- set per = '/|per|an?|each|pro|par|al|por|im|p\\.' -%}
    {%- set english = 'year|yr|annum|a\\.|month|mo|week|wk|day|hour|hr|h' -%}
    {%- set others = 'jahr|monat|stunde|std|an|mois|heure|año|mes|hora' -%}
    {{ return('(?i:\\s*(?:' ~ per ~ ')\\s?(?:' ~ english ~ '|' ~ others ~ ')\\b)') }}
{%- endmacro %}

{# What joins the ends of a range: " - ", "to", "OTE -", or a remark in brackets before either. #}
{% macro money_to() -%}
    {%- set label = '\\s(?i:ote|base|gross|brutto|brut)\\s?[-–—]' -%}
    {%- set remark = '(?:(?:\\([^()]{1,60}\\)|\\[[^\\[\\]]{1,100}\\])\\s?)?' -%}
    {%- set up_to = '(?:and |y |und |et )?(?:up to|bis zu|jusqu.à|hasta)' -%}
    {%- set words = '\\b(?i:' ~ up_to ~ '|to|and|bis|à|a|y|und|et|through)\\b' -%}
    {{ return('(?:' ~ label ~ '|\\s?' ~ remark ~ '(?:[-–—‑−~]{1,2}|' ~ words ~ '|à))\\s?') }}
{%- endmacro %}

{# Words after an amount that begin what is paid beside it, or on what it depends. #}
{% macro money_clause_ends() -%}
    {{ return([
        'plus|and|with|depending|based|commensurate|according|dependent|in addition|along',
        'und|sowie|zzgl|zuzüglich|je nach',
        'avec|selon|más|según',
    ] | join('|')) }}
{%- endmacro %}

{# One end: currency, number, suffix, currency, each a group or none. #}
{% macro money_end(currency, grouped) -%}
    {%- set g = '(' if grouped else '(?:' -%}
    {{ return(
        g ~ currency ~ '(?:\\s?' ~ currency ~ ')?)?\\s?' ~ g ~ money_number() ~ ')(?:\\s?' ~ g ~ money_suffix() ~ '))?'
        ~ '\\+?(?:\\s?' ~ g ~ currency ~ '))?' ~ money_interval() ~ '?'
    ) }}
{%- endmacro %}

{#
  What is taken for an amount or a range in running text. A range needs a sign of money at its low
  end or none at its high end ("Grade 6 - £24,457" is not one).
#}
{% macro money_mention(symbols, locals) -%}
    {%- set currency = money_currency(symbols, locals) -%}
    {%- set number, suffix, large = money_number(), money_suffix(), money_large() -%}
    {%- set end = money_end(currency, false) -%}
    {%- set prefixed = currency ~ '(?:\\s?' ~ currency ~ ')?\\s?' ~ number ~ '(?:\\s?' ~ suffix ~ ')?\\+?(?:\\s?' ~ currency ~ ')?' ~ money_interval() ~ '?' -%}
    {%- set trailing = '\\b' ~ number ~ '(?:\\s?' ~ suffix ~ ')?\\s?' ~ currency ~ money_interval() ~ '?' -%}
    {%- set short = '\\b' ~ number ~ '\\s?(?:[kK]\\b|T€|TEUR\\b)' -%}
    {{ return('(?:' ~ [
        '(?:' ~ prefixed ~ '|' ~ trailing ~ '|' ~ short ~ '|' ~ large ~ ')' ~ money_to() ~ end,
        '\\b' ~ number ~ money_to() ~ '(?:' ~ short ~ '|' ~ number ~ ')\\s?(?:' ~ currency ~ ')' ~ money_interval() ~ '?',
        '\\b' ~ number ~ money_to() ~ short ~ '(?:\\s?' ~ currency ~ ')?' ~ money_interval() ~ '?',
        prefixed, trailing, short, large,
    ] | join('|') ~ ')') }}
{%- endmacro %}

{# The same, anchored: eight groups, four for each end. #}
{% macro money_parts(symbols, locals) -%}
    {%- set end = money_end(money_currency(symbols, locals), true) -%}
    {{ return('^' ~ end ~ '(?:' ~ money_to() ~ end ~ ')?') }}
{%- endmacro %}

{# "1.234,50", "1,234.50", "1 234" and "80" as a number; the last separator decides. #}
{% macro money_amount(number) -%}
case
    when regexp_matches({{ number }}, '[.,]\d{1,2}$')
        then try_cast(regexp_replace(regexp_replace({{ number }}, '[.,](\d{1,2})$', '#\1'), '[^\d#]', '', 'g').replace('#', '.') as double)
    else try_cast(regexp_replace({{ number }}, '[^\d]', '', 'g') as double)
end
{%- endmacro %}

{# What a suffix multiplies by. #}
{% macro money_factor(suffix) -%}
case
    when {{ suffix }} = '' then 1
    when regexp_matches({{ suffix }}, '^(?i:l)') then 100000
    when regexp_matches({{ suffix }}, '^(?i:m)') then 1000000
    else 1000
end
{%- endmacro %}

{#
  The currency of an amount: an ISO code beside it is plainer than a sign; then the sign that means
  one currency; else the sign itself, which means a local one.
#}
{% macro money_currency_code(first_currency, last_currency, suffixes, symbol_code) -%}
case
    when regexp_matches({{ last_currency }}, '{{ money_code() }}') then regexp_extract({{ last_currency }}, '{{ money_code() }}')
    when regexp_matches({{ first_currency }}, '{{ money_code() }}') then regexp_extract({{ first_currency }}, '{{ money_code() }}')
    when regexp_matches({{ first_currency }}, '(?i)^euros?$') or regexp_matches({{ suffixes }}, 'T(?:EUR|€)') then 'EUR'
    when regexp_matches({{ first_currency }}, '(?i)^u') and regexp_matches({{ first_currency }}, '(?i)dollars') then 'USD'
    when lower({{ first_currency }}) = 'dollars' then '$'
    else coalesce({{ symbol_code }}, {{ first_currency }})
end
{%- endmacro %}

{# Which end of a range a single amount is, by the words before it: upper, lower, or null. #}
{% macro amount_side(side_cues, left_clause) -%}
case
    {%- for side in ['upper', 'lower'] %}
    {%- set forms = rule_rows(side_cues, 'cue', "side = '" ~ side ~ "'") | map('first') | join('|') %}
    when regexp_matches({{ left_clause }}, {{ literal('(?i)(?:^|[^\\p{L}])(?:' ~ forms ~ ')(?: brutto| gross)?\\s*$') }}) then '{{ side }}'
    {%- endfor %}
end
{%- endmacro %}

{# A pattern of the cues of the given kinds as whole words. Its one group is the cue. #}
{% macro pay_cue(cues, kinds) -%}
    {%- set found = [] -%}
    {%- for row in rule_rows(cues, 'cue', "pay_kind in ('" ~ kinds | join("', '") ~ "')") -%}{%- do found.append(row[0]) -%}{%- endfor -%}
    {{ return('(?:^|[^\\p{L}\\p{N}])((?i:' ~ found | join('|') ~ '))(?:[^\\p{L}\\p{N}]|$)') }}
{%- endmacro %}

{# The kind of a cue; the first that fits. #}
{% macro pay_cue_kind(cues, cue) -%}
case
    {%- for kind in ['on_target', 'base', 'other', 'context'] %}
    when regexp_matches({{ cue }}, {{ literal('^' ~ pay_cue(cues, [kind]) ~ '$') }}) then '{{ kind }}'
    {%- endfor %}
end
{%- endmacro %}

{# The cues of a period, as one group. #}
{% macro interval_cue(forms) -%}
    {{ return('((?i:' ~ forms | join('|') ~ '))(?:[^\\p{L}\\p{N}]|$)') }}
{%- endmacro %}

{# The first (or last) cue of a period in a text; '' without one. "40 hours per week" is not a period. #}
{% macro interval_cue_in(cues, text, last=false) -%}
    {%- set start = '(?s:.*)' if last else '(?s:.*?)' -%}
    {%- set amount = '[\\d.,]+\\s?(?:h|hrs?|hours?|std|stunden|heures?|horas?|days?|tage?|jours?|d[ií]as?)' -%}
    {%- set each = '\\.?\\s?(?:/|per|an?|pro|par|por|je|en)\\s?\\w+' -%}
    regexp_extract(
        regexp_replace({{ text }}, {{ literal('(?i)' ~ amount ~ each) }}, ' ', 'g'),
        {{ literal('^' ~ start ~ '(?:^|[^\\p{L}\\p{N}]|\\b)' ~ interval_cue(rule_rows(cues, 'cue') | map('first'))) }}, 1
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
{% macro interval_in(cues, text) -%}
    {{ return(interval_of_cue(cues, interval_cue_in(cues, text))) }}
{%- endmacro %}

{# What can state pay: for int_text__lines.has_money, so that few lines are read by the grammar. #}
{% macro money_trigger() -%}
    {{ return(literal([
        '[$€£¥₹₪₩₱₺₽฿₫₴₦]',
        '\\b' ~ money_code() ~ '\\b',
        'zł|\\bKč|\\bkr\\b|\\b(?:RM|Rs|Ft)\\b',
        '(?i)\\beuros?\\b|\\bdollars\\b|\\d\\s?k\\b',
        '(?:salar|gehalt|salaire|sueldo|compensation|pay range).{0,60}\\d[\\d.,]{4,}',
    ] | join('|'))) }}
{%- endmacro %}

{# Whether an amount can be pay for a period, in any currency of everyday size. #}
{% macro is_pay_of(bounds, interval, low) -%}
case {{ interval }}
    {%- for name, bound, amount in rule_rows(bounds, 'salary_interval, bound, amount') %}
    when '{{ name }}' then {{ low }} {{ '>=' if bound == 'at_least' else '<' }} {{ amount }}
    {%- endfor %}
    else true
end
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
