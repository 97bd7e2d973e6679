{# A name of a place as it is looked up: lower case, no accents or dots, Saint and Fort written out. #}
{% macro place_key(name) -%}
    regexp_replace(
        regexp_replace(
            trim(regexp_replace(translate(lower(strip_accents({{ name }})), '’ʼ`.', ''''''''), '\s+', ' ', 'g')),
            '^(st|saint) ', 'saint '
        ),
        '^ft ', 'fort '
    )
{%- endmacro %}

{# The names in a place text: words that name no place, postal codes and rooms (words with digits) out. #}
{% macro place_names_only(text) -%}
    {%- set no_place = '\\b((fully |100% )?(remote|distributed)([- ](first|friendly|only|ok|eligible|role|position|locations?))?|hybrid|on-?site|in-?(office|person)|home[- ]?(based|office)|work(ing)? from home|wfh|virtual|telecommut\\w+|travel-required|anywhere( in( the)?)?|any (city|location|office)|(east|west) coast|in the|(within|across|throughout) the|within|across|throughout|based in|greater|metro(politan)?|area|region|branch|campus|headquarters|hq|corporate|office|offices|hub|based|only|friendly|flexible|preferred|eligible|required|relocation|multiple|various|locations?|cedex)\\b' -%}
    regexp_replace(
        regexp_replace(
            regexp_replace(
                regexp_replace(lower(strip_accents({{ text }})), '([a-z]{3})\.([a-z]{3})', '\1,\2', 'g'),
                '{{ no_place }}', ' ', 'g'
            ),
            '[()\[\]:*_#]', ',', 'g'
        ),
        '[^\s,]*\d[^\s,]*|\b(excluding|except|not in)\b.*', ' ', 'g'
    )
{%- endmacro %}

{# Words in lower case without accents, a blank around each: a name is in them only as whole words. #}
{% macro spaced_words(text) -%}
    ' ' || trim(regexp_replace(lower(strip_accents({{ text }})), '[^a-z0-9.]+', ' ', 'g')) || ' '
{%- endmacro %}
