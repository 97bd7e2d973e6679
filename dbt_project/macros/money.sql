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
        {%- do forms.append([-(symbol | length), open ~ modules.re.escape(symbol) ~ close]) -%}
    {%- endfor -%}
    {%- set open, close = ('\\b', '') if side == 'before' else ('', '\\b') -%}
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
{% macro money_suffix() -%}(?:Kč|T(?:EUR|€|sd\b\.?)|[kK](?:EUR|CHF|GBP|USD)?\b|(?i:(?:mil|m{1,2}|[bt]n?|thousand|tsd|tys|mio|millions?|billions?|trillions?|lakhs?|lacs?|lpa|crores?)\b\.?)|тыс\.?|万){%- endmacro %}
{% macro money_interval() -%}
    {%- set per = '/|per|an?|each|pro|par|al|por|im|je|om|na|za|på|pr\\.?|all\'|à l\'|de l\'' -%}
    {#- Letters with accents first: `\b` knows only ASCII, so "m" would end before "ê". -#}
    {%- set units = [
        'année|año|mês|día|år(?:et)?|måned(?:en)?|månad(?:en)?|miesiąc|měsíc|godzinę',
        'year|yr|annum|month|mth|mo|week|wk|day|diem|hour|hr|jahr|monat|woche|tag|stunde|std',
        'an|mois|semaine|jour|heure|ano|mes|semana|dia|hora|anno|mese|ora|giorno|jaar|maand|uur|time|timme|rok|mies|godz',
        'a|m|h',
    ] | join('|') -%}
    {{ return('(?i:\\.?\\s*(?:(?:' ~ per ~ ')\\s?(?:' ~ units ~ ')|hrs?|p\\.? ?[ahm]|p/?[adhm])\\b)') }}
{%- endmacro %}

{#
  What joins the ends of a range: a dash, a slash or a bar, a word ("to", "bis"), a climb ("and goes up
  to") or the label of the upper end (", maximum:"), with a remark in brackets, a word such as "OTE" or
  the period of the lower end ("brutto/Monat bis") before it. Forms that end in an accent have no `\b`.
#}
{% macro money_to() -%}
    {%- set dash = '\\s?[\\p{Pd}−]' -%}
    {%- set label = '\\s(?i:ote|base)' ~ dash ~ '|\\s(?i:gross|brutt?o|brut|lordi|annually|yearly|monthly|jährlich|monatlich|annuels?|mensuels?|anuales|mensuales|miesięcznie|měsíčně)' ~ money_interval() ~ '?(?:' ~ dash ~ '|\\s(?:(?i:to|bis|tot|do|a)\\b|à))' -%}
    {%- set remark = '\\s?(?:\\([^()]{1,60}\\)|\\[[^\\[\\]]{1,100}\\])' -%}
    {%- set marks = '(?:[\\p{Pd}−⁃~〜～→⟶↔|/&…]|<->|\\.{2,3})' -%}
    {%- set marks = marks ~ '(?:\\s?' ~ marks ~ ')?(?:\\s?(?i:up to|to|bis|(?:max(?:imum)?|mid(?:point)?)\\.?:?))?' -%}
    {%- set words = '\\b(?:to|through|thru|bis|till?|tot|do|up to|and|und|et|e|ed|en|y|i|och|og|oraz|al?|fino a|hasta)\\b(?:, [^,.;\\d]+,)?|à|až|до|至' -%}
    {%- set climbing = 'can|may|could|go(?:es|ing)?|ris(?:es|ing)|rang(?:es|ing)|grow(?:s|ing)?|increas(?:es|ing)|capp?(?:s|ed|ing)?|extend(?:s|ing)?|topp?(?:s|ing)?' -%}
    {%- set climb = '[,;]?\\s?(?:(?:and|y|und|et|e|en|all the way|with (?:the )?potential to) )?(?:(?:(?:' ~ climbing ~ ') ){1,2}(?:out )?(?:up )?(?:to|at)|reach(?:es|ing)?|up to|bis zu|hasta|fino a|tot)\\b|[,;]?\\s?(?:et |e )?(?:jusqu.à|até)' -%}
    {%- set most = '(?:an? |at |au |como |op |un )?(?:max(?:imum|imal|imaal|imo)?\\.?|máximo|massimo|maksymalnie|höchstens|most)(?: (?:of|di))?' -%}
    {%- set upper = '[,;/|]?\\s?(?:and |und |et |y )?(?:the |a )?(?:max(?:imum|imal|imo)?|high(?: end)?|upper(?: end)?)\\.?(?: (?:salary|pay|base|rate|range|end|of))*\\s?(?:is|of|:|=)?' -%}
    {{ return('(?:' ~ label ~ '|(?:' ~ remark ~ ')?\\s?(?:' ~ marks ~ '|(?i:' ~ words ~ '|' ~ climb ~ '|' ~ upper ~ ')))\\s?(?:(?i:de|' ~ most ~ ')\\s)?') }}
{%- endmacro %}

{# After "+": what is paid beside an amount. #}
{% macro joined_words() -%}
    {{ return('bonus(?:es)?|commissions?|equity|stock|options?|benefits?|super|tips|incentives?|profit|rsus?|variable|perks|pension|overtime|ot|allowances?|car|housing|accommodation|meals?|stipends?|expenses|healthcare|medical|insurance|relocation|holidays?|provision|prämie|primes?|commissie|premi[ae]?|comisi[oó]n(?:es)?') }}
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
    {%- set short = '\\s?(?:[kK]\\b\\+?|T€|TEUR\\b|[kK](?:EUR|CHF|GBP|USD)\\b|(?i:tys|lpa|lakhs?)\\b\\.?|万)' -%}
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
    when regexp_matches({{ suffix }}, '^(?i:mil)$') then 1000
    when regexp_matches({{ suffix }}, '^(?i:l)') then 100000
    when regexp_matches({{ suffix }}, '^(?i:cr)') then 10000000
    when regexp_matches({{ suffix }}, '^(?i:m)') then 1000000
    when regexp_matches({{ suffix }}, '^(?i:b)') then 1000000000
    when regexp_matches({{ suffix }}, '^(?i:tn?|trillions?)\b') then 1000000000000
    when {{ suffix }} = '万' then 10000
    else 1000
end
{%- endmacro %}

{#
  The currency of an amount: an ISO code beside it is plainer than a sign; then the sign that means
  one currency; else the sign itself, which means a local one. A sign may be doubled ("$$").
#}
{% macro money_currency_code(first_currency, last_currency, suffixes, symbol_code) -%}
case
    when regexp_matches({{ last_currency }}, '{{ money_code() }}') then regexp_extract({{ last_currency }}, '{{ money_code() }}')
    when regexp_matches({{ first_currency }}, '{{ money_code() }}') then regexp_extract({{ first_currency }}, '{{ money_code() }}')
    when regexp_matches({{ suffixes }}, '(?i)T€|EUR') then 'EUR'
    when contains({{ suffixes }}, 'Kč') then 'CZK'
    when regexp_matches({{ suffixes }}, '(?:CHF|GBP|USD)') then regexp_extract({{ suffixes }}, 'CHF|GBP|USD')
    when regexp_matches({{ first_currency }}, '(?i)^u.*dollars?') then 'USD'
    when regexp_matches({{ first_currency }}, '(?i)^dollars?$') then '$'
    when regexp_matches({{ first_currency }}, '(?i)^kron(?:er|or)$') then 'kr'
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

{# Which end of a range a single amount is, by the words before it: upper, lower, or null. #}
{% macro amount_side(side_cues, left_clause) -%}
case
    {%- for side in ['upper', 'lower'] %}
    {%- set forms = rule_rows(side_cues, 'cue', "side = '" ~ side ~ "'") | map('first') | join('|') %}
    when regexp_matches({{ left_clause }}, {{ literal('(?i)(?:^|[^\\p{L}])(?:' ~ forms ~ ')(?: (?:brutto|gross|of|von|de|di|an?))?[\\s:~≈(]*$') }}) then '{{ side }}'
    {%- endfor %}
end
{%- endmacro %}

{# Words as cues are written: without accents; of other scripts the words that mean pay. #}
{% macro cue_words(text) -%}
    regexp_replace(
        strip_accents({{ text }}),
        '\p{Han}*(?:薪|給|给|俸|収|工资)\p{Han}*|(?i:зарплат|заработн|зароб|оклад)\p{Cyrillic}*|(?i:μισθ|αποδοχ)\p{Greek}*', ' salary ', 'g'
    )
{%- endmacro %}

{#
  A pattern of the cues of the given kinds as whole words, in the order of the kinds: at one place the
  first that fits counts. For text without accents, since `\b` knows only ASCII letters.
#}
{% macro pay_cue(cues, kinds) -%}
    {%- set words = rule_rows(ref('pattern_words'), 'word_list, pattern') -%}
    {%- set found = [] -%}
    {%- for kind in kinds -%}
        {%- for row in rule_rows(cues, 'cue', "pay_kind = '" ~ kind ~ "'") -%}{%- do found.append(with_words(row[0], words)) -%}{%- endfor -%}
    {%- endfor -%}
    {{ return('(?i)\\b(?:' ~ found | join('|') ~ ')(?:\\b|$)') }}
{%- endmacro %}

{# The kind of a cue; the first that fits. #}
{% macro pay_cue_kind(cues, cue) -%}
case
    {%- for kind in pay_cue_kinds() %}
    when regexp_full_match({{ cue }}, {{ literal(pay_cue(cues, [kind])) }}) then '{{ kind }}'
    {%- endfor %}
end
{%- endmacro %}

{# The kinds of cues, in the order in which they are tried. #}
{% macro pay_cue_kinds() -%}
    {{ return(['on_target', 'other', 'base', 'context', 'count', 'employment']) }}
{%- endmacro %}

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

{# What can state pay: for int_text__lines.has_money, so that few lines are read by the grammar. #}
{% macro money_trigger() -%}
    {{ return(literal([
        '[$€£¥₹₪₩₱₺₽฿₫₴₦₸元円万薪]|руб|грн|тенге|\\bR ?\\d{1,3}[ ,]\\d{3}\\b',
        '(?:\\b|\\d|[kKT])' ~ money_code() ~ '(?:\\b|\\d)',
        'zł|Kč|kr\\b|\\b(?:RM|Rs)\\b|\\bFt\\b|Fr\\.',
        '(?i)euros?\\b|\\bdollars\\b|\\bpounds\\b|\\d\\s?k\\b|\\d\\s?(?:tys|lpa|lakhs?)\\b|\\bfranken\\b|\\breais\\b',
        '(?:(?:sal[aá]r|gehalt|lohn|sueldo|compensation|remunerat|rémunération|vergütung|wynagrodz|retribu|\\bwages?\\b|\\bpay\\b).{0,60}\\d[\\d.,]{4,})',
    ] | join('|'))) }}
{%- endmacro %}

{# What a short line may say of an amount in the next line: for int_text__blocks.is_pay_label. #}
{% macro money_label() -%}
    {{ return(literal('(?i)\\b(?:' ~ [
        'salar|pay\\b|compensation|comp\\b|wages?\\b|rates?\\b|remunerat|earnings|ote\\b|min(?:imum)?\\b|max(?:imum)?\\b|bonus|stipend|budget|(?:hourly|daily|weekly|monthly|annual|yearly) range',
        '\\w*gehalt|\\w*lohn|\\w*vergütung|verdienst|r[ée]mun[ée]ra|sueldo|retribu|stipendio|wynagrodz|salaris|l[öø]n',
    ] | join('|') ~ ')')) }}
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
    {%- set times = 'x|×|mal\\b|times|mensualit\\w+|mensualidades|pagas|mensilit\\p{L}+|(?:monats)?geh[äa]lter\\w*|monthly (?:payments|salaries)|salar(?:y|ies) (?:a|per) year|薪' -%}
    try_cast(coalesce(
        nullif(regexp_extract({{ text }}, {{ literal('(?i)\\b(1[2-6])\\.?\\s?(?:' ~ times ~ ')') }}, 1), ''),
        nullif(regexp_extract({{ text }}, '[xX×*]\s?(1[2-6])\b', 1), '')
    ) as integer)
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
