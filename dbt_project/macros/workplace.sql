{#
  The grammar of work arrangements. A clause is reduced to plain words, then the words that matter are
  replaced by the name of their class (seed workplace_words): "this ROLE is HYBRID , DAYS in WE london
  OFFICE". Rules on such marked lines (seed workplace_rules) hold for every wording of their classes.
#}

{# Words in one of which a line must state a work arrangement, as RE2 alternatives on the line as published. #}
{% macro workplace_words() -%}
    {{ return([
        'remot[aeo]', 'any (\\w+ )?(location|place|state|country|city|part|region)', '\\bwf[hao]\\b', '[cq]ual(quie|que|siasi)',
        'virtual (first|role|position)', '(100 ?%|fully|full) virtual', 'op (locatie|afstand)', 'in sede', 'sur (site|place)',
        'lavoro agile', 'von [üu]berall', 'd.o[uù] (vous|tu)', 'onde qui', 'dove vuoi', 'waar (je|u)',
        'tele-?(work|commut)', 't[ée]l[ée]tra', 'telelavor', 'smart ?working', 'thuiswerk', 'zdaln',
        '(from|at|of)[- ](your |their )?home', 'home[- ]?(office|based|working|days?)', 'anywhere',
        'where(ver)? (you|they)', 'mobile[sn]? arbeit', 'zu hause', '\\b(desde|da|de|em) casa', '\\b(tu|su|sua) casa', 'domicile',
        'vanuit huis', 'z domu', 'distansarb', 'et[äa]ty', '[àa] distanc', '[hi][íiy]?brid', 'hybryd',
        '\\bon[- ]?site\\b', 'in[- ]person', 'vor[- ]ort', 'pr[ée]sen(ti|c[ie]a|za)', 'stacjonarn', 'office',
        '\\bhqs?\\b', 'headquarter', 'b[üu]ro', 'bureau', 'kantoor', '[ou]ff?ici(na|o)', 'escrit[óo]rio', 'biur',
        'kontor', 'distributed (team|company|organi|work)', '(ly|been) distributed', '(company|team|workforce|organi[sz]ation|we|[’'''']re) (is |are )?distributed (across|around|over|through|in)', 'locaux',
        'face[- ]to[- ]face', 'p[åa] (plats|distans)', 'hemifr', 'hjemme', 'anwesenheit', 'pr[äa]senz',
        'premises', 'place of work', 'work(ing)? location', 'co-?located', 'your (address|location)',
        'd[áa]lku', 'dia[ľl]ku', 'vzd[áa]len', 'z domova', 'kancel[aá]', 'distan[țţt][aă]', 'de acas[aă]', 't[áa]vmunk', 'otthon', 'irod[aá]',
        'uzaktan', 'evden [cç]al', '\\bofis', 'fjernarb', 'hemarb', 'fj[aá]rvinn', 'daljin', 'od ku[ćc]e', 'od doma', 'na daljavo',
        'b[ií]r[oó]u?\\b', 'nuotolin', 'att[āa]lin', 'kaugt[öo]', 't[ừu] xa', 'văn phòng', 'tại nhà',
        'удал[её]н', 'дистанц', 'віддален', 'з дому', '(из|од) (дома|куће)', 'даљин', '[гх][иі]брид', 'оф[иі]с', 'канцелари',
        'τηλεργασ', 'υβριδικ', 'εξ αποστάσεως', 'γραφεί', 'από το σπίτι', 'מהבית', 'מרחוק', 'היבריד', 'משרד',
        'عن ب[ُ]?عد', 'من المنزل', 'هجين', 'مكتب', 'ทำงาน(ที่บ้าน|ทางไกล)', 'ไฮบริด', 'ออฟฟิศ', 'สำนักงาน',
        'リモート', '在宅', 'テレワーク', '出社', 'ハイブリッド', '远程', '遠程', '遠端', '混合', '[居在]家', '[现現][场場][办辦工]', '坐班', '到岗',
        '원격', '재택', '출근', '하이브리드',
        '(days?|\\dx|twice|once|times) ?(a|per|each|every|/) ?w', 'days? (in|on)',
        '(at|in|from|to|of) (our|the) [\\w ,.&-]*(facility|lab|campus|plant|warehouse|studio|hub|site|space|factory|clinic|store|data cent(er|re))\\b',
    ] | join('|')) }}
{%- endmacro %}

{# A clause in lower case, without accents, its words and punctuation marks each followed by one space. #}
{% macro plain_words(text, letters='') -%}
    {%- set lower = "translate(strip_accents(lower(" ~ text ~ ")), 'łıøđ’‘–—&[]|：（）ß', 'liod''''--+(),:()s')" -%}
    {%- set ranges = "regexp_replace(" ~ lower ~ ", '(\\d)\\s*-\\s*(\\d)', '\\1 to \\2', 'g')" -%}
    {%- set dashes = "regexp_replace(" ~ ranges ~ ", '\\s-+\\s', ' , ', 'g')" -%}
    {%- set marks = "regexp_replace(replace(" ~ dashes ~ ", '+', ' and '), '([,:()/%?])', ' \\1 ', 'g')" -%}
    trim(regexp_replace({{ marks }}, '[^a-z0-9'',:()/%?\p{Han}\p{Katakana}\p{Hiragana}\p{Hangul}{{ letters }}ー]+', ' ', 'g')) || ' '
{%- endmacro %}

{# A text with its words for places of work in English, where it is in Cyrillic, Greek, Hebrew, Arabic or Thai letters. #}
{% macro in_english(text) -%}
    case
        when regexp_matches({{ text }}, '[\p{Cyrillic}\p{Greek}\p{Hebrew}\p{Arabic}\p{Thai}]')
            then {{ replaced_words('lower(' ~ text ~ ')', 'rule_order <= -20') }}
        else {{ text }}
    end
{%- endmacro %}

{# Plain words with those of the seed workplace_words replaced by their class. #}
{% macro word_classes(plain_words, where='true') -%}
    {{ replaced_words(plain_words, 'rule_order > -20 and ' ~ where) }}
{%- endmacro %}

{# A text with words replaced by the steps of the seed workplace_words that `where` chooses, in order. #}
{% macro replaced_words(text, where) -%}
    {%- set ns = namespace(marked=text) -%}
    {%- for pattern, word_class in joined_rules(ref('workplace_words'), 'word_class', where) -%}
        {%- set ns.marked = "regexp_replace(" ~ ns.marked ~ ", " ~ literal(pattern) ~ ", " ~ literal(word_class) ~ ", 'g')" -%}
    {%- endfor -%}
    {{ ns.marked }}
{%- endmacro %}

{# Plain words with the days a week of Japanese, Chinese and Korean in English: 週3日 are 3 days a week. #}
{% macro days_in_english(plain_text) -%}
    if(
        regexp_matches({{ plain_text }}, '[週周주] ?\d'),
        regexp_replace({{ plain_text }}, ' ?(?:毎?週に?|每[周週]|周|주) ?((?:[1-6] (?:to )?)?[1-7]) ?(?:日間?|回|天|일|회) ?', ' \1 days a week ', 'g'),
        {{ plain_text }}
    )
{%- endmacro %}

{# The begin of what is said of a part of the company by its name, in plain words: "the porto office is". #}
{% macro company_part_begin() -%}
    {{ return('((?:^|[,:(] )(?:(?:while|whereas|and|but) )?(?:our|the) (?:[a-z]+ ){1,3}?{part_noun} (?:in [a-z]+ )?{part_verb} )') }}
{%- endmacro %}

{# The name of the part, and what is said of it from the verb on. #}
{% macro company_part() -%}
    {{ return('^[,:(]? ?(?:(?:while|whereas|and|but) )?(?:our|the) ((?:[a-z]+ ){1,3}?){part_noun} (?:in [a-z]+ )?({part_verb} .*)') }}
{%- endmacro %}

{# Names of a part of the company in which engineers work. #}
{% macro engineering_part() -%}
    {{ return('^(?:[a-z]+ )?(?:engineering|software|development|tech|technology|r d) $') }}
{%- endmacro %}
