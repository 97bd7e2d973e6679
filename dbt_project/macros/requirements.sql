{#
  What a posting states about visas, degrees, years of experience and clearance. Patterns of the seed
  requirement_rules match clauses in plain words (`plain_words`), by requirement.
#}

{# Words in one of which a clause must state a requirement, as RE2 alternatives on the text as published. #}
{% macro requirement_triggers() -%}
    {{ return({
        'visa_sponsorship': ['sponsor', '\\bvisas?\\b', 'visum', 'work permit', 'immigration', '\\bh-?1b'],
        'degree': [
            'degree', 'bachelor', '\\bmaster[’'''']?s\\b', '\\bmaster (in|of|or|en|de)\\b', '\\bph\\.? ?d', 'doctora',
            'dipl[oô]m', '\\b[bm]\\.? ?s\\.?(c\\.?)?\\b', '\\b[bm]\\.? ?(eng|tech)\\b', '\\b[bm]s(me|ee|cs)\\b', '\\bb\\.?a\\.?\\b', '\\bmba\\b',
            'hochschul', 'studium', '(bachelor|master|uni|uni-|fh-|universit[äa]ts|akademische[rn]? )abschlu', 'universit', 'titulaci', 'licenciatur', 'grado en', '\\blaurea', 'wykszta[łl]cenie wy', 'ensino superior', 'gradua[çc][ãa]o', '\\bhbo\\b',
            'civilingenj', 'h[öo]gskole', '(master|kandidat)grad', 'kandidat(eksamen|uddannelse|examen)', 'h[øo]yere u(tdanning|ddannelse)', 'videregående uddannelse', 'higher education', '\\bbac ?\\+', 'ing[ée]nieur',
            '学士', '修士', '博士', '大卒', '学位', '四年制大学', '学歴',
            '本科', '學士', '學位', '大专', '大專', '硕士', '碩士', '研究生', '学历', '學歷', '统招', '학력', '학사', '석사', '대졸', 'образован', 'осв[іi]та', 'forma[çc][ãa]o', 'bacharel',
            'superior completo', 'forma[çc][ãa]o superior', 'formation sup[ée]rieure', 'tertiary', 'combination of [\\w ,]*(education|training|experience)', '(lieu|place) of', 'substitut',
        ],
        'experience': ['years?\\b', '\\d months? (of )?([\\w-]+ ){0,3}experience', '\\bdecades?\\b', '\\bd[ée]cennie', 'jahrzehnt', '\\bd[ée]cada\\b', '\\byrs?\\b', '\\byoe\\b', 'jahre', '\\bans\\b', 'ann[ée]es', 'años?\\b', '\\banos?\\b', '\\bjaar\\b', '\\banni\\b', '[\\s\\d]års?\\b', '\\blata?\\b', 'letni', 'jährig', '\\d ?年', '[一二两兩三四五六七八九] ?年', '\\d ?년', 'лет', '(\\d|ного) год', 'рок[иіу]', '\\d\\W{0,3}(y[ıi]l|let\\b|rok|év|ani\\b|de ani|vuo|tahun|năm|godin)', 'χρόνι', 'έτη', 'ετών', '\\dyoe', '\\bno ([\\w ]+ )?experience',
            '\\bd[ée]butant', '\\d an\\(s\\)', 'sans exp[ée]rience', 'keine (berufs)?erfahrung',
        ],
        'security_clearance': [
            'clearance', '\\bclearable\\b', '\\bts ?/ ?sci', 'polygraph', '\\bcleared\\b', '\\bsecret\\b', 'vetting', 'sicherheits[üu]berpr',
        ],
    }) }}
{%- endmacro %}

{# Whether the subject of a clause is the candidate, who has something: "vous justifiez", "you bring". #}
{% macro names_candidate(clause) -%}
    regexp_matches({{ clause }}, '(?i)\b(?:(?:you|candidates?|applicants?) (?:must |should |will |need to )?(?:have|bring|hold|possess)|vous (?:poss[ée]d|justifi|dispos|avez|[êe]tes (?:titulaire|dipl[ôo]m|issu))|tu (?:as|poss[èe]des|justifies)|(?:du|sie) (?:hast|haben|verf[üu]g|bring))')
{%- endmacro %}

{# The triggers of all requirements, as one pattern. #}
{% macro requirement_words() -%}
    {{ return(requirement_triggers().values() | sum(start=[]) | join('|')) }}
{%- endmacro %}

{# Plain words with decades as years, and years in Chinese digits: "over a decade of experience" are 10 years, 三年 are 3年. #}
{% macro decades_as_years(plain_text) -%}
    case
        when regexp_matches({{ plain_text }}, 'decad|decennie|jahrzehnt') then
            regexp_replace(
                regexp_replace({{ plain_text }}, '\b(?:two|2|zwei|deux|dos|duas) (?:decades|jahrzehnten?|decennies|decadas)\b', '20 years', 'g'),
                '\b(?:an?|one|1|ein(?:em)?|une|una|uma) (?:decade|jahrzehnt|decennie|decada)\b', '10 years', 'g'
            )
        when regexp_matches({{ plain_text }}, '[一二两兩三四五六七八九] ?年') then
            translate({{ plain_text }}, '一二两兩三四五六七八九', '12223456789')
        else {{ plain_text }}
    end
{%- endmacro %}

{# Plain words with months of experience as full years: "at least 24 months of experience" are 2 years. #}
{% macro months_as_years(plain_text) -%}
    {%- set ns = namespace(text=plain_text) -%}
    {%- for years in range(1, 6) -%}
        {%- set months = range(12 * years, 12 * years + 12) | join('|') -%}
        {%- set ns.text = "regexp_replace(" ~ ns.text ~ ", '\\b(?:" ~ months ~ ") months? ((?:[a-z]+ ){0,4}experience)\\b', '" ~ years ~ " years \\1', 'g')" -%}
    {%- endfor -%}
    if(regexp_matches({{ plain_text }}, '\d months? (?:[a-z]+ ){0,4}experience'), {{ ns.text }}, {{ plain_text }})
{%- endmacro %}

{#
  The years of experience that a clause in plain words requires at least: 3 in "3 to 5 years" and "three (3) or more
  years, including 2 or more years as a lead", and also in "a bachelor's and 5 years or a master's and 3 years"; null
  without a number up to 20.
#}
{% macro fewest_years(plain_text) -%}
    {%- set words = [
        'one jedno одного', 'two zwei twee dwa dwu deux dos dois due tva двух двох', 'three drei drie trzy trois tres tre трех трьох', 'four vier cztery cztero quatre cuatro quatro quattro fyra fire четырех',
        'five funf vijf piec piecio cinq cinco cinque fem пяти', 'six sechs zes szesc seis sei seks шести', 'seven sieben zeven sept siete sete sette sju syv',
        'eight acht huit ocho oito otto atta otte', 'nine neun negen neuf nueve nove nio', 'ten zehn tien dix diez dez dieci tio', 'eleven', 'twelve zwolf',
        'thirteen', 'fourteen', 'fifteen',
    ] -%}
    {%- set values = {} -%}
    {%- for names in words -%}
        {%- for name in names.split() -%}{%- do values.update({name: words.index(names) + 1}) -%}{%- endfor -%}
    {%- endfor -%}
    {%- set number = '(?:\\d{1,2}|' ~ values | join('|') ~ ')' -%}
    {%- set between = '(?:(?:\\( )?' ~ number ~ ' (?:and )?(?:\\) )?|\\( |\\) |(?:to|or|/|and|bis|a|y|und|oder|et|ou|plus|more|solid|full|experienced|professional|mehr|mas) )*' -%}
    {%- set years = '(' ~ number ~ ')(?: ?(?:х|ти))? ' ~ between ~ '(?:years?|yrs?|yoe|jahren?|ans|an \\( s \\)|annees|anos?|jaar|anni|ars?|lata?|лет|года?|рок[иіу]\\S*|' ~ with_words('{year_noun_abroad}', word_lists()) ~ ')(?:\\b|$| )' -%}
    {#- "Or more" is no alternative, and what is included is a part of the years. -#}
    {%- set alternatives = "regexp_replace(" ~ plain_text ~ ", '\\bor (?:more|above|greater|longer|over|so)\\b|\\b(?:including|incl|of which) .*', '', 'g')" -%}
    {#- "Sales or marketing and 2 years as a lead" has no alternative: it begins with years or names a degree. -#}
    {%- set degrees = 'bachelor\\S*|masters?|master\'s|m ?sc?|b ?sc?|ph ?d|phds?|doctora\\S*|degrees?|diploma|mba|equivalent|experience' -%}
    {%- set alternative = '\\bor (?:(?:at|least|an?|minimum|min|of|over|more|than|about) ){0,3}(?:(?:[a-z0-9\'/,]+ ){0,4}?(?:' ~ degrees ~ ') (?:[a-z0-9\'/,]+ ){0,5}?)?' ~ years -%}
    {#- Years may be named once: "5 years, or 3 with a master's". -#}
    {%- set shortened = '\\bor (?:(?:at|least|only|just|over) ){0,2}(' ~ number ~ ') (?:and )?(?:with|plus) (?:an? )?(?:[a-z]+ )?(?:' ~ degrees ~ ')\\b' -%}
    list_min(list_filter(
        list_transform(
            list_concat(
                [
                    regexp_extract({{ plain_text }}, {{ literal('(?:^| )' ~ years) }}, 1),
                    regexp_extract({{ plain_text }}, {{ literal('\\b(\\d{1,2}|jedno|dwu|trzy|cztero|piecio|zwei|drei|vier|funf|sechs|sieben|acht|zehn) ?(?:letni|jahrig)') }}, 1),
                    regexp_extract({{ plain_text }}, '(\d{1,2})(?: (?:to )?\d{1,2})? ?[年년]', 1),
                    regexp_extract({{ plain_text }}, {{ literal('^(?:[a-z]+ ){0,4}years? of (?:[a-z]+ )?experience (?:[a-z]+ )?: (' ~ number ~ ')') }}, 1)
                ],
                list_concat(
                    regexp_extract_all({{ alternatives }}, {{ literal(alternative) }}, 1),
                    regexp_extract_all({{ alternatives }}, {{ literal(shortened) }}, 1)
                )
            ),
            lambda number: coalesce(try_cast(number as integer), map({{ values.keys() | list }}, {{ values.values() | list }})[number])
        ),
        lambda years: years between 0 and 20
    ))
{%- endmacro %}
