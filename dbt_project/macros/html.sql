{# HTML that was escaped as a whole, once or twice, as HTML again; any other as it is. #}
{% macro unescaped(html) -%}
    {%- set tags = '&(?:amp;)*lt;(?:/(?:p|div|li|ul|ol|h[1-6]|strong|b|em|i|span|a|table|tr|td)|br ?/?)&(?:amp;)*gt;' -%}
    {%- set ns = namespace(sql=html) -%}
    {%- for entity, character in [('&amp;', '&'), ('&amp;', '&'), ('&lt;', '<'), ('&gt;', '>'), ('&quot;', '"')] -%}
        {%- set ns.sql = "replace(" ~ ns.sql ~ ", '" ~ entity ~ "', '" ~ character ~ "')" -%}
    {%- endfor -%}
    if(contains({{ html }}, 'lt;') and regexp_matches({{ html }}, '(?i){{ tags }}'), {{ ns.sql }}, {{ html }})
{%- endmacro %}

{# What is between the name of a tag and its end: in the quotes of an attribute a > is no end. #}
{% macro attributes() -%}
(?:=\s*"[^"<]*"|=\s*''[^''<]*''|[^>=]|=)*
{%- endmacro %}

{# What a browser does not show or strikes out, and the marks of footnotes. What is hidden ends where its tag first does. #}
{% macro unseen() -%}
    {%- set patterns = ['<!--.*?-->', '<(?:s|del|strike)>.*?</(?:s|del|strike)\\s*>', '<sup>\\s*(?:\\d{1,2}|[*†])\\s*</sup>'] -%}
    {%- for tag in ['style', 'script', 'noscript', 'template', 'svg'] -%}
        {%- do patterns.append('<' ~ tag ~ '\\b.*?</' ~ tag ~ '\\s*>') -%}
    {%- endfor -%}
    {%- set quoted = '(?:"[^"<]*"|\'\'[^\'\'<]*\'\'|[^\\s"\'\'>]+)' -%}
    {%- set hidden = 'hidden(?:\\s*=\\s*' ~ quoted ~ ')?|style\\s*=\\s*["\'\'][^"\'\'>]*(?:display\\s*:\\s*none|visibility\\s*:\\s*hidden)[^"\'\'>]*["\'\']' -%}
    {%- for tag in ['p', 'div', 'span', 'li', 'ul', 'a'] -%}
        {%- do patterns.append('<' ~ tag ~ '(?:\\s+[\\w:-]+(?:\\s*=\\s*' ~ quoted ~ ')?)*?\\s+(?:' ~ hidden ~ ')(?:\\s[^>]*)?>.*?</' ~ tag ~ '\\s*>') -%}
    {%- endfor -%}
    {{ return('(?is)' ~ patterns | join('|')) }}
{%- endmacro %}

{# A sign of it, since few texts have one. #}
{% macro unseen_begin() -%}
    {{ return('(?i)<style|<script|<!--|<(?:s|del|strike|sup)>|<noscript|<template|<svg|\\shidden|display\\s*:\\s*none|visibility\\s*:\\s*hidden') }}
{%- endmacro %}

{#
  HTML as a list of blocks, in order. A block is the tags that begin it, chr(2), and its words with
  inline tags. A text without block tags is plain text: each of its lines is a block. In HTML a line
  break in the source has no meaning.
#}
{% macro blocks(html) -%}
    {%- set block = '</?(?:p|div|li|ul|ol|h[1-6]|table|thead|tbody|tr|t[dh]|section|article|aside|main|blockquote|pre|hr|dl|dt|dd|header|footer|br)\\b' ~ attributes() ~ '>' -%}
    {%- set shown = "if(regexp_matches(" ~ html ~ ", '" ~ unseen_begin() ~ "'), regexp_replace(" ~ html ~ ", '" ~ unseen() ~ "', '', 'g'), " ~ html ~ ")" -%}
    string_split(
        if(
            regexp_matches({{ html }}, '(?i){{ block }}'),
            regexp_replace({{ shown }}, '(?i){{ block }}(?:\s*{{ block }})*', chr(1) || '\0' || chr(2), 'g'),
            replace({{ html }}, chr(10), chr(1))
        ),
        chr(1)
    )
{%- endmacro %}

{# How much a name beside them counts, as patterns: "nice to have", "required". #}
{% macro strength_marks() -%}
    {{ return([
        'nice[- ]to[- ]have', 'good[- ]to[- ]have', 'preferred', 'desir(?:ed|able)', 'optional', '(?:an? )?(?:plus|bonus|advantage)',
        'von vorteil', 'wünschenswert', 'required', 'mandatory', 'must(?:[- ]have)?', 'muss', 'erforderlich', 'zwingend',
    ]) }}
{%- endmacro %}

{#
  A table with the cells that say no more than how much the cell before counts ("none", "nice to have") joined to
  that cell with a bar, because a cell is a line of its own.
#}
{% macro joined_marks(html) -%}
    {%- set marks = [
        'none', 'no', 'n/?a', '(?:not|no longer) (?:required|needed|used|necessary)', 'nein', 'keine?', 'nicht (?:erforderlich|nötig)',
    ] + strength_marks() -%}
    if(
        contains({{ html }}, '</t'),
        regexp_replace(
            {{ html }},
            '(?i)(?:\s*</[a-z][a-z0-9]*>)*\s*</t[dh]\s*>\s*<td\b[^<>]*>\s*(?:<[a-z][^<>]*>\s*)*({{ marks | join('|') }})\s*(?:</[a-z][a-z0-9]*>\s*)*</td\s*>',
            ' | \1</td>', 'g'
        ),
        {{ html }}
    )
{%- endmacro %}

{# The tag that says what a block is, from all tags that begin it: h1 to h6, item, cell or paragraph. #}
{% macro block_tag(tags) -%}
    case
        when contains({{ tags }}, '<h') and regexp_matches({{ tags }}, '<h[1-6]')
            then regexp_extract({{ tags }}, '<(h[1-6])', 1)
        when contains({{ tags }}, '<li') or contains({{ tags }}, '<dd') then 'item'
        when contains({{ tags }}, '<td') or contains({{ tags }}, '<th') then 'cell'
        else 'paragraph'
    end
{%- endmacro %}

{# The words of a block, without inline tags; entities stay. #}
{% macro words_of(block) -%}
    if(contains({{ block }}, '<'), regexp_replace({{ block }}, '</?[A-Za-z!]{{ attributes() }}>', '', 'g'), {{ block }})
{%- endmacro %}

{#
  A query of the distinct `words` of a CTE that hold an entity, with their `decoded_words`. `entities`
  is a CTE of names and code points. An entity that is unknown or no character stays as it is.
#}
{% macro decoded_entities(cte, entities) -%}
    select
        pieces.words,
        string_agg(
            case
                when code_point between 1 and 1114111 and code_point not between 55296 and 57343
                    then chr(code_point) || substr(piece, length(entity) + 2)
                when piece_number = 1 then piece
                else '&' || piece
            end,
            '' order by piece_number
        ) as decoded_words
    from (
        select
            entity_pieces.*,
            case
                when entity_pieces.entity like '#x%' or entity_pieces.entity like '#X%'
                    then ('0x' || substr(entity_pieces.entity, 3))::integer
                when entity_pieces.entity like '#%' then substr(entity_pieces.entity, 2)::integer
                else entities.code_point
            end as code_point
        from (
            -- Each piece but the first follows an ampersand, and begins with at most one entity.
            select
                *,
                if(piece_number > 1, regexp_extract(piece, '^(#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]*);', 1), '')
                    as entity
            from (
                select
                    words,
                    generate_subscripts(string_split(words, '&'), 1) as piece_number,
                    unnest(string_split(words, '&')) as piece
                from (select distinct words from {{ cte }} where regexp_matches(words, '&#?\w+;'))
            )
        ) as entity_pieces
        left join {{ entities }} as entities using (entity)
    ) as pieces
    group by pieces.words
{%- endmacro %}

{# What an item of a list begins with where its tag does not say so. #}
{% macro bullet() -%}
^\s*[•·▪●◦‣*–—-]\s*\S
{%- endmacro %}

{#
  Whether a line looks like a heading: it is tagged as one, or it is a short line that is all bold,
  all capitals or ends with a colon.
#}
{% macro is_heading(line, tag, published_line, is_bulleted) -%}
    {%- set bold = '<(?:strong|b)\\b.*?</(?:strong|b)>|<span[^>]*font-weight:\\s*(?:bold|[6-9]00).*?</span>' -%}
    length({{ line }}) <= 120 and not {{ is_bulleted }} and case
        when {{ tag }} like 'h%' then true
        when {{ tag }} <> 'paragraph' then false
        when regexp_matches({{ line }}, ':$') then true
        when regexp_matches({{ published_line }}, '(?i)<(strong|b)\b|font-weight:\s*(bold|[6-9]00)')
            then not regexp_matches(
                regexp_replace(
                    regexp_replace({{ published_line }}, '(?is){{ bold }}', '', 'g'),
                    '<[^>]*>|&#?\w+;', '', 'g'
                ),
                '[\pL\pN]'
            )
        else regexp_full_match({{ line }}, '[^\p{Ll}]*\p{Lu}{4}[^\p{Ll}.]*')
    end
{%- endmacro %}

{# One space between words, one hyphen, and no invisible character: zero-width, soft hyphen, control, bidi. #}
{% macro tidied(words) -%}
    trim(if(
        regexp_matches({{ words }}, '[\p{Cf}\p{Cc}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2010}\x{2011}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}]|  '),
        translate(
            regexp_replace(regexp_replace({{ words }}, '[\s\p{Z}]+', ' ', 'g'), '[\p{Cf}\p{Cc}]', '', 'g'), '‐‑', '--'
        ),
        {{ words }}
    ))
{%- endmacro %}

{# Letters and digits that are mathematical or wide as those that they are pictures of: bold text without markup. #}
{% macro narrow_letters(words) -%}
    if(
        regexp_matches({{ words }}, '[\x{1D400}-\x{1D7FF}\x{FF03}\x{FF04}\x{FF0B}\x{FF0E}\x{FF10}-\x{FF19}\x{FF21}-\x{FF3A}\x{FF41}-\x{FF5A}]'),
        array_to_string(
            list_transform(
                string_split(regexp_replace({{ words }}, '([０-９])，([０-９])', '\1,\2', 'g'), ''),
                lambda letter: case
                    when unicode(letter) between 119808 and 120483
                        then chr(65 + (unicode(letter) - 119808) % 52 + if((unicode(letter) - 119808) % 52 > 25, 6, 0))
                    when unicode(letter) between 120782 and 120831 then chr(48 + (unicode(letter) - 120782) % 10)
                    when regexp_matches(letter, '[＃＄＋．０-９Ａ-Ｚａ-ｚ]') then chr(unicode(letter) - 65248)
                    else letter
                end
            ),
            ''
        ),
        {{ words }}
    )
{%- endmacro %}

{# HTML to what it says, for comparing: its distinct sentences in letters alone, sorted. #}
{% macro sentences(html) -%}
    {%- set blocks = '</?(?:p|div|li|ul|ol|h[1-6]|tr|td|th|table|section|article|blockquote|dt|dd|header|footer|br)\\b[^>]*>' -%}
    {%- set ns = namespace(sql="lower(" ~ html ~ ")") -%}
    {%- for pattern, character in [(blocks, 'chr(10)'), ('<[^>]*>', "''"), ('[.!?;:] ', 'chr(10)'), ('[^\\pL\\n]+', "' '"), (' ?\\n[ \\n]*', 'chr(10)')] -%}
        {%- set ns.sql = "regexp_replace(" ~ ns.sql ~ ", '" ~ pattern ~ "', " ~ character ~ ", 'g')" -%}
    {%- endfor -%}
    list_sort(list_distinct(list_filter(
        string_split(trim({{ ns.sql }}), chr(10)), lambda sentence: length(sentence) > 2
    )))
{%- endmacro %}
