{# The pieces of the pay grammar, as RE2 text. Longer spellings first. #}
{% macro money_code() -%}(?:USD|EUR|GBP|CAD|AUD|NZD|SGD|HKD|CHF|SEK|NOK|DKK|PLN|CZK|HUF|RON|INR|JPY|CNY|KRW|BRL|MXN|ZAR|ILS|TRY|PHP|THB|MYR|IDR|AED|RUB|BGN){%- endmacro %}
{% macro money_symbol() -%}(?:US\$|CA\$|AU\$|NZ\$|SG\$|HK\$|MX\$|C\$|A\$|S\$|R\$|[$€£¥₹₪₩]|zł){%- endmacro %}
{% macro money_trigger() -%}'{{ money_symbol() }}|\b{{ money_code() }}\b|(?i)\beuros?\b|\d\s?k\b'{%- endmacro %}
{% macro money_currency() -%}(?:{{ money_code() }}\b|{{ money_symbol() }}|(?i:euros?\b)){%- endmacro %}
{% macro money_number() -%}\d{1,3}(?:[.,' ’]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?{%- endmacro %}
{% macro money_interval() -%}(?i:\s*(?:/|per|an?|each|pro|par|al|por)\s?(?:year|yr|annum|month|mo|week|wk|day|hour|hr|jahr|monat|stunde|an|mois|heure|año|mes|hora)\b){%- endmacro %}

{# MONEY [interval] to MONEY; six groups: currency, number, k, twice, and a trailing currency. #}
{% macro money_range() -%}
({{ money_currency() }})?\s?({{ money_number() }})\s?([kK])?\b\s?({{ money_currency() }})?{{ money_interval() }}?\s?(?:[-–—‑−~]|\b(?i:to|and|bis|à|a|y|und|et)\b)\s?({{ money_currency() }})?\s?({{ money_number() }})\s?([kK])?(?:\b|$)\s?({{ money_currency() }})?
{%- endmacro %}

{# "1.234,50", "1,234.50", "1 234" and "80" as a number; the last separator decides. #}
{% macro money_amount(number) -%}
case
    when regexp_matches({{ number }}, '[.,]\d{1,2}$')
        then try_cast(regexp_replace(regexp_replace({{ number }}, '[.,](\d{1,2})$', '#\1'), '[^\d#]', '', 'g').replace('#', '.') as double)
    else try_cast(regexp_replace({{ number }}, '[^\d]', '', 'g') as double)
end
{%- endmacro %}

{# The first period word of a text, as a salary_interval; null where there is none. #}
{% macro interval_word(window) -%}
case
    when regexp_matches({{ window }}, '(?i)\b(hour|hr|hourly|stunde|stundenlohn|heure|hora)\b|/h\b') then 'hour'
    when regexp_matches({{ window }}, '(?i)\b(day|daily|per diem|tagessatz|jour)\b') then 'day'
    when regexp_matches({{ window }}, '(?i)\b(week|weekly|wk|woche|semaine|semana)\b') then 'week'
    when regexp_matches({{ window }}, '(?i)\b(month|monthly|mo|monat|monatlich|mois|mensuel|mes|mensual|mensuales)\b') then 'month'
    when regexp_matches({{ window }}, '(?i)\b(year|yearly|annum|annual|annually|annualized|yr|p\.?a|jahr|jährlich|jahresgehalt|brutto/jahr|an|annuel|año|anual|anuales)\b') then 'year'
end
{%- endmacro %}

{# The period where none is stated: nobody is paid this much a month, or so little a year. #}
{% macro interval_by_size(low, high, currency) -%}
case
    when {{ currency }} in ('$', 'USD', 'EUR', 'GBP', 'CAD', 'AUD', 'CHF', 'NZD', 'SGD') then
        case
            when {{ low }} >= 15000 then 'year'
            when {{ low }} >= 7 and {{ high }} < 300 then 'hour'
        end
end
{%- endmacro %}
