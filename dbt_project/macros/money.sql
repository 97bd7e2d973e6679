{#
  The grammar of amounts, as RE2 text for one regular expression; spellings come from seeds.
  A fragment is put into a SQL literal by `literal`. What a macro reads from a seed it reads while
  compiling, so that every pattern is a constant.
#}

{% macro money_code() -%}
    {{ return('(?:' ~ [
        'USD|EUR|GBP|CAD|AUD|NZD|SGD|HKD|CHF|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|BGN|INR|JPY|CNY|RMB|KRW|TWD|BRL|MXN|COP',
        'CLP|ARS|PEN|ZAR|ILS|TRY|PHP|THB|MYR|IDR|VND|AED|SAR|QAR|EGP|NGN|KES|RUB|UAH|PKR|KZT|RSD|UYU|BDT|LKR',
    ] | join('|') ~ ')') }}
{%- endmacro %}

{#
  A currency as a code, a symbol or a word. Before a number the number may be glued to it, after a
  number it may be glued to the number: only its far side needs a boundary. A single letter ("R65 000")
  is a currency before a number only. `\b` knows only ASCII letters, so that other words have none.
#}
{% macro money_currency(symbols, locals, side) -%}
    {%- set signs, words = [], [] -%}
    {%- for seed in [symbols, locals] -%}
        {%- for row in rule_rows(seed, 'symbol') -%}
            {%- do (words if row[0].isascii() and row[0].isalpha() and row[0].islower() and row[0] | length > 2 else signs).append(row[0]) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set forms = [] -%}
    {%- for symbol in signs | unique | sort if side == 'before' or symbol | length > 1 or not symbol.isascii() or not symbol.isalpha() -%}
        {%- set open = '\\b' if side == 'before' and symbol[0].isalpha() else '' -%}
        {%- set close = '\\b' if side == 'after' and symbol[-1].isalpha() and symbol[-1] in 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ' else '' -%}
        {%- do forms.append([-(symbol | length), open ~ modules.re.escape(symbol) ~ ('\\.?' if (symbol, side) == ('kr', 'before') else '') ~ close]) -%}
    {%- endfor -%}
    {%- set open, close = ('\\b', '') if side == 'before' else ('', '\\b') -%}
    {#- "3000U/月": of tethers, which are dollars, only before a month. -#}
    {%- if side == 'after' -%}{%- do forms.append([-9, '[uU]\\s?/\\s?(?:月|(?i:month|mth|mo|m)\\b)']) -%}{%- endif -%}
    {{ return('(?:' ~ [
        open ~ money_code() ~ close,
        forms | sort | map(attribute=1) | join('|'),
        '(?i:' ~ open ~ '(?:u\\.?s\\.? ?)?(?:' ~ (words + ['dollars?', 'kron(?:er|or)']) | unique | sort(reverse=true) | join('|') ~ ')' ~ close ~ ')',
    ] | join('|') ~ ')') }}
{%- endmacro %}

{#
  A number is read as far as its digits and marks go, and is checked afterwards: of "80,0000" no part
  is an amount.
#}
{% macro money_number() -%}(?:\d{1,3}(?: \d{3})+(?:[.,]\d{1,2})?\b|\d+(?:[.,'’]\d+)*)(?:[.,][-–—]{1,2})?{%- endmacro %}
{# A number that is large without a suffix. #}
{% macro money_large() -%}\b(?:\d{1,3}(?:[.,' ’]\d{3})+(?:[.,]\d{1,2})?|\d{5,}(?:[.,]\d{1,2})?)\b(?:[.,][-–—])?{%- endmacro %}
{% macro money_suffix() -%}(?:Kč|T(?:EUR|€|sd\b\.?)|[kK](?:EUR|CHF|GBP|USD)?\b|(?i:(?:mil|m{1,2}|[bt]n?|thousand|tausend|tsd|tys|tis|mio|millions?|billions?|trillions?|lakhs?|lacs?|lpa|crores?|l)\b\.?)|тыс\.?|т\.|[万萬만]){%- endmacro %}
{% macro money_interval() -%}
    {%- set per = '/|per|an?|each|pro|par|al|por|im|je|om|na|za|på|pr\\.?|all\'|à l\'|de l\'' -%}
    {#- Letters with accents first: `\b` knows only ASCII, so "m" would end before "ê". -#}
    {%- set units = [
        'année|año|mês|día|år(?:et)?|måned(?:en)?|mån(?:ad(?:en)?)?|miesiąc|měsíc|godzinę',
        'year|yr|annum|month|mth|mo|week|wk|day|diem|hour|hr|jahr|monat|woche|tag|stunde|std',
        'an|mois|semaine|jour|heure|ano|mes|semana|dia|hora|anno|mese|ora|giorno|jaar|maand|uur|time|timme|rok|mies|godz',
        'a|m|h',
    ] | join('|') -%}
    {{ return('(?:(?i:\\.?\\s*(?:(?:' ~ per ~ ')\\s?(?:' ~ units ~ ')|hrs?|p\\.? ?[ahm]|p/?[adhm])\\b)|\\s?/\\s?[月年天])') }}
{%- endmacro %}

{#
  What joins the ends of a range: a dash, a slash or a bar, a word ("to", "bis"), a climb ("and goes up
  to") or the label of the upper end (", maximum:"), with a remark in brackets, a word such as "OTE" or
  the period of the lower end ("brutto/Monat bis") before it. A dash may stand before the upper end as before the lower one, as
  a mark of a list does: "–€70,000 to –€80,000". Forms that end in an accent have no `\b`.
#}
{% macro money_to() -%}
    {%- set dash = '\\s?[\\p{Pd}−]' -%}
    {%- set label = '\\s(?i:ote|base)' ~ dash ~ '|\\s(?i:gross|brutt?o|brut|lordi|annually|yearly|monthly|jährlich|monatlich|annuels?|mensuels?|anuales|mensuales|miesięcznie|měsíčně)' ~ money_interval() ~ '?(?:' ~ dash ~ '|\\s(?:(?i:to|bis|tot|do|a|und (?:steigt|reicht|geht) (?:auf )?bis(?: zu)?)\\b|à))' -%}
    {%- set remark = '\\s?(?:\\([^()]{1,60}\\)|\\[[^\\[\\]]{1,100}\\])' -%}
    {%- set marks = '(?:[\\p{Pd}−⁃~〜～→⟶↔|/&…>»]|<->|\\.{2,3})' -%}
    {%- set marks = marks ~ '(?:\\s?' ~ marks ~ ')?(?:\\s?(?i:up to|to|bis|and|und|et|y|(?:max(?:imum)?|mid(?:point)?)\\.?:?))?' -%}
    {%- set words = '\\b(?:to|(?:up )?through|thru|bis|till?|tot|do|up to|and|und|et|e|ed|en|y|i|och|og|oraz|al?|fino a|hasta)\\b(?:, [^,.;\\d]+,)?|à|až|до|至' -%}
    {%- set climbing = 'can|may|could|go(?:es|ing)?|ris(?:es|ing)|rang(?:es|ing)|grow(?:s|ing)?|increas(?:es|ing)|capp?(?:s|ed|ing)?|extend(?:s|ing)?|topp?(?:s|ing)?' -%}
    {%- set climb = '[,;]?\\s?(?:(?:and|y|und|et|e|en|all the way|with (?:the )?potential to) )?(?:(?:(?:' ~ climbing ~ ') ){1,2}(?:out )?(?:up )?(?:to|at)|reach(?:es|ing)?|(?:steigt|reicht|geht|wächst) (?:auf )?(?:bis )?(?:zu)?|up to|bis zu|hasta|fino a|tot)\\b|[,;]?\\s?(?:et |e )?(?:jusqu.à|até)' -%}
    {%- set most = '(?:an? |at |au |como |op |un )?(?:max(?:imum|imal|imaal|imo)?\\.?|máximo|massimo|maksymalnie|höchstens|most)(?: (?:of|di))?' -%}
    {%- set upper = '[,;/|]?\\s?(?:and |und |et |y )?(?:the |a )?(?:max(?:imum|imal|imo)?|high(?: end)?|upper(?: end)?)\\.?(?: (?:salary|pay|base|rate|range|end|of))*\\s?(?:is|of|:|=|\\p{Pd})?' -%}
    {{ return('(?:' ~ label ~ '|(?:' ~ remark ~ ')?\\.?\\s?(?:' ~ marks ~ '|(?i:' ~ words ~ '|' ~ climb ~ '|' ~ upper ~ ')))\\s?(?:(?i:de|i|los|ca\\.?|circa|approx\\.?|about|around|etwa|rund|environ|' ~ most ~ ')\\s)?(?:[\\p{Pd}−]\\s?)?') }}
{%- endmacro %}

{# After "+": what is paid beside an amount. #}
{% macro joined_words() -%}
    {{ return('bonus(?:es)?|commissions?|equity|stock|options?|benefits?|super(?:annuation)?|tips|incentives?|profit|rsus?|variable|perks|pension|overtime|ot|allowances?|car|housing|accommodation|meals?|stipends?|expenses|healthcare|medical|insurance|relocation|holidays?|provision|prämie|primes?|commissie|premi[ae]?|comisi[oó]n(?:es)?') }}
{%- endmacro %}

{# After "+": what is paid beside an amount, with an article, a share or an adjective before it. #}
{% macro joined_phrase() -%}
    {{ return('(?i)^\\s?\\+?\\s*((?:(?:[\\d.,]+\\s?%|[\\p{L}-]+)\\s+){0,3}?(?:' ~ joined_words() ~ '))(?:[^\\p{L}]|$)') }}
{%- endmacro %}

{# Words between a "+" and what is paid beside an amount that leave the amount open. #}
{% macro open_phrase() -%}
    {{ return('(?i)\\b(?:with|and|or|in|per|pa|base|salary|pay|compensation|depending|based|for|ote|plus|doe)\\b') }}
{%- endmacro %}

{# Marks that separate things in one line, as bullets do. #}
{% macro separators() -%}•|·▪●◦‣∙⋅■{%- endmacro %}

{# After "+": what leaves an amount open. #}
{% macro open_end_words() -%}
    {{ return('per|an?|p|pa|annual|annually|yearly|year|hour|hourly|month|monthly|weekly|usd|eur|gbp|cad|base|salary|pay|compensation|depending|dep|doe|based|for|with|dependent|commensurate|negotiable|in|and|or|to|ote|gross|brutto|brut|/') }}
{%- endmacro %}

{# Words after an amount that begin what is paid beside it, or on what it depends. #}
{% macro money_clause_ends() -%}
    {{ return([
        'plus|and|with|depending|based on|commensurate|according|dependent|in addition|along|including',
        'und|sowie|zzgl|zuzüglich|je nach',
        'avec|selon|más|según|et',
        'incl(?:usief|\\.)? (?:\\d+ ?% ?)?vakantie\\w+',
    ] | join('|')) }}
{%- endmacro %}

{# One end: currency, number, suffix, currency, each a group or none. #}
{% macro money_end(symbols, locals, grouped) -%}
    {%- set g = '(' if grouped else '(?:' -%}
    {%- set before, after = money_currency(symbols, locals, 'before'), money_currency(symbols, locals, 'after') -%}
    {{ return(
        g ~ before ~ '(?:\\s?' ~ before ~ ')?)?\\s?' ~ g ~ money_number() ~ ')(?:\\s?' ~ g ~ money_suffix() ~ '))?'
        ~ '\\+?(?:\\s?' ~ g ~ after ~ '))?' ~ money_interval() ~ '?'
    ) }}
{%- endmacro %}

{#
  What is taken for an amount or a range in running text. A range needs a sign of money at its low
  end or none at its high end ("Grade 6 - £24,457" is not one). A third amount makes the second the
  middle of the range.
#}
{% macro money_mention(symbols, locals) -%}
    {#- Each part as few times as can be: RE2 is fast as long as the states of a pattern fit its memory. -#}
    {%- set before = '(?:' ~ money_currency(symbols, locals, 'before') ~ '\\s?)' -%}
    {%- set after = '(?:\\s?' ~ money_currency(symbols, locals, 'after') ~ ')' -%}
    {%- set number, suffix, interval = money_number(), '(?:\\s?' ~ money_suffix() ~ ')', money_interval() -%}
    {%- set short = '\\s?(?:[kK]\\b\\+?|T€|TEUR\\b|[kK](?:EUR|CHF|GBP|USD)\\b|(?i:tys|lpa|lakhs?|lacs?)\\b\\.?|L\\b|[万萬만])' -%}
    {%- set end = before ~ '*' ~ number ~ suffix ~ '?\\+?' ~ after ~ '?' -%}
    {%- set signed = '\\b' ~ number ~ '(?:' ~ suffix ~ '?' ~ after ~ '|' ~ short ~ after ~ '?)' -%}
    {{ return('(?:' ~ [
        '(?:' ~ before ~ '+' ~ number ~ suffix ~ '?\\+?' ~ after ~ '?|' ~ signed ~ '|' ~ money_large() ~ ')' ~ interval ~ '?(?:' ~ money_to() ~ end ~ interval ~ '?)*',
        '\\b' ~ number ~ suffix ~ '?' ~ money_to() ~ signed ~ interval ~ '?',
    ] | join('|') ~ ')') }}
{%- endmacro %}

{# The same, anchored: four groups for each end, what joins them, and a third number with its suffix. #}
{% macro money_parts(symbols, locals) -%}
    {%- set end = money_end(symbols, locals, true) -%}
    {{ return('^' ~ end ~ '(?:(' ~ money_to() ~ ')' ~ end ~ '(?:' ~ money_to() ~ money_currency(symbols, locals, 'before') ~ '?\\s?(' ~ money_number() ~ ')(?:\\s?(' ~ money_suffix() ~ '))?)?)?') }}
{%- endmacro %}

{# Whether a mark before a suffix is a decimal one: it is in "1,5k", and not in "1,200万". #}
{% macro has_decimal_mark(suffix, number) -%}
    {{ suffix }} not in ('', 'Kč') and not ({{ suffix }} in ('万', '萬', '만') and contains({{ number }}, ','))
{%- endmacro %}

{#
  A number as it is written: "1.234,50", "1,234.50", "1 234", "18,00,000", "80". The last separator
  decides; null where the grouping is no number's, as in "80,0000". Before a suffix a separator is a
  decimal one ("1.125M").
#}
{% macro money_amount(number, has_suffix) -%}
case
    when {{ has_suffix }} and regexp_matches({{ number }}, '^\d{1,3}[.,]\d{1,3}$')
        then try_cast(replace({{ number }}, ',', '.') as double)
    when regexp_matches({{ number }}, '^(?:\d{1,3}(?:[ ''’]\d{3})+[.,]|\d{1,3}(?:\.\d{3})+,|\d{1,3}(?:,\d{3})+\.|\d{1,2}(?:,\d{2})+,\d{3}\.|\d+[.,])\d{1,2}$')
        then try_cast(regexp_replace(regexp_replace({{ number }}, '[.,](\d{1,2})$', '#\1'), '[^\d#]', '', 'g').replace('#', '.') as double)
    when regexp_matches({{ number }}, '^(?:\d{1,3}(?:[.,'' ’]\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}|\d+)(?:[.,][-–—]+)?$')
        then try_cast(regexp_replace({{ number }}, '[^\d]', '', 'g') as double)
    when regexp_matches({{ number }}, '^\d{1,3}\.\d{4}$') then try_cast({{ number }} as double)
end
{%- endmacro %}

{# What a suffix multiplies by. #}
{% macro money_factor(suffix) -%}
case
    when {{ suffix }} in ('', 'Kč') then 1
    when regexp_matches({{ suffix }}, '^T(?:€|EUR|[sS]d)') then 1000
    when regexp_matches({{ suffix }}, '^(?i:mil)\.?$') then 1000
    when regexp_matches({{ suffix }}, '^(?i:l)') then 100000
    when regexp_matches({{ suffix }}, '^(?i:cr)') then 10000000
    when regexp_matches({{ suffix }}, '^(?i:m)') then 1000000
    when regexp_matches({{ suffix }}, '^(?i:b)') then 1000000000
    when regexp_matches({{ suffix }}, '^(?i:tn?|trillions?)\b') then 1000000000000
    when {{ suffix }} in ('万', '萬', '만') then 10000
    else 1000
end
{%- endmacro %}

{#
  The currency of an amount: an ISO code beside it is plainer than a sign; then the sign that means
  one currency; else the sign itself, which means a local one. A sign may be doubled ("$$").
#}
{% macro money_currency_code(first_currency, last_currency, suffixes, symbol_code) -%}
case
    when regexp_matches({{ last_currency }}, '{{ money_code() }}') then replace(regexp_extract({{ last_currency }}, '{{ money_code() }}'), 'RMB', 'CNY')
    when regexp_matches({{ first_currency }}, '{{ money_code() }}') then replace(regexp_extract({{ first_currency }}, '{{ money_code() }}'), 'RMB', 'CNY')
    when regexp_matches({{ suffixes }}, '(?i)T€|EUR') then 'EUR'
    when contains({{ suffixes }}, 'Kč') then 'CZK'
    when regexp_matches({{ suffixes }}, '(?:CHF|GBP|USD)') then regexp_extract({{ suffixes }}, 'CHF|GBP|USD')
    when regexp_matches({{ first_currency }}, '(?i)^u.*dollars?|^u\s?/') then 'USD'
    when regexp_matches({{ first_currency }}, '(?i)^dollars?$') then '$'
    when regexp_matches({{ first_currency }}, '(?i)^kr(?:oner|onor|\.)$') then 'kr'
    when {{ first_currency }} is null and regexp_matches({{ suffixes }}, '(?i)lpa|la[ck]|crore') then 'INR'
    else coalesce({{ symbol_code }}, {{ first_currency }})
end
{%- endmacro %}

{# A sign without its double. #}
{% macro money_sign(currency) -%}
    if(
        length({{ currency }}) > 1
        and left({{ currency }}, length({{ currency }}) // 2) = ltrim(right({{ currency }}, -(length({{ currency }}) // 2))),
        left({{ currency }}, length({{ currency }}) // 2), {{ currency }}
    )
{%- endmacro %}

{#
  HTML in which the two ends of a range are in one cell: where the header of a table has a column for the
  lower end and beside it one for the upper end, amounts in cells beside each other are joined by a bar.
#}
{% macro joined_columns(html) -%}
    {%- set open = '<t[dh]\\b[^<>]*>\\s*(?:<[a-z][^<>]*>\\s*)*' -%}
    {%- set close = '\\s*(?:</[a-z][a-z0-9]*>\\s*)*</t[dh]\\s*>\\s*' -%}
    {%- set low = '[^<>]*\\b(?:min(?:imum)?|from|low(?:est|er)?|starting|von|desde)\\b[^<>]*' -%}
    {%- set middle = '[^<>]*\\bmid(?:dle|point)?\\b[^<>]*' -%}
    {%- set high = '[^<>]*\\b(?:max(?:imum)?|to|high(?:est|er)?|top|bis|hasta)\\b' -%}
    {%- set amount = '(?:[$€£]\\s?\\d[\\d.,]*|\\d{1,3}(?:[., ]\\d{3})+(?:[.,]\\d\\d)?|\\d+(?:\\.\\d\\d?)?[kK])(?:\\s?[^\\s<>\\d]{1,4})?' -%}
    if(
        contains({{ html }}, '</t')
        and regexp_matches({{ html }}, {{ literal('(?i)' ~ open ~ low ~ close ~ '(?:' ~ open ~ middle ~ close ~ ')?' ~ open ~ high) }}),
        regexp_replace({{ html }}, {{ literal('(?i)(' ~ amount ~ ')' ~ close ~ open ~ '((?:[^\\s<>\\d]{1,4}\\s?)?\\d)') }}, '\1 | \2', 'g'),
        {{ html }}
    )
{%- endmacro %}
