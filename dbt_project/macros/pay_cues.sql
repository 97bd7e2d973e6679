{# What words say of money: whether a line can state pay, what the money is for, which end of a range it is. #}

{# What can state pay: for int_text__lines.has_money, so that few lines are read by the grammar. #}
{% macro money_trigger() -%}
    {{ return(literal([
        '[$€£¥₹₪₩₱₺₽฿₫₴₦₸元円万薪]|\\d ?[萬만원]|\\d ?т\\. ?р|руб|грн|тенге|\\bR ?\\d{1,3}[ ,]\\d{3}\\b',
        '(?:\\b|\\d|[kKT])(?:USD[TC]|' ~ money_code() ~ ')(?:\\b|\\d)',
        '\\d ?[kK]?[uU] ?/|\\d ?TL\\b|zł|Kč|kr\\b|\\b(?:RM|Rs|Rp|NIS)\\b|\\bR[Mps] ?\\d|\\bFt\\b|Fr\\.',
        '(?i)euros?\\b|\\bdollars\\b|\\bpounds\\b|\\d\\s?k\\b|\\d\\s?(?:tys|lpa|lakhs?|lacs?|l)\\b|\\bkron(?:er|or)\\b|\\d\\s?euro[at]\\b|\\bfranken\\b|\\breais\\b',
        '(?:(?:sal[aá]r|gehalt|lohn|sueldo|compensation|remunerat|rémunération|vergütung|wynagrodz|retribu|\\bwages?\\b|\\bpay\\b).{0,60}\\d[\\d.,]{4,})',
    ] | join('|'))) }}
{%- endmacro %}

{# What a short line may say of an amount in the next line: for int_text__blocks.is_pay_label. #}
{% macro money_label() -%}
    {{ return(literal('(?i)\\b(?:' ~ [
        'salar|pay\\b|compensation|comp\\b|wages?\\b|rates?\\b|remunerat|earnings|ote\\b|min(?:imum)?\\b|max(?:imum)?\\b|bonus|stipend|budget|(?:hourly|daily|weekly|monthly|annual|yearly) range',
        '\\w*gehalt|\\w*lohn|\\w*vergütung|verdienst|r[ée]mun[ée]ra|sueldo|retribu|stipendio|wynagrodz|salaris|l[öø]n',
    ] | join('|') ~ ')|薪|工资|給与|年収|연봉|급여|зарплат|заработн|оклад')) }}
{%- endmacro %}

{# What a short line may say that an amount alone in the next line is for, instead of pay. #}
{% macro other_money_label() -%}
    {{ return(literal('(?i)insurance|relocat|\\b(?:loans?|prizes?|grants?|pension|equity|allowances?|reimburse\\w*|tuition)\\b')) }}
{%- endmacro %}

{# Which end of a range a single amount is, by the words before it: upper, lower, or null. #}
{% macro amount_side(side_cues, left_clause) -%}
case
    {%- for side in ['upper', 'lower'] %}
    {%- set forms = rule_rows(side_cues, 'cue', "side = '" ~ side ~ "'") | map('first') | join('|') %}
    when regexp_matches({{ left_clause }}, {{ literal('(?i)(?:^|[^\\p{L}])(?:' ~ forms ~ ')(?: (?:brutto|gross|of|von|de|di|an?))?[\\s:=~≈(\\p{Pd}]*$') }}) then '{{ side }}'
    {%- endfor %}
end
{%- endmacro %}

{# Words before an amount that is not exact. Those of a bound ("more than") are not among them. #}
{% macro about_amount() -%}
    {{ return('around|about|approx\\w*|circa|ca|roughly|nearly|rund|etwa|ungefähr|environ|unos') }}
{%- endmacro %}

{#
  What stands before an amount that this role does not pay: it is denied ("is no longer $90k", "liegt nicht bei") or of
  the past ("used to be", "was"). A bound is no denial ("no less than $90k"). What rivals pay is said of others.
#}
{% macro denied_amount() -%}
    {{ return('(?i)(?:' ~ [
        "\\b(?:no longer|anymore|never|formerly|previously|used to (?:be|pay|offer|earn)|nicht|früher|auparavant|ne .{1,12} (?:plus|pas)|ya no)\\b",
        "\\b(?:is|are|do|does|will|wo|can)(?:n[’']t| not)\\b",
        "\\b(?:was|were|war|lag|était|era)\\b",
        "\\b(?:old|previous|former|expired|bisherige\\w*|ancienn?e?) (?:(?:pay|salary|base|compensation) )*(?:range|band|pay|salary|rate|gehalt\\w*|salaire|grille|fourchette)\\b",
        "\\bthe (?:industry|market|national) (?:average|median)\\b[^.;!?,:]{0,40}\\b(?:is|are|of)\\b",
    ] | join('|') ~ ')(?:[\\s:]|\\b(?:a|the|of|from|between|at|range|salary|pay|paying|offer|offering|earn|earning|base|be|you|once|' ~ about_amount() ~ '|is|are|was|were|up|to|mehr|das|gehalt|bei|von|zwischen)\\b)*$') }}
{%- endmacro %}

{# What stands before an amount that people of a company by name get, said in the third person: "at Globex, engineers earn". #}
{% macro named_earners() -%}
    {%- set other_name = "(?-i:\\p{Lu}[\\w&.’'-]*(?: \\p{Lu}[\\w&.’'-]*){0,2})" -%}
    {%- set workers = "(?:engineers|developers|programmers|people|staff|employees|workers|colleagues|they|everyone|entwickler\\w*|ingenieure|mitarbeit\\w+|ingénieurs|développeurs|desarrolladores)" -%}
    {%- set is_paid = "\\b(?:earn|make|get|receive|are paid|average|take home|verdien\\w+|bekommen|erhalten|gagnent|touchent|ganan|cobran)\\b" -%}
    {%- set filler = "(?: (?:an?|the|of|" ~ about_amount() ~ "|up to|between|from|salary|base|average))*[\\s:]*$" -%}
    {{ return('(?i)(?:' ~ [
        "\\b(?:at|bei|chez) " ~ other_name ~ ",? (?:[\\p{L}-]+ ){0,2}" ~ workers ~ " [^.;!?,:]{0,20}" ~ is_paid,
        "\\b(?:bei|chez) " ~ other_name ~ ",? " ~ is_paid ~ " " ~ workers,
        "(?:^|[,;] ?|\\b(?:while|whereas|where|most|some|many|the|that|und|et) )" ~ workers ~ " (?:at|bei|chez|of) " ~ other_name ~ " [^.;!?,:]{0,20}" ~ is_paid,
    ] | join('|') ~ ')' ~ filler) }}
{%- endmacro %}

{# Words as cues are written: without accents; of other scripts the words that mean pay. #}
{% macro cue_words(text) -%}
    regexp_replace(
        strip_accents({{ text }}),
        '\p{Han}*(?:薪|給|给|俸|収|工资)\p{Han}*|(?:연봉|월급|급여|시급|임금)\p{Hangul}*|(?i:зарплат|заработн|зароб|оклад)\p{Cyrillic}*|(?i:з\s?/\s?п|на руки|чистыми)|(?:ЗП)\s(?i:вилка)?|(?i:μισθ|αποδοχ)\p{Greek}*', ' salary ', 'g'
    )
{%- endmacro %}

{#
  A pattern of the cues of the given kinds as whole words, in the order of the kinds: at one place the
  first that fits counts. For text without accents, since `\b` knows only ASCII letters.
#}
{% macro pay_cue(cues, kinds) -%}
    {%- set words = word_lists() -%}
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
